"""The documents a reader should see first, of any number, in flat memory."""

from collections.abc import Iterable

from pipeline.diff.changes import DocumentChange
from pipeline.diff.rules import Tally


class Report:
    """Counts everything and keeps the foremost documents.

    Args:
        limit: so many documents are kept.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept: list[DocumentChange] = []
        self.tally = Tally()

    def read(self, changes: Iterable[DocumentChange]) -> None:
        """Takes a comparison in."""
        for change in changes:
            self.tally.add(change)
            self._kept.append(change)
            if len(self._kept) > 2 * self._limit:
                self._cut()
        self._cut()

    def _cut(self) -> None:
        self._kept.sort(key=lambda change: change.rank)
        del self._kept[self._limit :]

    @property
    def foremost(self) -> tuple[DocumentChange, ...]:
        """The documents with the most important changes first."""
        return tuple(self._kept)

    @property
    def left_out(self) -> int:
        """Number of documents that are counted, but not kept."""
        return self.tally.documents - len(self._kept)
