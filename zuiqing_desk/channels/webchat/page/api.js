// The HTTP interface. Every call resolves; what went wrong is said in the answer.

const base = new URL("api/v1/", document.baseURI);
const TIMEOUT_MS = 15000;

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

// Jittered and growing, so that many visitors do not come back in the same moment.
export function backoff(tries) {
  const ceiling = Math.min(20000, 700 * 2 ** Math.min(tries, 6));
  return ceiling * (0.5 + Math.random() / 2);
}
