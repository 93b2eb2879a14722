// Values and their evidence: hovering or stepping to one lights up the other.
import { goTo, onStop } from "./stops.js";

const keysOf = (element) => (element?.dataset.keys ?? "").split(" ").filter(Boolean);

function having(keys, scope) {
  return keys.flatMap((key) => [...document.querySelectorAll(`${scope}[data-keys~="${CSS.escape(key)}"]`)]);
}

function light(elements) {
  document.querySelectorAll(".lit").forEach((element) => element.classList.remove("lit"));
  elements.forEach((element) => element.classList.add("lit"));
}

function show(stop) {
  const marks = having(keysOf(stop), "#source .mark");
  light(marks);
  const hidden = marks.find((mark) => mark.offsetParent !== null);
  if (hidden !== undefined) reveal(hidden);
}

// Scrolls the source alone: the page itself must not jump.
function reveal(mark) {
  const pane = document.getElementById("source");
  const box = pane.getBoundingClientRect();
  const place = mark.getBoundingClientRect();
  if (place.top < box.top + 40 || place.bottom > box.bottom - 40) {
    pane.scrollTop += place.top - box.top - box.height / 3;
  }
}

export function setUpMarks() {
  onStop(show);
  document.addEventListener("mouseover", (event) => {
    const mark = event.target.closest?.("#source .mark");
    const stop = event.target.closest?.("#pane .stop");
    const keys = keysOf(mark ?? stop);
    if (keys.length > 0) light([...having(keys, "#source .mark"), ...(mark ? having(keys, "#pane .stop") : [])]);
  });
  document.addEventListener("click", (event) => {
    const mark = event.target.closest?.("#source .mark");
    if (!mark || !document.getSelection().isCollapsed) return;
    const found = having(keysOf(mark).reverse(), "#pane .stop");
    goTo(found.find((stop) => stop.classList.contains("change")) ?? found[0]);
  });
}
