/*
 * The page as a whole: the list, the head, the conversation, the composer, what is asked on top.
 * Draws the state; knows no storage and no socket.
 */

import { h } from "./lib/preact.js";
import { logOf } from "./state.js";
import { openIn } from "./turns.js";
import { Composer } from "./view-composer.js";
import { SettingsDialog, TokenDialog } from "./view-dialogs.js";
import { Log } from "./view-log.js";
import { Icon, Mark, Ticking } from "./view-parts.js";
import { Side } from "./view-side.js";
import * as words from "./words.js";

export const App = ({ state, ui, on }) => {
  const log = logOf(state);
  const turns = openIn(state.turns, state.current);
  const online = state.connection.state === "online";
  const title = state.list.find((each) => each.chat === state.current)?.title || "New conversation";
  const isEmpty = log.items.length === 0 && turns.length === 0;
  return h(
    "div",
    { class: "page" },
    h(
      "a",
      { class: "skip", href: "#message", onClick: (e) => (e.preventDefault(), on.answer()) },
      "Skip to the message box",
    ),
    h(Side, {
      list: state.list,
      current: state.current,
      turns: Object.values(state.turns.open),
      drawer: ui.drawer,
      sender: ui.sender,
      on,
    }),
    ui.drawer && h("div", { class: "veil", onClick: on.drawer }),
    h(
      "div",
      { class: "room" },
      h(Head, { title, state, ui, on }),
      h(Banner, { state, on }),
      h(
        "main",
        { class: "main" },
        h(
          Log,
          { chat: state.current, log, turns, online, on },
          isEmpty &&
            (log.loaded || !online ? h(Empty, { on }) : h("p", { class: "loading" }, "Loading the conversation…")),
        ),
      ),
      h(
        "footer",
        { class: "foot" },
        h(Composer, {
          key: state.current,
          title: ui.agent,
          draft: ui.draft,
          limits: state.limits,
          asked: state.asked || turns.some((turn) => turn.state === "asking"),
          handle: ui.composer,
          on,
        }),
      ),
    ),
    h("div", { class: "sr-only", role: "status" }, spoken(turns)),
    ui.forgotten && h(Forgotten, { on }),
    ui.dialog === "token" && h(TokenDialog, { wasWrong: ui.token !== "", onClose: on.close, onToken: on.token }),
    ui.dialog === "settings" &&
      h(SettingsDialog, { sender: ui.sender, token: ui.token, onClose: on.close, onSave: on.save }),
  );
};

/** What a screen reader is told of running work: its state, not each step or word. */
const spoken = (turns) =>
  turns
    .filter((turn) => turn.state !== "queued")
    .map((turn) => words.turnState(turn.state) + (turn.resumes.length ? ", " + words.resumed(turn.resumes.at(-1)) : ""))
    .join(". ");

const THEMES = { auto: ["auto", "follows your system"], light: ["sun", "light"], dark: ["moon", "dark"] };

const Head = ({ title, state, ui, on }) =>
  h(
    "header",
    { class: "head" },
    h(
      "button",
      {
        type: "button",
        class: "icon-button drawer-only",
        "aria-label": "Conversations",
        "aria-expanded": ui.drawer ? "true" : "false",
        "aria-controls": "side",
        onClick: on.drawer,
      },
      h(Icon, { name: "menu" }),
      state.list.some((each) => each.unseen) && h("span", { class: "dot" }),
    ),
    h("h1", { class: "title" }, title),
    h(Pill, { connection: state.connection }),
    h(
      "button",
      {
        type: "button",
        class: "icon-button",
        "aria-label": `Colours: ${THEMES[ui.theme][1]}`,
        title: `Colours: ${THEMES[ui.theme][1]}`,
        onClick: on.theme,
      },
      h(Icon, { name: THEMES[ui.theme][0] }),
    ),
  );

const Pill = ({ connection }) =>
  h(
    "span",
    { class: `pill ${connection.state}`, role: "status", "data-state": connection.state },
    h("span", { class: "lamp", "aria-hidden": "true" }),
    connection.state === "waiting" && navigator.onLine
      ? [
          h("span", { class: "sr-only" }, "reconnecting"),
          h(
            "span",
            { "aria-hidden": "true" },
            h(Ticking, { text: (now) => words.connection(connection, now, true).word }),
          ),
        ]
      : words.connection(connection, Date.now(), navigator.onLine).word,
  );

const Banner = ({ state, on }) => {
  const { connection, trouble } = state;
  const says = words.connection(connection, Date.now(), navigator.onLine).says;
  if (!says && !trouble) return null;
  return h(
    "div",
    { class: "banner", role: "status" },
    h("span", null, says || trouble),
    connection.state === "waiting" && h("button", { type: "button", class: "link", onClick: on.reconnect }, "Try now"),
    connection.state === "refused" &&
      h("button", { type: "button", class: "link", onClick: on.reconnect }, "Try again"),
    connection.state === "unauthorised" &&
      h("button", { type: "button", class: "link", onClick: on.askToken }, "Enter the token"),
    !says && h("button", { type: "button", class: "link", onClick: on.dismiss }, "Dismiss"),
  );
};

const TRIES = [
  ["work for 10 steps", "A long task. Restart the gateway in the middle of it."],
  ["count to 5", "An answer that streams while it is made."],
  ["ask permission", "The agent asks you whether it may, and waits."],
  ["/help", "What the gateway itself understands."],
];

const Empty = ({ on }) =>
  h(
    "section",
    { class: "empty", "aria-labelledby": "empty-title" },
    h(Mark),
    h("h2", { id: "empty-title" }, "Say something.", h("br"), "It will be answered."),
    h(
      "p",
      null,
      "Close the tab, restart the gateway, pull the plug: every message it has accepted is answered, in order, once.",
    ),
    h(
      "ul",
      { class: "tries" },
      TRIES.map(([text, says]) =>
        h(
          "li",
          { key: text },
          h("button", { type: "button", onClick: () => on.send(text, []) }, h("b", null, text), h("span", null, says)),
        ),
      ),
    ),
  );

const Forgotten = ({ on }) =>
  h(
    "div",
    { class: "toast", role: "status" },
    h("span", null, "Removed from this browser's list."),
    h("button", { type: "button", class: "link", onClick: on.undo }, "Undo"),
  );
