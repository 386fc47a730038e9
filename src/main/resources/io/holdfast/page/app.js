/*
 * Puts the page together: events into the state, the state onto the screen, and what must be done
 * besides (send, acknowledge, remember). The only module that knows all the others.
 */

import { h, render } from "./lib/preact.js";
import { Connection } from "./connection.js";
import { Memory, randomId } from "./memory.js";
import { Outbox } from "./outbox.js";
import * as protocol from "./protocol.js";
import { initial, logOf, reduce } from "./state.js";
import { openIn } from "./turns.js";
import { App } from "./view-app.js";

const PAGE = 50;
const CHATS_SUBSCRIBED = 50;
const ANSWERS_WITHIN = 5_000;
const PROBE_PAUSE = 10_000;
const THEMES = ["auto", "light", "dark"];

const named = document.querySelector('meta[name="holdfast-connector"]').content;
const connector = named && !named.includes("{{") ? named : "web";
const memory = new Memory(connector);
const root = document.getElementById("app");

const asked = new URLSearchParams(location.search).get("chat");
const current = asked?.slice(0, 128) || memory.get("current", "") || randomId("web-");
let state = initial({ connector, current, list: memory.get("chats", []) });
const ui = {
  drawer: false,
  dialog: "",
  forgotten: null,
  theme: memory.get("theme", "auto"),
  sender: memory.sender(),
  token: memory.get("token", ""),
  agent: connector === "web" ? "the agent" : connector,
  draft: memory.get("draft." + current, ""),
  composer: (handle) => (composer = handle),
};
let composer = null;

// ── drawing ────────────────────────────────────────────────────────────────────────────────────

let drawing = false;
let drawn = false;

/** A hidden tab gets no animation frames, and must go on all the same: what is shown is acked. */
function draw() {
  if (drawing) return;
  drawing = true;
  const now = () => {
    if (!drawing) return;
    drawing = false;
    render(h(App, { state, ui, on }), root);
    document.title = title();
    flushAcks();
    if (!drawn && matchMedia("(hover: hover)").matches) composer?.focus();
    drawn = true;
  };
  if (document.hidden) setTimeout(now, 0);
  else {
    requestAnimationFrame(now);
    setTimeout(now, 150);
  }
}

function title() {
  const name = state.list.find((each) => each.chat === state.current)?.title;
  return (state.list.some((each) => each.unseen) ? "● " : "") + (name ? name + " · " : "") + "Holdfast";
}

function dispatch(event) {
  const before = state;
  state = reduce(state, event);
  if (state === before) return;
  if (state.list !== before.list) remember(before.list);
  draw();
}

/** Other tabs write the list too: what they added stays. */
function remember(before) {
  const gone = new Set(before.map((each) => each.chat));
  const mine = new Set(state.list.map((each) => each.chat));
  const theirs = memory.get("chats", []).filter((each) => !mine.has(each.chat) && !gone.has(each.chat));
  memory.set("chats", [...state.list, ...theirs]);
}

// ── the wire ───────────────────────────────────────────────────────────────────────────────────

const scheme = location.protocol === "https:" ? "wss:" : "ws:";
const connection = new Connection({
  url: `${scheme}//${location.host}/ws/${encodeURIComponent(connector)}`,
  hello: () => protocol.hello(ui.token, subscribed()),
  onFrame,
  onState,
});

const outbox = new Outbox({
  keep: memory.unsent(),
  send: (entry) => connection.send(protocol.message(entry)),
  onStatus: (entry, status, detail) => dispatch({ type: "status", chat: entry.chat, id: entry.id, status, detail }),
});

const subscribed = () => {
  const waiting = outbox.entries.map((entry) => entry.chat);
  return [...new Set([state.current, ...waiting, ...state.list.map((each) => each.chat)])].slice(0, CHATS_SUBSCRIBED);
};

/** What was asked for of each chat's history and not answered, in the order of asking. */
let asking = {};

