"""Reads every training and evaluation corpus as annotated texts.

Labels beside PER, ORG and LOC (roles, titles, addresses, ...) only occur in our own gold documents; `full` says
whether their absence means anything.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ENTITY_LABELS = ("PER", "ORG", "LOC")
Span = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Text:
    """An annotated text.

    Attributes:
        spans: (start, end, label), sorted, not overlapping; label ``?`` means that nothing is known there.
        names: for a PER span's index, the full name it stands for, and for other labels the base form.
        full: all labels are annotated, not only PER, ORG and LOC.
    """

    key: str
    text: str
    spans: tuple[Span, ...]
    names: tuple[str | None, ...] = ()
    full: bool = False


_ANNOTATION = re.compile(r"(?<!\\)\[((?:\\.|[^\[\]\\])+)\]\(([A-Z]+|-)(?: ([^()]*(?:\([^()]*\)[^()]*)*))?\)", re.DOTALL)
_JUNK = re.compile(r"^~[a-z-]+ .*(?:\n|\Z)", re.MULTILINE)


def read_gold(folder: Path, *, junk: bool = False) -> list[Text]:
    """Gold documents whole; without their junk lines unless asked for."""
    return [_gold(path, junk=junk) for path in sorted(folder.glob("*.gold.txt"))]


def _gold(path: Path, *, junk: bool) -> Text:
    body = path.read_text(encoding="utf-8").partition("\n---\n")[2].partition("\n===\n")[0]
    body = re.sub(r"(?m)^~[a-z-]+ ", "", body) if junk else _JUNK.sub("", body)
    parts: list[str] = []
    spans, names, length, cursor = [], [], 0, 0
    for match in _ANNOTATION.finditer(body):
        before, surface = _plain(body[cursor : match.start()]), _plain(match[1])
        length += len(before)
        parts += [before, surface]
        spans.append((length, length + len(surface), match[2]))
        names.append(match[3])
        length += len(surface)
        cursor = match.end()
    parts.append(_plain(body[cursor:]))
    return Text(path.name.removesuffix(".gold.txt"), "".join(parts), tuple(spans), tuple(names), full=True)


def _plain(markup: str) -> str:
    return markup.replace("\\[", "[").replace("\\]", "]")


_NO_SPACE_BEFORE = set(".,;:!?)]}%»“'’…")
_NO_SPACE_AFTER = set("([{„«‚")


def join_tokens(tokens: list[tuple[str, str]], key: str) -> Text:
    """Tokens with BIO tags as running text, punctuation set as in print."""
    text, spans, start, label, quoted = "", [], 0, "", False
    for token, tag in tokens:
        if label and not tag.startswith("I-"):
            spans.append((start, len(text), label))
            label = ""
        closing = token == '"' and quoted
        if (
            text
            and not (token[0] in _NO_SPACE_BEFORE and len(token) <= 3)
            and text[-1] not in _NO_SPACE_AFTER
            and not closing
        ):
            text += "" if quoted and text[-1] == '"' else " "
        quoted = quoted != (token == '"')
        if tag.startswith("B-"):
            start, label = len(text), tag[2:]
        text += token
    if label:
        spans.append((start, len(text), label))
    return Text(key, text, tuple(spans), (None,) * len(spans))


def read_germeval(path: Path) -> list[Text]:
    """GermEval 2014 (outer chunks; derivations, parts of words and OTH are no entities here)."""
    return [join_tokens([(token, _outer(tag)) for token, tag in sentence], f"{path.name}:{number}")
            for number, sentence in enumerate(_sentences(path, 1, 2))]  # fmt: skip


def _outer(tag: str) -> str:
    return tag if tag[2:] in ENTITY_LABELS else "O"


def read_conll(path: Path) -> list[Text]:
    """``token<TAB>BIO`` files."""
    return [join_tokens(sentence, f"{path.name}:{number}") for number, sentence in enumerate(_sentences(path, 0, 1))]


def _sentences(path: Path, token_column: int, tag_column: int) -> Iterator[list[tuple[str, str]]]:
    sentence: list[tuple[str, str]] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        cells = line.split("\t")
        if not line.strip():
            if sentence:
                yield sentence
            sentence = []
        elif not (line.startswith("#\t") and len(cells) <= 4 and tag_column == 2) and len(cells) > tag_column:
            sentence.append((cells[token_column], cells[tag_column]))


_SMARTDATA = {
    "person": "PER", "organization": "ORG", "organization-company": "ORG", "location": "LOC", "location-city": "LOC",
    "location-street": "?", "location-route": "?", "location-stop": "?", "org-position": "ROLE",
}  # fmt: skip


def read_smartdata(path: Path, *, evaluation: bool = False) -> list[Text]:
    """SmartData, whole documents.

    Adjectives and common nouns that its guideline marks (lower case) are no entities here.
    Streets, roads and stops follow another guideline than ours: unknown while training, LOC in an evaluation.
    """
    texts = []
    for line in path.read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        spans = sorted(_smart_spans(document, evaluation=evaluation))
        texts.append(Text(document["id"], document["text"], tuple(spans), (None,) * len(spans)))
    return texts


def _smart_spans(document: dict[str, object], *, evaluation: bool) -> Iterator[Span]:
    text = str(document["text"])
    entities: Iterable[tuple[int, int, str]] = document["entities"]  # type: ignore[assignment]  # as the corpus has it
    last = 0
    for start, end, kind in sorted(entities, key=lambda entity: (entity[0], -entity[1])):
        label = _SMARTDATA.get(kind)
        if label is None or start < last or (evaluation and label == "ROLE"):
            continue
        if evaluation:
            yield start, end, "LOC" if label == "?" else label
        elif label == "?" or label == "ROLE" or not text[start].islower():
            yield start, end, "?" if label == "ROLE" else label
        else:
            continue
        last = end


def read_names(folder: Path) -> list[str]:
    """Given names that at least 5 children got."""
    given: dict[str, None] = {}
    for name in ("berlin_vornamen_2012_2023.tsv", "koeln_leipzig_muenchen.tsv"):
        with (folder / name).open(encoding="utf-8") as rows:
            given.update(
                (row[0], None) for row in csv.reader(rows, delimiter="\t") if len(row) > 2 and int(row[2]) >= 5
            )
    return list(given)
