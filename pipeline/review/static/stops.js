// Stops: the changes, values and queue entries that the keys step through. One of them is the current one.

const STOPS = "#pane .stop, .group.stop, [data-stop]";
const listeners = [];
let current = null;

export function stops() {
  return [...document.querySelectorAll(STOPS)].filter((stop) => stop.offsetParent !== null);
}

export function currentStop() {
  return current !== null && current.isConnected ? current : null;
}

export function onStop(listener) {
  listeners.push(listener);
}

export function goTo(stop, { focus = true } = {}) {
  if (stop === null || stop === undefined) return;
  if (current !== null) {
    current.classList.remove("current");
    current.removeAttribute("aria-current");
  }
  current = stop;
  stop.classList.add("current");
  stop.setAttribute("aria-current", "true");
  if (focus) stop.focus({ preventScroll: true });
  stop.scrollIntoView({ block: "nearest" });
  listeners.forEach((listener) => listener(stop));
}

export function step(by) {
  const all = stops();
  const at = all.indexOf(currentStop());
  if (at < 0) goTo(by > 0 ? all[0] : all.at(-1));
  else goTo(all[Math.min(Math.max(at + by, 0), all.length - 1)]);
}

// Behind a decision: the next open change, in a circle; the same place where none is left.
export function afterDecision(target) {
  const all = stops();
  const at = all.findIndex((stop) => stop.dataset.target === target);
  const order = [...all.slice(at + 1), ...all.slice(0, at + 1)];
  const next = order.find((stop) => stop.classList.contains("open"));
  goTo(next ?? all[at] ?? all[0]);
  return next !== undefined;
}

export function setUpStops() {
  document.addEventListener("focusin", (event) => {
    const stop = event.target.closest?.(STOPS);
    if (stop && stop !== current) goTo(stop, { focus: false });
  });
  document.addEventListener("click", (event) => {
    const stop = event.target.closest?.("#pane .stop");
    if (stop && !event.target.closest("button, a, summary, input, label")) goTo(stop);
  });
  const first = document.querySelector("#pane .stop.open") ?? document.querySelector(STOPS);
  if (first !== null && !location.hash) goTo(first);
}
