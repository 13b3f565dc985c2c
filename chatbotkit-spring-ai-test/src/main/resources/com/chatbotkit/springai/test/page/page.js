"use strict";

// All text is foreign: it becomes text nodes, never markup.
function element(name, properties, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children.filter((child) => child !== null));
  return node;
}

const byId = (id) => document.getElementById(id);
const parsed = (text) => { try { return JSON.parse(text); } catch { return null; } };
const lettersOf = (name) => String(name).replace(/[^\p{L}\p{N}]/gu, "").toLowerCase();
const pretty = (value) => typeof value === "string" ? value : JSON.stringify(value, null, 2);

/** The data of an event stream's events, of which the last may still be incomplete. */
function eventsIn(text) {
  const events = text.split("\n\n");
  const rest = events.pop();
  return { data: events.map((event) => event.replace(/^data: ?/, "")), rest };
}

/** What an answer says: its text, its tool calls, its error, why it ended. */
class Answer {
  text = "";
  calls = [];
  error = null;
  finish = null;

  add(data) {
    if (data === "[DONE]") return;
    const json = parsed(data);
    const choice = json?.choices?.[0];
    const said = choice?.delta ?? choice?.message;
    if (said) {
      this.text += said.content ?? "";
      this.calls.push(...(said.tool_calls ?? []));
      this.finish = choice.finish_reason ?? this.finish;
    }
    else if (json?.error) this.error = `${json.error.code ?? json.error.type}: ${json.error.message}`;
    else if (json?.message && json?.code) this.error = `${json.code}: ${json.message}`;
    else this.error = data;
  }
}

class Exchange {
  before = null;
  chunks = [];
  notes = [];
  answer = new Answer();
  status = null;
  stream = false;
  outcome = null;
  unread = "";

  constructor(step) {
    this.number = step.exchange;
    this.at = step.at;
    this.method = step.facts.method;
    this.uri = step.facts.uri;
    this.raw = step.facts.body;
    this.body = parsed(this.raw);
  }

  add(step) {
    const after = step.at - this.at;
    if (step.kind === "STATUS") Object.assign(this, { status: step.facts.status, stream: step.facts.stream });
    if (step.kind === "NOTE") this.notes.push(step.facts);
    if (step.kind === "CUT") this.chunks.push({ after, data: "… and more, which is not shown" });
    if (step.kind === "END") Object.assign(this, { outcome: step.facts.outcome, took: after });
    if (step.kind === "PIECE") {
      const { data, rest } = this.stream && this.status === 200
        ? eventsIn(this.unread + step.facts.text) : { data: [step.facts.text], rest: "" };
      this.unread = rest;
      data.filter((text) => text !== "").forEach((text) => {
        this.chunks.push({ after, data: text });
        this.answer.add(text);
      });
    }
  }

  get target() {
    const model = this.body?.model;
    return model === undefined ? `${this.method} ${this.uri}` : pretty(model);
  }

  /** As the list shows it. */
  get time() {
    return new Date(this.at).toLocaleTimeString();
  }

  /** Whether this request brings the result of a tool that an earlier one's answer called. */
  continues(earlier) {
    const { messages } = this;
    return ["tool", "function"].includes(messages.at(-1)?.role) && earlier.answer.finish === "tool_calls"
      && earlier.messages.length < messages.length && earlier.target === this.target
      && earlier.messages.every((message, i) => JSON.stringify(message) === JSON.stringify(messages[i]));
  }

  /** This exchange and those before it in its tool loop, oldest first. */
  get loop() {
    return [...this.before?.loop ?? [], this];
  }

  /** What the filter looks in. */
  contains(words) {
    const text = [this.number, this.time, this.method, this.uri, this.target, this.label, this.status, this.raw,
      this.answer.text, this.answer.error, ...this.notes.map((note) => note.text),
      ...this.answer.calls.map((call) => call?.function?.name)].join("\n").toLowerCase();
    return words.every((word) => text.includes(word));
  }

  get lastText() {
    const last = this.messages.at(-1);
    return last ? wordsOf(last) : "";
  }

  get messages() {
    return Array.isArray(this.body?.messages) ? this.body.messages.filter((message) => message) : [];
  }

  get tools() {
    const list = (value) => Array.isArray(value) ? value : [];
    return [...list(this.body?.functions), ...list(this.body?.tools).map((tool) => tool?.function ?? tool)]
      .filter((tool) => tool);
  }

