// What this browser keeps: the token, the name, unsent text and unsent messages.
// Keys carry the page's folder, so that two shops on one host do not mix.

const folder = new URL(".", document.baseURI).pathname;
const prefix = `zuiqing:${folder}:`;
const outboxPrefix = `${prefix}out:`;
const memory = new Map();

function get(key) {
  try {
    const value = localStorage.getItem(key);
    if (value !== null) return value;
  } catch {
    // Storage is switched off; the page then remembers as long as it is open.
  }
  return memory.get(key) ?? null;
}

function set(key, value) {
  memory.set(key, value);
  try {
    localStorage.setItem(key, value);
    memory.delete(key);
  } catch {
    // Full or switched off: memory has it.
  }
}

function remove(key) {
  memory.delete(key);
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept there.
  }
}

function keys() {
  const found = new Set(memory.keys());
  try {
    for (let i = 0; i < localStorage.length; i += 1) found.add(localStorage.key(i));
  } catch {
    // Memory is all there is.
  }
  return [...found];
}

function field(name) {
  const key = prefix + name;
  return {
    get: () => get(key),
    set: (value) => (value ? set(key, value) : remove(key)),
  };
}

export const token = field("token");
export const name = field("name");
export const draft = field("draft");

// One key a message: tabs that send at the same time cannot overwrite each other.
export const outbox = {
  all() {
    const items = [];
    for (const key of keys().filter((k) => k.startsWith(outboxPrefix)).sort()) {
      try {
        const item = JSON.parse(get(key));
        if (item && typeof item.text === "string") items.push({ ...item, key });
      } catch {
        remove(key);
      }
    }
    return items;
  },
  add(text) {
    const at = Date.now();
    const clientId = newId();
    const key = `${outboxPrefix}${String(at).padStart(15, "0")}:${clientId}`;
    set(key, JSON.stringify({ client_id: clientId, text, at }));
  },
  update(item, changes) {
    // Another tab may have seen it through in the meantime.
    if (get(item.key) === null) return;
    const { key, ...kept } = { ...item, ...changes };
    set(key, JSON.stringify(kept));
  },
  remove: (item) => remove(item.key),
};

export function onChange(callback) {
  window.addEventListener("storage", (event) => {
    if (event.key === null || event.key.startsWith(prefix)) callback();
  });
}

export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
