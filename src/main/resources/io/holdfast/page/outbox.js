/*
 * Messages that the gateway has not answered for yet. Each keeps its id until it is accepted or
 * rejected, across dropped sockets and reloads, so that sending again can never say it twice.
 * Knows protocol.js; is handed its storage and its way to the wire.
 */

import { isUrgent } from "./protocol.js";

/** Sent again with the same id if nothing was heard of it for this long. */
const ANSWER_WITHIN = 20_000;
const WAITED_FOR = new Set(["rate-limited", "not-ready", "queue-full"]);

/**
 * What a rejection means for a message: wait and send the same again, or leave it to its writer.
 *
 * @param frame the `rejected` frame
 * @param tries how often it was rejected before
 */
export function afterRejection(frame, tries) {
  if (!WAITED_FOR.has(frame.code)) return { final: true };
  const asked = Number(frame.retryAfter);
  const wait = Number.isFinite(asked) && asked > 0 ? asked : Math.min(30_000, 2_000 * 2 ** tries);
  return { final: false, wait };
}

/**
 * What may be sent now. In each chat the oldest goes first and the next one waits for its answer:
 * were it to follow at once, a message told to wait would be overtaken. Urgent commands wait for nothing.
 *
 * @param entries oldest first
 * @return the entries to send, and when to look again in milliseconds since the epoch
 */
export function due(entries, now) {
  const blocked = new Set();
  const send = [];
  let wakeAt = Infinity;
  for (const entry of entries) {
    const urgent = isUrgent(entry.text);
    if (!urgent && blocked.has(entry.chat)) continue;
    if (!urgent) blocked.add(entry.chat);
    const readyAt = Math.max(entry.notBefore ?? 0, entry.sent ? entry.sent + ANSWER_WITHIN : 0);
    if (readyAt <= now) send.push(entry);
    wakeAt = Math.min(wakeAt, readyAt <= now ? now + ANSWER_WITHIN : readyAt);
  }
  return { send, wakeAt };
}

export class Outbox {
  #entries;
  #keep;
  #send;
  #onStatus;
  #timer = 0;

  /**
   * @param keep `{all(), put(entry), drop(id)}`: where unsent messages survive a reload
   * @param send puts an entry on the wire; false when it cannot
   * @param onStatus gets `(entry, status, detail)` when something about an entry changed
   */
  constructor({ keep, send, onStatus }) {
    this.#keep = keep;
    this.#send = send;
    this.#onStatus = onStatus;
    this.#entries = keep.all().sort((a, b) => a.order - b.order);
  }

  get entries() {
    return [...this.#entries];
  }

  add(entry) {
    this.#entries.push(entry);
    this.#keep.put(entry);
    this.pump();
  }

  /** Sends what is due. Called whenever something that it depends on has changed. */
  pump() {
    clearTimeout(this.#timer);
    const { send, wakeAt } = due(this.#entries, Date.now());
    for (const entry of send) {
      if (!this.#send(entry)) return;
      entry.sent = Date.now();
      entry.notBefore = 0;
      this.#onStatus(entry, "sending");
    }
    if (wakeAt < Infinity) this.#timer = setTimeout(() => this.pump(), Math.max(20, wakeAt - Date.now()));
  }

  /** The connection ended: what was under way may or may not have arrived, so it goes again. */
  lost() {
    clearTimeout(this.#timer);
    for (const entry of this.#entries) {
      if (!entry.sent) continue;
      entry.sent = 0;
      this.#onStatus(entry, "waiting");
    }
  }

  accepted(frame) {
    const entry = this.#take(frame.id);
    if (entry) this.#onStatus(entry, "accepted");
    this.pump();
  }

  rejected(frame) {
    const entry = this.#entries.find((each) => each.id === frame.id);
    if (!entry) return;
    const { final, wait } = afterRejection(frame, entry.tries ?? 0);
    if (final) {
      this.#take(entry.id);
      this.#onStatus(entry, "rejected", { code: frame.code, reason: frame.message });
    } else {
      entry.tries = (entry.tries ?? 0) + 1;
      entry.sent = 0;
      entry.notBefore = Date.now() + wait;
      this.#keep.put(entry);
      this.#onStatus(entry, "waiting", { code: frame.code, retryAt: entry.notBefore });
    }
    this.pump();
  }

  /** The gateway closed over a frame that was too large: the one under way, or it would close again. */
  tooLarge() {
    const entry = this.#entries.find((each) => each.sent);
    if (entry) this.rejected({ id: entry.id, code: "too-large" });
  }

  #take(id) {
    const entry = this.#entries.find((each) => each.id === id);
    this.#entries = this.#entries.filter((each) => each.id !== id);
    this.#keep.drop(id);
    return entry;
  }
}
