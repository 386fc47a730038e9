/*
 * What is asked in a window of its own: the token, and who you are.
 * Knows only what it is given and what it hands back.
 */

import { Component, h } from "./lib/preact.js";
import { Icon } from "./view-parts.js";

class Dialog extends Component {
  componentDidMount() {
    this.base.showModal();
  }

  render({ title, onClose, onSubmit, children }) {
    const submit = (event) => {
      event.preventDefault();
      onSubmit(Object.fromEntries(new FormData(event.target)));
    };
    return h(
      "dialog",
      { class: "dialog", "aria-labelledby": "dialog-title", onCancel: (e) => (e.preventDefault(), onClose()) },
      h(
        "form",
        { onSubmit: submit },
        h(
          "div",
          { class: "dialog-head" },
          h("h2", { id: "dialog-title" }, title),
          h(
            "button",
            { type: "button", class: "icon-button", "aria-label": "Close", onClick: onClose },
            h(Icon, { name: "close" }),
          ),
        ),
        children,
      ),
    );
  }
}

const Field = ({ label, hint, ...input }) =>
  h(
    "label",
    { class: "field" },
    h("span", null, label),
    h("input", { autocomplete: "off", ...input }),
    hint && h("small", null, hint),
  );

export const TokenDialog = ({ wasWrong, onClose, onToken }) =>
  h(
    Dialog,
    { title: "A token, please", onClose, onSubmit: ({ token }) => onToken(token.trim()) },
    h(
      "p",
      null,
      wasWrong
        ? "The gateway did not accept that token."
        : "This gateway lets in only those who know its token. Whoever runs it can tell you.",
    ),
    h(Field, { label: "Token", name: "token", type: "password", required: true, autofocus: true }),
    h("div", { class: "dialog-foot" }, h("button", { type: "submit", class: "button primary" }, "Connect")),
  );

export const SettingsDialog = ({ sender, token, onClose, onSave }) =>
  h(
    Dialog,
    {
      title: "Settings",
      onClose,
      onSubmit: (values) => onSave({ name: values.name.trim(), id: values.id.trim(), token: values.token.trim() }),
    },
    h(Field, {
      label: "Your name",
      name: "name",
      value: sender.name,
      maxlength: 80,
      hint: "Agents see it beside what you write.",
    }),
    h(Field, {
      label: "Your id",
      name: "id",
      value: sender.id,
      required: true,
      maxlength: 128,
      hint: "How the gateway tells you from others. Kept in this browser.",
    }),
    h(Field, {
      label: "Token",
      name: "token",
      type: "password",
      value: token,
      hint: "Only if the gateway asks for one.",
    }),
    h("div", { class: "dialog-foot" }, h("button", { type: "submit", class: "button primary" }, "Save")),
  );