  /** Calls that nobody runs: the application that asked has no such tool. */
  get warning() {
    const names = this.tools.map((tool) => tool.name);
    const offered = `This request offers ${names.length === 0 ? "no tools" : `only ${names.join(", ")}`}.`;
    const called = this.answer.finish === "tool_calls" ? this.answer.calls.map((call) => call?.function?.name) : [];
    // Beside a call that is run, the bot's own calls are ordinary, unless they look like a misspelt name.
    const runs = called.some((name) => names.includes(name));
    const unknown = called.filter((name) => !names.includes(name)
      && (!runs || names.some((other) => lettersOf(other) === lettersOf(name))));
    if (unknown.length > 0) return `Nobody offered the tool that is called: ${unknown.join(", ")}. ${offered}`;
    const last = this.messages.at(-1);
    const word = last?.role === "user" && this.answer.calls.length === 0 && this.outcome !== null
      ? /(?:^|\s)call:([\w-]+)/.exec(wordsOf(last)) : null;
    return word === null || names.includes(word[1]) ? null : `call:${word[1]} calls no tool. ${offered}`;
  }

  /** Without a finish reason a stream only looks whole. */
  get state() {
    if (this.outcome === null) return "running";
    if (this.outcome !== "done") return this.outcome === "cancelled" ? "cancelled" : "failed";
    const whole = this.status === 200 && this.answer.error === null && this.answer.finish !== null;
    return !whole ? "failed" : this.warning === null && this.notes.length === 0 ? "done" : "warning";
  }

  get label() {
    if (this.state === "running") return this.status === null ? "waiting" : "streaming";
    if (this.state === "done" || this.state === "warning") return this.answer.finish;
    if (this.state === "cancelled") return "cancelled";
    if (this.status !== 200) return this.status === null ? "broken off" : String(this.status);
    return this.answer.error === null ? "no finish reason" : "error";
  }
}

function wordsOf(message) {
  const content = message.content ?? "";
  const calls = Array.isArray(message.tool_calls) ? message.tool_calls : [];
  return [...content === "" ? [] : [typeof content === "string" ? content : JSON.stringify(content)],
    ...calls.map((call) => `${call?.function?.name}(${call?.function?.arguments})`)].join("\n");
}

const COMPLETE = 256 * 1024;

/** The request as a command for a shell, or null where the emulator kept only a part of it. */
function curlOf({ method, uri, raw, body }) {
  if (body === null && raw.length > COMPLETE) return null;
  const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
  return ["curl -sSN", ...method === "POST" ? [] : [`-X ${method}`], quoted(location.origin + uri),
    "-H 'Authorization: Bearer sk-test-1'",
    ...raw === "" ? [] : ["-H 'Content-Type: application/json'", `--data-raw ${quoted(raw)}`]].join(" \\\n  ");
}

/** Java that makes the emulator answer a question as it was answered here, or null where no script can. */
function scriptOf(exchange) {
  const { loop } = exchange;
  const question = loop[0].messages.findLast((message) => message.role === "user");
  const selector = /^(bot\/id|model\/name)=([^/]+)/.exec(exchange.target);
  const failed = loop.some(({ answer, status }) => status !== 200 || answer.error !== null || answer.finish === null);
  if (!question || selector === null || failed) return null;
  // JSON's escapes are Java's.
  const text = (value) => JSON.stringify(String(value));
  const call = ({ function: { name, arguments: input } }) => `${text(name)}, ${text(input ?? "{}")}`;
  const lines = [`emulator.${selector[1] === "bot/id" ? "bot" : "model"}(${text(selector[2])})`, `  .when(${text(wordsOf(question))})`];
  loop.forEach(({ answer }, i) => {
    const calls = answer.calls.filter((called) => called?.function);
    const simple = answer.finish === "tool_calls" && calls.length === 1 && answer.text === "";
    const reply = calls.length === 0 ? text(answer.text) : null;
    if (simple) lines.push(`  .${i === 0 ? "call" : "thenCall"}(${call(calls[0])})`);
    else if (reply !== null) lines.push(`  .${i === 0 ? "reply" : "thenReply"}(${reply})`);
    else {
      const made = [answer.text === "" ? "Reply.nothing()" : `Reply.text(${text(answer.text)})`,
        ...calls.map((called) => `.${answer.finish === "tool_calls" ? "andCall" : "andOwnCall"}(${call(called)})`)].join("");
      lines.push(`  .${i === 0 ? "reply" : "thenReply"}(${i === 0 ? "" : "(turn) -> "}${made})`);
    }
  });
  return `${lines.join("\n")};`;
}

