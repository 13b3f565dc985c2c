export const byId = (id) => document.getElementById(id);

/** Text is untrusted: it becomes text nodes, never markup. */
export function element(name, properties, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children.filter((child) => child !== null));
  return node;
}

/** Calls this application. An error has the server's message. */
export async function api(method, path, body) {
  const json = { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(`api/${path}`, { method, ...(body === undefined ? {} : json) })
    .catch(() => { throw new Error("The server cannot be reached."); });
  const text = await response.text();
  if (response.ok) return text === "" ? null : JSON.parse(text);
  let message = `The server refused it: ${response.status}.`;
  try { message = JSON.parse(text).detail ?? message; } catch { /* no message of its own */ }
  throw Object.assign(new Error(message), { status: response.status });
}

/** Announces a text to screen readers. */
export function announce(text) {
  byId("announcer").textContent = text;
}

/** Creates a button that copies a text, which is computed when the button is pressed. */
export function copyButton(label, text) {
  const button = element("button", { type: "button", className: "quiet copy" }, label);
  button.addEventListener("click", async () => {
    let said = "Copied";
    try { await navigator.clipboard.writeText(text()); } catch { said = "Your browser does not allow it"; }
    button.textContent = said;
    announce(said);
    setTimeout(() => { button.textContent = label; }, 2000);
  });
  return button;
}

/** Formats a date as people say it; today's with the time. */
export function when(milliseconds) {
  const date = new Date(milliseconds);
  const day = (time) => new Date(time.getFullYear(), time.getMonth(), time.getDate());
  const ago = Math.round((day(new Date()) - day(date)) / 86_400_000);
  if (ago === 0) return date.toLocaleTimeString("en", { hour: "numeric", minute: "2-digit" });
  if (ago === 1) return "Yesterday";
  const year = date.getFullYear() === new Date().getFullYear() ? {} : { year: "numeric" };
  return date.toLocaleDateString("en", { month: "short", day: "numeric", ...year });
}

// Keep the end visible for a reader at the end; do not move a reader who has scrolled up.
let atEnd = true;
const end = () => document.documentElement.scrollHeight;
addEventListener("scroll", () => { atEnd = innerHeight + scrollY >= end() - 80; });
new ResizeObserver(() => { if (atEnd) scrollTo(0, end()); }).observe(byId("messages"));

export function goToEnd() {
  atEnd = true;
  scrollTo(0, end());
}
