package io.holdfast.store;

import io.holdfast.model.Acceptance;
import io.holdfast.model.Address;
import io.holdfast.model.Attachment;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Audience;
import io.holdfast.model.Change;
import io.holdfast.model.Claimed;
import io.holdfast.model.Exchange;
import io.holdfast.model.HistoryItem;
import io.holdfast.model.Inbound;
import io.holdfast.model.Lease;
import io.holdfast.model.Live;
import io.holdfast.model.Message;
import io.holdfast.model.Missed;
import io.holdfast.model.Orphan;
import io.holdfast.model.Outcome;
import io.holdfast.model.Outgoing;
import io.holdfast.model.Question;
import io.holdfast.model.Recovery;
import io.holdfast.model.Revision;
import io.holdfast.model.Route;
import io.holdfast.model.RunningTurn;
import io.holdfast.model.Scope;
import io.holdfast.model.SessionFacts;
import io.holdfast.model.Step;
import io.holdfast.model.Stop;
import io.holdfast.model.TimelineEntry;
import io.holdfast.model.Verdict;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Holdfast's state machine. Each operation that writes is one atomic transaction that is durable
 * (on the disk, not only in a cache) when its Future succeeds, and has changed nothing when it
 * fails. Writes are applied in the order in which they were called.
 *
 * <p>Every operation fails with {@link io.holdfast.model.HoldfastException.NotReady} when the store
 * cannot commit or read now. Operations that take an {@link AttemptId} fail with {@link
 * io.holdfast.model.HoldfastException.Fenced}, and change nothing, unless that attempt is the
 * turn's current one and the turn is RUNNING. Times are milliseconds since the epoch, passed in by
 * the caller. Functions that are passed in run inside the transaction: they must be pure and quick.
 *
 * <p>Safe for use from any thread; results arrive on the caller's context.
 */
public interface Store extends Pairings, Outlet, Lookout {

  /** Whether other processes may have it open at the same time. */
  boolean shared();

  // ── a message in ─────────────────────────────────────────────────────────────────────────────

  /**
   * Commits a message and the turn that will take it: its session (made if new), the inbox row with
   * its dedupe key, and a new QUEUED turn for {@code route.runner()}, or what else the session's
   * choice, or the route, wants to become of it while the session is busy:
   *
   * <ul>
   *   <li>{@code COLLECT}: the session's last turn takes it if that is still QUEUED. A turn that
   *       collects is not claimed before nobody has added to it for {@code route.collectWindow()},
   *       and at the latest {@link Route#COLLECTED_WITHIN} after its first message.
   *   <li>{@code STEER}: a turn that has begun takes it, if its runner can be steered, it is of the
   *       same runner and memory, and nothing is QUEUED; see {@link #take}.
   *   <li>{@code INTERRUPT}: a turn that is RUNNING is asked to end, one that is INTERRUPTED is
   *       CANCELLED with a notice that says so; the session's last turn takes the message if that
   *       is still QUEUED.
   *   <li>{@code REJECT}: it is refused.
   * </ul>
   *
   * <p>If the session has a turn that is ASKING an open question, the message is its answer: the
   * question's step gets the text as its RESULT and the turn becomes INTERRUPTED, free to be
   * claimed. Where permission is asked the RESULT is a {@link io.holdfast.model.Decision}, of
   * whoever may decide; a plain yes or no of anybody else, and one of somebody who comes a moment
   * after the decision, is kept but is for no turn, and a notice of kind COMMAND says why. If
   * nothing of the session may run until its user decides (it is SUSPENDED, or a turn is ASKING
   * without a question), a notice of kind SUSPENDED with {@code heldNotice} goes out too.
   *
   * <p>The same platform id with the same {@link Inbound#fingerprint()} gives the first result
   * again, {@code duplicate} true, and changes nothing; with another body it is refused with {@code
   * ID_REUSED}. Refused too: {@code QUEUE_FULL} when {@code route.maxQueue()} turns of the session
   * are QUEUED already, {@code BUSY} with {@code REJECT} when the session has an open turn.
   */
  Future<Acceptance> accept(Inbound message, Route route, String heldNotice, long now);

