/*
 * The card of a turn that is open: what it is doing, how far it is, what it has said so far.
 * Knows a turn as turns.js makes it, and the words for it.
 */

import { h } from "./lib/preact.js";
import { Icon, Markdown, Ticking } from "./view-parts.js";
import * as words from "./words.js";

const KNOTS_SHOWN = 28;
const AT_WORK = new Set(["running", "resumed"]);

export const isAtWork = (turn) => AT_WORK.has(turn.state);

export const TurnCard = ({ turn, online, onCommand }) =>
  h(
    "section",
    {
      class: `turn ${turn.state} ${isAtWork(turn) && online ? "at-work" : ""}`,
      "aria-label": "Running task",
      "data-turn": turn.turn,
    },
    h(
      "div",
      { class: "turn-head" },
      h("span", { class: "pulse", "aria-hidden": "true" }),
      h("span", { class: "turn-state" }, stateOf(turn)),
      turn.label && isAtWork(turn) && h("span", { class: "turn-label" }, turn.label),
      h(Ticking, { text: (now) => words.elapsed(now - turn.startedAt) }),
      h(Buttons, { turn, onCommand }),
    ),
    h(Rail, { turn }),
    turn.resumes.length > 0 &&
      h("p", { class: "turn-resumed" }, h(Icon, { name: "resumed" }), words.resumed(turn.resumes.at(-1))),
    words.turnHint(turn.state) && h("p", { class: "turn-hint" }, words.turnHint(turn.state)),
    turn.text &&
      h("div", { class: turn.textAttempt < turn.attempt ? "live stale" : "live" }, h(Markdown, { text: turn.text })),
  );

/** With the number of its step, unless the label says that itself. */
const stateOf = (turn) => {
  const numbered = turn.step > 0 && isAtWork(turn) && !turn.label.startsWith(`step ${turn.step}`);
  return words.turnState(turn.state) + (numbered ? `, step ${turn.step}` : "");
};

const Buttons = ({ turn, onCommand }) =>
  h(
    "span",
    { class: "turn-buttons" },
    turn.state === "quarantined" &&
      h("button", { type: "button", class: "button", onClick: () => onCommand("/resume") }, "Resume"),
    turn.state !== "done" &&
      h(
        "button",
        { type: "button", class: "button quiet", onClick: () => onCommand("/stop") },
        h(Icon, { name: "stop" }),
        "Stop",
      ),
  );

/** The line: a knot for each step, a splice where an attempt took over from one that was cut off. */
const Rail = ({ turn }) => {
  const last = Math.max(turn.step, turn.steps);
  if (last === 0) return null;
  const first = Math.max(1, last - KNOTS_SHOWN + 1);
  const spliced = new Set(turn.resumes.map((each) => each.step));
  const knots = [];
  for (let i = first; i <= last; i++) {
    if (spliced.has(i)) knots.push(h("i", { key: "s" + i, class: "splice" }));
    knots.push(h("i", { key: i, class: i <= turn.steps ? "knot tied" : "knot" }));
  }
  if (spliced.has(last + 1)) knots.push(h("i", { key: "s" + (last + 1), class: "splice" }));
  return h("div", { class: "rail", "aria-hidden": "true" }, first > 1 && h("b", null, `${first - 1} +`), knots);
};
