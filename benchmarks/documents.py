"""Any number of press releases made from `corpus/`: names and numbers vary with the document's number, the form stays.

The same number gives the same document everywhere, so that figures of two runs speak of the same work.
"""

import gzip
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.evaluate.gold import GoldDocument, read_gold

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
NAME = re.compile(r"[A-ZÄÖÜ][a-zäöüßéèçğışćńł]{2,}")
MUST_STAY = re.compile(r"11\d|0800|0180")  # numbers that are what they are
PER_FOLDER = 1000


@dataclass(frozen=True, slots=True)
class Release:
    """A document: file name, text or HTML."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class _Page:
    stem: str
    suffix: str
    text: str
    given: tuple[str, ...]
    families: tuple[str, ...]
    phones: tuple[str, ...]


def releases(
    count: int, first: int = 0, version: int = 0, suffixes: tuple[str, ...] = (".txt", ".html")
) -> Iterator[Release]:
    """Documents ``first`` to ``first + count``.

    Args:
        count: how many.
        first: number of the first one.
        version: another one gives the same documents with other names and numbers, as if they had been edited.
        suffixes: of the pages of the corpus that are used.
    """
    pages = [page for page in _pages() if page.suffix in suffixes]
    for number in range(first, first + count):
        page = pages[number % len(pages)]
        yield Release(f"{page.stem}-{number:08d}{page.suffix}", _varied(page, f"{number} {version}"))


def tiny_releases(count: int, first: int = 0) -> Iterator[Release]:
    """Documents of two sentences, for measurements where their number is the matter."""
    for number in range(first, first + count):
        phone = f"06241 853-{number % 9000 + 1000}"
        text = f"Sitzung des Ausschusses {number}\n\nAuskunft erteilt die Verwaltung unter {phone}.\n"
        yield Release(f"sitzung-{number:08d}.txt", text)


def write_folder(folder: Path, documents: Iterator[Release]) -> None:
    """One file a document, at most `PER_FOLDER` in a folder."""
    for index, document in enumerate(documents):
        inner = folder / f"{index // PER_FOLDER:05d}"
        if index % PER_FOLDER == 0:
            inner.mkdir(parents=True, exist_ok=True)
        (inner / document.name).write_text(document.text, encoding="utf-8")


def write_dump(path: Path, documents: Iterator[Release]) -> None:
    """All documents in one JSONL dump."""
    with path.open("w", encoding="utf-8") as file:
        for document in documents:
            key = "html" if document.name.endswith(".html") else "text"
            file.write(json.dumps({"id": document.name, key: document.text}, ensure_ascii=False) + "\n")


def words_in(documents: Iterator[Release]) -> int:
    """Words between white space, tags left out."""
    return sum(len(re.sub(r"<[^<>]{1,2000}>", " ", document.text).split()) for document in documents)


def _varied(page: _Page, seed: str) -> str:
    """The page with other given names, families and last digits; its own for the seed of its own."""
    choice = random.Random(seed)  # not for secrets: the same everywhere is what it is for
    given, families = _pools()
    changes = {word: choice.choice(given) for word in page.given}
    changes |= {word: choice.choice(families) for word in page.families}
    changes |= {phone: phone[:-2] + f"{choice.randrange(100):02d}" for phone in page.phones}
    if not changes:
        return page.text
    longest_first = sorted(changes, key=len, reverse=True)
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(word)}" for word in longest_first))
    return pattern.sub(lambda match: changes[match.group()], page.text)


@cache
def _pages() -> tuple[_Page, ...]:
    found = []
    for file in sorted(CORPUS.iterdir()):
        gold = CORPUS / "gold" / f"{file.name.split('.')[0]}.gold.txt"
        if file.is_file() and gold.is_file():
            found.append(_page(file, read_gold(gold)))
    return tuple(found)


def _page(file: Path, gold: GoldDocument) -> _Page:
    data = file.read_bytes()
    text = _decoded(gzip.decompress(data) if file.suffix == ".gz" else data)
    given, families = _names(gold)
    phones = [note.surface for note in gold.of("PHONE") if note.surface[-2:].isdecimal() and len(note.surface) > 6]
    changing = [phone for phone in dict.fromkeys(phones) if MUST_STAY.match(phone) is None]
    present = [[word for word in words if word in text] for words in (given, families, changing)]
    return _Page(file.name.split(".")[0], Path(file.name.removesuffix(".gz")).suffix, text, *map(tuple, present))


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("windows-1252")


def _names(gold: GoldDocument) -> tuple[list[str], list[str]]:
    """Given and family names of a page's people, without words that are both."""
    given: dict[str, None] = {}
    families: dict[str, None] = {}
    for person in gold.people:
        words = [word for word in person.name.split() if NAME.fullmatch(word)]
        if len(words) > 1:
            given[words[0]] = families[words[-1]] = None
    return [name for name in given if name not in families], [name for name in families if name not in given]


@cache
def _pools() -> tuple[list[str], list[str]]:
    """All given and family names of the corpus."""
    pages = _pages()
    return (
        sorted({name for page in pages for name in page.given}),
        sorted({name for page in pages for name in page.families}),
    )
