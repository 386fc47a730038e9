/*
 * The conversation: items from log.js in their order, then the open turns.
 * Knows items and turns; tells the page by callbacks what was asked of it.
 */

import { Component, h } from "./lib/preact.js";
import { answered } from "./log.js";
import { isCommand } from "./protocol.js";
import { TurnCard } from "./view-turn.js";
import { Attachments, Icon, Mark, Markdown, Ticking } from "./view-parts.js";
import * as words from "./words.js";

const NEAR = 80;

export class Log extends Component {
  stuck = true;

  componentDidMount() {
    this.watcher = new ResizeObserver(() => this.stuck && this.toBottom());
    this.watcher.observe(this.scroller);
    this.watcher.observe(this.content);
    this.toBottom();
  }

  componentWillUnmount() {
    this.watcher.disconnect();
  }

  getSnapshotBeforeUpdate(before) {
    const grewAbove = before.chat === this.props.chat && before.log.items[0]?.id !== this.props.log.items[0]?.id;
    return grewAbove ? this.scroller.scrollHeight - this.scroller.scrollTop : null;
  }

  componentDidUpdate(before, state, fromBottom) {
    const mine = this.props.log.items.at(-1);
    const wrote = mine?.from === "user" && mine.id !== before.log.items.at(-1)?.id && mine.status !== "accepted";
    if (before.chat !== this.props.chat || wrote) this.stuck = true;
    if (this.stuck) this.toBottom();
    else if (fromBottom !== null) this.scroller.scrollTop = this.scroller.scrollHeight - fromBottom;
  }

  /** A page without a message is read from its top. */
  toBottom = () => {
    const { log, turns } = this.props;
    if (log.items.length === 0 && turns.length === 0) this.scroller.scrollTop = 0;
    else this.scroller.scrollTop = this.scroller.scrollHeight;
  };

  onScroll = () => {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    const stuck = scrollHeight - scrollTop - clientHeight < NEAR;
    if (stuck !== this.stuck) {
      this.stuck = stuck;
      this.forceUpdate();
    }
    if (scrollTop < NEAR && this.props.log.more && !this.props.log.loading) this.props.on.older();
  };

  render({ log, turns, online, on, children }) {
    return h(
      "div",
      { class: "log-frame" },
      h(
        "div",
        {
          class: "scroller",
          tabIndex: 0,
          role: "region",
          "aria-label": "Conversation",
          ref: (e) => (this.scroller = e),
          onScroll: this.onScroll,
        },
        h(
          "div",
          { class: "content", ref: (e) => (this.content = e) },
          h(Older, { log, onClick: on.older }),
          children,
          h(Rows, { log, queued: queuedIn(turns), asking: askingIn(turns), on }),
          turns
            .filter((turn) => turn.state !== "queued")
            .map((turn) => h(TurnCard, { key: turn.turn, turn, online, onCommand: on.command })),
        ),
      ),
      !this.stuck &&
        h(
          "button",
          {
            type: "button",
            class: "to-bottom",
            onClick: () => ((this.stuck = true), this.toBottom(), this.forceUpdate()),
          },
          h(Icon, { name: "down" }),
          "Latest",
        ),
    );
  }
}

const Older = ({ log, onClick }) =>
  log.more &&
  h(
    "div",
    { class: "older" },
    h(
      "button",
      { type: "button", class: "button quiet", disabled: log.loading === "older", onClick },
      log.loading === "older" ? "Loading…" : "Earlier messages",
    ),
  );

const queuedIn = (turns) =>
  turns
    .filter((turn) => turn.state === "queued")
    .flatMap((turn) => turn.inReplyTo)
    .join("\n");

const askingIn = (turns) =>
  turns
    .filter((turn) => turn.state === "asking")
    .map((turn) => turn.turn)
    .join("\n");

/** Drawn only when a message changed: live text comes many times a second and concerns no row. */
class Rows extends Component {
  shouldComponentUpdate(next) {
    const { log, queued, asking } = this.props;
    return next.log !== log || next.queued !== queued || next.asking !== asking;
  }

  render({ log, queued, asking, on }) {
    return h(
      "div",
      { role: "log", class: "log", "aria-label": "Messages", "aria-busy": log.loading ? "true" : "false" },
      rows(log, new Set(queued.split("\n")), new Set(asking.split("\n")), on),
    );
  }
}

function rows(log, queued, asking, on) {
  const lastUser = log.items.findLastIndex((item) => item.from === "user");
  const lastAsked = (turn) => log.items.findLastIndex((item) => item.options?.length > 0 && item.turn === turn);
  return log.items.flatMap((item, index) => {
    const above = log.items[index - 1];
    const newDay = above ? !words.sameDay(above.at, item.at) : !words.sameDay(item.at, Date.now());
    const row = h(Row, {
      key: item.id,
      item,
      first: above?.from !== item.from || newDay,
      isQueued: queued.has(item.id),
      latest: index > lastUser,
      isAsked: item.options?.length > 0 && asking.has(item.turn) && index === lastAsked(item.turn),
      quoted: answered(log.items, index),
      on,
    });
    return newDay ? [h("div", { class: "day", key: "day-" + item.id }, words.day(item.at, Date.now())), row] : [row];
  });
}