/** A button that copies a text, which is made when it is pressed. */
function copying(label, text) {
  const button = element("button", { type: "button", className: "small" }, label);
  button.addEventListener("click", () => copy(button, label, text()));
  return button;
}

async function copy(button, label, text) {
  let said = "Copied";
  try { await navigator.clipboard.writeText(text); } catch { said = "The browser does not let this page copy"; }
  button.textContent = said;
  byId("said").textContent = said;
  setTimeout(() => {
    button.textContent = label;
    byId("said").textContent = "";
  }, 2000);
}

/** The right side: one exchange. What is open stays open from one exchange to the next. */
const detail = {
  open: new Set(["Conversation", "Tools", "Answer"]),
  exchange: null,

  show(exchange) {
    this.exchange = exchange;
    this.shown = 0;
    this.facts = element("dl", {});
    this.answer = element("div", { className: "answer" });
    this.chunks = element("ol", { className: "chunks" });
    this.count = element("span", { className: "hint" });
    this.marks = new Map();
    this.script = copying("Copy as script", () => scriptOf(this.exchange));
    const curl = copying("Copy as curl", () => curlOf(this.exchange));
    curl.disabled = curlOf(exchange) === null;
    byId("detail").replaceChildren(...[
      element("div", { className: "title" }, element("h2", {}, `Exchange ${exchange.number}`),
        element("div", { className: "actions" }, curl, this.script)),
      this.facts,
      this.section("Answer", null, [this.answer]),
      this.section("Conversation", exchange.messages.length, this.turns(exchange.messages)),
      this.section("Tools", exchange.tools.length, exchange.tools.map((tool) => this.tool(tool))),
      this.section("Chunks", this.count, [this.chunks]),
      this.section("Request as sent", null, [element("pre", {}, exchange.body === null ? exchange.raw : pretty(exchange.body))]),
    ].filter((part) => part !== null));
    this.update();
  },

  /** What was said before the last question is folded. */
  turns(messages) {
    const last = messages.findLastIndex((message) => message.role === "user");
    const first = (message) => ["system", "developer"].includes(message.role);
    const old = messages.slice(0, Math.max(last, 0)).filter((message) => !first(message));
    const row = (message) => {
      const mark = element("span", { className: "mark" });
      this.marks.set(message, mark);
      return element("div", { className: "message" }, element("span", { className: "role" }, String(message.role), mark),
        element("span", { className: "words" }, wordsOf(message)));
    };
    if (old.length === 0) return messages.map(row);
    const folded = element("details", { className: "old" },
      element("summary", {}, old.length === 1 ? "1 earlier message" : `${old.length} earlier messages`), ...old.map(row));
    const rest = messages.filter((message) => !old.includes(message));
    const system = rest.filter(first);
    return [...system.map(row), folded, ...rest.filter((message) => !system.includes(message)).map(row)];
  },

  section(title, count, children) {
    if (count === 0) return null;
    const hint = typeof count === "number" ? element("span", { className: "hint" }, String(count)) : count ?? "";
    const section = element("details", { open: this.open.has(title) }, element("summary", {}, title + " ", hint), ...children);
    section.addEventListener("toggle", () => section.open ? this.open.add(title) : this.open.delete(title));
    return section;
  },

  tool(tool) {
    return element("details", {}, element("summary", {}, element("code", {}, String(tool.name)),
      ` ${tool.description ?? ""}`), element("pre", {}, pretty(tool.parameters ?? {})));
  },

  update() {
    const { exchange } = this;
    const rows = [["Request", `${exchange.method} ${exchange.uri}`], ["Model", exchange.target],
      ["Received", exchange.time],
      ["Status", exchange.status === null ? "…" : String(exchange.status) + (exchange.stream ? ", streamed" : "")],
      [exchange.answer.finish === null ? "State" : "Finish reason", element("span", { className: `state ${exchange.state}` }, exchange.label)]];
    if (exchange.chunks.length > 0) rows.push(["First chunk", `after ${exchange.chunks[0].after} ms`]);
    if (exchange.outcome !== null) rows.push(["Finished", `after ${exchange.took} ms`]);
    if (exchange.before !== null) rows.push(["Tool loop", `request ${exchange.loop.length}, after exchange ${exchange.before.number}`]);
    this.script.disabled = scriptOf(exchange) === null;
    this.facts.replaceChildren(...rows.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]));
    const { text, calls, error } = exchange.answer;
    const { warning } = exchange;
    this.answer.replaceChildren(text, ...calls.map((call) =>
      element("pre", {}, `${call?.function?.name}(${call?.function?.arguments})`)),
      error === null ? "" : element("p", { className: "error" }, error),
      ...[...exchange.notes.map((note) => note.text), ...warning === null ? [] : [warning]].map((text) =>
        element("p", { className: "warning" }, text)));
    for (const { mark, messages } of exchange.notes) {
      messages.map((index) => this.marks.get(exchange.body?.messages[index]))
        .filter((place) => place).forEach((place) => { place.textContent = mark; });
    }
    const fresh = exchange.chunks.slice(this.shown);
    this.chunks.append(...fresh.map((chunk) => element("li", {},
      element("span", { className: "number" }, `+${chunk.after} ms`), element("code", {}, chunk.data))));
    this.shown = exchange.chunks.length;
    this.count.textContent = String(this.shown);
  },

  clear() {
    this.exchange = null;
    byId("detail").replaceChildren(element("h2", {}, "Exchange"),
      element("p", { className: "hint" }, "What is sent to the emulator appears here, as it happens."));
  },
};