  /**
   * Commits a slash command and what it does: the inbox row, and the changes that {@code decision}
   * derives from the session as this transaction sees it. A duplicate is answered as in {@link
   * #accept} and does nothing, so that a command is executed exactly once and never replayed.
   */
  Future<Acceptance> command(
      Inbound message, Function<SessionFacts, List<Change>> decision, long now);

  /**
   * Commits that a message says something else, if no turn has taken it: its turn is QUEUED and has
   * never begun, or it is for a turn that runs and has not {@linkplain #take taken} it. It keeps
   * its place, and is never a command. Only the sender changes it, in the same session; and a
   * change that is older than what the message says by now changes nothing, however often it comes.
   *
   * @param message as it is now, {@code sentAt} when it was changed
   * @param missed files that it has, too, and that could not be had now, in their order: what the
   *     message has of the same name, type and size stays; of another its note goes below the text
   */
  Future<Revision> edit(Inbound message, List<Missed> missed, long now);

  /**
   * What {@link #edit} and {@link #retract} would come to now, as far as the message alone tells:
   * MADE where no turn has taken it. Their own transaction decides; this is for who would fetch
   * files before.
   */
  Future<Revision> revisable(String connector, String platformId);

  /**
   * Commits that a message was taken back, if no turn has taken it, as in {@link #edit}: its turn
   * does not get it, and its text and files are gone. A turn that has no other message is
   * CANCELLED, of which nothing is said, and what waits behind it goes on. Its platform id stays
   * known: it is never accepted again.
   */
  Future<Revision> retract(String connector, String platformId, long now);

  /** What was saved last for a connector, in its own words; empty before the first time. */
  Future<String> cursor(String connector);

  /**
   * Commits where a connector goes on after the end of this process. What it says is behind it must
   * be committed already.
   */
  Future<Void> saveCursor(String connector, String text);

  // ── a turn ───────────────────────────────────────────────────────────────────────────────────

  /**
   * Makes up to {@code request.limit()} turns RUNNING under a new attempt, and returns them.
   * Eligible are INTERRUPTED turns, and QUEUED turns at the head of their session's queue, of this
   * runner, whose session is ACTIVE and has no other turn before them, but those that still
   * collect. Interrupted ones come first; among queued ones users take turns, and within a user the
   * oldest goes first. Empty while a stop of the node, or of this runner on it, is in progress. Of
   * {@code request.suspects()} it takes one, and none while the node tries one.
   *
   * <p>A turn that was interrupted by a stop or crash gets the notice that {@code request.notice()}
   * asks for, once per interruption. One of whose messages none is of somebody whom {@code
   * request.admission()} admits is CANCELLED, and not among those that are returned.
   */
  Future<List<Claimed>> claim(ClaimRequest request, long now);

  /** The turn's journal, in the order in which its steps were begun. */
  Future<List<Step>> journal(String turn);

  /**
   * Commits the INTENT of a step before its effect. If an earlier attempt left an INTENT under this
   * key, this attempt takes it over.
   */
  Future<Void> intend(AttemptId attempt, String key, String label, long now);

  /** Commits the RESULT of a step. */
  Future<Void> record(AttemptId attempt, String key, String result, long now);

  /**
   * Commits that the attempt takes all that came for its turn while it ran and was not taken: a
   * step with the RESULT at once, if there is any. What was taken under this key before, in
   * whatever attempt, is given again, and nothing else then. What a turn ends without having taken
   * is a QUEUED turn of its own from that commit on. Fails with {@link
   * io.holdfast.model.HoldfastException.Cancelled} when the user has stopped the turn.
   */
  Future<List<Message>> take(AttemptId attempt, String key, String label, long now);

  /**
   * Ends the attempt with a question: the step {@code key} is an INTENT that the user's next
   * message gives its RESULT, the turn is ASKING, its marker is gone, and the chat gets a notice of
   * kind QUESTION. Fails with {@link io.holdfast.model.HoldfastException.Cancelled} when the user
   * has stopped the turn.
   */
  Future<Void> ask(AttemptId attempt, String key, Question question, long now);

  /**
   * Refuses what turns have asked permission for and nobody has decided in time: such a turn goes
   * on with the decision EXPIRED, and its chat gets a notice of kind RESUMED with {@code text}.
   *
   * @return of how many turns
   */
  Future<Integer> expire(String text, long now);

