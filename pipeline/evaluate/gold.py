"""Reads gold documents: press releases annotated in place, with the people a reviewer would expect.

A file ``NAME.gold.txt`` has a header of ``# key: value`` lines, ``---``, the page's text with annotations
``[surface](LABEL value)`` and junk lines ``~KIND text``, ``===``, and YAML with the people.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from pipeline.errors import UsageError

SUFFIX = ".gold.txt"
ANNOTATION = re.compile(
    r"(?<!\\)\[((?:\\.|[^\[\]\\])+)\]\(([A-Z]+|-)(?: ([^()]*(?:\([^()]*\)[^()]*)*))?\)",
    re.DOTALL,
)
JUNK = re.compile(r"~([a-z-]+) (.*)")
JUNK_MARK = "\0"
Strings = Annotated[tuple[str, ...], BeforeValidator(lambda value: () if value is None else value)]


@dataclass(frozen=True, slots=True)
class Annotation:
    """A labelled span of the page's text; ``value`` is None where the surface says it."""

    start: int
    end: int
    surface: str
    label: str
    value: str | None


class GoldPerson(BaseModel):
    """A person with everything the text links to them."""

    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)

    name: str
    title: str | None = None
    roles: Strings = ()
    organisations: Annotated[Strings, Field(alias="orgs")] = ()
    phones: Strings = ()
    emails: Strings = ()


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """One gold document.

    Attributes:
        text: the page as scraped, junk lines included.
        published: ISO date or None.
        junk: (kind, line) of what must not reach the record.
    """

    name: str
    text: str
    published: str | None
    annotations: tuple[Annotation, ...]
    junk: tuple[tuple[str, str], ...]
    people: tuple[GoldPerson, ...]

    def of(self, label: str) -> tuple[Annotation, ...]:
        """The annotations with a label, in text order."""
        return tuple(annotation for annotation in self.annotations if annotation.label == label)


def is_gold_folder(path: Path) -> bool:
    """Whether a folder holds gold documents itself."""
    return path.is_dir() and any(path.glob(f"*{SUFFIX}"))


def require_gold(folder: Path) -> None:
    """Checks that a folder holds gold documents.

    Raises:
        UsageError: there is no such folder, or none in it.
    """
    if not folder.exists():
        raise UsageError(f"{folder} does not exist; check the path")
    if not is_gold_folder(folder):
        raise UsageError(f"{folder} holds no gold documents (NAME{SUFFIX}); say where they are with --gold DIR")


def gold_documents(folder: Path) -> Iterator[GoldDocument]:
    """The gold documents of a folder by name.

    Raises:
        UsageError: there are none, or one is malformed; the message names it.
    """
    require_gold(folder)
    for file in _files(folder):
        yield read_gold(file)


def gold_digest(folder: Path) -> str:
    """SHA-256 over names and bytes of a folder's gold documents: figures are comparable only where it is equal."""
    digest = hashlib.sha256()
    for file in _files(folder):
        digest.update(f"{file.name}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{SUFFIX}"), key=lambda file: file.name)


def read_gold(file: Path) -> GoldDocument:
    """Reads one file.

    Raises:
        UsageError: it is not a gold document.
    """
    return parse_gold(file.read_text(encoding="utf-8"), file)


def parse_gold(content: str, file: Path) -> GoldDocument:
    """Reads the content of a file.

    Raises:
        UsageError: it is not a gold document.
    """
    head, rule, rest = content.partition("\n---\n")
    body, _, foot = rest.partition("\n===\n")
    header = dict(line[2:].split(": ", 1) for line in head.splitlines() if line.startswith("# ") and ": " in line)
    if not rule or "published" not in header:
        raise UsageError(f"gold document {file} needs a header with '# published: DATE' and a line '---'")
    junk, marked = _junk(body)
    text, annotations = _annotations(marked)
    published = None if header["published"] == "none" else header["published"]
    return GoldDocument(file.name.removesuffix(SUFFIX), text, published, annotations, junk, _people(file, foot))


def _junk(body: str) -> tuple[tuple[tuple[str, str], ...], str]:
    """The junk lines, and the body with a mark in place of ``~KIND ``, which is no part of the page."""
    found, lines = [], []
    for line in body.split("\n"):
        match = JUNK.fullmatch(line)
        if match is not None:
            found.append((match.group(1), match.group(2)))
        lines.append(line if match is None else JUNK_MARK + match.group(2))
    return tuple(found), "\n".join(lines)


def _annotations(body: str) -> tuple[str, tuple[Annotation, ...]]:
    """The text without markup, and the annotations with offsets into it."""
    parts: list[str] = []
    length = position = 0
    found = []
    for match in ANNOTATION.finditer(body):
        before, surface = _plain(body[position : match.start()]), _unescaped(match.group(1))
        start, position = length + len(before), match.end()
        length = start + len(surface)
        parts += (before, surface)
        found.append(Annotation(start, length, surface, match.group(2), match.group(3)))
    parts.append(_plain(body[position:]))
    return "".join(parts), tuple(found)


def _unescaped(text: str) -> str:
    return text.replace(r"\[", "[").replace(r"\]", "]")


def _plain(text: str) -> str:
    return _unescaped(text).replace(JUNK_MARK, "")


def _people(file: Path, foot: str) -> tuple[GoldPerson, ...]:
    try:
        facts = yaml.safe_load(foot) or {}
        return tuple(GoldPerson.model_validate(person) for person in facts.get("people") or ())
    except (yaml.YAMLError, AttributeError, ValidationError) as error:
        raise UsageError(f"gold document {file}: the part behind '===' is not usable: {error}") from error
