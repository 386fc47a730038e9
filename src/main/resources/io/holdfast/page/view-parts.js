/*
 * Small pieces that the views share: icons, a ticking text, rendered Markdown, attachments.
 * Knows Preact, markdown.js and words.js; no state.
 */

import { Component, h } from "./lib/preact.js";
import { blocks, render } from "./markdown.js";
import * as words from "./words.js";

const PATHS = {
  send: "M12 19V5m-6 6 6-6 6 6",
  attach: "M20 11.5 12.4 19a4.6 4.6 0 0 1-6.5-6.5l7.8-7.7a3 3 0 0 1 4.3 4.3l-7.6 7.5a1.4 1.4 0 0 1-2-2l6.9-6.8",
  menu: "M4 7h16M4 12h16M4 17h10",
  plus: "M12 5v14M5 12h14",
  close: "M6 6l12 12M18 6 6 18",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2m0 16v2M2 12h2m16 0h2M5 5l1.4 1.4m11.2 11.2L19 19M5 19l1.4-1.4M17.6 6.4 19 5",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
  auto: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zm0 0v16m0-14.5a6.5 6.5 0 0 1 0 13m0-10.5a4 4 0 0 1 0 8",
  settings:
    "M4 8h9m5 0h2M4 16h2m5 0h9M15.5 5.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM8.5 13.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
  check: "M5 12.5 10 17 19 7",
  clock: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zm0 3.5V12l3 2",
  alert: "M12 4 2.8 20h18.4L12 4zm0 6v4.5m0 2.5v.1",
  stop: "M7 7h10v10H7z",
  restarting: "M20 12a8 8 0 1 1-2.4-5.7M20 3v4.5h-4.5",
  resumed: "M4 12h5m6 0h5M9 8c4 0 2 8 6 8M9 16c4 0 2-8 6-8",
  quarantined: "M5 5v14M19 5v14M5 9h14M5 15h14",
  question: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM9.8 9.8a2.3 2.3 0 1 1 3.4 2c-.8.4-1.2.9-1.2 1.7m0 2.7v.1",
  failed: "M7 7l10 10M17 7 7 17",
  suspended: "M9 6v12M15 6v12",
  held: "M4 12h4l2 3h4l2-3h4M6 5h12l2 7v6H4v-6l2-7z",
  command: "M5 8l4 4-4 4m7 0h7",
  file: "M7 3h7l4 4v14H7V3zm7 0v4h4",
  down: "M12 5v14m-6-6 6 6 6-6",
  reply: "M9 6 4 11l5 5M4 11h9a6 6 0 0 1 6 6v1",
};

export const Icon = ({ name }) =>
  h(
    "svg",
    { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" },
    h("path", { d: PATHS[name] ?? PATHS.command }),
  );

/** The mark: two posts and the line that is made fast to them. */
export const Mark = () =>
  h(
    "svg",
    { class: "mark", viewBox: "0 0 32 32", "aria-hidden": "true", focusable: "false" },
    h("path", { d: "M9 6v20M23 6v20" }),
    h("path", { class: "line", d: "M3 19c4 0 4-6 8-6s6 6 10 6 4-6 8-6" }),
  );

/** A text that depends on the time, written anew each second without drawing the rest. */
export class Ticking extends Component {
  componentDidMount() {
    this.timer = setInterval(() => this.forceUpdate(), 1000);
  }

  componentWillUnmount() {
    clearInterval(this.timer);
  }

  render({ text }) {
    return h("span", { class: "ticking" }, text(Date.now()));
  }
}

/**
 * Markdown, block by block: while a text grows only its last block is drawn again, so a selection
 * in what was said before survives.
 */
export class Markdown extends Component {
  drawn = [];

  shouldComponentUpdate(next) {
    return next.text !== this.props.text;
  }

  componentDidMount() {
    this.draw();
  }

  componentDidUpdate() {
    this.draw();
  }

  draw() {
    const tokens = blocks(this.props.text);
    let same = 0;
    while (same < tokens.length && this.drawn[same] === tokens[same].raw) same++;
    while (this.base.childNodes.length > same) this.base.lastChild.remove();
    for (const token of tokens.slice(same)) this.base.append(wrap(render(token)));
    this.drawn = tokens.map((token) => token.raw);
  }

  render() {
    return h("div", { class: "markdown", onClick: copyFrom });
  }
}

function wrap(fragment) {
  const block = document.createElement("div");
  block.className = "block";
  block.append(fragment);
  return block;
}

async function copyFrom(event) {
  const button = event.target.closest?.("button.copy");
  if (!button) return;
  const done = await copy(button.closest(".code").querySelector("pre").textContent);
  button.textContent = done ? "Copied" : "Not copied";
  setTimeout(() => (button.textContent = "Copy"), 1500);
}

/** Pages that are not served over TLS have no clipboard but this old one. */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

const SHOWN_AS_IMAGE = /^image\/(?:png|jpeg|gif|webp)$/;

/**
 * What came with a message or a reply: pictures as such, the rest as chips to save. What history has
 * only named is fetched: pictures at once, the rest when somebody wants it.
 */
export const Attachments = ({ list, onRemove, onFetch }) =>
  list?.length > 0 &&
  h(
    "ul",
    { class: "attachments", "aria-label": "Attachments" },
    list.map((each, index) =>
      h(Attachment, {
        key: index,
        each,
        onRemove: onRemove && (() => onRemove(index)),
        onFetch: () => onFetch?.(index),
      }),
    ),
  );

class Attachment extends Component {
  componentDidMount() {
    const { each, onFetch } = this.props;
    if (isMissing(each) && SHOWN_AS_IMAGE.test(each.type)) onFetch();
  }

  componentDidUpdate() {
    const { each } = this.props;
    if (!this.wanted || isMissing(each)) return;
    this.wanted = false;
    if (!each.gone) save(each);
  }

  take = () => {
    const { each, onFetch } = this.props;
    if (!isMissing(each)) return save(each);
    this.wanted = true;
    onFetch();
  };

  render({ each, onRemove }) {
    return h(
      "li",
      { class: "attachment" },
      h(each.gone ? Gone : isMissing(each) || !SHOWN_AS_IMAGE.test(each.type) ? Chip : Picture, {
        each,
        onTake: this.take,
      }),
      onRemove &&
        h(
          "button",
          { type: "button", class: "icon-button small", "aria-label": "Remove " + each.name, onClick: onRemove },
          h(Icon, { name: "close" }),
        ),
    );
  }
}

const isMissing = (each) => each.data === undefined && !each.gone;

const Picture = ({ each }) => h("img", { src: `data:${each.type};base64,${each.data}`, alt: each.name });

const Chip = ({ each, onTake }) =>
  h(
    "button",
    { type: "button", class: "chip", onClick: onTake, title: "Save " + each.name },
    h(Icon, { name: "file" }),
    h("span", { class: "chip-name" }, each.name),
    h("span", { class: "chip-size" }, words.fileSize(each.size ?? Math.floor(each.data.length * 0.75))),
  );

const Gone = ({ each }) =>
  h(
    "span",
    { class: "chip" },
    h(Icon, { name: "file" }),
    h("span", { class: "chip-name" }, each.name),
    h("span", { class: "chip-size" }, "no longer kept"),
  );

function save({ name, data }) {
  const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  // Saved as plain bytes: a file from an agent is never opened as a page of this origin.
  const url = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
