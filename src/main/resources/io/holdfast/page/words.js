/*
 * What the page says in English for the protocol's words, and how it writes times. Pure.
 */

export const COMMANDS = [
  { name: "/help", says: "what the gateway understands" },
  { name: "/status", says: "what runs and what waits" },
  { name: "/stop", says: "stop the running task, keep what is queued" },
  { name: "/new", says: "start over with a clean memory" },
  { name: "/resume", says: "go on with a task that was set aside" },
  { name: "/retry", says: "try the failed task again" },
  { name: "/queue", says: "list what waits, and what a new message does meanwhile" },
  { name: "/approve", says: "let the agent do what it asks for" },
  { name: "/deny", says: "refuse what the agent asks for" },
  { name: "/replies", says: "deliver the replies that were held back" },
  { name: "/pause", says: "hold this chat until /resume" },
];

/** The commands that a half-typed text could mean; none once there is more than the command. */
export function suggestions(text) {
  if (!/^\/[a-z]*$/i.test(text)) return [];
  return COMMANDS.filter((command) => command.name.startsWith(text.toLowerCase()));
}

const REJECTIONS = {
  invalid: "The gateway could not read this message.",
  "id-reused": "Its number was already used for another message.",
  "too-large": "It is too large for this gateway.",
  "not-allowed": "You may not write in this conversation.",
  busy: "The agent is busy, and takes one message at a time here.",
  "rate-limited": "Too many messages at once.",
  "queue-full": "The queue is full.",
  "not-ready": "The gateway cannot store messages right now.",
};

export const rejection = (code, message) => REJECTIONS[code] ?? message ?? "It was not accepted.";

const CAUSES = {
  shutdown: "after a restart",
  restart: "after a restart",
  crash: "after a restart",
  redeploy: "after an update",
  failover: "on another node",
};

/** How a turn came back: "resumed at step 7 after a restart". */
export function resumed({ step, reason }) {
  const cause = CAUSES[reason] ?? "after an interruption";
  return step > 0 ? `resumed at step ${step} ${cause}` : `resumed ${cause}`;
}

const STATES = {
  queued: "Queued",
  running: "Working",
  resumed: "Working",
  interrupted: "Interrupted",
  asking: "Waiting for your answer",
  quarantined: "Set aside",
  done: "Finishing",
};

export const turnState = (state) => STATES[state] ?? "Working";

export const turnHint = (state) =>
  ({
    queued: "It starts when what came before it is done.",
    interrupted: "It goes on by itself.",
    quarantined: "It was interrupted too often to go on by itself.",
  })[state] ?? "";

const NOTICES = {
  restarting: "Restarting",
  resumed: "Resumed",
  quarantined: "Set aside",
  question: "Question",
  failed: "Failed",
  suspended: "On hold",
  held: "Held back",
  command: "Gateway",
};

export const notice = (kind) => NOTICES[kind] ?? "Gateway";

/** The connection in a word or two, and in a sentence where there is something to say. */
export function connection({ state, goaway, working, retryAt }, now, online) {
  const seconds = Math.max(0, Math.ceil((retryAt - now) / 1000));
  const goesOn = working ? "your task goes on" : "what you write is kept";
  const leaves =
    goaway === "shutdown"
      ? `The gateway is stopping, ${working ? "your task goes on when it is back" : goesOn}.`
      : `The gateway is restarting, ${goesOn}.`;
  switch (state) {
    case "online":
      return { word: "online", says: "" };
    case "leaving":
      return { word: goaway === "shutdown" ? "stopping" : "restarting", says: leaves };
    case "waiting":
      if (!online) return { word: "offline", says: `You are offline, ${goesOn}.` };
      return { word: `reconnecting in ${seconds} s`, says: goaway ? leaves : `The connection was lost, ${goesOn}.` };
    case "offline":
      return { word: "offline", says: `You are offline, ${goesOn}.` };
    case "unauthorised":
      return { word: "token needed", says: "This gateway asks for a token." };
    case "refused":
      return { word: "not allowed", says: "This conversation is not open to you." };
    default:
      return { word: "connecting", says: goaway ? leaves : "" };
  }
}

/** 0:42, 12:05, 1:02:03. */
export function elapsed(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const pad = (n) => String(n).padStart(2, "0");
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`;
}

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const DATE = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: "long", timeStyle: "medium" });

export const clock = (at) => CLOCK.format(at);
export const fullTime = (at) => FULL.format(at);
export const sameDay = (a, b) => new Date(a).toDateString() === new Date(b).toDateString();

export function day(at, now) {
  if (sameDay(at, now)) return "Today";
  return sameDay(at, now - 86_400_000) ? "Yesterday" : DAY.format(at);
}

/** For a list: the hour today, the date before. */
export const shortTime = (at, now) => (sameDay(at, now) ? CLOCK.format(at) : DATE.format(at));

export function fileSize(bytes) {
  return bytes < 1024 ? `${bytes} B` : `${Math.round(bytes / 1024)} KB`;
}
