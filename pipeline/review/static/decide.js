// Sends decisions and puts the answer in place, so that neither scroll position nor reading place is lost.
import { afterDecision, currentStop, goTo, onStop, stops } from "./stops.js";
import { openDialog } from "./dialogs.js";

const AT_ONCE = new Set(["accept", "reject", "other"]);
let sending = false;

const form = () => document.getElementById("decide");

export function say(text) {
  document.getElementById("status").textContent = text;
}

// An action by key or button: at once, or by way of its dialog.
export function act(name) {
  const group = document.querySelector(".group.current form");
  if (group !== null && name === "accept") return group.requestSubmit();
  if (form() === null) return undefined;
  const stop = currentStop();
  if (name === "undo") return undo(stop);
  if (name === "accept-all") return document.querySelector('[data-do="accept-all"]') && send({ quick: "accept-all" }, null);
  if (name === "add") return openDialog("add", stop);
  if (stop === null || !allowed(stop).includes(name)) return undefined;
  if (AT_ONCE.has(name)) return send({ action: name, target: stop.dataset.target }, stop.dataset.target);
  return openDialog(name, stop);
}

// The last decision on this stop, or the last one at all.
function undo(stop) {
  const own = stop?.querySelector('button[value^="undo:"]');
  return send({ quick: own?.value ?? "undo-last" }, stop?.dataset.target ?? null);
}

export async function send(fields, target) {
  if (sending) return;
  sending = true;
  const body = new URLSearchParams(new FormData(form()));
  for (const [name, value] of Object.entries(fields)) {
    body.delete(name);
    for (const one of [value].flat()) body.append(name, one);
  }
  try {
    const response = await fetch(form().action, { method: "POST", body });
    if (response.redirected && new URL(response.url).pathname === "/sign-in") location.assign(response.url);
    else if (response.redirected && !samePage(response.url)) location.assign(response.url);
    else place(await response.text(), target, response.ok);
  } catch (error) {
    failed(error);
  } finally {
    sending = false;
  }
}

const samePage = (url) => new URL(url).pathname === location.pathname;

function failed(error) {
  const notice = document.createElement("p");
  notice.className = "notice bad";
  notice.textContent = String(error);
  document.getElementById("notices").replaceChildren(notice);
}

function place(html, target, decided) {
  const answer = new DOMParser().parseFromString(html, "text/html");
  const scrolled = document.getElementById("record")?.scrollTop ?? 0;
  const note = document.getElementById("note")?.value ?? "";
  for (const id of ["pane", "notices", "progress", "left"]) {
    const fresh = answer.getElementById(id);
    if (fresh !== null) document.getElementById(id)?.replaceWith(document.adoptNode(fresh));
  }
  document.getElementById("record").scrollTop = scrolled;
  if (!decided && document.getElementById("note") !== null) document.getElementById("note").value = note;
  if (decided) afterDecision(target);
  else goTo(stops().find((stop) => stop.dataset.target === target) ?? stops()[0]);
  say(answer.getElementById("status")?.textContent ?? "");
}

const allowed = (stop) => (stop?.dataset.actions ?? "").split(" ");

function refreshToolbar(stop) {
  const target = document.getElementById("target");
  if (target === null) return;
  target.textContent = stop.dataset.label ?? "";
  const names = allowed(stop);
  document.querySelectorAll("#decide [data-do]").forEach((button) => {
    const name = button.dataset.do;
    button.disabled = !["add", "undo"].includes(name) && !names.includes(name);
  });
}

export function setUpDecisions() {
  onStop(refreshToolbar);
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-do]");
    if (button && !button.closest(".group")) {
      event.preventDefault();
      act(button.dataset.do);
    }
  });
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "decide") return;
    event.preventDefault();
    const quick = event.submitter?.value;
    const stop = event.submitter?.closest(".stop");
    if (quick) send({ quick }, stop?.dataset.target ?? currentStop()?.dataset.target ?? null);
    else currentStop()?.focus();
  });
}
