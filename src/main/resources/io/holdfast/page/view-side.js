/*
 * The conversations of this browser, beside the one that is open; a drawer on a phone.
 * Knows the list and the open turns of the state.
 */

import { h } from "./lib/preact.js";
import { isAtWork } from "./view-turn.js";
import { Icon, Mark } from "./view-parts.js";
import * as words from "./words.js";

export const Side = ({ list, current, turns, drawer, sender, on }) =>
  h(
    "aside",
    { class: `side ${drawer ? "open" : ""}`, id: "side", "aria-label": "Conversations" },
    h(
      "div",
      { class: "side-head" },
      h("span", { class: "brand" }, h(Mark), "Holdfast"),
      h(
        "button",
        { type: "button", class: "icon-button drawer-only", "aria-label": "Close the list", onClick: on.drawer },
        h(Icon, { name: "close" }),
      ),
    ),
    h(
      "button",
      { type: "button", class: "new-chat", onClick: on.create },
      h(Icon, { name: "plus" }),
      "New conversation",
    ),
    h(
      "nav",
      { "aria-label": "Conversations" },
      h(
        "ul",
        { class: "chats" },
        list.map((each) =>
          h(Entry, {
            key: each.chat,
            each,
            isCurrent: each.chat === current,
            busy: turns.some((turn) => turn.chat === each.chat && isAtWork(turn)),
            on,
          }),
        ),
      ),
    ),
    h(
      "button",
      { type: "button", class: "me", onClick: on.settings },
      h("span", { class: "avatar", "aria-hidden": "true" }, initial(sender)),
      h("span", { class: "me-name" }, sender.name || "You"),
      h("span", { class: "sr-only" }, "Settings"),
      h(Icon, { name: "settings" }),
    ),
  );

const initial = (sender) => (sender.name || "You").trim().slice(0, 1).toUpperCase();

const Entry = ({ each, isCurrent, busy, on }) =>
  h(
    "li",
    { class: `chat ${isCurrent ? "current" : ""} ${each.unseen ? "unseen" : ""}` },
    h(
      "button",
      {
        type: "button",
        class: "chat-open",
        "aria-current": isCurrent ? "page" : undefined,
        onClick: () => on.open(each.chat),
      },
      h("span", { class: "chat-title" }, each.title || "New conversation"),
      h(
        "span",
        { class: "chat-mark" },
        each.unseen > 0 && h("span", { class: "sr-only" }, `, ${each.unseen} new`),
        busy && h("span", { class: "sr-only" }, ", working"),
        busy
          ? h("span", { class: "pulse" })
          : each.unseen > 0
            ? h("span", { class: "dot" })
            : h("time", null, words.shortTime(each.at, Date.now())),
      ),
    ),
    h(
      "button",
      {
        type: "button",
        class: "icon-button small forget",
        "aria-label": `Remove ${each.title || "this conversation"} from the list`,
        onClick: () => on.forget(each.chat),
      },
      h(Icon, { name: "close" }),
    ),
  );
