import { announce, copyButton, element } from "./page.js";
import { Markdown } from "./markdown.js";

const EVENTS = ["text", "call", "result", "done", "stopped", "failed"];

/** Formats the arguments or the result of a tool call, as short as possible. */
function brief(json) {
  try { return Object.values(JSON.parse(json)).join(", "); } catch { return json; }
}

function pretty(json) {
  try { return JSON.stringify(JSON.parse(json), null, 2); } catch { return json; }
}

/** Shows one answer of a bot while it streams: text, tool calls, and its end. */
export class Answer {
  running = true;
  #bot;
  #calls = new Map();
  #text = null;
  #source = null;
  #announce = announce;
  #markdown = "";

  constructor(bot, { onEnd, onRetry, onAnew }) {
    this.#bot = bot;
    this.onEnd = onEnd;
    this.onRetry = onRetry;
    this.onAnew = onAnew;
    this.body = element("div", { className: "body" });
    this.item = element("li", { className: "answer running" },
      element("h2", { className: "who" }, bot.title), this.body);
  }

  /** Subscribes to an event source, which reconnects by itself and continues after the last event. */
  listen(url, { onConnected, onLost }) {
    this.#announce(`${this.#bot.title} is answering.`);
    this.#source = new EventSource(url);
    this.#source.onopen = () => onConnected();
    this.#source.onerror = () => onLost(this.#source.readyState === EventSource.CLOSED);
    for (const name of EVENTS) {
      this.#source.addEventListener(name, (event) => this.#show(name, () => JSON.parse(event.data)));
    }
  }

  /** An error while showing an event ends the answer, because an answer that seems to run for ever would be worse. */
  #show(name, data) {
    try {
      this[name](data());
    }
    catch (failure) {
      console.warn("This answer cannot be shown:", failure);
      if (this.running) this.failed({ message: "This page could not show the rest of the answer.", code: String(failure) });
    }
  }

  close() {
    this.#source?.close();
  }

  /** Shows a past answer from the same events, without announcing it to screen readers. */
  recall(events) {
    this.#announce = () => {};
    for (const { name, data } of events) this.#show(name, () => data);
  }

  text({ text }) {
    if (this.#text === null) {
      this.#text = new Markdown();
      this.body.append(this.#text.element);
    }
    this.#text.add(text);
    this.#markdown += text;
  }

  /** Copies the bot's text with its Markdown. */
  #offerCopy() {
    if (this.#markdown.trim() !== "") this.item.append(copyButton("Copy answer", () => this.#markdown.trim()));
  }

  call({ id, tool, arguments: input, ofBot }) {
    this.#endText();
    if (this.#markdown !== "") this.#markdown = `${this.#markdown.trimEnd()}\n\n`;
    const facts = element("dl", {}, element("dt", {}, "Asked"), element("dd", {}, pretty(input)));
    const call = element("details", { className: ofBot ? "tool" : "tool running" },
      element("summary", {}, element("code", {}, tool), element("span", { className: "brief" }, brief(input)),
        element("span", { className: "by" }, ofBot ? `${this.#bot.title}’s own tool` : "tool of this shop")), facts);
    this.#calls.set(id, { call, facts });
    this.body.append(call);
    this.#announce(`${this.#bot.title} uses ${tool}.`);
  }

  result({ id, result }) {
    const { call, facts } = this.#calls.get(id) ?? {};
    facts?.append(element("dt", {}, "Returned"), element("dd", {}, pretty(result)));
    call?.classList.remove("running");
  }

  done() {
    this.#end();
    this.#announce(`${this.#bot.title}: ${this.body.innerText}`);
  }

  stopped() {
    this.#end();
    this.#note("note", "Stopped.");
  }

  /** A conversation that is too long would fail again, so the button asks in a new one. */
  failed({ message, code, anew = /^(TOO_LONG$|413 )/.test(code) }) {
    this.#end();
    const button = element("button", { type: "button" }, anew ? "Ask in a new conversation" : "Try again");
    button.addEventListener("click", () => anew ? this.onAnew() : this.onRetry());
    if (code) console.info(`The answer failed: ${code}`);
    this.#note("failure", message, button);
  }

  #note(className, message, ...children) {
    this.body.append(element("p", { className }, message, ...children));
    this.#announce(message);
  }

  /** Draws the rest of the text before it is announced, because a hidden tab has no frames. */
  #endText() {
    this.#text?.finish();
    this.#text = null;
  }

  /** Marks the answer as ended first, whatever fails afterwards. */
  #end() {
    this.running = false;
    this.close();
    this.#endText();
    this.item.classList.remove("running");
    this.#calls.forEach(({ call }) => call.classList.remove("running"));
    this.#offerCopy();
    this.onEnd();
  }
}
