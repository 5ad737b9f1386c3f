// The conversation as this browser knows it: what the shop has, what is still to be sent, and how
// the two meet again after anything was interrupted.

import * as api from "./api.js";
import { Link } from "./link.js";
import * as outbox from "./outbox.js";
import * as storage from "./storage.js";

const POLL_MS = { linked: 25000, unlinked: 4000, hidden: 60000 };
const OFFLINE_AFTER_MS = 30000;

export class Session {
  constructor(changed) {
    this.changed = changed;
    this.token = storage.token.get();
    this.lines = new Map();
    this.last = 0;
    this.loaded = false;
    this.seenByAgent = 0;
    this.agentTypes = false;
    this.restarted = false;
    this.outbox = outbox.all();
    this.reachable = null;
    this.failingSince = 0;
    this.failures = 0;
    this.read = 0;
    this.link = new Link({
      ready: (seq, seen) => this.linked(seq, seen),
      fresh: (seq) => seq > this.last && this.sync(),
      typing: (on) => this.update(() => (this.agentTypes = on)),
      seen: (seq) => this.update(() => (this.seenByAgent = Math.max(this.seenByAgent, seq))),
      lost: (unauthorized) => this.unlinked(unauthorized),
    });
    this.sync = alone(() => this.fetchNew());
    this.flush = alone(() => this.sendAll());
    this.noteReading = alone(() => this.sayRead());
  }

  start() {
    storage.onChange(() => this.adopt());
    window.addEventListener("online", () => this.reconnect());
    window.addEventListener("offline", () => this.changed());
    document.addEventListener("visibilitychange", () => this.wake());
    window.addEventListener("pageshow", () => this.wake());
    this.link.use(this.token);
    this.sync();
    this.flush();
  }

  // connecting, connected, reconnecting or offline
  get state() {
    if (!navigator.onLine) return "offline";
    if (this.reachable === null && !this.link.ready) return "connecting";
    const polling = this.reachable && (!this.token || this.link.failures >= 3);
    if (this.link.ready || polling) return "connected";
    const since = this.failingSince;
    return since && Date.now() - since > OFFLINE_AFTER_MS ? "offline" : "reconnecting";
  }

  say(text) {
    outbox.add(text);
    this.link.typing(false);
    this.update(() => (this.outbox = outbox.all()));
    this.flush();
  }

  attach(files) {
    for (const file of files) outbox.addFile(file);
    this.update(() => (this.outbox = outbox.all()));
    this.flush();
  }

  retry(item) {
    outbox.update(item, { failed: undefined, tries: item.file && 0 });
    this.update(() => (this.outbox = outbox.all()));
    this.flush();
  }

  withdraw(item) {
    outbox.remove(item);
    this.update(() => (this.outbox = outbox.all()));
  }

  // Another tab changed what is kept.
  adopt() {
    const token = storage.token.get();
    if (token !== this.token) this.become(token);
    this.update(() => (this.outbox = outbox.all()));
    this.sync();
    this.flush();
  }

  // The network went and came back: the old socket may be dead without knowing it.
  reconnect() {
    this.link.drop();
    this.wake();
  }

  wake() {
    this.changed();
    if (document.visibilityState === "hidden") return;
    this.link.wake();
    this.sync();
    this.flush();
  }

  update(change) {
    change();
    this.changed();
  }

  linked(seq, seen) {
    // The shop has put an older copy of its store back: what it tells begins anew.
    if (seq < this.last) {
      this.lines.clear();
      this.last = this.seenByAgent = 0;
      this.sync();
    }
    this.seenByAgent = Math.max(this.seenByAgent, seen);
    this.answered({ status: 200 });
    if (seq > this.last) this.sync();
    this.flush();
  }

  unlinked(unauthorized) {
    this.agentTypes = false;
    this.changed();
    if (unauthorized) this.sync();
    else this.plan();
  }

  // Note what an answer says about the connection; true if somebody answered at all.
  answered(answer) {
    const reached = answer.status > 0 && answer.status < 500;
    this.reachable = reached;
    this.failures = reached ? 0 : this.failures + 1;
    this.failingSince = reached ? 0 : this.failingSince || Date.now();
    this.changed();
    return reached;
  }

  plan() {
    clearTimeout(this.timer);
    let wait = POLL_MS[this.link.ready ? "linked" : "unlinked"];
    if (document.visibilityState === "hidden") wait = POLL_MS.hidden;
    if (this.failures) wait = api.backoff(this.failures);
    else if (!this.token) wait = POLL_MS.linked;
    this.timer = setTimeout(() => this.sync(), wait);
  }

