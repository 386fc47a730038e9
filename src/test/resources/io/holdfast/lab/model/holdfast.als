/*
 * Holdfast's turns, stops and recovery with two nodes that share a store.
 *
 * A transition is one commit of the store (the operation of io.holdfast.store.Store that stands
 * before its predicate), or something that happens to a process. Between any two of them anything
 * else may happen; a crash may come anywhere. A Node is one life of a process, so the second one
 * may stand beside the first, or be the start after its end.
 */
module holdfast

open util/ordering[Turn] as order     -- the order of acceptance
open util/ordering[Attempt] as number -- the fencing token

/* Where there is none, no write asks whether its attempt is still the current one. */
lone sig Fencing {}

/* Where there is none, a stop writes its markers when its wait is over. */
lone sig Early {}

/* Where there is none, a second stop's mark replaces the marker of the first. */
lone sig Keeping {}

sig Session {}
sig Attempt {}
abstract sig State {}
one sig QUEUED, RUNNING, INTERRUPTED, DONE extends State {}
abstract sig Reason {}
one sig CRASH extends Reason {}
lone sig REDEPLOY, SHUTDOWN extends Reason {} -- none where reasons are not what is looked at
abstract sig Phase {}
one sig Draining, Marked, Cleared, Left extends Phase {}

sig Turn {
  session: one Session,
  -- the store
  var state: lone State,    -- none: not accepted
  var attempt: lone Attempt,
  var owner: lone Node,
  var marker: lone Node,    -- the node whose stop wrote it
  var why: lone Reason,     -- the marker's reason
  var journal: set Attempt, -- the attempts that recorded a RESULT
  var replies: set Attempt, -- the attempts whose outcome and replies were committed
  var sent: set Attempt,    -- those replies that are SENT
  -- nobody's: the reason of the first stop that waited for the attempt
  var waited: lone Reason,
  -- the client
  var shown: set Attempt    -- those that it has shown
}

sig Node {
  var phase: lone Phase,         -- how far its stop is, in the store
  var reason: lone Reason,       -- of that stop
  var holds: Turn -> set Attempt -- the attempts that it executes, in its memory
}

/* Which nodes are what. */
one sig Nodes {
  var begun: set Node,  -- was started
  var up: set Node,     -- the process exists
  var paused: set Node, -- and does not run: SIGSTOP, a machine asleep
  var leased: set Node, -- its lease has not run out
  var serving: set Node    -- has recovered, and accepts
}
fun Begun: set Node { Nodes.begun }
fun Up: set Node { Nodes.up }
fun Paused: set Node { Nodes.paused }
fun Leased: set Node { Nodes.leased }
fun Open: set Node { Nodes.serving }

fun awake: set Node { Up - Paused }
fun queued: set Turn { state.QUEUED }
fun running: set Turn { state.RUNNING }
fun interrupted: set Turn { state.INTERRUPTED }
fun done: set Turn { state.DONE }
fun accepted: set Turn { state.State }
fun others[t: Turn]: set Turn { (t.session).~session - t }
/* What a turn says that goes on. */
fun says[t: Turn]: one Reason { some t.why => t.why else CRASH }
fun following[t: Turn]: lone Attempt { some t.attempt => number/next[t.attempt] else number/first }

-- ── what stays as it is ──────────────────────────────────────────────────────────────────────

