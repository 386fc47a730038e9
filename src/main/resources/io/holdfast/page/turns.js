/*
 * The turns that are open, as the live frames tell it. Any of these frames may be lost, late or
 * doubled, so each only ever moves a turn forward. Pure: (turns, frame) in, new turns out.
 *
 * A turn: {turn, chat, state, attempt, steps, step, label, resumes, text, textAttempt, seq, inReplyTo,
 * startedAt, confirmed, replied}
 */

const OVER = new Set(["done", "failed", "cancelled"]);
const GOES_ON = new Set(["queued", "running", "resumed", "interrupted"]);
const RESUMED_NOTES_KEPT = 8;

const blank = (turn, now) => ({
  turn,
  chat: "",
  state: "running",
  attempt: 1,
  steps: 0,
  step: 0,
  label: "",
  resumes: [],
  text: "",
  textAttempt: 0,
  seq: -1,
  inReplyTo: [],
  startedAt: now,
  confirmed: true,
  replied: false,
});

/** 0 for a turn that only waits so far. */
const attemptOf = (frame) => (Number.isInteger(frame.attempt) ? frame.attempt : 1);

/** A turn that is over may only come back with a higher attempt: a retry, not a late frame. */
const isLate = (all, frame) => attemptOf(frame) <= (all.over[frame.turn] ?? -1);

export const NO_TURNS = { open: {}, over: {} };

/** It runs, or will without anybody's doing. */
export const goesOn = (state) => GOES_ON.has(state);

/** The open turns of a chat, oldest first. */
export const openIn = (all, chat) => Object.values(all.open).filter((turn) => turn.chat === chat);

export function onTurn(all, frame, now) {
  if (isLate(all, frame)) return all;
  const before = all.open[frame.turn];
  if (before && attemptOf(frame) < before.attempt) return all;
  if (OVER.has(frame.state)) return end(all, frame.turn, attemptOf(frame), before?.replied !== false, frame.state);
  const turn = { ...(before ?? blank(frame.turn, now)) };
  turn.chat = frame.chat ?? turn.chat;
  if (turn.state === "queued" && frame.state !== "queued") turn.startedAt = now;
  turn.state = frame.state;
  turn.attempt = attemptOf(frame);
  turn.inReplyTo = frame.inReplyTo ?? turn.inReplyTo;
  turn.resumes = withResume(turn, frame);
  turn.steps = Math.max(turn.steps, Number(frame.steps) || 0);
  turn.confirmed = true;
  if (before && turn.attempt > before.attempt) turn.label = "";
  return put(all, turn);
}

/**
 * Remembers where an attempt took over: at the step after the last finished one. A gateway that tells
 * a newcomer of it counts what was finished since as well; what was seen before the cut was less.
 */
function withResume(turn, frame) {
  const took = frame.state === "resumed" || (turn.attempt > 1 && frame.reason && frame.state === "running");
  if (!took || turn.resumes.some((each) => each.attempt === turn.attempt)) return turn.resumes;
  const seen = turn.confirmed || turn.steps === 0 ? Infinity : turn.steps;
  const step = Number.isInteger(frame.steps) ? Math.min(frame.steps, seen) + 1 : 0;
  const note = { attempt: turn.attempt, step, reason: frame.reason ?? "" };
  return [...turn.resumes, note].slice(-RESUMED_NOTES_KEPT);
}

export function onDelta(all, frame, now) {
  if (isLate(all, frame)) return all;
  const turn = { ...(all.open[frame.turn] ?? blank(frame.turn, now)) };
  const attempt = attemptOf(frame);
  if (attempt < Math.max(turn.attempt, turn.textAttempt)) return all;
  if (attempt > turn.textAttempt) Object.assign(turn, { text: "", textAttempt: attempt, seq: -1 });
  const seq = Number.isInteger(frame.seq) ? frame.seq : turn.seq + 1;
  if (turn.seq >= 0 && seq <= turn.seq) return all;
  const missed = seq > turn.seq + 1 && !(turn.seq < 0 && seq === 1);
  turn.text += (missed ? " … " : "") + (frame.text ?? "");
  return put(all, { ...turn, seq, attempt, chat: frame.chat ?? turn.chat, state: awake(turn), confirmed: true });
}

export function onProgress(all, frame, now) {
  if (isLate(all, frame)) return all;
  const turn = { ...(all.open[frame.turn] ?? blank(frame.turn, now)) };
  if (attemptOf(frame) < turn.attempt) return all;
  turn.attempt = attemptOf(frame);
  turn.step = Number(frame.step) || turn.step;
  turn.steps = Math.max(turn.steps, turn.step - 1);
  turn.label = frame.label ?? "";
  return put(all, { ...turn, chat: frame.chat ?? turn.chat, state: awake(turn), confirmed: true });
}

/** Work that shows is running, even if the frame that said so was lost. */
const awake = (turn) => (turn.state === "resumed" ? "resumed" : "running");

/** A durable reply came: its text replaces the live one; with the last part the turn is over. */
export function onReply(all, frame) {
  const turn = all.open[frame.turn];
  if (frame.part === frame.parts && turn?.state !== "asking") {
    return end(all, frame.turn, turn?.attempt ?? Number.MAX_SAFE_INTEGER, true, "done");
  }
  return turn ? put(all, { ...turn, text: "", replied: true }) : all;
}

/** Without its reply, a turn that is done stays on the screen until the reply is there. */
function end(all, id, attempt, gone, state) {
  const { [id]: turn, ...open } = all.open;
  const over = { ...all.over, [id]: Math.max(all.over[id] ?? 0, attempt) };
  if (!turn || gone || state !== "done" || turn.text === "") return { open, over: bounded(over) };
  return { open: { ...open, [id]: { ...turn, state } }, over: bounded(over) };
}

/** A new connection: nothing that was known is certain until it is said again. */
export const doubt = (all) => ({
  ...all,
  open: Object.fromEntries(Object.entries(all.open).map(([id, turn]) => [id, { ...turn, confirmed: false }])),
});

/**
 * The gateway has had its time to tell which turns of a chat are open: the others ended meanwhile.
 * Those that history has a reply of ended for certain.
 */
export function dropDoubted(all, chat, isEnded = () => true) {
  const kept = Object.entries(all.open).filter(([id, turn]) => turn.confirmed || turn.chat !== chat || !isEnded(id));
  return kept.length === Object.keys(all.open).length ? all : { ...all, open: Object.fromEntries(kept) };
}

const put = (all, turn) => ({ ...all, open: { ...all.open, [turn.turn]: turn } });

const OVER_KEPT = 200;

function bounded(over) {
  const ids = Object.keys(over);
  return ids.length <= OVER_KEPT ? over : Object.fromEntries(ids.slice(-OVER_KEPT).map((id) => [id, over[id]]));
}
