/*
 * Where one writes: the text, the files that go with it, the menu of commands.
 * Knows attachments.js and words.js; what is written leaves by `on.send`.
 */

import { Component, h } from "./lib/preact.js";
import { attach } from "./attachments.js";
import { Attachments, Icon } from "./view-parts.js";
import * as words from "./words.js";

/** Bytes of a frame that are neither text nor files: ids, names, punctuation. */
const FRAME_REST = 2048;
const utf8 = (text) => new TextEncoder().encode(text).length;

export class Composer extends Component {
  constructor(props) {
    super(props);
    this.state = { text: props.draft, files: [], chosen: 0, closed: false, trouble: "", over: false };
  }

  componentDidMount() {
    this.fit();
    this.props.handle({ focus: () => this.area.focus(), fill: (text) => this.fill(text) });
  }

  componentDidUpdate(before) {
    if (this.props.asked && !before.asked) this.area.focus();
  }

  fill(text) {
    this.write(text);
    this.area.focus();
  }

  write(text) {
    this.setState({ text, chosen: 0, closed: false, trouble: "" }, () => this.fit());
    this.props.on.draft(text);
  }

  /** Where the browser does not size the field by its content, its height is set by hand. */
  fit() {
    if (CSS.supports("field-sizing", "content")) return;
    this.area.style.height = "auto";
    this.area.style.height = this.area.scrollHeight + "px";
  }

  get menu() {
    return this.state.closed ? [] : words.suggestions(this.state.text);
  }

  send = () => {
    const { text, files } = this.state;
    if (text.trim() === "" && files.length === 0) return;
    const { limits } = this.props;
    if (utf8(text) > limits.text) {
      this.setState({
        trouble: `This is too long: ${words.fileSize(utf8(text))}, and ${words.fileSize(limits.text)} are allowed.`,
      });
      return;
    }
    this.props.on.send(text.replace(/^\s*\n|\s+$/g, ""), files);
    this.setState({ text: "", files: [], chosen: 0, trouble: "" }, () => this.fit());
    this.props.on.draft("");
    this.area.focus();
  };

  onKey = (event) => {
    if (event.isComposing) return;
    const menu = this.menu;
    const chosen = menu[Math.min(this.state.chosen, menu.length - 1)];
    const move = (by) => this.setState({ chosen: (this.state.chosen + by + menu.length) % menu.length });
    const keys = {
      ArrowDown: menu.length > 0 && (() => move(1)),
      ArrowUp: menu.length > 0 && (() => move(-1)),
      Tab: chosen && chosen.name !== this.state.text && !event.shiftKey && (() => this.write(chosen.name)),
      Escape: menu.length > 0 && (() => this.setState({ closed: true })),
      Enter:
        !event.shiftKey && (() => (chosen && chosen.name !== this.state.text ? this.write(chosen.name) : this.send())),
    };
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };

  add = async (list) => {
    for (const file of [...list]) {
      const used = this.state.files.reduce((sum, each) => sum + each.data.length + 128, 0);
      const room = this.props.limits.frame - FRAME_REST - used - 2 * utf8(this.state.text);
      try {
        const attachment = await attach(file, room);
        await new Promise((done) => this.setState({ files: [...this.state.files, attachment], trouble: "" }, done));
      } catch (problem) {
        this.setState({ trouble: problem.message });
      }
    }
  };

  onPaste = (event) => {
    const files = event.clipboardData?.files;
    if (!files?.length) return;
    event.preventDefault();
    this.add(files);
  };

  onDrag = (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.setState({ over: event.type === "dragover" });
    if (event.type === "drop") this.add(event.dataTransfer.files);
  };

  render({ asked, title }, { text, files, chosen, trouble, over }) {
    const menu = this.menu;
    const picked = menu[Math.min(chosen, menu.length - 1)];
    const drag = { onDragOver: this.onDrag, onDragLeave: this.onDrag, onDrop: this.onDrag };
    return h(
      "form",
      {
        class: `composer ${over ? "over" : ""} ${asked ? "asked" : ""}`,
        "aria-label": "Write a message",
        onSubmit: (e) => (e.preventDefault(), this.send()),
        ...drag,
      },
      menu.length > 0 && h(Menu, { menu, picked, onPick: (name) => this.fill(name) }),
      asked &&
        h(
          "p",
          { class: "asked-hint", id: "asked-hint" },
          h(Icon, { name: "question" }),
          "The agent waits for your answer.",
        ),
      trouble && h("p", { class: "trouble", role: "alert" }, trouble),
      h(Attachments, {
        list: files,
        onRemove: (index) => this.setState({ files: files.filter((_, i) => i !== index) }),
      }),
      h(
        "div",
        { class: "composer-row" },
        h(
          "button",
          {
            type: "button",
            class: "icon-button",
            "aria-label": "Attach files",
            title: "Attach files",
            onClick: () => this.picker.click(),
          },
          h(Icon, { name: "attach" }),
        ),
        h("input", {
          type: "file",
          multiple: true,
          hidden: true,
          ref: (e) => (this.picker = e),
          onChange: (e) => (this.add(e.target.files), (e.target.value = "")),
        }),
        h("textarea", {
          id: "message",
          rows: 1,
          value: text,
          placeholder: asked ? "Your answer" : `Message ${title}`,
          "aria-label": "Message",
          "aria-autocomplete": "list",
          "aria-controls": menu.length ? "commands" : undefined,
          "aria-activedescendant": picked && "command-" + picked.name.slice(1),
          "aria-describedby": asked ? "asked-hint" : "composer-hint",
          enterkeyhint: "send",
          autocomplete: "off",
          ref: (e) => (this.area = e),
          onInput: (e) => this.write(e.target.value),
          onKeyDown: this.onKey,
          onPaste: this.onPaste,
        }),
        h(
          "button",
          {
            type: "submit",
            class: "send",
            "aria-label": "Send",
            title: "Send",
            disabled: text.trim() === "" && files.length === 0,
          },
          h(Icon, { name: "send" }),
        ),
      ),
      h(
        "p",
        { class: "composer-hint", id: "composer-hint" },
        h("kbd", null, "Enter"),
        " sends, ",
        h("kbd", null, "Shift"),
        " ",
        h("kbd", null, "Enter"),
        " for a new line, ",
        h("kbd", null, "/"),
        " for commands",
      ),
    );
  }
}

const Menu = ({ menu, picked, onPick }) =>
  h(
    "ul",
    { class: "command-menu", id: "commands", role: "listbox", "aria-label": "Commands" },
    menu.map((command) =>
      h(
        "li",
        {
          key: command.name,
          id: "command-" + command.name.slice(1),
          role: "option",
          "aria-selected": command === picked ? "true" : "false",
          onMouseDown: (event) => (event.preventDefault(), onPick(command.name)),
        },
        h("code", null, command.name),
        h("span", null, command.says),
      ),
    ),
  );
