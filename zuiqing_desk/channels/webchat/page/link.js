// The WebSocket: hints that there is something to fetch, typing and receipts. It reconnects by itself.

import { backoff, socketUrl } from "./api.js";

const UNAUTHORIZED = 4401;
const TYPING_EVERY_MS = 3000;
const TYPING_ENDS_MS = 4000;

export class Link {
  constructor(handlers) {
    this.handlers = handlers;
    this.token = null;
    this.socket = null;
    this.ready = false;
    this.failures = 0;
    this.timer = 0;
    this.typingSaid = 0;
    this.typingTimer = 0;
  }

  // Connect as this visitor; with another token, anew.
  use(token) {
    if (token === this.token) return;
    this.token = token;
    this.failures = 0;
    this.drop();
    if (token) this.connect();
  }

  // Do not wait any longer, as when the network or the page has come back.
  wake() {
    if (this.token && !this.socket) this.connect();
  }

  connect() {
    clearTimeout(this.timer);
    let socket;
    try {
      socket = new WebSocket(socketUrl());
    } catch {
      this.failures += 1;
      return;
    }
    this.socket = socket;
    socket.addEventListener("open", () => {
      socket.send(JSON.stringify({ type: "auth", token: this.token }));
    });
    socket.addEventListener("message", (event) => {
      if (socket === this.socket) this.hear(event.data);
    });
    socket.addEventListener("close", (event) => {
      if (socket === this.socket) this.lost(event.code);
    });
  }

  hear(data) {
    let frame;
    try {
      frame = JSON.parse(data);
    } catch {
      return;
    }
    if (frame.type === "ready") {
      this.ready = true;
      this.failures = 0;
      this.handlers.ready(frame.seq, frame.read);
    } else if (frame.type === "new") this.handlers.fresh(frame.seq);
    else if (frame.type === "typing") this.handlers.typing(frame.on === true);
    else if (frame.type === "read") this.handlers.seen(frame.seq);
  }

  lost(code) {
    this.socket = null;
    this.ready = false;
    this.failures += 1;
    this.typingSaid = 0;
    this.timer = setTimeout(() => this.wake(), backoff(this.failures));
    this.handlers.lost(code === UNAUTHORIZED);
  }

  drop() {
    clearTimeout(this.timer);
    const socket = this.socket;
    this.socket = null;
    this.ready = false;
    this.typingSaid = 0;
    if (socket) socket.close();
  }

  // Say that the visitor types; said again while it goes on, and taken back when it stops.
  typing(on) {
    clearTimeout(this.typingTimer);
    if (!this.ready) return;
    const now = Date.now();
    if (on) {
      this.typingTimer = setTimeout(() => this.typing(false), TYPING_ENDS_MS);
      if (now - this.typingSaid < TYPING_EVERY_MS) return;
      this.typingSaid = now;
    } else {
      if (!this.typingSaid) return;
      this.typingSaid = 0;
    }
    this.socket.send(JSON.stringify({ type: "typing", on }));
  }
}