const Row = (props) => h({ user: UserRow, agent: AgentRow }[props.item.from] ?? NoticeRow, props);

const Files = ({ item, on }) => h(Attachments, { list: item.attachments, onFetch: (index) => on.fetch(item, index) });

const Time = ({ at }) =>
  h("time", { dateTime: new Date(at).toISOString(), title: words.fullTime(at) }, words.clock(at));

const UserRow = ({ item, first, isQueued, on }) =>
  h(
    "article",
    {
      class: `row user ${item.status} ${isCommand(item.text) ? "is-command" : ""} ${first ? "first" : ""}`,
      "data-id": item.id,
      "aria-label": "You",
    },
    h("div", { class: "bubble" }, h("p", { class: "plain" }, item.text), h(Files, { item, on })),
    h("div", { class: "meta" }, h(Time, { at: item.at }), h(Status, { item, isQueued })),
    item.status === "rejected" && h(Rejected, { item, on }),
  );

const Status = ({ item, isQueued }) => {
  if (item.status === "rejected") return null;
  if (item.status === "accepted" && isQueued)
    return h("span", { class: "status queued" }, h(Icon, { name: "clock" }), "Queued");
  if (item.status === "accepted") {
    return h(
      "span",
      { class: "status accepted", title: "Kept: it is stored, and will be answered" },
      h(Icon, { name: "check" }),
      h("span", { class: "sr-only" }, "Kept"),
    );
  }
  if (item.retryAt) {
    const text = (now) =>
      `${words.rejection(item.code)} Again in ${Math.max(0, Math.ceil((item.retryAt - now) / 1000))} s`;
    return h("span", { class: "status retrying" }, h(Icon, { name: "clock" }), h(Ticking, { text }));
  }
  return h(
    "span",
    { class: "status sending" },
    h(Icon, { name: "clock" }),
    item.status === "sending" ? "Sending" : "Waiting to be sent",
  );
};

const Rejected = ({ item, on }) =>
  h(
    "div",
    { class: "refusal", role: "alert" },
    h(Icon, { name: "alert" }),
    h("span", null, "Not sent. " + words.rejection(item.code, item.reason)),
    h("button", { type: "button", class: "link", onClick: () => on.again(item) }, "Try again"),
    h("button", { type: "button", class: "link", onClick: () => on.edit(item) }, "Edit"),
  );

const AgentRow = ({ item, first, quoted, on }) =>
  h(
    "article",
    {
      class: `row agent ${first ? "first" : ""} ${item.partial ? "partial" : ""}`,
      "data-id": item.id,
      "aria-label": "Reply",
    },
    first && h("span", { class: "gutter" }, h(Mark)),
    quoted && h("p", { class: "quoted" }, h(Icon, { name: "reply" }), h("span", null, quoted.text)),
    h(Markdown, { text: item.text }),
    h(Files, { item, on }),
    h(
      "div",
      { class: "meta" },
      h(Time, { at: item.at }),
      item.parts > 1 && h("span", null, `part ${item.part} of ${item.parts}`),
      item.partial && h("span", null, "stopped here"),
    ),
  );

/** The first is what is hoped for. */
const Options = ({ list, on }) =>
  h(
    "span",
    { class: "options" },
    list.map((option, index) =>
      h(
        "button",
        {
          key: option.text,
          type: "button",
          class: index === 0 ? "button primary" : "button",
          onClick: () => on.command(option.text),
        },
        option.label,
      ),
    ),
  );

const NoticeRow = ({ item, latest, isAsked, on }) =>
  h(
    "article",
    {
      class: `row notice ${item.kind}`,
      "data-id": item.id,
      "data-kind": item.kind,
      "aria-label": words.notice(item.kind),
    },
    h("span", { class: "gutter" }, h(Icon, { name: item.kind })),
    h(Markdown, { text: item.text }),
    isAsked && h(Options, { list: item.options, on }),
    latest &&
      item.kind === "failed" &&
      h("button", { type: "button", class: "button", onClick: () => on.command("/retry") }, "Retry"),
    latest &&
      (item.kind === "quarantined" || item.kind === "suspended") &&
      h("button", { type: "button", class: "button", onClick: () => on.command("/resume") }, "Resume"),
    latest &&
      item.kind === "held" &&
      h("button", { type: "button", class: "button", onClick: () => on.command("/replies") }, "Deliver"),
  );
