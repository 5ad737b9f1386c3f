// The HTTP interface. Every call resolves; what went wrong is said in the answer.

const base = new URL("api/v1/", document.baseURI);
const TIMEOUT_MS = 15000;
const FILE_TIMEOUT_MS = 200000;

// { ok, status, body, message, retryMs }; status 0 means that nobody answered.
async function call(method, path, { token, body, query } = {}) {
  const url = new URL(path, base);
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
  const headers = {};
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body) headers["Content-Type"] = "application/json";
  const aborter = new AbortController();
  const timer = setTimeout(() => aborter.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(url, {
      method,
      headers,
      body: body && JSON.stringify(body),
      signal: aborter.signal,
      cache: "no-store",
      credentials: "omit",
    });
    const text = await response.text();
    return read(response, text);
  } catch {
    return { ok: false, status: 0, body: null, message: "", retryMs: 0 };
  } finally {
    clearTimeout(timer);
  }
}

function read(response, text) {
  let body = null;
  try {
    body = text ? JSON.parse(text) : {};
  } catch {
    // A proxy's own page: treated as an answer without content.
  }
  return {
    ok: response.ok && body !== null,
    status: response.ok && body === null ? 0 : response.status,
    body,
    message: body?.error?.message ?? "",
    retryMs: 1000 * (Number(response.headers.get("Retry-After")) || 0),
  };
}

export const health = () => call("GET", "healthz");
export const createVisitor = (name) => call("POST", "visitors", { body: name ? { name } : {} });
export const send = (token, item) =>
  call("POST", "messages", { token, body: { client_id: item.client_id, text: item.text } });

// The file itself is the body. Not by fetch, which tells nothing of how far it has come.
export function sendFile(token, item, progress) {
  const url = new URL("files", base);
  url.searchParams.set("client_id", item.client_id);
  url.searchParams.set("name", item.text.slice(0, 300));
  const request = new XMLHttpRequest();
  return new Promise((resolve) => {
    request.open("POST", url);
    request.timeout = FILE_TIMEOUT_MS;
    request.setRequestHeader("Authorization", `Bearer ${token}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (event) => event.total && progress(event.loaded / event.total);
    request.onloadend = () => {
      const header = (name) => request.getResponseHeader(name);
      const answer = { status: request.status, ok: request.status >= 200 && request.status < 300 };
      resolve(read({ ...answer, headers: { get: header } }, request.responseText));
    };
    request.send(item.file);
  });
}

export const fetchAfter = (token, after) =>
  call("GET", "messages", { token, query: { after, limit: 200 } });
export const readUpTo = (token, seq) => call("POST", "read", { token, body: { seq } });

export function socketUrl() {
  const url = new URL("ws", base);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url;
}

// Trying again at once would help nobody: the same request fails in the same way.
export const isFinal = (answer) =>
  answer.status >= 400 && answer.status < 500 && ![401, 408, 429].includes(answer.status);

// A file is not worth waiting for hours: the visitor is told, and may try again.
const PATIENCE_MS = 60000;
const TRIES = 8;

export const isFinalForFile = (answer, tries) =>
  isFinal(answer) || answer.status === 507 || answer.retryMs > PATIENCE_MS || tries >= TRIES;

// Jittered and growing, so that many visitors do not come back in the same moment.
export function backoff(tries) {
  const ceiling = Math.min(20000, 700 * 2 ** Math.min(tries, 6));
  return ceiling * (0.5 + Math.random() / 2);
}
