/*
 * What this browser remembers, in localStorage: who writes, which conversations there are, what is
 * unsent, which deliveries were shown. One prefix a connector. Knows no other module; a browser
 * without storage gets a page that forgets, not one that breaks.
 */

const SHOWN_KEPT = 500;
const STARTS_KEPT = 50;

export const randomId = (prefix) =>
  prefix + Array.from(crypto.getRandomValues(new Uint8Array(9)), (b) => b.toString(16).padStart(2, "0")).join("");

export class Memory {
  #prefix;
  #storage;
  #lost = new Map();

  constructor(connector, storage = safeStorage()) {
    this.#prefix = `holdfast.${connector}.`;
    this.#storage = storage;
  }

  get(key, otherwise) {
    try {
      const text = this.#storage?.getItem(this.#prefix + key) ?? this.#lost.get(key) ?? null;
      return text === null ? otherwise : JSON.parse(text);
    } catch {
      return otherwise;
    }
  }

  /** False when the storage is full or closed; then it lasts as long as the page does. */
  set(key, value) {
    const text = JSON.stringify(value);
    try {
      this.#storage.setItem(this.#prefix + key, text);
      this.#lost.delete(key);
      return true;
    } catch {
      this.#lost.set(key, text);
      return false;
    }
  }

  remove(key) {
    this.#lost.delete(key);
    try {
      this.#storage.removeItem(this.#prefix + key);
    } catch {
      // Nothing was kept, so nothing is left.
    }
  }

  keys(start) {
    const keys = new Set(this.#lost.keys());
    for (let i = 0; i < (this.#storage?.length ?? 0); i++) {
      const key = this.#storage.key(i);
      if (key.startsWith(this.#prefix)) keys.add(key.slice(this.#prefix.length));
    }
    return [...keys].filter((key) => key.startsWith(start));
  }

  /** Calls back when another tab changed what is under `key`. */
  onChange(key, callback) {
    addEventListener("storage", (event) => {
      if (event.key === this.#prefix + key) callback();
    });
  }

  /** Who writes: made up at the first visit, changed in the settings. */
  sender() {
    const known = this.get("sender");
    if (known?.id) return known;
    const sender = { id: randomId("u-"), name: "" };
    this.set("sender", sender);
    return sender;
  }

  /** Unsent messages, a key each, so that two tabs never overwrite each other's. */
  unsent() {
    return {
      all: () =>
        this.keys("out.")
          .map((key) => this.get(key))
          .filter(Boolean),
      put: (entry) => this.set("out." + entry.id, { ...entry, sent: 0 }),
      drop: (id) => this.remove("out." + id),
    };
  }

  /** Notes that a delivery is shown; false when it was before. The kind survives for the history. */
  shown(delivery, kind) {
    const list = this.get("shown", []);
    if (list.some(([id]) => id === delivery)) return false;
    list.push(kind ? [delivery, kind] : [delivery]);
    this.set("shown", list.slice(-SHOWN_KEPT));
    return true;
  }

  kinds() {
    return new Map(this.get("shown", []).filter(([, kind]) => kind));
  }

  /** When a turn began, as far as this browser saw it, in milliseconds since the epoch. */
  startOf(turn, now) {
    const list = this.get("starts", []);
    const known = list.find(([id]) => id === turn);
    if (known) return known[1];
    this.set("starts", [...list, [turn, now]].slice(-STARTS_KEPT));
    return now;
  }
}

function safeStorage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
