import { announce, copyButton, element } from "./page.js";
import { Markdown } from "./markdown.js";

const EVENTS = ["text", "call", "result", "done", "stopped", "failed"];

/** What a tool was called with or returned, as short as it goes. */
function brief(json) {
  try { return Object.values(JSON.parse(json)).join(", "); } catch { return json; }
}

function pretty(json) {
  try { return JSON.stringify(JSON.parse(json), null, 2); } catch { return json; }
}

/** One answer of a bot, as it comes: text, tools, and how it ended. */
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

  /** Listens to an event source, which takes care of lost connections: it asks for what it has not heard. */
  listen(url, { onConnected, onLost }) {
    this.#announce(`${this.#bot.title} is answering.`);
    this.#source = new EventSource(url);
    this.#source.onopen = () => onConnected();
    this.#source.onerror = () => onLost(this.#source.readyState === EventSource.CLOSED);
    for (const name of EVENTS) {
      this.#source.addEventListener(name, (event) => this.#show(name, () => JSON.parse(event.data)));
    }
  }

  /** What cannot be shown ends the answer: one that seems to go on for ever would be worse. */
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

  /** An answer of the past: the same events, but nothing is said aloud. */
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

  /** What is copied is what the bot wrote, so that its Markdown stays. */
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

  /** The same question again would make a conversation that is too long no shorter. */
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

  /** Draws what is left of the text, also where no frame comes before it is read aloud, as in a hidden tab. */
  #endText() {
    this.#text?.finish();
    this.#text = null;
  }

  /** First of all the answer is over, whatever goes wrong with the rest. */
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