/** The list of exchanges, newest first. Those of one tool loop stand together. */
const list = {
  kept: 50,
  exchanges: new Map(),
  rows: new Map(),
  changed: new Set(),
  words: [],
  hiddenUntil: { number: 0, at: 0 },

  /** Empties the list, also of what a new connection tells again. */
  hide() {
    const last = [...this.exchanges.values()].at(-1);
    if (last) this.hiddenUntil = { number: last.number, at: last.at };
    this.clear();
  },

  clear() {
    this.exchanges.clear();
    this.rows.clear();
    byId("exchanges").replaceChildren();
    this.count();
    detail.clear();
  },

  filter(text) {
    this.words = text.toLowerCase().split(/\s+/).filter((word) => word !== "");
    this.exchanges.forEach((exchange) => this.sift(exchange));
    this.count();
  },

  sift(exchange) {
    const row = this.rows.get(exchange.number);
    row.hidden = !exchange.contains(this.words);
    const group = row.parentElement;
    group.hidden = [...group.querySelectorAll("button")].every((button) => button.hidden);
  },

  get shown() {
    return [...this.exchanges.values()].filter((exchange) => !this.rows.get(exchange.number).hidden);
  },

  count() {
    const all = this.exchanges.size;
    const shown = this.shown.length;
    byId("nothing").textContent = all === 0 ? this.hiddenUntil.number > 0 ? "Cleared. New requests appear here." : "No requests yet."
      : shown < all ? `${shown} of ${all} exchanges match the filter.` : "";
  },

  add(step) {
    if (step.kind === "DROPPED") {
      [...this.exchanges.keys()].filter((number) => number < step.exchange).forEach((number) => this.forget(number));
      return;
    }
    if (step.exchange <= this.hiddenUntil.number && !this.exchanges.has(step.exchange)
      && (step.kind !== "REQUEST" || step.at <= this.hiddenUntil.at)) return;
    if (step.kind === "REQUEST") this.open(new Exchange(step));
    else this.exchanges.get(step.exchange)?.add(step);
    if (this.changed.size === 0) requestAnimationFrame(() => this.draw());
    this.changed.add(step.exchange);
  },

  open(exchange) {
    const button = element("button", { type: "button" });
    button.addEventListener("click", () => {
      byId("follow").checked = false;
      this.choose(exchange);
    });
    this.rows.set(exchange.number, button);
    exchange.before = [...this.exchanges.values()].reverse().find((earlier) => exchange.continues(earlier)) ?? null;
    const group = this.rows.get(exchange.before?.number)?.parentElement ?? element("li", {});
    group.prepend(button);
    group.classList.toggle("loop", exchange.before !== null);
    byId("exchanges").prepend(group);
    this.exchanges.set(exchange.number, exchange);
    const [oldest] = this.exchanges.keys();
    if (this.exchanges.size > this.kept) this.forget(oldest);
  },

  forget(number) {
    const row = this.rows.get(number);
    if (row.parentElement.childElementCount === 1) row.parentElement.remove();
    row.remove();
    this.rows.delete(number);
    this.exchanges.delete(number);
  },

  choose(exchange) {
    this.rows.get(detail.exchange?.number)?.removeAttribute("aria-current");
    this.rows.get(exchange.number).setAttribute("aria-current", "true");
    detail.show(exchange);
  },

  draw() {
    const changed = [...this.changed];
    this.changed.clear();
    for (const number of changed) {
      const exchange = this.exchanges.get(number);
      if (!exchange) continue;
      this.rows.get(number).replaceChildren(
        element("span", { className: "number" }, String(number)),
        element("code", { className: "target" }, exchange.target),
        element("span", { className: `state ${exchange.state}` }, exchange.label),
        element("time", { className: "number", dateTime: new Date(exchange.at).toISOString() }, exchange.time),
        element("span", { className: "text" }, exchange.lastText));
      this.sift(exchange);
      if (detail.exchange === exchange) detail.update();
    }
    this.count();
    const newest = this.shown.at(-1);
    if (newest && newest !== detail.exchange && (byId("follow").checked || detail.exchange === null)) this.choose(newest);
  },

  move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const rows = [...byId("exchanges").querySelectorAll("button")].filter((row) => !row.hidden);
    const next = step && rows[rows.indexOf(event.target) + step];
    if (next) {
      event.preventDefault();
      next.focus();
      next.click();
    }
  },
};