  /**
   * Ends the turn: its outcome, what is said in its chat, and the removal of its marker in one
   * commit. The only way a turn that runs ends.
   */
  Future<Void> finish(AttemptId attempt, Outcome outcome, List<Outgoing> says, long now);

  /**
   * Ends the attempt without an outcome: the turn is INTERRUPTED, and its marker, if there is one,
   * stays. Counts as an interruption.
   */
  Future<Void> release(AttemptId attempt, long now);

  /** The turns that are RUNNING on {@code node} within {@code scope}. */
  Future<List<RunningTurn>> running(String node, Scope scope);

  /**
   * The last {@code limit} finished exchanges of the memory that {@code turn} belongs to, before
   * it, oldest first.
   */
  Future<List<Exchange>> memory(String turn, int limit);

  /**
   * The RESULT that the newest turn before {@code turn}, of its memory and its runner, has under a
   * key that begins with {@code prefix}; the last begun of several.
   *
   * @param prefix of letters, digits and hyphens
   */
  Future<Optional<String>> recall(String turn, String prefix);

  /** The last attempt of the newest turn before {@code turn}, of its memory, that was begun. */
  Future<Optional<AttemptId>> previous(String turn);

  // ── stop and recovery ────────────────────────────────────────────────────────────────────────

  /** Commits that this process lives, for as long as its lease. Claims need it. */
  Future<Void> join(String node, long now);

  /** Commits a sign of life, which renews the lease; also the probe that the store can commit. */
  Future<Void> beat(String node, long now);

  /**
   * Link 1: commits that {@code stop} is in progress; from here {@link #claim} gives nothing in its
   * scope.
   */
  Future<Void> draining(Stop stop, long now);

  /**
   * Link 2: one transaction, a marker with the stop's id and reason for every RUNNING turn of the
   * node in the stop's scope. A turn that has a marker keeps it; a suspended session's gets none.
   *
   * @return how many markers were written
   */
  Future<Integer> mark(Stop stop, long now);

  /**
   * Link 3: a notice of kind RESTARTING to each chat that has a turn with a marker of this stop;
   * one per chat and stop however often it is called, and none to a chat that had {@code budget} of
   * them in the last hour.
   *
   * @return how many notices were written
   */
  Future<Integer> tell(Stop stop, String text, int budget, long now);

  /**
   * Link 6: removes the markers of this stop whose turns have ended.
   *
   * @return how many were removed
   */
  Future<Integer> clear(Stop stop, long now);

  /** Commits that {@code stop} is over: claims in its scope are given again. */
  Future<Void> drained(Stop stop, long now);

  /** Link 8: commits that the node stopped cleanly. */
  Future<Void> leave(String node, long now);

  /**
   * Puts right what dead processes left behind, before any ingress opens; idempotent. Every turn
   * that is RUNNING under another node that does not live becomes INTERRUPTED (which counts as an
   * interruption); that and every turn that was INTERRUPTED already is given to {@code judge}, and
   * the verdict is applied. Markers whose turns have ended are removed, stops of dead nodes are
   * closed, and RESTARTING notices that never went out are dropped.
   */
  Future<Recovery> recover(String node, Function<Orphan, Verdict> judge, long now);

  /**
   * As {@link #recover}, if a process has died while others live: its lease has run out, or it left
   * with turns still RUNNING. What such a turn has no marker for was a FAILOVER. Empty, and nothing
   * is changed, when there is no such process. Turns of those that live are not touched.
   */
  Future<Optional<Recovery>> takeOver(String node, Function<Orphan, Verdict> judge, long now);

  /**
   * Gives turns that wait for a runner which is not in {@code runners} to the one that {@code
   * route} names for their address; one it names none for stays where it is.
   *
   * @return how many were moved
   */
  Future<Integer> reroute(Set<String> runners, Function<Address, Optional<String>> route, long now);

  /**
   * Gives {@code node} what only one process may use at a time, if nobody holds it, and renews it
   * if that is the node itself. Whoever has given it up, or has not renewed it in time, holds it no
   * more.
   *
   * @param name of what is used
   * @return who holds it now, which may be another node
   */
  Future<Lease> lease(String name, String node);

