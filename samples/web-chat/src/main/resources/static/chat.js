import { Answer } from "./answer.js";
import { api, byId, element, goToEnd, when } from "./page.js";

/** The list of this browser's conversations. Their turns are stored on the server. */
const conversations = {
  all: JSON.parse(localStorage.getItem("conversations") ?? "[]"),

  keep(all) {
    this.all = all.slice(0, 50);
    localStorage.setItem("conversations", JSON.stringify(this.all));
    this.draw();
  },

  add(conversation) {
    this.keep([conversation, ...this.all]);
  },

  /** The most recently used conversation comes first. */
  touch(id) {
    const conversation = this.all.find((one) => one.id === id);
    if (conversation) this.keep([{ ...conversation, at: Date.now() }, ...this.all.filter((one) => one !== conversation)]);
  },

  remove(id) {
    this.keep(this.all.filter((conversation) => conversation.id !== id));
  },

  draw() {
    byId("earlier").hidden = this.all.length === 0;
    byId("list").replaceChildren(...this.all.map(({ id, bot, title, at }) => {
      const link = element("a", { href: `#${bot}/${id}` }, element("span", { className: "first" }, title),
        element("span", { className: "with" }, chat.botNamed(bot).title,
          at ? element("time", { dateTime: new Date(at).toISOString() }, when(at)) : null));
      if (id === chat.id) link.setAttribute("aria-current", "page");
      return element("li", {}, link);
    }));
  },
};

/** The conversation on the page. Its address names the bot and the conversation, so that a reload finds both. */
const chat = {
  bots: [],
  bot: null,
  id: null,
  loading: null,
  answer: null,
  sent: null,
  /** The user sent the question before the page was ready for it: it stays in its field until then. */
  early: false,

  botNamed(name) {
    return this.bots.find((bot) => bot.name === name) ?? this.bots[0];
  },

  async open() {
    this.leave();
    const [bot, id] = location.hash.slice(1).split("/");
    this.bot = this.botNamed(bot);
    this.id = id ?? null;
    this.draw();
    if (this.id === null) {
      submitEarly();
      return;
    }
    const loading = this.loading = api("GET", `conversations/${this.id}`);
    try {
      const { turns, live } = await loading;
      if (this.loading !== loading) return;
      connection("");
      this.show(turns, live);
      this.loading = null;
      submitEarly();
    }
    catch (failure) {
      if (this.loading !== loading) return;
      if (failure.status === 404) this.gone(failure.message);
      else {
        this.again = setTimeout(() => this.open(), 2000);
        connection(failure.message);
      }
    }
  },

  /** Handles a conversation that the server does not have: the next question begins a new one. */
  gone(message) {
    conversations.remove(this.id);
    this.id = this.loading = null;
    this.early = false;
    history.replaceState(null, "", `#${this.bot.name}`);
    this.draw();
    connection(message);
  },

  leave() {
    clearTimeout(this.again);
    this.answer?.close();
    this.loading = this.answer = this.sent = null;
    byId("messages").replaceChildren();
    busy(false);
    connection("");
  },

  /** A running answer streams all its events again. */
  show(turns, live) {
    turns.forEach(({ question, answer }, i) => {
      this.say(question);
      if (live && i === turns.length - 1) this.listen();
      else this.begin().recall(answer);
    });
    goToEnd();
  },

  draw() {
    byId("title").textContent = this.id === null ? "New conversation" : this.bot.title;
    byId("welcome").hidden = this.id !== null;
    byId("forget").hidden = this.id === null;
    byId("emulated").hidden = !this.bot.emulated;
    byId("question").placeholder = `Ask ${this.bot.title} …`;
    byId("examples").replaceChildren(...this.bot.examples.map((example) => {
      const button = element("button", { type: "button" }, example);
      button.addEventListener("click", () => this.ask(example));
      return element("li", {}, button);
    }));
    byId("bots").querySelectorAll("input").forEach((input) => { input.checked = input.value === this.bot.name; });
    conversations.draw();
  },

  say(text) {
    this.lastQuestion = text;
    byId("messages").append(element("li", { className: "question" }, element("h2", { className: "unseen" }, "You"),
      element("p", {}, text)));
  },

  begin() {
    const question = this.lastQuestion;
    const onEnd = () => {
      busy(false);
      submitEarly();
    };
    this.answer = new Answer(this.bot, { onEnd, onRetry: () => this.ask(question), onAnew: () => this.askAnew(question) });
    byId("messages").append(this.answer.item);
    return this.answer;
  },

  /** The page takes a question when it is ready and the previous answer has ended. */
  get takesQuestions() {
    return this.ready && !this.answer?.running;
  },

  /** The bots are known, and so are the turns of the conversation. */
  get ready() {
    return this.bot !== null && this.loading === null;
  },

  /** Adds a question below the others. */
  async ask(text) {
    if (!this.takesQuestions) return;
    byId("welcome").hidden = true;
    this.say(text);
    const answer = this.begin();
    busy(true);
    goToEnd();
    try {
      this.sent = this.send(text, answer);
      await this.sent;
      if (this.answer === answer) this.listen(answer);
    }
    catch (failure) {
      if (this.answer === answer) answer.failed({ message: failure.message, anew: failure.status === 404 });
    }
  },

  /** Asks in a new conversation, because this one takes no more questions. */
  async askAnew(text) {
    history.pushState(null, "", `#${this.bot.name}`);
    await this.open();
    await this.ask(text);
  },

  /** If the user opens another conversation meanwhile, it stays on the page and the new one only appears in the list. */
  async send(text, answer) {
    const { id: earlier, bot: { name: bot } } = this;
    const id = earlier ?? (await api("POST", "conversations")).id;
    await api("POST", `conversations/${id}/questions`, { bot, text });
    if (earlier !== null) conversations.touch(id);
    else {
      conversations.add({ id, bot, title: text, at: Date.now() });
      if (this.answer === answer) {
        this.id = id;
        history.pushState(null, "", `#${bot}/${id}`);
        this.draw();
      }
    }
    return id;
  },

  listen(answer = this.begin()) {
    busy(true);
    answer.listen(`api/conversations/${this.id}/answer`, {
      onConnected: () => connection(""),
      onLost: (forGood) => {
        connection("The connection is lost. Trying again …");
        if (forGood) this.again = setTimeout(() => this.open(), 1000);
      },
    });
  },

  /** Stops a question that is still being sent as soon as it has arrived. */
  async stop() {
    if (!this.answer?.running) return;
    try {
      const id = await this.sent ?? this.id;
      await api("DELETE", `conversations/${id}/answer`);
    }
    catch (failure) {
      connection(failure.message);
    }
  },

  async forget() {
    if (!confirm("Delete this conversation?")) return;
    const { id } = this;
    try {
      await api("DELETE", `conversations/${id}`).catch((failure) => { if (failure.status !== 404) throw failure; });
      conversations.remove(id);
      if (this.id === id) location.hash = "";
    }
    catch (failure) {
      connection(failure.message);
    }
  },
};

