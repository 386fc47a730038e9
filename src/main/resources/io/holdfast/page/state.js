/*
 * Everything the page shows, as one value, and how each event changes it.
 * Pure: `reduce(state, event)` reads no clock, no storage and no socket. Knows log.js and turns.js.
 */

import { DEFAULT_LIMITS } from "./protocol.js";
import * as logs from "./log.js";
import * as turns from "./turns.js";

const TITLE_LENGTH = 48;

/** `list` holds the conversations, newest first: {chat, title, at, unseen, draft}. */
export const initial = ({ connector, list, current }) => ({
  connector,
  list,
  current,
  chats: {},
  turns: turns.NO_TURNS,
  connection: { state: "connecting" },
  limits: DEFAULT_LIMITS,
  trouble: "",
  asked: false,
  visible: true,
});

export const logOf = (state, chat = state.current) => state.chats[chat] ?? logs.EMPTY;

export function reduce(state, event) {
  switch (event.type) {
    case "frame":
      return onFrame(state, event);
    case "connection":
      return onConnection(state, event.connection);
    case "written":
      return written(state, event);
    case "status":
      return withLog(state, event.chat, (log) =>
        logs.change(log, event.id, { code: "", reason: "", retryAt: 0, ...event.detail, status: event.status }),
      );
    case "withdrawn":
      return withLog(state, event.chat, (log) => logs.remove(log, event.id));
    case "loading":
      return withLog(state, event.chat, (log) => ({ ...log, loading: event.what }));
    case "settled":
      return { ...state, turns: turns.dropDoubted(state.turns, event.chat) };
    case "opened":
      return opened(state, event.chat, event.now);
    case "listed":
      return { ...state, list: event.list };
    case "forgotten":
      return { ...state, list: state.list.filter((each) => each.chat !== event.chat) };
    case "visible":
      return event.visible ? seen({ ...state, visible: true }, state.current) : { ...state, visible: false };
    case "trouble":
      return { ...state, trouble: event.text };
    default:
      return state;
  }
}

function onFrame(state, { frame, now, mode, kinds }) {
  switch (frame.type) {
    case "welcome":
      return { ...state, limits: { ...DEFAULT_LIMITS, ...frame.limits }, trouble: "", turns: turns.doubt(state.turns) };
    case "reply":
      return delivered({ ...state, turns: turns.onReply(state.turns, frame) }, frame, replyItem(frame, now), now);
    case "notice":
      return delivered(state, frame, noticeItem(frame, now), now);
    case "history":
      return onHistory(state, frame, mode, kinds);
    case "file":
      return withLog(state, frame.chat, (log) => logs.complete(log, frame));
    case "turn":
      return onTurn(state, frame, now);
    case "delta":
      return { ...state, turns: turns.onDelta(state.turns, frame, now) };
    case "progress":
      return { ...state, turns: turns.onProgress(state.turns, frame, now) };
    case "error":
      return { ...state, trouble: frame.message || frame.code };
    default:
      return state;
  }
}

const replyItem = (frame, now) => ({
  id: frame.delivery,
  from: "agent",
  text: frame.text ?? "",
  attachments: frame.attachments ?? [],
  turn: frame.turn ?? "",
  part: frame.part ?? 1,
  parts: frame.parts ?? 1,
  inReplyTo: frame.inReplyTo ?? [],
  at: now,
});

const noticeItem = (frame, now) => ({
  id: frame.delivery,
  from: "gateway",
  kind: frame.kind ?? "",
  text: frame.text ?? "",
  ...(frame.options ? { turn: frame.turn ?? "", options: frame.options } : {}),
  at: now,
});

/** A reply or a notice: shown once, and counted where nobody is looking. */
function delivered(state, frame, item, now) {
  const before = logOf(state, frame.chat);
  const log = logs.append(before, item);
  if (log === before) return state;
  const next = withLog(state, frame.chat, () => logs.remove(log, "partial-" + item.turn));
  const asked = item.kind === "question" && frame.chat === state.current ? true : state.asked;
  const looking = state.visible && frame.chat === state.current;
  return { ...touched(next, frame.chat, now, looking ? 0 : 1), asked };
}

/** What a stopped turn had said so far stays to be read; nothing durable will replace it. */
function onTurn(state, frame, now) {
  const before = state.turns.open[frame.turn];
  const next = { ...state, turns: turns.onTurn(state.turns, frame, now) };
  const ended = before && !next.turns.open[frame.turn];
  if (!ended || frame.state === "done" || before.text === "") return next;
  const partial = {
    id: "partial-" + frame.turn,
    from: "agent",
    text: before.text,
    turn: frame.turn,
    at: now,
    partial: true,
  };
  return withLog(next, before.chat, (log) => logs.append(log, partial));
}

function onHistory(state, frame, mode, kinds) {
  if (mode === "probe") return state;
  const next = withLog(state, frame.chat, (log) => logs.merge(log, frame, mode === "older", kinds));
  const replied = new Set((frame.items ?? []).filter((item) => item.from === "agent").map((item) => item.turn));
  const settled = { ...next, turns: turns.dropDoubted(next.turns, frame.chat, (turn) => replied.has(turn)) };
  const first = frame.more ? undefined : logOf(settled, frame.chat).items.find((item) => item.from === "user");
  return first ? titled(settled, frame.chat, first.text) : settled;
}

function onConnection(state, connection) {
  const open = turns.openIn(state.turns, state.current);
  const working = state.connection.working || open.some((turn) => turns.goesOn(turn.state));
  return { ...state, connection: { ...connection, working: connection.state !== "online" && working } };
}

function written(state, { entry, now }) {
  const item = {
    id: entry.id,
    from: "user",
    text: entry.text,
    attachments: entry.attachments ?? [],
    at: now,
    status: "waiting",
  };
  const next = withLog(state, entry.chat, (log) => logs.append(logs.remove(log, entry.id), item));
  return { ...titled(touched(next, entry.chat, now, 0), entry.chat, entry.text), asked: false };
}

function opened(state, chat, now) {
  const there = state.list.some((each) => each.chat === chat);
  const list = there ? state.list : [{ chat, title: "", at: now, unseen: 0 }, ...state.list];
  return seen({ ...state, list, current: chat, asked: false }, chat);
}

function seen(state, chat) {
  if (!state.list.some((each) => each.chat === chat && each.unseen)) return state;
  return { ...state, list: state.list.map((each) => (each.chat === chat ? { ...each, unseen: 0 } : each)) };
}

function touched(state, chat, now, unseen) {
  const found = state.list.find((each) => each.chat === chat) ?? { chat, title: "", unseen: 0 };
  const entry = { ...found, at: now, unseen: found.unseen + unseen };
  return { ...state, list: [entry, ...state.list.filter((each) => each.chat !== chat)] };
}

/** A conversation is called by its first message; a command only until there is a better name. */
function titled(state, chat, text) {
  const line = text.trim().split("\n", 1)[0];
  const title = line.length > TITLE_LENGTH ? line.slice(0, TITLE_LENGTH - 1).trimEnd() + "…" : line;
  const wanted = (each) => each.chat === chat && title !== "" && (!each.title || each.title.startsWith("/"));
  if (!state.list.some(wanted)) return state;
  return { ...state, list: state.list.map((each) => (wanted(each) ? { ...each, title } : each)) };
}

function withLog(state, chat, change) {
  const before = logOf(state, chat);
  const after = change(before);
  return after === before ? state : { ...state, chats: { ...state.chats, [chat]: after } };
}
