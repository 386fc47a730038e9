/*
 * The words of holdfast.v1: the frames that go out, and how one that comes in is read.
 * Pure. Knows the protocol's text and nothing else: no socket, no storage, no screen.
 */

export const SUBPROTOCOL = "holdfast.v1";
export const CLIENT = "holdfast-page/1";

/** What a gateway allows until its welcome says otherwise. */
export const DEFAULT_LIMITS = { frame: 256 * 1024, text: 32 * 1024, unacked: 64 };

export const hello = (token, chats) => ({
  type: "hello",
  ...(token ? { token } : {}),
  client: CLIENT,
  chats,
});

/** The same entry gives the same body, however often it is sent: the gateway compares them. */
export const message = (entry) => ({
  type: "message",
  id: entry.id,
  chat: entry.chat,
  sender: entry.sender,
  text: entry.text,
  ...(entry.attachments?.length ? { attachments: entry.attachments } : {}),
  sentAt: entry.sentAt,
});

export const ack = (deliveries) => ({ type: "ack", deliveries });
export const subscribe = (chats) => ({ type: "subscribe", chats });
export const unsubscribe = (chats) => ({ type: "unsubscribe", chats });
export const history = (chat, limit, before) => ({
  type: "history",
  chat,
  limit,
  ...(before ? { before } : {}),
});
/** Asks for what a file of a past item contains, its files counted from 0. */
export const file = (chat, item, index) => ({ type: "file", chat, item, file: index });

/** The frame in a text, or null: what this page cannot read it leaves alone. */
export function read(text) {
  try {
    const frame = JSON.parse(text);
    return frame !== null && typeof frame === "object" && typeof frame.type === "string" ? frame : null;
  } catch {
    return null;
  }
}

/** Bytes that a frame takes on the wire; `limits.frame` counts these. */
export const size = (frame) => new TextEncoder().encode(JSON.stringify(frame)).length;

const COMMANDS = ["help", "status", "stop", "queue", "retry", "pause", "resume", "new", "agent", "approve", "deny"];
/** These change what the messages behind them mean, so they keep their place among them. */
const IN_ORDER = ["new", "agent"];

const word = (text) => /^\s*\/([a-z]+)(?:\s|$)/i.exec(text)?.[1].toLowerCase() ?? "";

export const isCommand = (text) => COMMANDS.includes(word(text));

/** Never queued behind a message: a `/stop` that waits its turn would stop nothing. */
export const isUrgent = (text) => isCommand(text) && !IN_ORDER.includes(word(text));

export const CLOSE = {
  UNAUTHORISED: 4401,
  CHAT_NOT_ALLOWED: 4403,
  FRAME_TOO_LARGE: 4413,
  TOO_FAST: 4429,
};

const LONGEST_WAIT = 30_000;
const FIRST_WAIT = 1_000;

/**
 * What to do once a socket has closed: wait how many milliseconds, or wait for a person.
 *
 * @param code the close code
 * @param tries attempts since the last welcome
 * @param reconnectAfter milliseconds that a goaway asked for, undefined without one
 * @param jitter from 0 to 1: a restart must not bring every page back in the same instant
 */
export function afterClose(code, { tries, reconnectAfter, jitter }) {
  if (code === CLOSE.UNAUTHORISED) return { state: "unauthorised" };
  if (code === CLOSE.CHAT_NOT_ALLOWED) return { state: "refused" };
  if (reconnectAfter !== undefined) {
    return { state: "waiting", delay: Math.round(reconnectAfter + jitter * 500) };
  }
  const floor = code === CLOSE.TOO_FAST ? 5_000 : FIRST_WAIT;
  const grown = Math.min(LONGEST_WAIT, Math.max(floor, FIRST_WAIT * 2 ** tries));
  return { state: "waiting", delay: Math.round(grown * (0.8 + 0.4 * jitter)) };
}