  /** Gives the lease back, if {@code node} holds it: another one may have it at once. */
  Future<Void> giveUp(String name, String node);

  // ── looking ──────────────────────────────────────────────────────────────────────────────────

  /**
   * The open turns of a connector for an audience, as a newcomer should see them: of one that runs,
   * the steps are those that were done before its attempt began.
   */
  Future<List<Live.TurnChanged>> open(String connector, Audience audience);

  /**
   * The last {@code limit} messages, replies and notices at an address, oldest first. Fails with
   * {@link IllegalArgumentException} when {@code before} is neither an item here nor a time.
   *
   * @param before an item's id or an RFC 3339 time, only older ones are returned; empty for the
   *     newest
   */
  Future<List<HistoryItem>> history(Address address, String before, int limit);

  /**
   * A file of a past message or reply at an address. Empty when there is none, or when what it
   * contains is not kept any more.
   *
   * @param item the item's id
   * @param index which of its files, from 0
   */
  Future<Optional<Attachment>> file(Address address, String item, int index);

  /** What happened to a message, by its platform id; empty if it was never accepted. */
  Future<List<TimelineEntry>> timeline(String connector, String platformId);

  // ── an operator ──────────────────────────────────────────────────────────────────────────────

  /**
   * Does to a session what {@code decision} derives from it, as {@link #command} does, but with no
   * message. An {@code Answer} among the changes is said in the chat.
   *
   * @return whether there is a session of this key
   */
  Future<Boolean> steer(String session, Function<SessionFacts, List<Change>> decision, long now);

  /**
   * Commits that a turn which is RUNNING has asked for something that is to be done once: a step
   * whose INTENT and RESULT are one commit, before the effect.
   *
   * @return false, and nothing is changed, when the turn asked for it before under this key, in
   *     whatever attempt; fails with {@link io.holdfast.model.HoldfastException.NotFound} unless
   *     the turn is RUNNING
   */
  Future<Boolean> request(String turn, String key, String label, long now);

  /**
   * Holds back PENDING deliveries that nobody has fetched: of each chat that has any older than
   * {@code before}, all that are older than that become HELD; of each that has more than {@code
   * cap} older than {@code waited}, all that are older than that. Such a chat gets one notice of
   * kind HELD, until its HELD ones are released or dropped. {@code text} makes it from how many are
   * held there.
   *
   * <p>A reply of several parts is held as a whole, and not at all once a part of it is SENT. What
   * became PENDING again is as old as that. Notices that mattered only at their time (RESTARTING,
   * RESUMED) are never held or counted; those older than {@code before} become DEAD.
   *
   * @return how many were held
   */
  Future<Integer> holdBack(long before, int cap, long waited, IntFunction<String> text, long now);

  /**
   * Makes a HELD or DEAD delivery PENDING again, with a new {@code seq}; false if there is none
   * such of this id. Of its pieces those that were sent are not sent again.
   */
  Future<Boolean> retry(String delivery, long now);

  /** Makes a PENDING, HELD or UNKNOWN delivery DEAD; false if there is none such of this id. */
  Future<Boolean> drop(String delivery, long now);

  /**
   * Forgets the journals and timelines of turns that ended before {@code before}, some at a time so
   * that nobody waits for it; the turns, their messages and their deliveries stay. It goes by
   * stretches of about a day, so that a turn may keep what it has for a day longer. A turn that is
   * tried again after that begins from its start.
   *
   * <p>So does what the files contain that came with messages of those turns, with commands that
   * were accepted and with deliveries that were settled before then, once nothing else has the same
   * content. Who is given such a message or delivery after that is told the file's name.
   *
   * <p>To be called now and then also where nothing is to be forgotten, with a {@code before} of 0:
   * it begins the stretches. Where somebody reads what is to go, it stays until a later call.
   *
   * @return of how many turns, messages and deliveries; 0 when there is nothing more to forget for
   *     now
   */
  Future<Integer> forget(long before, long now);

  /**
   * Writes a consistent copy of everything to a new file, while work goes on; durable when it
   * succeeds. Fails when the file exists or cannot be written, and leaves nothing behind then.
   */
  Future<Void> backup(Path file);

  /** Completes what was called before, then gives the store back. Everything after fails. */
  Future<Void> close();
}
