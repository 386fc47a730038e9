/*
 * The page's side of the talk with the gateway: what is sent when, what is asked for, what is
 * acknowledged. Knows connection.js, outbox.js and protocol.js; looks at the state, changes it only
 * by events, and knows no view.
 */

import { Connection } from "./connection.js";
import { Outbox } from "./outbox.js";
import * as protocol from "./protocol.js";
import { logOf } from "./state.js";

const PAGE = 50;
const CHATS_SUBSCRIBED = 50;
const ANSWERS_WITHIN = 5_000;
const PROBE_PAUSE = 10_000;
/** How long after a welcome the gateway may take to tell which turns are open. */
const SETTLED_AFTER = 1_500;
/** States in which a socket is there, or on its way. */
const CONNECTED = new Set(["connecting", "online", "leaving"]);

export class Gateway {
  #memory;
  #look;
  #dispatch;
  #connection;
  #outbox;
  /** What was asked for of each chat's history and not answered, in the order of asking. */
  #asking = {};
  #acks = [];
  /** Files that were asked for and not answered. */
  #wanted = new Map();
  #lookedFor = new Set();
  #probe = 0;
  #probedAt = 0;

  /**
   * @param look gives the state
   * @param dispatch takes an event for it
   * @param token gives the token to say hello with, empty for none
   */
  constructor({ url, memory, look, dispatch, token }) {
    this.#memory = memory;
    this.#look = look;
    this.#dispatch = dispatch;
    this.#connection = new Connection({
      url,
      hello: () => protocol.hello(token(), this.#subscribed()),
      onFrame: (frame) => this.#onFrame(frame),
      onState: (state) => this.#onState(state),
    });
    this.#outbox = new Outbox({
      keep: memory.unsent(),
      send: (entry) => this.#connection.send(protocol.message(entry)),
      onStatus: (entry, status, detail) => dispatch({ type: "status", chat: entry.chat, id: entry.id, status, detail }),
    });
  }

  connect() {
    this.#connection.connect();
  }

  /** Says hello anew, with what has changed. */
  restart() {
    this.#connection.restart();
  }

  /** Messages that an earlier visit left unanswered, oldest first. */
  get unsent() {
    return this.#outbox.entries;
  }

  send(entry) {
    this.#outbox.add(entry);
  }

  /** A conversation came onto the screen: its deliveries and its past are wanted. */
  open(chat, isNew) {
    if (isNew) this.#connection.send(protocol.subscribe([chat]));
    if (!logOf(this.#look(), chat).loaded) this.#ask(chat, "newest");
  }

  close(chat) {
    this.#connection.send(protocol.unsubscribe([chat]));
  }

  older() {
    const { current } = this.#look();
    const log = logOf(this.#look());
    const oldest = log.items.find((item) => item.old);
    if (oldest && log.more && !log.loading) this.#ask(current, "older", oldest.id);
  }

  /** A file that history has named is wanted: asked for now, and again on the next connection. */
  fetch(chat, item, index) {
    this.#wanted.set(fileKey({ chat, item, file: index }), protocol.file(chat, item, index));
    this.#connection.send(protocol.file(chat, item, index));
  }

  /** What was delivered is on the screen now. What cannot be acked here comes again, and is acked then. */
  shown() {
    if (this.#acks.length === 0) return;
    this.#connection.send(protocol.ack(this.#acks));
    this.#acks = [];
  }

  /** A socket that sleep or a changed network has cut looks open for minutes: ask, with a deadline. */
  doubt(urgent = false) {
    if (!this.#connection.online || this.#probe) return;
    if (!urgent && Date.now() - this.#probedAt < PROBE_PAUSE) return;
    this.#probedAt = Date.now();
    this.#ask(this.#look().current, "probe");
    this.#probe = setTimeout(() => ((this.#probe = 0), this.#connection.abandon()), ANSWERS_WITHIN);
  }

  /** The browser says that there is no network; the gateway may be on this very machine. */
  offline() {
    if (this.#connection.online) this.#dispatch({ type: "connection", connection: { state: "offline" } });
    this.doubt(true);
  }

  /** The browser says that there is one again. */
  back() {
    if (this.#connection.online) this.doubt(true);
    else this.#connection.connect();
  }

  isSubscribed(chat) {
    return this.#subscribed().includes(chat);
  }

  #subscribed() {
    const { current, list } = this.#look();
    const waiting = this.#outbox.entries.map((entry) => entry.chat);
    return [...new Set([current, ...waiting, ...list.map((each) => each.chat)])].slice(0, CHATS_SUBSCRIBED);
  }

  #ask(chat, mode, before) {
    const limit = mode === "probe" ? 1 : PAGE;
    if (!this.#connection.send(protocol.history(chat, limit, before))) return;
    (this.#asking[chat] ??= []).push(mode);
    if (mode !== "probe") this.#dispatch({ type: "loading", chat, what: mode });
  }

  #onFrame(frame) {
    const now = Date.now();
    const isHistory = frame.type === "history";
    this.#dispatch({
      type: "frame",
      frame,
      now: isAtWork(frame) ? this.#memory.startOf(frame.turn, now) : now,
      mode: isHistory ? (this.#asking[frame.chat]?.shift() ?? "newest") : undefined,
      kinds: isHistory ? this.#memory.kinds() : undefined,
    });
    const after = {
      welcome: () => this.#onWelcome(),
      accepted: () => this.#outbox.accepted(frame),
      rejected: () => this.#outbox.rejected(frame),
      reply: () => this.#onDelivery(frame),
      notice: () => this.#onDelivery(frame),
      turn: () => this.#lookFor(frame),
      history: () => this.#onAnswer(),
      file: () => this.#wanted.delete(fileKey(frame)),
    };
    after[frame.type]?.();
  }

  #onWelcome() {
    this.#asking = {};
    const { current, turns } = this.#look();
    const doubted = Object.values(turns.open).map((turn) => turn.chat);
    for (const chat of new Set([current, ...doubted.filter(Boolean)])) {
      this.#ask(chat, "newest");
      setTimeout(() => this.#dispatch({ type: "settled", chat }), SETTLED_AFTER);
    }
    this.#wanted.forEach((frame) => this.#connection.send(frame));
    this.#outbox.pump();
  }

  #onDelivery(frame) {
    this.#memory.shown(frame.delivery, frame.kind);
    this.#acks.push(frame.delivery);
    this.#lookFor(frame);
    this.#dispatch({ type: "delivered" });
  }

  /** It is about a message that another tab or device wrote, which only the history tells. Asks once. */
  #lookFor({ chat, inReplyTo }) {
    const log = logOf(this.#look(), chat);
    if (!log.loaded || log.loading) return;
    const missing = (inReplyTo ?? []).filter(
      (id) => !this.#lookedFor.has(id) && !log.items.some((item) => item.id === id),
    );
    if (missing.length === 0) return;
    missing.forEach((id) => this.#lookedFor.add(id));
    this.#ask(chat, "newest");
  }

  #onAnswer() {
    clearTimeout(this.#probe);
    this.#probe = 0;
    if (this.#connection.online && this.#look().connection.state === "offline") {
      this.#dispatch({ type: "connection", connection: { state: "online" } });
    }
  }

  #onState(next) {
    if (!CONNECTED.has(next.state)) {
      clearTimeout(this.#probe);
      this.#probe = 0;
      if (next.code === protocol.CLOSE.FRAME_TOO_LARGE) this.#outbox.tooLarge();
      this.#outbox.lost();
      this.#dispatch({ type: "loading", chat: this.#look().current, what: "" });
    }
    this.#dispatch({ type: "connection", connection: next });
  }
}

const fileKey = ({ chat, item, file }) => JSON.stringify([chat, item, file]);

/** Frames of a turn that has begun: its clock goes on from when it was first seen, reloads included. */
const isAtWork = ({ type, turn, state }) =>
  typeof turn === "string" && (type === "delta" || type === "progress" || (type === "turn" && state !== "queued"));
