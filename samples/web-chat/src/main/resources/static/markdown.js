// Text of a bot is foreign: it reaches the page as nodes that DOMPurify let through, never as innerHTML.
const { marked, DOMPurify } = window;

const PERMITTED = {
  ALLOWED_TAGS: ["a", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"],
  ALLOWED_ATTR: ["align", "href", "start", "title"],
  RETURN_DOM_FRAGMENT: true,
};

DOMPurify.addHook("afterSanitizeAttributes", (node) => {
  if (node.tagName === "A") Object.assign(node, { target: "_blank", rel: "noopener noreferrer" });
});

const text = (text) => ({ type: "text", raw: text, text, escaped: false });

/**
 * The page has the first two levels of headings. A picture would tell its server that it was seen: it becomes a link.
 * HTML is shown as it was written, but for line breaks, without which there is only one line in the cell of a table.
 */
function tame(token) {
  if (token.type === "heading") token.depth = Math.min(token.depth + 2, 6);
  if (token.type === "image") Object.assign(token, { type: "link", tokens: [text(token.text || token.href)] });
  if (token.type === "html") {
    if (/^<br *\/?>$/i.test(token.raw)) token.type = "br";
    else if (token.block) Object.assign(token, { type: "paragraph", tokens: [text(token.raw)] });
    else Object.assign(token, text(token.raw));
  }
}

/** What is too wide scrolls, also with the keyboard. */
function scrolling(node, label) {
  const frame = document.createElement("div");
  frame.className = "wide";
  frame.tabIndex = 0;
  frame.setAttribute("role", "group");
  frame.setAttribute("aria-label", label);
  node.replaceWith(frame);
  frame.append(node);
}

function rendered(token) {
  const block = document.createElement("div");
  block.append(DOMPurify.sanitize(marked.parser([token]), PERMITTED));
  block.querySelectorAll("pre").forEach((node) => scrolling(node, "Code"));
  block.querySelectorAll("table").forEach((node) => scrolling(node, "Table"));
  return block;
}

/** Markdown that grows. Blocks that did not change stay as they are, so that text in them stays selected. */
export class Markdown {
  element = Object.assign(document.createElement("div"), { className: "markdown" });
  source = "";
  #blocks = [];

  add(text) {
    this.source += text;
    this.#outdated ??= requestAnimationFrame(() => this.draw());
  }

  #outdated = null;

  draw() {
    cancelAnimationFrame(this.#outdated);
    this.#outdated = null;
    const tokens = marked.lexer(this.source).filter((token) => token.type !== "space");
    marked.walkTokens(tokens, tame);
    tokens.forEach((token, i) => {
      if (this.#blocks[i] === token.raw) return;
      const block = rendered(token);
      if (i < this.#blocks.length) this.element.children[i].replaceWith(block);
      else this.element.append(block);
      this.#blocks[i] = token.raw;
    });
    while (this.#blocks.length > tokens.length) {
      this.#blocks.pop();
      this.element.lastElementChild.remove();
    }
  }
}