function askHistory(chat, mode, before) {
  const limit = mode === "probe" ? 1 : PAGE;
  if (!connection.send(protocol.history(chat, limit, before))) return;
  (asking[chat] ??= []).push(mode);
  if (mode !== "probe") dispatch({ type: "loading", chat, what: mode });
}

function onFrame(frame) {
  const now = Date.now();
  const mode = frame.type === "history" ? (asking[frame.chat]?.shift() ?? "newest") : undefined;
  const kinds = frame.type === "history" ? memory.kinds() : undefined;
  dispatch({ type: "frame", frame, now: isAtWork(frame) ? memory.startOf(frame.turn, now) : now, mode, kinds });
  const after = {
    welcome: () => onWelcome(),
    accepted: () => outbox.accepted(frame),
    rejected: () => outbox.rejected(frame),
    reply: () => onDelivery(frame),
    notice: () => onDelivery(frame),
    history: () => answeredProbe(),
  };
  after[frame.type]?.();
}

/** Frames of a turn that has begun: its clock goes on from when it was first seen, reloads included. */
const isAtWork = ({ type, turn, state }) =>
  typeof turn === "string" && (type === "delta" || type === "progress" || (type === "turn" && state !== "queued"));

function onWelcome() {
  asking = {};
  const doubted = Object.values(state.turns.open).map((turn) => turn.chat);
  for (const chat of new Set([state.current, ...doubted.filter(Boolean)])) askHistory(chat, "newest");
  outbox.pump();
}

let acks = [];

function onDelivery(frame) {
  memory.shown(frame.delivery, frame.kind);
  acks.push(frame.delivery);
  const missing = (frame.inReplyTo ?? []).some((id) => !logOf(state, frame.chat).items.some((item) => item.id === id));
  // It answers what another tab or device wrote, which nobody tells but the history.
  if (missing && logOf(state, frame.chat).loaded) askHistory(frame.chat, "newest");
  draw();
}

/** Only what is on the screen is acknowledged; what could not be is delivered and acked again. */
function flushAcks() {
  if (acks.length === 0) return;
  connection.send(protocol.ack(acks));
  acks = [];
}

function onState(next) {
  if (next.state !== "online" && next.state !== "connecting" && next.state !== "leaving") {
    if (next.code === protocol.CLOSE.FRAME_TOO_LARGE) outbox.tooLarge();
    outbox.lost();
    answeredProbe();
    dispatch({ type: "loading", chat: state.current, what: "" });
  }
  if (next.state === "unauthorised") ui.dialog = "token";
  dispatch({ type: "connection", connection: next });
}

// ── is anyone there? ───────────────────────────────────────────────────────────────────────────

let probe = 0;
let probedAt = 0;

/** A socket that sleep or a changed network has cut looks open for minutes: ask, with a deadline. */
function doubt() {
  if (!connection.online || probe || Date.now() - probedAt < PROBE_PAUSE) return;
  probedAt = Date.now();
  askHistory(state.current, "probe");
  probe = setTimeout(() => ((probe = 0), connection.abandon()), ANSWERS_WITHIN);
}

function answeredProbe() {
  clearTimeout(probe);
  probe = 0;
  if (connection.online && state.connection.state === "offline") dispatch({ type: "connection", connection: { state: "online" } });
}

addEventListener("offline", () => {
  if (connection.online) dispatch({ type: "connection", connection: { state: "offline" } });
  probedAt = 0;
  doubt();
  draw();
});
addEventListener("online", () => (connection.online ? doubt() : connection.connect()));
addEventListener("visibilitychange", () => {
  dispatch({ type: "visible", visible: !document.hidden });
  if (!document.hidden) doubt();
});

// ── what people do ─────────────────────────────────────────────────────────────────────────────

let lastOrder = 0;

function send(text, attachments = [], id = randomId("m-")) {
  lastOrder = Math.max(lastOrder + 1, Date.now());
  const { name, ...rest } = ui.sender;
  const entry = {
    id,
    chat: state.current,
    sender: name ? { ...rest, name } : rest,
    text,
    attachments,
    sentAt: new Date().toISOString(),
    order: lastOrder,
  };
  dispatch({ type: "written", entry, now: Date.now() });
  outbox.add(entry);
  memory.set("current", state.current);
}

