"use strict";

// Rows of DIRECTORY: [id, name, words to search, summary]; index.js holds them.
const MOST_RESULTS = 50;

const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/ß/g, "ss");
const folded = DIRECTORY.map((row) => fold(row[2]));
const pageOf = (id) => `${id.slice(0, 4).toLowerCase()}.html`;

function matches(query) {
  const words = fold(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return DIRECTORY.filter((_, index) => words.every((word) => folded[index].includes(word)));
}

function item([id, name, , summary]) {
  const line = document.createElement("li");
  const link = document.createElement("a");
  link.href = `${pageOf(id)}#${id}`;
  link.textContent = name;
  line.append(link);
  if (summary) line.append(` – ${summary}`);
  return line;
}

function show(query) {
  const found = matches(query);
  document.querySelector("#results").replaceChildren(...found.slice(0, MOST_RESULTS).map(item));
  const more = found.length > MOST_RESULTS ? `, die ersten ${MOST_RESULTS} sind gezeigt` : "";
  document.querySelector("#count").textContent = query.trim() ? `${found.length} Treffer${more}` : `${DIRECTORY.length} Einträge`;
}

document.querySelector("#search").addEventListener("submit", (event) => event.preventDefault());
document.querySelector("#query").addEventListener("input", (event) => show(event.target.value));
