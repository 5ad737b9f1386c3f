// What is still to be sent, oldest first: messages, which survive in this browser, and files, which
// live only as long as this page is open.

import * as storage from "./storage.js";

export const MAX_BYTES = 10 * 1024 * 1024;

const files = [];

export function all() {
  return [...storage.outbox.all(), ...files].sort((a, b) => a.at - b.at);
}

export const add = (text) => storage.outbox.add(text);

export function addFile(file) {
  const item = { client_id: storage.newId(), at: Date.now(), text: file.name, file, part: 0, tries: 0 };
  if (file.size > MAX_BYTES) item.failed = "超过 10 MB，请压缩或分开再发";
  if (file.size === 0) item.failed = "这个文件是空的";
  files.push(item);
}

export function update(item, changes) {
  if (item.file) Object.assign(item, changes);
  else storage.outbox.update(item, changes);
}

export function remove(item) {
  if (item.file) files.splice(files.indexOf(item), files.includes(item) ? 1 : 0);
  else storage.outbox.remove(item);
}

// True while closing the page would lose something.
export const holdsFiles = () => files.some((item) => !item.failed && !item.told);