function open(chat) {
  const wasSubscribed = subscribed().includes(chat);
  dispatch({ type: "opened", chat, now: Date.now() });
  memory.set("current", chat);
  if (location.search) history.replaceState(null, "", location.pathname);
  ui.draft = memory.get("draft." + chat, "");
  ui.drawer = false;
  if (!wasSubscribed) connection.send(protocol.subscribe([chat]));
  if (!logOf(state, chat).loaded) askHistory(chat, "newest");
  draw();
  queueMicrotask(() => requestAnimationFrame(() => composer?.focus()));
}

const unused = () => state.list.find((each) => !each.title && logOf(state, each.chat).items.length === 0);

function forget(chat) {
  const entry = state.list.find((each) => each.chat === chat);
  ui.forgotten = { entry, timer: setTimeout(() => ((ui.forgotten = null), draw()), 8_000) };
  dispatch({ type: "forgotten", chat });
  connection.send(protocol.unsubscribe([chat]));
  if (chat === state.current) open(state.list[0]?.chat ?? randomId("web-"));
}

function undo() {
  const { entry, timer } = ui.forgotten;
  clearTimeout(timer);
  ui.forgotten = null;
  dispatch({ type: "listed", list: [entry, ...state.list].sort((a, b) => b.at - a.at) });
  connection.send(protocol.subscribe([entry.chat]));
  open(entry.chat);
}

function older() {
  const log = logOf(state);
  const oldest = log.items.find((item) => item.old);
  if (oldest && log.more && !log.loading) askHistory(state.current, "older", oldest.id);
}

function again(item) {
  send(item.text, item.attachments, item.code === "id-reused" ? undefined : item.id);
  if (item.code === "id-reused") dispatch({ type: "withdrawn", chat: state.current, id: item.id });
}

function edit(item) {
  dispatch({ type: "withdrawn", chat: state.current, id: item.id });
  composer?.fill(item.text);
}

function save({ name, id, token }) {
  ui.sender = { id: id || ui.sender.id, name };
  memory.set("sender", ui.sender);
  ui.dialog = "";
  if (token !== ui.token) useToken(token);
  draw();
}

function useToken(token) {
  ui.token = token;
  memory.set("token", token);
  ui.dialog = "";
  connection.restart();
  draw();
}

function theme() {
  ui.theme = THEMES[(THEMES.indexOf(ui.theme) + 1) % THEMES.length];
  memory.set("theme", ui.theme);
  paint();
  draw();
}

const paint = () => {
  if (ui.theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = ui.theme;
};

const setting = (fields) => () => (Object.assign(ui, fields), draw());

const on = {
  send,
  open,
  create: () => open(unused()?.chat ?? randomId("web-")),
  forget,
  undo,
  older,
  again,
  edit,
  save,
  token: useToken,
  theme,
  command: (text) => send(text),
  answer: () => composer?.focus(),
  draft: (text) => (text ? memory.set("draft." + state.current, text) : memory.remove("draft." + state.current)),
  drawer: () => ((ui.drawer = !ui.drawer), draw()),
  settings: setting({ dialog: "settings", drawer: false }),
  askToken: setting({ dialog: "token" }),
  close: setting({ dialog: "" }),
  dismiss: () => dispatch({ type: "trouble", text: "" }),
  reconnect: () => connection.connect(),
};

addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || ui.dialog) return;
  if (ui.drawer) on.drawer();
  else composer?.focus();
});
memory.onChange("chats", () => dispatch({ type: "listed", list: memory.get("chats", []) }));

// ── off we go ──────────────────────────────────────────────────────────────────────────────────

paint();
dispatch({ type: "opened", chat: current, now: Date.now() });
memory.set("current", current);
for (const entry of outbox.entries) dispatch({ type: "written", entry, now: Date.parse(entry.sentAt) });
draw();
connection.connect();
