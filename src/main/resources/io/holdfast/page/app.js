/*
 * Puts the page together: events into the state, the state onto the screen, and what must be done
 * besides (send, acknowledge, remember). The only module that knows all the others.
 */

import { h, render } from "./lib/preact.js";
import { Gateway } from "./gateway.js";
import { Memory, randomId } from "./memory.js";
import { initial, logOf, reduce } from "./state.js";
import { App } from "./view-app.js";

const THEMES = ["auto", "light", "dark"];

const named = document.querySelector('meta[name="holdfast-connector"]').content;
const connector = named && !named.includes("{{") ? named : "web";
const memory = new Memory(connector);
const root = document.getElementById("app");

const asked = new URLSearchParams(location.search).get("chat");
const current = asked?.slice(0, 128) || memory.get("current", "") || randomId("web-");
let state = { ...initial({ connector, current, list: memory.get("chats", []) }), visible: !document.hidden };
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
    gateway.shown();
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
  if (state.connection !== before.connection && state.connection.state === "unauthorised") ui.dialog = "token";
  if (state === before && event.type !== "delivered") return;
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

// ── the gateway ────────────────────────────────────────────────────────────────────────────────

const scheme = location.protocol === "https:" ? "wss:" : "ws:";
const gateway = new Gateway({
  url: `${scheme}//${location.host}/ws/${encodeURIComponent(connector)}`,
  memory,
  look: () => state,
  dispatch,
  token: () => ui.token,
});

addEventListener("offline", () => (gateway.offline(), draw()));
addEventListener("online", () => (gateway.back(), draw()));
addEventListener("visibilitychange", () => {
  dispatch({ type: "visible", visible: !document.hidden });
  if (!document.hidden) gateway.doubt();
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
  gateway.send(entry);
  memory.set("current", state.current);
}

function open(chat) {
  const isNew = !gateway.isSubscribed(chat);
  dispatch({ type: "opened", chat, now: Date.now() });
  memory.set("current", chat);
  if (location.search) history.replaceState(null, "", location.pathname);
  ui.draft = memory.get("draft." + chat, "");
  ui.drawer = false;
  gateway.open(chat, isNew);
  draw();
  queueMicrotask(() => requestAnimationFrame(() => composer?.focus()));
}

const unused = () => state.list.find((each) => !each.title && logOf(state, each.chat).items.length === 0);

function forget(chat) {
  const entry = state.list.find((each) => each.chat === chat);
  ui.forgotten = { entry, timer: setTimeout(() => ((ui.forgotten = null), draw()), 8_000) };
  dispatch({ type: "forgotten", chat });
  gateway.close(chat);
  if (chat === state.current) open(state.list[0]?.chat ?? randomId("web-"));
}

function undo() {
  const { entry, timer } = ui.forgotten;
  clearTimeout(timer);
  ui.forgotten = null;
  dispatch({ type: "listed", list: [entry, ...state.list].sort((a, b) => b.at - a.at) });
  gateway.open(entry.chat, true);
  open(entry.chat);
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
  gateway.restart();
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
  older: () => gateway.older(),
  fetch: (item, index) => gateway.fetch(state.current, item.id, index),
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
  reconnect: () => gateway.connect(),
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
for (const entry of gateway.unsent) dispatch({ type: "written", entry, now: Date.parse(entry.sentAt) });
draw();
gateway.connect();
