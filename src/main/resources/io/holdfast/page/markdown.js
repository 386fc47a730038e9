/*
 * Markdown to DOM, safely: raw HTML is shown as text, and what the parser makes of the rest goes
 * through DOMPurify all the same. Knows the two libraries and the document; nothing of chats.
 */

import { Marked } from "./lib/marked.js";
import DOMPurify from "./lib/purify.js";

/** Harmless tags that people and models write by hand; any other tag is text. */
const PLAIN_TAG = /^<\/?(?:br|kbd|sub|sup|b|i|em|strong|u|s|mark)\s*\/?>$/i;
const LINK = /^(?:https?:|mailto:)/i;
const IMAGE_DATA = /^data:image\/(?:png|jpeg|gif|webp);base64,/i;

const escape = (text) =>
  text.replace(/[&<>"']/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[c]);

const marked = new Marked({
  gfm: true,
  breaks: true,
  renderer: {
    html: ({ text }) => (PLAIN_TAG.test(text.trim()) ? text : escape(text)),
    // A picture from elsewhere would tell that elsewhere who reads this, and when: a link instead.
    image: ({ href, text }) =>
      IMAGE_DATA.test(href)
        ? `<img src="${escape(href)}" alt="${escape(text)}">`
        : `<a href="${escape(href)}">${escape(text || href)}</a>`,
  },
});

const RULES = {
  ALLOWED_TAGS: (
    "a b blockquote br code del em h1 h2 h3 h4 h5 h6 hr i img input kbd li mark ol p pre s strong sub sup " +
    "table tbody td th thead tr u ul"
  ).split(" "),
  ALLOWED_ATTR: ["href", "src", "alt", "class", "align", "start", "checked", "disabled", "type", "title"],
  ALLOW_DATA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
};

/** The top-level blocks of a text, each with its source: a block whose source is the same looks the same. */
export function blocks(text) {
  return marked.lexer(text).filter((token) => token.type !== "space" && token.type !== "def");
}

/** A block as a document fragment that is safe to show. */
export function render(token) {
  const fragment = DOMPurify.sanitize(marked.parser([token]), RULES);
  fragment.querySelectorAll("a").forEach(secureLink);
  fragment.querySelectorAll("img").forEach((img) => IMAGE_DATA.test(img.getAttribute("src") ?? "") || img.remove());
  fragment.querySelectorAll("input").forEach((box) => (box.type === "checkbox" ? labelBox(box) : box.remove()));
  fragment.querySelectorAll("pre").forEach(frameCode);
  fragment.querySelectorAll("table").forEach(frameTable);
  return fragment;
}

function secureLink(link) {
  if (!LINK.test(link.getAttribute("href") ?? "")) {
    link.replaceWith(...link.childNodes);
    return;
  }
  link.target = "_blank";
  link.rel = "noopener noreferrer nofollow";
}

function labelBox(box) {
  box.disabled = true;
  box.setAttribute("aria-label", box.checked ? "done" : "to do");
}

/** A bar over each code block: its language, and a button whose click the view takes care of. */
function frameCode(pre) {
  const code = pre.querySelector("code");
  const language = /language-([\w+#.-]+)/.exec(code?.className ?? "")?.[1] ?? "";
  const copy = make("button", { type: "button", className: "copy", textContent: "Copy" });
  copy.setAttribute("aria-label", language ? `Copy ${language} code` : "Copy code");
  const bar = make("div", { className: "code-bar" }, make("span", { textContent: language }), copy);
  const frame = make("div", { className: "code" });
  pre.tabIndex = 0;
  pre.setAttribute("role", "region");
  pre.setAttribute("aria-label", language ? `${language} code` : "Code");
  pre.replaceWith(frame);
  frame.append(bar, pre);
}

function frameTable(table) {
  const frame = make("div", { className: "table", tabIndex: 0 });
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", "Table");
  table.replaceWith(frame);
  frame.append(table);
}

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}