pred sameMarkers { marker' = marker and why' = why and waited' = waited }
pred sameTurns {
  state' = state and attempt' = attempt and owner' = owner and sameMarkers
  journal' = journal and replies' = replies
}
pred sameDeliveries { sent' = sent and shown' = shown }
pred sameNodes {
  Begun' = Begun and Up' = Up and Paused' = Paused and Leased' = Leased and Open' = Open
}
pred sameStops { phase' = phase and reason' = reason }
pred sameMemory { holds' = holds }

-- ── a turn ───────────────────────────────────────────────────────────────────────────────────

-- accept
pred accept[n: Node, t: Turn] {
  n in awake & Open and no n.phase & (Cleared + Left)
  t not in accepted and order/prevs[t] in accepted
  state' = state + t -> QUEUED
  attempt' = attempt and owner' = owner and sameMarkers
  journal' = journal and replies' = replies
  sameDeliveries and sameNodes and sameStops and sameMemory
}

pred claimable[n: Node, t: Turn] {
  n in awake & Open & Leased and no n.phase
  t in queued + interrupted and some following[t]
  order/prevs[t] & others[t] in done
  no others[t] & (running + interrupted)
}

pred unmarked[t: set Turn] {
  marker' = marker - t -> Node and why' = why - t -> Reason and waited' = waited - t -> Reason
}

-- claim
pred claim[n: Node, t: Turn] {
  claimable[n, t]
  state' = state ++ t -> RUNNING
  attempt' = attempt ++ t -> following[t]
  owner' = owner ++ t -> n
  unmarked[t]
  holds' = holds + n -> t -> following[t]
  journal' = journal and replies' = replies
  sameDeliveries and sameNodes and sameStops
}

/* The check that each write of an attempt makes: Turns.CURRENT, and the WHERE of FINISH, RELEASE. */
pred current[t: Turn, a: Attempt] {
  some Fencing implies (t.attempt = a and t in running)
}

pred executes[n: Node, t: Turn, a: Attempt] {
  n in awake and n -> t -> a in holds
}

pred fenced[n: Node, t: Turn, a: Attempt] {
  holds' = holds - n -> t -> a
  sameTurns
}

-- record
pred record[n: Node, t: Turn, a: Attempt] {
  executes[n, t, a] and a not in t.journal and (some Fencing implies no t.journal)
  current[t, a] implies {
    journal' = journal + t -> a
    state' = state and attempt' = attempt and owner' = owner and sameMarkers
    replies' = replies
    sameMemory
  } else fenced[n, t, a]
  sameDeliveries and sameNodes and sameStops
}

-- finish: outcome, replies and the end of the marker
pred finish[n: Node, t: Turn, a: Attempt] {
  executes[n, t, a]
  current[t, a] implies {
    state' = state ++ t -> DONE
    replies' = replies + t -> a
    unmarked[t]
    owner' = owner - t -> Node
    attempt' = attempt and journal' = journal
    holds' = holds - n -> t -> a
  } else fenced[n, t, a]
  sameDeliveries and sameNodes and sameStops
}

-- release: the end of the wait, or of the runner's patience
pred release[n: Node, t: Turn, a: Attempt] {
  executes[n, t, a] and n.phase = Marked
  current[t, a] implies {
    state' = state ++ t -> INTERRUPTED
    owner' = owner - t -> Node
    sameMarkers and attempt' = attempt and journal' = journal and replies' = replies
    holds' = holds - n -> t -> a
  } else fenced[n, t, a]
  sameDeliveries and sameNodes and sameStops
}

-- ── a delivery ───────────────────────────────────────────────────────────────────────────────

-- due, and the write to the socket: a client shows what it has not shown
pred send[n: Node, t: Turn, a: Attempt] {
  n in awake & Open and no n.phase & (Cleared + Left)
  a in t.replies - t.sent
  shown' = shown + t -> a
  sent' = sent
  sameTurns and sameNodes and sameStops and sameMemory
}

-- delivered
pred receipt[n: Node, t: Turn, a: Attempt] {
  n in awake & Open and n.phase != Left
  a in t.shown - t.sent
  sent' = sent + t -> a
  shown' = shown
  sameTurns and sameNodes and sameStops and sameMemory
}

-- ── a stop ───────────────────────────────────────────────────────────────────────────────────

pred link[n: Node, from, to: set Phase] {
  n in awake & Open and n.phase = from
  phase' = phase ++ n -> to
  sameDeliveries and sameNodes and sameMemory
}

-- draining
pred draining[n: Node] {
  link[n, none, Draining] and sameTurns
  no Reason - CRASH implies reason' = reason
    else some r: Reason - CRASH | reason' = reason ++ n -> r
}

/* A second stop comes upon the wait of the first: of the whole gateway upon a redeploy. */
pred again[n: Node] {
  some n.reason & REDEPLOY
  link[n, Marked, Draining] and reason' = reason ++ n -> SHUTDOWN and sameTurns
}

pred marked[n: Node, ts: set Turn] {
  marker' = marker ++ ts -> n and why' = why ++ ts -> n.reason
}

-- mark, and the wait begins
pred mark[n: Node] {
  link[n, Draining, Marked] and reason' = reason
  let ts = running & owner.n {
    waited' = waited + { t: ts | no t.waited } -> n.reason
    marked[n, some Early => (some Keeping => { t: ts | no t.marker } else ts) else none]
  }
  state' = state and attempt' = attempt and owner' = owner
  journal' = journal and replies' = replies
}

-- mark, where it comes too late
pred late[n: Node] {
  no Early and n in awake & Open and n.phase = Marked
  marked[n, { t: running & owner.n | no t.marker }] and waited' = waited
  state' = state and attempt' = attempt and owner' = owner
  journal' = journal and replies' = replies
  sameStops and sameDeliveries and sameNodes and sameMemory
}

-- clear: after the wait, in which turns may finish, and release where it took too long. As long as
-- finish takes the marker away with the outcome there is nothing left for it to do.
pred clear[n: Node] {
  no n.holds
  link[n, Marked, Cleared] and reason' = reason
  unmarked[done & marker.n]
  state' = state and attempt' = attempt and owner' = owner
  journal' = journal and replies' = replies
}

-- leave: the process ends by itself
pred leave[n: Node] {
  n in awake and n.phase = Cleared
  phase' = phase ++ n -> Left and reason' = reason
  Up' = Up - n and Open' = Open - n and Leased' = Leased - n
  Paused' = Paused and Begun' = Begun
  sameTurns and sameDeliveries and sameMemory
}

-- ── a process ────────────────────────────────────────────────────────────────────────────────

-- join
pred start[n: Node] {
  n not in Begun
  Begun' = Begun + n and Up' = Up + n and Leased' = Leased + n
  Paused' = Paused and Open' = Open
  sameTurns and sameDeliveries and sameStops and sameMemory
}

fun orphans: set Turn { running & owner.(Node - Leased) }

-- recover: at a start, and when a lease has run out
pred recover[n: Node] {
  n in awake & Leased
  state' = state ++ orphans -> INTERRUPTED
  owner' = owner - orphans -> Node
  unmarked[done]
  attempt' = attempt and journal' = journal and replies' = replies
  Open' = Open + n
  Begun' = Begun and Up' = Up and Paused' = Paused and Leased' = Leased
  sameDeliveries and sameStops and sameMemory
}

pred crash[n: Node] {
  n in Up
  Up' = Up - n and Open' = Open - n and Paused' = Paused - n
  Begun' = Begun and Leased' = Leased
  holds' = holds - n -> Turn -> Attempt
  sameTurns and sameDeliveries and sameStops
}

pred pause[n: Node] {
  n in awake
  Paused' = Paused + n
  Begun' = Begun and Up' = Up and Leased' = Leased and Open' = Open
  sameTurns and sameDeliveries and sameStops and sameMemory
}

pred wake[n: Node] {
  n in Paused
  Paused' = Paused - n
  Begun' = Begun and Up' = Up and Leased' = Leased and Open' = Open
  sameTurns and sameDeliveries and sameStops and sameMemory
}

/* No beat came in time. Its process may be dead, paused, or slow: then it is a zombie. */
pred expire[n: Node] {
  n in Leased
  Leased' = Leased - n
  Begun' = Begun and Up' = Up and Paused' = Paused and Open' = Open
  sameTurns and sameDeliveries and sameStops and sameMemory
}

-- beat, by one that lives after all
pred renew[n: Node] {
  n in awake - Leased
  Leased' = Leased + n
  Begun' = Begun and Up' = Up and Paused' = Paused and Open' = Open
  sameTurns and sameDeliveries and sameStops and sameMemory
}

pred quiet {
  sameTurns and sameDeliveries and sameNodes and sameStops and sameMemory
}

fact behaviour {
  -- some nodes are there already, and some turns wait
  state in Turn -> QUEUED and order/prevs[accepted] in accepted
  Begun = Open and Up = Open and Leased = Open and no Paused
  no attempt and no owner and no marker and no why and no waited and no reason and no journal and no replies
  no sent and no shown and no phase and no holds
  always {
    quiet
    or some n: Node {
      start[n] or recover[n] or crash[n] or pause[n] or wake[n] or expire[n] or renew[n]
      or draining[n] or again[n] or mark[n] or late[n] or clear[n] or leave[n]
      or some t: Turn {
        accept[n, t] or claim[n, t]
        or some a: Attempt {
          record[n, t, a] or finish[n, t, a] or release[n, t, a]
          or send[n, t, a] or receipt[n, t, a]
        }
      }
    }
  }
}

-- ── the promises ─────────────────────────────────────────────────────────────────────────────

pred oneOutcome { always all t: Turn | lone t.replies and lone t.shown }

pred nothingLost {
  always all t: accepted {
    t in accepted'
    t in running implies (some t.owner
      and (t.owner in Up implies t.owner -> t -> t.attempt in holds))
    t in done iff some t.replies
    t.sent in t.shown and t.shown in t.replies
  }
}

pred supersededWritesNothing {
  always {
    journal' - journal in attempt
    replies' - replies in attempt
    all t: running' & running | t.attempt' = t.attempt
    all t: Turn | t in done implies t in done'
  }
}

pred oneAtATime {
  always all s: Session | lone t: s.~session | t in running + interrupted
  always all t: running + done | order/prevs[t] & others[t] in done
}

pred markersMean {
  always {
    no done.marker
    all t: Turn | some t.marker implies
      (t.marker' = t.marker or t in done' or t.attempt' != t.attempt)
  }
}

/* What goes on says the reason of the stop that had waited for it, and no other. */
pred reasonsAreTrue {
  always all t: interrupted | t in running' implies
    says[t] = (some t.waited => t.waited else CRASH)
}

/* A sender gets an answer in the end, if from some moment on a node lives and is let. */
pred answered {
  always all t: Turn | t in accepted implies eventually some t.sent
}

pred able[n: Node] { n in awake & Leased and no n.phase }

pred fair {
  some n: Node | eventually always able[n]
  -- what disturbs comes to an end
  eventually always no n: Node | pause[n] or n in awake and expire[n]
  -- attempts do not run out: there are only so many here
  always no attempt.(number/last)
  -- what can always be done is done at some time
  all n: Node {
    always eventually (able[n] and (n not in Open or some orphans) implies recover[n])
    always eventually (n in Leased - awake implies expire[n])
    all t: Turn {
      always eventually (claimable[n, t] implies claim[n, t])
      all a: Attempt {
        always eventually (executes[n, t, a] implies finish[n, t, a])
        always eventually (able[n] and n in Open and a in t.replies - t.shown implies send[n, t, a])
        always eventually (able[n] and n in Open and a in t.shown - t.sent implies receipt[n, t, a])
      }
    }
  }
}

pred safe {
  oneOutcome and nothingLost and supersededWritesNothing and oneAtATime and markersMean
}

-- ── what is to be found ──────────────────────────────────────────────────────────────────────

/* Not vacuous: cut by a crash, recovered by the other node, done, delivered. */
resumed: run {
  some t: Turn, n: Node, m: Node - n {
    eventually (claim[n, t] and eventually (crash[n] and eventually (claim[m, t]
      and eventually (t in done and some t.sent))))
  }
} for exactly 1 Session, exactly 1 Turn, exactly 2 Node, exactly 2 Attempt,
  exactly 1 Fencing, exactly 1 Early, exactly 1 Keeping,
  exactly 0 REDEPLOY, exactly 0 SHUTDOWN, 1..12 steps expect 1

/* Not vacuous: killed in the wait of a stop, and taken up again by what its marker says. */
marked: run {
  some t: Turn, n: Node {
    eventually (mark[n] and after (some t.marker and eventually (crash[n]
      and eventually (recover[Node - n] and some t.marker and eventually t in done))))
  }
} for exactly 1 Session, exactly 1 Turn, exactly 2 Node, exactly 2 Attempt,
  exactly 1 Fencing, exactly 1 Early, exactly 1 Keeping,
  exactly 0 REDEPLOY, exactly 0 SHUTDOWN, 1..12 steps expect 1

/* Not vacuous: a crash, and what is fair after it. */
fairly: run { fair and some n: Node | eventually crash[n] }
  for exactly 1 Session, exactly 1 Turn, exactly 2 Node, exactly 3 Attempt,
  exactly 1 Fencing, exactly 1 Early, exactly 1 Keeping,
  exactly 0 REDEPLOY, exactly 0 SHUTDOWN, 1..12 steps expect 1

/* Whoever was accepted is answered in the end. */
lively: check { fair implies answered }
  for exactly 1 Session, exactly 1 Turn, exactly 2 Node, exactly 3 Attempt,
  exactly 1 Fencing, exactly 1 Early, exactly 1 Keeping,
  exactly 0 REDEPLOY, exactly 0 SHUTDOWN, 1..8 steps expect 0

/* With the check nothing goes wrong. */
fenced: check { safe }
  for exactly 1 Session, exactly 2 Turn, exactly 2 Node, exactly 2 Attempt,
  exactly 1 Fencing, exactly 1 Early, exactly 1 Keeping,
  exactly 0 REDEPLOY, exactly 0 SHUTDOWN, 1..9 steps expect 0

/* Without it a node that was only asleep answers once more. */
unfenced: check { oneOutcome }
  for exactly 1 Session, exactly 2 Turn, exactly 2 Node, exactly 2 Attempt,
  exactly 0 Fencing, exactly 1 Early, exactly 1 Keeping,
  exactly 0 REDEPLOY, exactly 0 SHUTDOWN, 1..9 steps expect 1

/* Whoever was waited for goes on with that stop's reason, wherever the stop was cut. */
reasoned: check { reasonsAreTrue }
  for exactly 1 Session, exactly 1 Turn, exactly 2 Node, exactly 3 Attempt,
  exactly 1 Fencing, exactly 1 Early, exactly 1 Keeping,
  exactly 1 REDEPLOY, exactly 1 SHUTDOWN, 1..10 steps expect 0

/* Not vacuous: a second stop comes upon the first, and what was cut says the first one's reason. */
twice: run {
  some t: Turn, n: Node {
    eventually (again[n] and some t.marker and after (mark[n] and after eventually (
      crash[n] and eventually (says[t] = REDEPLOY and claim[Node - n, t]))))
  }
} for exactly 1 Session, exactly 1 Turn, exactly 2 Node, exactly 2 Attempt,
  exactly 1 Fencing, exactly 1 Early, exactly 1 Keeping,
  exactly 1 REDEPLOY, exactly 1 SHUTDOWN, 1..12 steps expect 1

/* Marked only after the wait: killed in the wait, it goes on as if it had crashed. */
tooLate: check { reasonsAreTrue }
  for exactly 1 Session, exactly 1 Turn, exactly 2 Node, exactly 2 Attempt,
  exactly 1 Fencing, exactly 0 Early, exactly 1 Keeping,
  exactly 1 REDEPLOY, exactly 1 SHUTDOWN, 1..9 steps expect 1

/* Marked twice: it goes on with the reason of a stop that came later. */
replaced: check { reasonsAreTrue }
  for exactly 1 Session, exactly 1 Turn, exactly 2 Node, exactly 2 Attempt,
  exactly 1 Fencing, exactly 1 Early, exactly 0 Keeping,
  exactly 1 REDEPLOY, exactly 1 SHUTDOWN, 1..10 steps expect 1
