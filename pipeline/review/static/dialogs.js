// Dialogs for decisions that need more than a key. They hold no data of their own: the chosen value fills them.
import { send } from "./decide.js";
import { selected } from "./source.js";

let target = null;
let selection = null;

const entryOf = (stop) => JSON.parse(stop?.dataset.entry || "{}");

export function openDialog(name, stop) {
  const dialog = document.getElementById(name);
  if (dialog === null) return;
  target = name === "add" ? null : stop;
  selection = name === "add" ? selected() : null;
  dialog.querySelector("form").reset();
  const field = name === "add" ? dialog.querySelector("[name=field]").value : stop.dataset.field;
  showEditor(dialog, field);
  for (const about of dialog.querySelectorAll("[data-about]")) about.textContent = stop?.dataset.label ?? "";
  prepare[name]?.(dialog, stop, entryOf(stop));
  dialog.returnValue = "";
  dialog.showModal();
}

// Hidden editors are disabled, so that their fields are not sent.
function showEditor(dialog, field) {
  for (const editor of dialog.querySelectorAll("[data-editor]")) {
    editor.hidden = editor.dataset.editor !== field;
    for (const input of editor.querySelectorAll("input, select")) input.disabled = editor.hidden;
  }
}

function fill(dialog, entry) {
  for (const input of dialog.querySelectorAll("[data-editor]:not([hidden]) [name]")) {
    if (input.type !== "checkbox") input.value = entry[input.name] ?? "";
  }
}

const prepare = {
  correct: (dialog, stop, entry) => fill(dialog, entry),
  add: (dialog) => {
    const quote = dialog.querySelector("[name=quote]");
    quote.value = selection?.text ?? "";
    quote.readOnly = selection !== null;
    guess(dialog);
  },
  merge: (dialog, stop, entry) => {
    for (const label of dialog.querySelectorAll("[data-name]")) label.hidden = label.dataset.name === entry.name;
  },
  reassign: (dialog, stop) => {
    for (const choice of dialog.querySelectorAll("[data-bodies]")) {
      choice.hidden = stop.dataset.field === "roles";
    }
  },
  split: (dialog, stop, entry) => {
    const legend = dialog.querySelector("[data-mentions] legend");
    const choices = (entry.mentions ?? []).map((mention, number) => {
      const label = document.createElement("label");
      const box = document.createElement("input");
      Object.assign(box, { type: "checkbox", name: "mention", value: String(number) });
      label.append(box, ` ${mention.text}`);
      return label;
    });
    dialog.querySelector("[data-mentions]").replaceChildren(legend, ...choices);
  },
};

// A new value starts from the selected words; the kind of value is guessed from them and can be changed.
function guess(dialog) {
  const text = dialog.querySelector("[name=quote]").value;
  const chosen = dialog.querySelector("[name=field]");
  if (/@/.test(text)) chosen.value = "emails";
  else if (/^https?:|^www\./.test(text)) chosen.value = "urls";
  else if (/^[+(\d][\d\s()/.-]{4,}$/.test(text)) chosen.value = "phones";
  else chosen.value = "people";
  startEditor(dialog);
}

function startEditor(dialog) {
  const field = dialog.querySelector("[name=field]").value;
  const text = dialog.querySelector("[name=quote]").value;
  showEditor(dialog, field);
  const words = text.split(/\s+/);
  const start = { name: text, value: text, role: text, given: words.slice(0, -1).join(" "), family: words.at(-1), kind: "phone" };
  const inputs = dialog.querySelectorAll("[data-editor]:not([hidden]) input");
  for (const input of inputs) input.value = start[input.name] ?? "";
}

function submitted(dialog, button) {
  const fields = { action: button.value };
  if (target !== null) fields.target = target.dataset.target;
  for (const [name, value] of new FormData(dialog.querySelector("form"))) {
    fields[name] = name in fields ? [fields[name], value].flat() : value;
  }
  if (selection !== null) Object.assign(fields, { start: selection.start, end: selection.end, space: selection.space });
  dialog.close();
  send(fields, target?.dataset.target ?? null);
}

export function setUpDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-open]");
    if (opener) document.getElementById(opener.dataset.open)?.showModal();
  });
  document.addEventListener("submit", (event) => {
    const dialog = event.target.closest?.("dialog[data-form]");
    if (!dialog) return;
    event.preventDefault();
    if (!event.submitter || event.submitter.value === "cancel") dialog.close();
    else submitted(dialog, event.submitter);
  });
  const add = document.getElementById("add");
  add?.querySelector("[name=field]").addEventListener("change", () => startEditor(add));
  add?.querySelector("[name=quote]").addEventListener("change", () => guess(add));
}
