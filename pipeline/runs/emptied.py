"""Watched folders that every document has left: they are gone, or the disk is not mounted; only the user can tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.read import Ignored, find_files
from pipeline.read.identity import display_name
from pipeline.runs.upkeep import condition
from pipeline.store.state import STATE, Status


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a run over the folders should be like.

    Attributes:
        due: whether there is anything to do.
        complete: whether what is not met may be taken for gone.
        warning: what to tell the user about it, None where there is nothing new to tell.
    """

    due: bool
    complete: bool
    warning: str | None = None


@dataclass(slots=True)
class Emptied:
    """Looks at the folders before each run.

    Attributes:
        folders: to be read.
        out: the output folder.
        complete: whether the folders are said to hold all there is.
        allowed: whether this may also be nothing.
    """

    folders: Sequence[Path]
    out: Path
    complete: bool
    allowed: bool
    _told: tuple[Path, ...] = ()

    def look(self) -> Outlook:
        """What the next run should be like; an empty folder is told once, until another one is.

        Raises:
            UsageError: the state cannot be read yet.
            StateError: it is damaged.
        """
        empty = tuple(folder for folder in self.folders if self._is_empty(folder))
        held = _documents(self.out) if empty and self.complete else 0
        due = len(empty) < len(self.folders) or (self.allowed and held > 0)
        doubtful = empty if held and not self.allowed else ()
        warning = _warning(doubtful) if doubtful and doubtful != self._told else None
        self._told = doubtful
        return Outlook(due, self.complete and not doubtful, warning)

    def _is_empty(self, folder: Path) -> bool:
        return all(isinstance(found, Ignored) for found in find_files([folder], exclude=self.out))


def _documents(out: Path) -> int:
    """How many documents a run has left that are not gone."""
    if not (out / STATE).exists():
        return 0
    return sum(number for status, number in condition(out).documents.items() if status != Status.GONE)


def _warning(empty: Sequence[Path]) -> str:
    names = ", ".join(map(display_name, empty))
    return (
        f"{names} holds nothing to read, and may be a disk that is not mounted: until there is something again nothing "
        "is taken for gone; if its documents are meant to be gone, start with --allow-empty"
    )
