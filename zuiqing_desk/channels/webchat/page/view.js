// The log: one element a line, created once, put in order, and changed only where it must be.
// Text from outside is only ever put in as textContent.

const GROUP_MS = 3 * 60 * 1000;

const clock = new Intl.DateTimeFormat("zh-CN", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const date = new Intl.DateTimeFormat("zh-CN", { month: "long", day: "numeric", weekday: "short" });
const full = new Intl.DateTimeFormat("zh-CN", { dateStyle: "long", timeStyle: "medium" });

const AUTHORS = { customer: "我", agent: "客服", system: "店铺" };

export class Log {
  constructor(list, { retry, edit, drop }) {
    this.list = list;
    this.retry = retry;
    this.drop = drop;
    this.edit = edit;
    this.elements = new Map();
  }

  // Show the session's lines and unsent messages.
  show(session) {
    const rows = rowsOf(session);
    const kept = new Set(rows.map((row) => row.key));
    for (const [key, element] of this.elements) {
      if (!kept.has(key)) {
        element.remove();
        this.elements.delete(key);
      }
    }
    let place = this.list.firstElementChild;
    for (const row of rows) {
      const element = this.elements.get(row.key) ?? this.create(row);
      if (element === place) place = place.nextElementSibling;
      else this.list.insertBefore(element, place);
      this.refresh(element, row);
    }
  }

  create(row) {
    const element = make("li", row.kind);
    if (row.kind === "line") {
      element.append(make("span", "hidden"), make("div", "bubble"), make("div", "meta"));
      element.children[0].textContent = `${AUTHORS[row.from]}：`;
    } else {
      element.textContent = row.text;
    }
    this.elements.set(row.key, element);
    return element;
  }

  refresh(element, row) {
    if (row.kind !== "line") return;
    const signature = `${row.at}|${row.what}|${row.tone}|${row.follows}`;
    if (element.dataset.shown === signature) return;
    element.dataset.shown = signature;
    const side = row.from === "customer" ? "mine" : "theirs";
    element.className = ["line", side, row.follows ? "next" : "", row.tone].join(" ").trim();
    const [, bubble, meta] = element.children;
    if (bubble.textContent !== row.text) bubble.textContent = row.text;
    meta.replaceChildren();
    const time = make("time", "");
    const at = new Date(row.at);
    time.dateTime = at.toISOString();
    time.textContent = clock.format(at);
    time.title = full.format(at);
    meta.append(time);
    if (row.what) {
      const what = make("span", "what");
      what.textContent = row.what;
      meta.append(what);
    }
    if (row.tone === "failed") {
      meta.append(this.button("重试", () => this.retry(row.item)));
      const leave = row.item.file ? "不发了" : "改一改";
      meta.append(this.button(leave, () => (row.item.file ? this.drop : this.edit)(row.item)));
    }
  }

  button(label, act) {
    const button = make("button", "act");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", act);
    return button;
  }
}

function make(tag, className) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  return element;
}

function rowsOf(session) {
  const rows = [];
  if (session.restarted) {
    rows.push({ key: "restarted", kind: "system", text: "会话已重新开始，之前的记录不再显示。" });
  }
  const lines = [...session.lines.values()].sort((a, b) => a.seq - b.seq);
  let day = "";
  let before = null;
  const put = (row) => {
    const itsDay = date.format(new Date(row.at));
    if (itsDay !== day) {
      day = itsDay;
      before = null;
      rows.push({ key: `day:${row.key}`, kind: "day", text: day });
    }
    if (row.kind === "line") {
      row.follows = before?.from === row.from && new Date(row.at) - new Date(before.at) < GROUP_MS;
    }
    before = row.kind === "line" ? row : null;
    rows.push(row);
  };
  for (const line of lines) put(sentRow(line, session));
  const known = new Set(lines.map((line) => line.client_id));
  for (const item of session.outbox) {
    if (!known.has(item.client_id)) put(unsentRow(item, session));
  }
  return rows;
}

function sentRow(line, session) {
  const mine = line.from === "customer";
  return {
    key: line.client_id ? `own:${line.client_id}` : `seq:${line.seq}`,
    kind: line.from === "system" ? "system" : "line",
    from: line.from,
    text: wordsOf(line),
    at: line.at,
    what: mine ? (line.seq <= session.seenByAgent ? "已读" : "已送达") : "",
    tone: "",
  };
}

const KINDS = { picture: "图片", file: "文件", order_card: "订单" };

// A file in words: 图片 碎瓶.jpg · 1.2 MB · 1280×960
function wordsOf(line) {
  const kind = KINDS[line.kind];
  if (!kind) return line.text;
  const { bytes, width, height } = line.file ?? {};
  const about = [bytes ? sizeOf(bytes) : "", width ? `${width}×${height}` : ""];
  return [`${kind} ${line.text}`, ...about].filter(Boolean).join(" · ");
}

function sizeOf(bytes) {
  if (bytes < 1024) return `${bytes} 字节`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / (1024 * 1024)).toFixed(1)} MB`;
}

const sending = (item) => (item.part > 0 && !item.told ? `发送中 ${Math.floor(item.part * 100)}%` : "发送中…");

function unsentRow(item, session) {
  const connected = session.state === "connected";
  return {
    key: `own:${item.client_id}`,
    kind: "line",
    from: "customer",
    text: item.file ? `${item.text} · ${sizeOf(item.file.size)}` : item.text,
    at: item.at,
    what: item.failed ? `发送失败：${item.failed}` : connected ? sending(item) : "等待网络，会自动重发",
    tone: item.failed ? "failed" : "waiting",
    item,
  };
}
