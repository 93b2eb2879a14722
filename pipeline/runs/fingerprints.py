"""Fingerprints of what makes a record: when one changes, documents are worked on again, and the delta says why."""

import hashlib
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import astuple, replace
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from re import match

from pipeline.documents import ModelIdentity, RawDocument
from pipeline.own_words import own_files
from pipeline.read import StoredFile
from pipeline.settings import Settings
from pipeline.store.state import Build, Known, Status
from pipeline.suppression import NOBODY, SuppressionList

DISTRIBUTION = "press-records"
# Everything else in the package can change a record.
BESIDE_THE_FLOW = frozenset(
    {
        "api",
        "cli",
        "diff",
        "evaluate",
        "explain",
        "feeds",
        "notebook",
        "privacy",
        "report",
        "resources",
        "review",
        "runs",
        "serve",
        "store",
    }
)
BESIDES = "+"  # between the fingerprints of settings and suppressed
SKIPPED = frozenset({"__pycache__", "_models", "schema"})


def build_of(model: ModelIdentity, settings: Settings, suppressed: SuppressionList = NOBODY) -> Build:
    """The fingerprints of a run; who is suppressed counts as a setting."""
    return Build(code_sha256(), model.sha256, _settings(settings.sha256(), suppressed), lexicons_sha256())


def with_suppressed(build: Build, suppressed: SuppressionList) -> Build:
    """The fingerprints of a build once its records are without the suppressed."""
    settings, _, _ = build.settings.partition(BESIDES)
    return replace(build, settings=_settings(settings, suppressed))


def _settings(settings: str, suppressed: SuppressionList) -> str:
    return settings if suppressed.sha256 is None else f"{settings}{BESIDES}{suppressed.sha256}"


@cache
def code_sha256() -> str:
    """Of the package's code that records pass through, the libraries it is installed with, and Python's own tables."""
    code = (line for part in _parts_of(files("pipeline")) for line in _hashed(part, ".py"))
    surroundings = f"python {sys.version_info[:2]} unicode {unicodedata.unidata_version}"
    return _digest((surroundings, *_libraries(), *code))


@cache
def lexicons_sha256() -> str:
    """Of the resources that stages read: lexicons, a user's own entries, places, weights of the small models."""
    shipped = (line for part in _parts_of(files("pipeline").joinpath("resources")) for line in _hashed(part))
    own = (f"{hashlib.sha256(content).hexdigest()}  own {name}" for name, content in own_files().items())
    return _digest((*shipped, *own))


@cache
def reader_sha256() -> str:
    """Of the code around the entity model and the libraries, which decide what it finds in a text."""
    modules = [part for part in _sorted(files("pipeline").joinpath("annotate")) if "ner" in part.name]
    return _digest((*_libraries(), *(line for part in modules for line in _hashed(part, ".py"))))


def _parts_of(folder: Traversable) -> Iterator[Traversable]:
    """What the flow uses of the package or its resources, by name."""
    return (part for part in _sorted(folder) if part.name.removesuffix(".py") not in BESIDE_THE_FLOW)


def _hashed(part: Traversable, suffix: str = "", prefix: str = "") -> Iterator[str]:
    """A line ``sha256  path`` for every file, sorted by path."""
    name = f"{prefix}{part.name}"
    if part.is_file():
        if name.endswith(suffix):
            yield f"{hashlib.sha256(part.read_bytes()).hexdigest()}  {name}"
    elif part.name not in SKIPPED:
        for child in _sorted(part):
            yield from _hashed(child, suffix, f"{name}/")


def _sorted(folder: Traversable) -> list[Traversable]:
    return sorted(folder.iterdir(), key=lambda part: part.name)


def _libraries() -> Iterator[str]:
    """Names and versions of the direct dependencies that are installed."""
    try:
        stated = requires(DISTRIBUTION) or []
    except PackageNotFoundError:  # run from a source tree that was never installed
        return
    for requirement in sorted(stated):
        name = match(r"[A-Za-z0-9._-]{1,100}", requirement)
        if name is not None and "extra ==" not in requirement:
            yield f"{name[0]} {version(name[0])}"


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def source_sha256(document: StoredFile | RawDocument) -> str:
    """Fingerprint of a document's bytes and of everything its source says about it."""
    if isinstance(document, StoredFile):
        return document.source_sha256
    return hashlib.sha256(repr(document).encode("utf-8", "backslashreplace")).hexdigest()


def causes(
    known: Known | None, before: Build | None, source: str, build: Build, decisions: str | None
) -> tuple[str, ...]:
    """Why a document has to be worked on; empty where what is known of it still holds.

    Args:
        known: what earlier runs left of it.
        before: the build that made its record, None where that is not known any more.
        source: its fingerprint now.
        build: of this run.
        decisions: fingerprint of the decisions about it.
    """
    if known is None or known.status is Status.GONE:
        return ("source",)
    if before is None:
        return ("unknown",)
    found = ["source"] if known.source != source else []
    if before != build:
        pairs = zip(("pipeline", "model", "settings", "lexicon"), astuple(before), astuple(build), strict=True)
        found += [name for name, old, new in pairs if old != new]
    if known.decisions != decisions:
        found.append("decision")
    return tuple(found)