function busy(on) {
  byId("send").hidden = on;
  byId("stop").hidden = !on;
}

/** Sends a question that the user has sent before the page was ready. */
function submitEarly() {
  if (chat.early && chat.takesQuestions) byId("ask").requestSubmit();
}

function connection(message) {
  byId("connection").textContent = message;
}

/** Devices with a keyboard; on others, focus would open one that covers half of the page. */
function focusQuestion() {
  if (matchMedia("(hover: hover)").matches) byId("question").focus();
}

byId("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = byId("question").value.trim();
  chat.early = text !== "" && !chat.ready;
  if (text === "" || !chat.takesQuestions) return;
  byId("question").value = "";
  chat.ask(text);
});
byId("question").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    byId("ask").requestSubmit();
  }
});
byId("question").addEventListener("input", () => { chat.early = false; });
byId("stop").addEventListener("click", () => {
  chat.stop();
  focusQuestion();
});
byId("examples").addEventListener("click", focusQuestion);
byId("forget").addEventListener("click", () => chat.forget());
byId("bots").addEventListener("change", (event) => {
  chat.bot = chat.botNamed(event.target.value);
  chat.draw();
});
byId("conversations").addEventListener("click", (event) => {
  if (event.target.closest("a")) byId("conversations").hidePopover();
});
addEventListener("keydown", (event) => {
  if (event.key === "Escape") chat.stop();
});
addEventListener("hashchange", () => {
  chat.early = false;
  chat.open();
});

async function start() {
  try {
    chat.bots = await api("GET", "bots");
  }
  catch (failure) {
    connection(failure.message);
    setTimeout(start, 2000);
    return;
  }
  byId("bots").append(...chat.bots.map(({ name, title, about }) => element("label", {},
    element("input", { type: "radio", name: "bot", value: name }),
    element("span", { className: "name" }, title), element("span", { className: "about" }, about))));
  await chat.open();
}

start();
