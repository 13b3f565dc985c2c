export const byId = (id) => document.getElementById(id);

/** All text is foreign: it becomes text nodes, never markup. */
export function element(name, properties, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children.filter((child) => child !== null));
  return node;
}

/** Calls this application; an error says what went wrong. */
export async function api(method, path, body) {
  const json = { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(`api/${path}`, { method, ...(body === undefined ? {} : json) })
    .catch(() => { throw new Error("The server cannot be reached."); });
  const text = await response.text();
  if (response.ok) return text === "" ? null : JSON.parse(text);
  let words = `The server refused it: ${response.status}.`;
  try { words = JSON.parse(text).detail ?? words; } catch { /* no words of its own */ }
  throw Object.assign(new Error(words), { status: response.status });
}

/** Says something to those who listen to the page. */
export function announce(text) {
  byId("announcer").textContent = text;
}

// Who reads the end sees it grow; who has scrolled up stays there.
let atEnd = true;
const end = () => document.documentElement.scrollHeight;
addEventListener("scroll", () => { atEnd = innerHeight + scrollY >= end() - 80; });
new ResizeObserver(() => { if (atEnd) scrollTo(0, end()); }).observe(byId("messages"));

export function goToEnd() {
  atEnd = true;
  scrollTo(0, end());
}
