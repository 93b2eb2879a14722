"""Why a document was not emitted, as one line of ``quarantine.jsonl``."""

import json
import re
import traceback
from dataclasses import asdict, dataclass
from typing import Self

from pipeline.documents import RawDocument
from pipeline.errors import DocumentError
from pipeline.read import StoredFile, Unreadable

STAGES = ("read", "clean", "annotate", "normalise", "link", "overrides", "emit")
MEMORY_ADDRESS = re.compile(r"0x[0-9a-fA-F]{6,16}")
INTERNAL_ERROR = "internal-error"
PASSING = frozenset({"changing", "timeout", "unreadable", "worker-died"})
"""Reasons that say nothing about the document: an earlier record of it stands, and the next run tries again."""


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A document that costs only itself.

    Attributes:
        stage: ``read`` or the stage of the flow that refused it.
        code: machine-readable reason.
        message: what is wrong and what to do.
    """

    id: str
    uri: str
    stage: str
    code: str
    message: str

    @classmethod
    def unreadable(cls, outcome: Unreadable) -> Self:
        """For an input that could not be read."""
        return cls(outcome.id, outcome.uri, "read", outcome.error.code, outcome.error.message)

    @classmethod
    def duplicate(cls, raw: StoredFile | RawDocument, sha256: str, uri: str) -> Self:
        """For a document whose id another one has already."""
        if raw.sha256 == sha256:
            return cls(raw.id, raw.uri, "read", "duplicate", f"the same content as {uri}, which stands for both")
        identity = f"URL {raw.url}" if raw.url is not None else f"path {raw.path}"
        remedy = "make ids unique, or give the common parent folder as the one input"
        return cls(raw.id, raw.uri, "read", "duplicate-id", f"the {identity} is already taken by {uri}; {remedy}")

    @classmethod
    def failed(cls, raw: StoredFile | RawDocument, error: Exception) -> Self:
        """For a document that a stage refused or stumbled over."""
        stage, where = _origin(error)
        if isinstance(error, DocumentError):
            return cls(raw.id, raw.uri, stage, error.code, error.message)
        details = MEMORY_ADDRESS.sub("0x…", f"{type(error).__name__} in {where}: {error}"[:500])
        return cls(raw.id, raw.uri, stage, INTERNAL_ERROR, f"{details}; please report this with the document")

    @property
    def passing(self) -> bool:
        """Whether the next run may fare better."""
        return self.code in PASSING

    def to_json(self) -> str:
        """One JSON line."""
        return json.dumps(asdict(self), ensure_ascii=False)


def _origin(error: Exception) -> tuple[str, str]:
    """The stage that an error came from, and the innermost place of it."""
    stage, where = "flow", "unknown"
    for frame in traceback.extract_tb(error.__traceback__):
        _, found, inside = frame.filename.replace("\\", "/").rpartition("/pipeline/")
        if not found:
            continue
        name = inside.split("/")[0].removesuffix(".py")
        if name in STAGES:
            stage, where = name, f"{inside}:{frame.lineno}"
    return stage, where
