/*
 * The socket's life: open it, say hello, notice its end, come back.
 * Knows protocol.js and the browser's WebSocket; nothing of chats, storage or the screen.
 */

import { SUBPROTOCOL, afterClose, read } from "./protocol.js";

const WELCOME_WITHIN = 10_000;

export class Connection {
  #url;
  #hello;
  #onFrame;
  #onState;
  #socket = null;
  #timer = 0;
  #tries = 0;
  #goaway = null;
  #greeted = false;

  /**
   * @param url where the gateway listens
   * @param hello gives the first frame of each connection
   * @param onFrame gets every frame that can be read
   * @param onState gets `{state, retryAt?, goaway?, code?}`: connecting, online, leaving, waiting,
   *     unauthorised or refused
   */
  constructor({ url, hello, onFrame, onState }) {
    this.#url = url;
    this.#hello = hello;
    this.#onFrame = onFrame;
    this.#onState = onState;
  }

  get online() {
    return this.#greeted && this.#socket?.readyState === WebSocket.OPEN;
  }

  /** Connects now, whatever it was waiting for. */
  connect() {
    clearTimeout(this.#timer);
    if (this.#socket !== null) return;
    this.#onState({ state: "connecting", goaway: this.#goaway?.reason });
    const socket = new WebSocket(this.#url, SUBPROTOCOL);
    this.#socket = socket;
    this.#timer = setTimeout(() => this.#drop(socket, 0), WELCOME_WITHIN);
    socket.addEventListener("open", () => socket.send(JSON.stringify(this.#hello())));
    socket.addEventListener("message", (event) => this.#received(socket, event.data));
    socket.addEventListener("close", (event) => this.#drop(socket, event.code));
  }

  /** Sends a frame; false when there is no connection that has been welcomed. */
  send(frame) {
    if (!this.online) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** Gives the present socket up, as if it had closed, and comes back. */
  abandon() {
    if (this.#socket !== null) this.#drop(this.#socket, 0);
  }

  /** Gives it up and connects at once: what it would say in its hello has changed. */
  restart() {
    this.abandon();
    this.#tries = 0;
    this.connect();
  }

  #received(socket, data) {
    if (socket !== this.#socket) return;
    const frame = read(data);
    if (frame === null) return;
    if (frame.type === "welcome") this.#welcomed();
    if (frame.type === "goaway") this.#leaving(frame);
    this.#onFrame(frame);
  }

  #welcomed() {
    clearTimeout(this.#timer);
    this.#greeted = true;
    this.#tries = 0;
    this.#goaway = null;
    this.#onState({ state: "online" });
  }

  #leaving(frame) {
    this.#goaway = { reason: frame.reason, reconnectAfter: Number(frame.reconnectAfter) || 0, used: false };
    this.#onState({ state: "leaving", goaway: frame.reason });
  }

  #drop(socket, code) {
    if (socket !== this.#socket) return;
    clearTimeout(this.#timer);
    this.#socket = null;
    this.#greeted = false;
    socket.close();
    const next = afterClose(code, {
      tries: this.#tries,
      reconnectAfter: this.#reconnectAfter(),
      jitter: Math.random(),
    });
    this.#tries += 1;
    if (next.delay === undefined) {
      this.#onState({ state: next.state, code });
      return;
    }
    this.#timer = setTimeout(() => this.connect(), next.delay);
    this.#onState({ state: "waiting", retryAt: Date.now() + next.delay, goaway: this.#goaway?.reason, code });
  }

  /** A goaway's wait counts once; a gateway that is not back by then is tried with growing waits. */
  #reconnectAfter() {
    if (this.#goaway === null || this.#goaway.used) return undefined;
    this.#goaway.used = true;
    this.#tries = 0;
    return this.#goaway.reconnectAfter;
  }
}
