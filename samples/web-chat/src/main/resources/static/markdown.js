// A bot's text is untrusted: it reaches the page as nodes that DOMPurify accepted, never as innerHTML.
const { markdownit, DOMPurify } = window;

const PERMITTED = {
  ALLOWED_TAGS: ["a", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"],
  ALLOWED_ATTR: ["align", "href", "start", "title"],
  RETURN_DOM_FRAGMENT: true,
};

/** Limit for nested lists, quotes and emphasis. Deeper levels are shown as plain text. */
const DEEPEST = 40;

/** Limit for the characters of an address: a long one, defined once and used often, could make a page of any size. */
const LONGEST_LINK = 2000;

DOMPurify.addHook("afterSanitizeAttributes", (node) => {
  if (node.tagName === "A") Object.assign(node, { target: "_blank", rel: "noopener noreferrer" });
});

// HTML is shown as plain text. The parser does not backtrack, so its time is linear in any text.
const markdown = markdownit({ html: false });

const isPermitted = markdown.validateLink;
markdown.validateLink = (url) => url.length <= LONGEST_LINK && isPermitted(url);

const tokenize = markdown.block.tokenize;
markdown.block.tokenize = function (state, start, end) {
  if (state.level < DEEPEST) {
    tokenize.call(this, state, start, end);
    return;
  }
  const content = state.getLines(start, end, state.blkIndent, false).trim();
  state.line = end;
  state.push("paragraph_open", "p", 1).map = [start, end];
  Object.assign(state.push("inline", "", 0), { content, map: [start, end], children: [] });
  state.push("paragraph_close", "p", -1);
};

const text = (like, content) => Object.assign(new like.constructor("text", "", 0), { content });

/** Finds an address in a text, without the punctuation after it, or returns null. */
function address(word) {
  const found = word.length > LONGEST_LINK ? null
    : /^\W*((?:https?:\/\/|www\.)\S+|\w[\w.+-]*@[\w-]+(?:\.[\w-]+)+)/i.exec(word);
  if (found === null) return null;
  const ends = found[1].includes("(") ? ".,;:!?'\"*_~]>" : ".,;:!?'\"*_~]>)";
  let length = found[1].length;
  while (ends.includes(found[1][length - 1])) length--;
  const shown = found[1].slice(0, length);
  const scheme = /^https?:/i.test(shown) ? "" : /^www\./i.test(shown) ? "https://" : "mailto:";
  return { begin: found[0].length - found[1].length, shown, href: markdown.normalizeLink(scheme + shown) };
}

/** Turns addresses into links, and HTML line breaks into line breaks, because a table's cell has no other kind. */
function linked(token, inLink) {
  const tokens = [];
  for (const [i, line] of token.content.split(/<br *\/?>/i).entries()) {
    if (i > 0) tokens.push(Object.assign(text(token, ""), { type: "hardbreak", tag: "br" }));
    let words = "";
    for (const word of inLink ? [line] : line.split(/(\s+)/)) {
      const link = inLink ? null : address(word);
      if (link === null) {
        words += word;
        continue;
      }
      const open = Object.assign(text(token, ""), { type: "link_open", tag: "a", nesting: 1 });
      open.attrSet("href", link.href);
      tokens.push(text(token, words + word.slice(0, link.begin)), open, text(token, link.shown),
        Object.assign(text(token, ""), { type: "link_close", tag: "a", nesting: -1 }));
      words = word.slice(link.begin + link.shown.length);
    }
    tokens.push(text(token, words));
  }
  return tokens;
}

/** Turns a picture into a link, because loading it would tell its server that it was seen. */
function tameInline(children) {
  const tokens = [];
  let depth = 0;
  let links = 0;
  for (const token of children) {
    if (token.type === "link_close") links--;
    if (token.nesting < 0) depth--;
    if (token.nesting !== 0 && token.type.startsWith("s_")) token.tag = "del";
    if (token.type === "image") {
      const href = token.attrGet("src");
      const shown = text(token, token.content || href);
      if (links > 0) tokens.push(shown);
      else {
        const open = Object.assign(text(token, ""), { type: "link_open", tag: "a", nesting: 1 });
        open.attrSet("href", href);
        tokens.push(open, shown, Object.assign(text(token, ""), { type: "link_close", tag: "a", nesting: -1 }));
      }
    }
    else if (token.type === "text") tokens.push(...linked(token, links > 0));
    else if (token.nesting !== 0 && depth >= DEEPEST && !token.type.startsWith("link_")) tokens.push(text(token, token.markup));
    else tokens.push(token);
    if (token.nesting > 0) depth++;
    if (token.type === "link_open") links++;
  }
  return tokens;
}

/** The page has the first two levels of headings, and no styles but its own. */
function tame(token) {
  if (token.type.startsWith("heading_")) token.tag = `h${Math.min(Number(token.tag.slice(1)) + 2, 6)}`;
  const style = token.attrGet("style");
  if (style !== null) token.attrs = [["align", style.replace("text-align:", "")]];
  if (token.type === "inline") token.children = tameInline(token.children);
}

/** Returns the top-level blocks of a text, each with its first line. */
function blocksOf(source, definitions) {
  const tokens = markdown.parse(source, definitions);
  tokens.forEach(tame);
  const blocks = [];
  let block = [];
  for (const token of tokens) {
    block.push(token);
    if (token.level === 0 && token.nesting <= 0) {
      blocks.push({ line: block[0].map[0], html: markdown.renderer.render(block, markdown.options, definitions) });
      block = [];
    }
  }
  return blocks;
}

/** Makes wide contents scrollable, also with the keyboard. */
function scrolling(node, label) {
  const group = document.createElement("div");
  group.className = "wide";
  group.tabIndex = 0;
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", label);
  node.replaceWith(group);
  group.append(node);
}

function rendered(html) {
  const block = document.createElement("div");
  block.append(DOMPurify.sanitize(html, PERMITTED));
  block.querySelectorAll("pre").forEach((node) => scrolling(node, "Code"));
  block.querySelectorAll("table").forEach((node) => scrolling(node, "Table"));
  return block;
}

function frame(action) {
  const number = requestAnimationFrame(action);
  return () => cancelAnimationFrame(number);
}

function timeout(action, pause) {
  const number = setTimeout(action, pause);
  return () => clearTimeout(number);
}

/**
 * Draws Markdown that grows. Unchanged blocks keep their nodes, so that selected text stays selected;
 * blocks that can no longer change are not parsed again.
 */
export class Markdown {
  element = Object.assign(document.createElement("div"), { className: "markdown" });
  source = "";
  #blocks = [];
  #settled = { characters: 0, blocks: 0, definitions: {} };
  #cancel = null;
  #pause = 0;

  /** Draws with the next frame. Slow drawing leaves four fifths of the time to the page. */
  add(text) {
    this.source += text;
    this.#cancel ??= this.#pause > 20 ? timeout(() => this.#draw(), this.#pause) : frame(() => this.#draw());
  }

  /** Draws the complete text, because a definition at its end applies to all of it. */
  finish() {
    this.#settled = { characters: 0, blocks: 0, definitions: {} };
    this.#draw();
  }

  #draw() {
    this.#cancel?.();
    this.#cancel = null;
    const begin = performance.now();
    try {
      this.#drawBlocks();
    }
    catch (failure) {
      // Plain text is better than none.
      console.warn("Shown as plain text:", failure);
      this.element.replaceChildren(Object.assign(document.createElement("p"), { className: "plain", textContent: this.source }));
      this.#blocks = [];
      this.#settled = { characters: 0, blocks: 0, definitions: {} };
    }
    this.#pause = 4 * (performance.now() - begin);
  }

  #drawBlocks() {
    const { characters, blocks: first, definitions } = this.#settled;
    if (this.#blocks.length === 0) this.element.replaceChildren();
    const source = this.source.slice(characters);
    const blocks = blocksOf(source, definitions);
    blocks.forEach(({ html }, i) => this.#show(first + i, html));
    while (this.#blocks.length > first + blocks.length) {
      this.#blocks.pop();
      this.element.lastElementChild.remove();
    }
    this.#settle(source, blocks);
  }

  #show(i, html) {
    if (this.#blocks[i] === html) return;
    const block = rendered(html);
    if (i < this.#blocks.length) this.element.children[i].replaceWith(block);
    else this.element.append(block);
    this.#blocks[i] = html;
  }

  /** A block is final when another block has begun below it on a complete line. */
  #settle(source, blocks) {
    const lines = [0, ...Array.from(source.matchAll(/\r\n?|\n/g), (end) => end.index + end[0].length)];
    const open = blocks.findLastIndex(({ line }) => line < lines.length - 1);
    if (open < 1) return;
    const { characters, blocks: before, definitions } = this.#settled;
    this.#settled = { characters: characters + lines[blocks[open].line], blocks: before + open, definitions };
  }
}
