"""Gold documents and snippet suites as cleaning is measured on them."""

import gzip
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from evaluation.oracle import ANNOTATION
from pipeline.documents import RawDocument

JUNK = re.compile(r"~([a-z-]+) ")
CONTACTS = frozenset(["PHONE", "EMAIL", "ADDR"])
CHARSET = re.compile(rb"""charset=["']?([\w-]+)""")


@dataclass(frozen=True, slots=True)
class GoldLines:
    """One gold document as scraped.

    Attributes:
        lines: (start, end, kind of junk or None) of every line of ``text``.
        contacts: the surfaces of phones, e-mails and addresses.
    """

    name: str
    text: str
    lines: tuple[tuple[int, int, str | None], ...]
    contacts: tuple[str, ...]


def read_gold_lines(folder: Path) -> list[GoldLines]:
    """The gold documents of a folder, in order of name."""
    return [_gold_lines(path) for path in sorted(folder.glob("*.gold.txt"))]


def _gold_lines(path: Path) -> GoldLines:
    _, _, rest = path.read_text(encoding="utf-8").partition("\n---\n")
    body = rest.partition("\n===\n")[0]
    kinds = [None if (match := JUNK.match(line)) is None else match.group(1) for line in body.split("\n")]
    marked = "\n".join(
        JUNK.sub("", line, count=1) if kind else line for line, kind in zip(body.split("\n"), kinds, strict=True)
    )
    contacts = tuple(_literal(match[1]) for match in ANNOTATION.finditer(marked) if match[2] in CONTACTS)
    text = _literal(ANNOTATION.sub(lambda match: match[1], marked))
    lines, start = [], 0
    for line, kind in zip(text.split("\n"), kinds, strict=True):
        lines.append((start, start + len(line), kind))
        start += len(line) + 1
    return GoldLines(path.name.split(".")[0], text, tuple(lines), contacts)


def _literal(text: str) -> str:
    return text.replace("\\[", "[").replace("\\]", "]")


@dataclass(frozen=True, slots=True)
class SuitePage:
    """One page of a snippet suite: what its text must and must not hold."""

    name: str
    url: str
    source: bytes
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]

    @property
    def text(self) -> str:
        """The page decoded: UTF-8, else what it declares, else Windows-1252."""
        return decoded(self.source)


def read_suite(folder: Path) -> Iterator[SuitePage]:
    """The pages of ``dev.jsonl`` of a suite, in its order."""
    for line in (folder / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        source = gzip.decompress((folder / "html" / row["file"]).read_bytes())
        yield SuitePage(row["file"], row["url"], source, tuple(row["with"]), tuple(row["without"]))


def read_pages(folder: Path) -> Iterator[SuitePage]:
    """The pages of a folder of our own (``gold/README.md``), in order of name: HTML, and YAML of what stays."""
    for path in sorted(folder.glob("*.html")):
        snippets = yaml.safe_load(path.with_suffix(".yml").read_text(encoding="utf-8"))
        yield SuitePage(path.name, "", path.read_bytes(), tuple(snippets["keep"]), tuple(snippets["drop"]))


def decoded(source: bytes) -> str:
    """Bytes of a page as text, without byte order mark."""
    match = CHARSET.search(source[:3000])
    for name in ("utf-8-sig", match.group(1).decode("ascii") if match else "cp1252"):
        try:
            return source.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return source.decode("cp1252", errors="replace")


def raw_document(name: str, text: str, *, html: bool, url: str | None = None) -> RawDocument:
    """A document as `read` would hand it over."""
    return RawDocument(name, name, name, "text/html" if html else "text/plain", "utf-8", "0" * 64, text, url=url)


def squeezed(texts: Sequence[str]) -> list[str]:
    """Texts with white space folded, empty ones left out."""
    return [folded for text in texts if (folded := " ".join(text.split()))]
