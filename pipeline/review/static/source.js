// The source pane: removed pieces on demand, and selections as code-point offsets.

export function toggleRemoved() {
  const button = document.querySelector("[data-removed]");
  if (button === null) return;
  const open = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(open));
  document.querySelectorAll("#source details.removed").forEach((piece) => { piece.open = open; });
}

const codePoints = (text) => [...text].length;

// What is selected in the source pane, or null. JavaScript counts UTF-16 units, records count code points.
export function selected() {
  const article = document.querySelector("#source .text");
  const selection = document.getSelection();
  if (article === null || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const pieces = [...article.querySelectorAll("[data-start]")].filter((piece) => range.intersectsNode(piece));
  if (pieces.length === 0) return null;
  const first = pieces[0];
  const last = pieces.at(-1);
  const head = first.contains(range.startContainer) ? range.startContainer.textContent.slice(0, range.startOffset) : "";
  const tail = last.contains(range.endContainer) ? range.endContainer.textContent.slice(0, range.endOffset) : last.textContent;
  const start = Number(first.dataset.start) + codePoints(head);
  const end = Number(last.dataset.start) + codePoints(tail);
  return start < end ? { start, end, space: article.dataset.space, text: selection.toString().trim() } : null;
}

export function setUpSource() {
  document.querySelector("[data-removed]")?.addEventListener("click", toggleRemoved);
}
