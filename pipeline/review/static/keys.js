// One key a decision. Keys can be switched off (WCAG 2.1.4), and do nothing while somebody types.
import { act } from "./decide.js";
import { currentStop, step } from "./stops.js";
import { toggleRemoved } from "./source.js";

const follow = (selector) => () => document.querySelector(selector)?.click();
const focus = (selector) => () => document.querySelector(selector)?.focus();

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  ".": follow("a[rel=next]"),
  ",": follow("a[rel=prev]"),
  a: () => act("accept"),
  r: () => act("reject"),
  e: () => act(document.querySelector("[data-blind]") === null ? "correct" : "other"),
  o: () => act("reassign"),
  m: () => act("merge"),
  s: () => act("split"),
  n: () => act("add"),
  x: () => act("suppress"),
  u: () => act("undo"),
  A: () => act("accept-all"),
  t: focus("#note"),
  v: follow("[data-view]"),
  h: toggleRemoved,
  w: () => { const why = currentStop()?.querySelector("details.why"); if (why) why.open = !why.open; },
  p: focus("#source"),
  g: () => location.assign("/"),
  "/": focus("[type=search]"),
  "?": () => document.getElementById("help")?.showModal(),
  Enter: () => currentStop()?.matches("a") && currentStop().click(),
};
const WHEN_SCROLLING = new Set(["ArrowDown", "ArrowUp"]);

function pressed(event) {
  if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
  const typing = event.target.closest("input, select, textarea");
  if (typing) {
    if (event.key === "Escape") currentStop()?.focus();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || document.documentElement.dataset.keys === "off") return;
  if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
  if (WHEN_SCROLLING.has(event.key) && event.target.closest("#source, .scroll")) return;
  const action = KEYS[event.key];
  if (action === undefined) return;
  event.preventDefault();
  action();
}

export function setUpKeys() {
  document.addEventListener("keydown", pressed);
}
