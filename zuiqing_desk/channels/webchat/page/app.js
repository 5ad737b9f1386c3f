// Wires the page together: the box, the log and the session behind them.

import { holdsFiles } from "./outbox.js";
import { Session } from "./session.js";
import * as storage from "./storage.js";
import { Log } from "./view.js";

const MAX_CHARS = 4000;
const COUNT_FROM = 3500;
const MAX_FILES = 9;
const STATES = { connecting: "正在连接", connected: "已连接", reconnecting: "正在重连", offline: "离线" };

const $ = (id) => document.getElementById(id);
const shop = $("shop").textContent;
const title = document.title;
const text = $("text");
const scroll = $("scroll");

let atEnd = true;
let shown = 0;
let unseen = 0;
let loaded = false;

const session = new Session(schedule);
const log = new Log($("log"), {
  retry: (item) => session.retry(item),
  drop(item) {
    session.withdraw(item);
    text.focus();
  },
  edit(item) {
    text.value = text.value ? `${text.value}\n${item.text}` : item.text;
    session.withdraw(item);
    typed();
    text.focus();
  },
});

// ---- the log ----

let pending = false;

function schedule() {
  if (pending) return;
  pending = true;
  queueMicrotask(() => {
    pending = false;
    render();
  });
}

function render() {
  const state = session.state;
  $("state").dataset.state = state;
  setText($("state-text"), STATES[state]);
  $("welcome").hidden = session.lines.size + session.outbox.length > 0 || stillLoading();
  $("typing").hidden = !session.agentTypes;
  log.show(session);
  const theirs = [...session.lines.values()].filter((line) => line.from !== "customer").length;
  if (theirs > shown && loaded && (document.hidden || !atEnd)) unseen += theirs - shown;
  shown = theirs;
  loaded = session.loaded;
  if (atEnd) toEnd();
  look();
}

function stillLoading() {
  return session.token !== null && !session.loaded && session.reachable !== false;
}

function setText(element, value) {
  // Unchanged text is left alone: a screen reader would say it again.
  if (element.textContent !== value) element.textContent = value;
}

function toEnd() {
  scroll.scrollTop = scroll.scrollHeight;
}

// What stands before the visitor's eyes has been read.
function look() {
  if (!document.hidden && atEnd) {
    unseen = 0;
    session.noteReading();
  }
  $("newest").hidden = unseen === 0 || atEnd;
  document.title = unseen ? `(${unseen}) 新消息 · ${shop}` : title;
}

scroll.addEventListener("scroll", () => {
  atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 48;
  look();
});
$("newest").addEventListener("click", () => {
  atEnd = true;
  toEnd();
  look();
  text.focus();
});
document.addEventListener("visibilitychange", look);
new ResizeObserver(() => atEnd && toEnd()).observe(scroll);

// ---- the box ----

const length = (value) => [...value].length;

function typed() {
  storage.draft.set(text.value);
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + 2}px`;
  const count = length(text.value);
  const over = count > MAX_CHARS;
  $("counter").className = over ? "counter over" : "counter";
  setText($("counter"), over ? `超出 ${count - MAX_CHARS} 字，最多 ${MAX_CHARS} 字` : count >= COUNT_FROM ? `${count} / ${MAX_CHARS}` : "");
  $("send").setAttribute("aria-disabled", String(over || !text.value.trim()));
}

function submit() {
  const value = text.value;
  if (!value.trim() || length(value) > MAX_CHARS) {
    text.focus();
    return;
  }
  storage.name.set($("name").value.trim());
  text.value = "";
  typed();
  atEnd = true;
  session.say(value);
  text.focus();
}

text.addEventListener("input", () => {
  typed();
  session.link.typing(text.value.trim() !== "");
});
text.addEventListener("keydown", (event) => {
  // While an input method composes, Enter belongs to it (229 where isComposing is already off).
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  submit();
});
$("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
$("name").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  text.focus();
});
$("name").addEventListener("input", () => storage.name.set($("name").value.trim()));

// ---- pictures and files ----

function attach(files) {
  if (!files.length) return;
  storage.name.set($("name").value.trim());
  atEnd = true;
  session.attach([...files].slice(0, MAX_FILES));
  text.focus();
}

$("attach").addEventListener("click", () => $("file").click());
$("file").addEventListener("change", () => {
  attach($("file").files);
  $("file").value = "";
});
text.addEventListener("paste", (event) => {
  // What an office program copies is text and its picture: the text is meant.
  if (!event.clipboardData?.files.length || event.clipboardData.getData("text")) return;
  event.preventDefault();
  attach(event.clipboardData.files);
});
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  attach(event.dataTransfer?.files ?? []);
});
window.addEventListener("beforeunload", (event) => {
  if (holdsFiles()) event.preventDefault();
});

// ---- begin ----

$("seal").textContent = [...shop.trim()][0] ?? "客";
$("name").value = storage.name.get() ?? "";
text.value = storage.draft.get() ?? "";
typed();
session.start();
render();
setInterval(render, 10000);
if (matchMedia("(pointer: fine)").matches) text.focus();
