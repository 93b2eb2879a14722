"""One document on the desk: both records, the values as items, and where their words stand in the cleaned text."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from pydantic import JsonValue

from pipeline.decisions import Evidence, canonical
from pipeline.records import Record
from pipeline.review.items import Item, items_of
from pipeline.review.originals import Missing, Original
from pipeline.review.positions import Inverse, Mark, evidence_of, mapped, searched
from pipeline.review.settle import Change, identity_of

SPACES = ("text", "source")


@dataclass
class Sheet:
    """What decisions about one document are made from.

    Attributes:
        record: the newer record, or the older one of a document that went.
        old: the older record, None where there is none.
        original: the source of ``record``, or why it cannot be shown.
        gone: whether the document has no newer record.
    """

    id: str
    record: Record
    old: Record | None
    original: Original | Missing
    gone: bool

    @classmethod
    def of(
        cls, document: str, lines: tuple[str | None, str | None], original: Callable[[Record], Original | Missing]
    ) -> Self | None:
        """A document from its record lines in the older and the newer run; None where neither has it."""
        old, new = (None if line is None else Record.model_validate_json(line) for line in lines)
        record = old if new is None else new
        return None if record is None else cls(document, record, old, original(record), gone=new is None)

    @cached_property
    def items(self) -> list[Item]:
        """The values of the newer record."""
        return items_of(self.record)

    @cached_property
    def _marks(self) -> dict[str, list[Mark]]:
        return _by_key(self.record, self.original)

    @cached_property
    def _old_marks(self) -> dict[str, list[Mark]]:
        return {} if self.old is None else _by_key(self.old, Missing.NOT_FOUND)

    def evidence(self, key: str) -> tuple[Evidence, ...]:
        """The words that support an item, in text order."""
        return _quotes(self.record.text, self._marks.get(key, []))

    def old_item(self, change: Change) -> Item | None:
        """The item of the older record that a change is about; by the identity it has now, where that is the same."""
        wanted = canonical(change.identity)
        same = [item for item in self._old_items if item.field == change.field]
        return next((item for item in same if canonical(item.identity) == wanted), None)

    @cached_property
    def _old_items(self) -> list[Item]:
        return [] if self.old is None else items_of(self.old)

    def old_evidence(self, change: Change) -> tuple[Evidence, ...]:
        """The words that supported an item of the older record."""
        found = self.old_item(change)
        if self.old is None or found is None:
            return ()
        return _quotes(self.old.text, self._old_marks.get(found.marks[0], []))

    def selection(self, quote: str, start: str, end: str, space: str) -> Evidence | None:
        """The evidence that selected or typed words are; None where they are not in the cleaned text."""
        text = self.record.text
        if start.isdecimal() and end.isdecimal() and space in SPACES:
            place: tuple[int, int] | None = (int(start), int(end))
            if space == "source":
                place = None if self._inverse is None else self._inverse.span(int(start), int(end))
        else:
            found = text.find(quote) if quote else -1
            place = None if found < 0 else (found, found + len(quote))
        if place is None or not 0 <= place[0] < place[1] <= len(text) or not text[place[0] : place[1]].strip():
            return None
        return Evidence.at(text, *place)

    @cached_property
    def _inverse(self) -> Inverse | None:
        return None if isinstance(self.original, Missing) else Inverse(self.original.document.offsets)

    def identity(self, field: str, details: dict[str, JsonValue]) -> JsonValue:
        """What will name a new item; the document's date is named by the one it replaces."""
        if field == "published":
            return None if self.record.published is None else self.record.published.value
        return identity_of(field, details)


def _by_key(record: Record, original: Original | Missing) -> dict[str, list[Mark]]:
    found: dict[str, list[Mark]] = defaultdict(list)
    evidence = evidence_of(record)
    if isinstance(original, Missing):
        marks = searched(evidence, record.text)
    else:
        marks = mapped(evidence, Inverse(original.document.offsets))
    for mark in sorted(marks, key=lambda mark: mark.start):
        found[mark.key].append(mark)
    return found


def _quotes(text: str, marks: list[Mark]) -> tuple[Evidence, ...]:
    return tuple(Evidence.at(text, mark.start, mark.end) for mark in marks if text[mark.start : mark.end].strip())