  async fetchNew() {
    const token = this.token;
    const answer = token ? await api.fetchAfter(token, this.last) : await api.health();
    if (token !== this.token) return true;
    this.answered(answer);
    if (token && answer.status === 401) {
      this.unknown(token);
      return true;
    }
    let again = false;
    if (token && answer.ok) {
      again = this.take(answer.body.messages) || answer.body.more;
      this.loaded = this.loaded || !answer.body.more;
      this.changed();
    }
    this.plan();
    return again;
  }

  // True if the shop should learn that its lines have arrived: the next request says so.
  take(messages) {
    let theirs = false;
    for (const line of messages) {
      this.last = Math.max(this.last, line.seq);
      if (this.lines.has(line.seq)) continue;
      this.lines.set(line.seq, line);
      theirs = theirs || line.from !== "customer";
      if (line.from === "agent") this.agentTypes = false;
      if (line.client_id) this.settled(line.client_id);
    }
    return theirs;
  }

  settled(clientId) {
    for (const item of outbox.all()) {
      if (item.client_id === clientId) outbox.remove(item);
    }
    this.outbox = outbox.all();
  }

  // The shop does not know this visitor (any more): begin anew, and keep what is unsent.
  unknown(token) {
    const stored = storage.token.get();
    if (stored === token) storage.token.set(null);
    this.restarted = this.restarted || this.lines.size > 0;
    this.become(stored === token ? null : stored);
  }

  become(token) {
    this.token = token;
    this.lines = new Map();
    this.last = 0;
    this.loaded = false;
    this.read = 0;
    this.seenByAgent = 0;
    this.link.use(token);
    this.changed();
    this.flush();
  }

  async introduce() {
    const answer = await api.createVisitor(storage.name.get());
    this.answered(answer);
    if (!answer.ok) return answer;
    // Another tab may have been quicker; both then use the one that is stored.
    const stored = storage.token.get();
    if (!stored) storage.token.set(answer.body.visitor_token);
    this.become(stored ?? answer.body.visitor_token);
    this.sync();
    return answer;
  }

  // Send what is unsent, in order. Resolves to true if there is more to do at once.
  async sendAll() {
    clearTimeout(this.sendTimer);
    const item = outbox.all().find((unsent) => !unsent.failed && !unsent.told);
    if (!item) return false;
    let answer;
    if (this.token) {
      const token = this.token;
      answer = item.file ? await this.upload(token, item) : await api.send(token, item);
      this.answered(answer);
      if (answer.status === 401) {
        if (token === this.token) this.unknown(token);
        return true;
      }
      if (answer.ok) this.acknowledge(item, answer.body);
    } else {
      answer = await this.introduce();
    }
    if (answer.ok) return true;
    const final = item.file ? api.isFinalForFile(answer, item.tries) : api.isFinal(answer);
    if (final) {
      outbox.update(item, { failed: answer.message || "没有发出去" });
      this.update(() => (this.outbox = outbox.all()));
      return true;
    }
    const wait = Math.max(answer.retryMs, api.backoff(this.failures));
    this.sendTimer = setTimeout(() => this.flush(), wait);
    return false;
  }

  upload(token, item) {
    outbox.update(item, { part: 0, tries: item.tries + 1 });
    return api.sendFile(token, item, (part) => this.update(() => outbox.update(item, { part })));
  }

  acknowledge(item, { seq, at }) {
    if (item.file) {
      // Only the shop knows what it was: the line comes with what is fetched next.
      outbox.update(item, { told: true });
      this.sync();
      return;
    }
    outbox.remove(item);
    if (!this.lines.has(seq)) {
      const line = { seq, at, from: "customer", kind: "text", text: item.text, client_id: item.client_id };
      this.lines.set(seq, line);
      // Lines in between may be missing still; `last` moves only by fetching.
      if (seq === this.last + 1) this.last = seq;
      else this.sync();
    }
    this.update(() => (this.outbox = outbox.all()));
  }

  // The visitor has the newest line before their eyes.
  async sayRead() {
    const theirs = [...this.lines.values()].filter((line) => line.from !== "customer");
    const newest = theirs.reduce((seq, line) => Math.max(seq, line.seq), 0);
    if (!this.token || newest <= this.read) return false;
    const answer = await api.readUpTo(this.token, newest);
    if (answer.ok) this.read = newest;
    return answer.ok;
  }
}

// Runs one at a time; a call meanwhile, or a task that asks for it, makes it run once more.
function alone(task) {
  let running = false;
  let again = false;
  return async function run() {
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      do {
        again = false;
        if (await task()) again = true;
      } while (again);
    } finally {
      running = false;
    }
  };
}