/** The left side: a client like any other, with a key that the emulator accepts from everyone. */
const talk = {
  messages: [],
  running: null,

  say(className, text) {
    const line = element("p", { className: `said ${className}` }, text);
    byId("conversation").append(line);
    byId("conversation").scrollTop = byId("conversation").scrollHeight;
    return line;
  },

  async ask(model, text) {
    this.messages.push({ role: "user", content: text });
    this.say("user", text);
    const line = this.say("running", "");
    const answer = new Answer();
    this.running = new AbortController();
    byId("stop").disabled = false;
    byId("send").disabled = true;
    try {
      await this.read(model, answer, line);
      if (answer.error === null && answer.finish === null) answer.error = "The answer broke off: no finish reason.";
    }
    catch (failure) {
      if (failure.name === "AbortError") this.say("note", "stopped");
      else answer.error = String(failure.message);
    }
    finally {
      line.classList.remove("running");
      byId("stop").disabled = true;
      byId("send").disabled = false;
      this.running = null;
    }
    if (line.textContent === "") line.remove();
    answer.calls.forEach((call) => this.say("note", `calls ${call?.function?.name}(${call?.function?.arguments})`));
    if (answer.error !== null) this.say("error", answer.error);
    if (answer.text !== "") this.messages.push({ role: "assistant", content: answer.text });
  },

  async read(model, answer, line) {
    const response = await fetch("/v1/openai/chat/completions", {
      method: "POST",
      headers: { "Authorization": "Bearer sk-test-page", "Content-Type": "application/json" },
      body: JSON.stringify({ model, stream: true, messages: this.messages }),
      signal: this.running.signal,
    });
    if (response.status !== 200) {
      answer.add(await response.text());
      answer.error = `${response.status} ${answer.error}`;
      return;
    }
    const decoder = new TextDecoder();
    const reader = response.body.getReader();
    let unread = "";
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      const { data, rest } = eventsIn(unread + decoder.decode(piece.value, { stream: true }));
      unread = rest;
      data.forEach((event) => answer.add(event));
      line.textContent = answer.text;
      byId("conversation").scrollTop = byId("conversation").scrollHeight;
    }
  },

  restart() {
    this.running?.abort();
    this.messages = [];
    byId("conversation").replaceChildren();
    byId("message").focus();
  },
};

byId("base-url").textContent = `${location.origin}/v1/openai`;
byId("copy-url").addEventListener("click", () => copy(byId("copy-url"), "Copy", byId("base-url").textContent));
byId("clear").addEventListener("click", () => list.hide());
byId("filter").addEventListener("input", () => list.filter(byId("filter").value));
byId("exchanges").addEventListener("keydown", (event) => list.move(event));
byId("follow").addEventListener("change", () => list.draw());
byId("stop").addEventListener("click", () => talk.running?.abort());
byId("restart").addEventListener("click", () => talk.restart());
byId("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = byId("message").value;
  if (talk.running === null && text.trim() !== "") {
    byId("message").value = "";
    talk.ask(byId("selector").value.trim(), text);
  }
});
byId("message").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    byId("ask").requestSubmit();
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") talk.running?.abort();
});

detail.clear();
const events = new EventSource("/_emulator/events");
const connection = (className, text) => Object.assign(byId("connection"), { className, textContent: text });
events.addEventListener("begin", () => {
  list.clear();
  connection("live", "live");
});
events.addEventListener("message", (event) => list.add(JSON.parse(event.data)));
events.addEventListener("error", () => connection("", "The emulator is gone. Trying again …"));
