"""Two streams of records side by side; memory does not grow with their length."""

from collections.abc import Iterable, Iterator
from itertools import chain

from pydantic import JsonValue, ValidationError

from pipeline.diff.changes import DocumentChange, FieldChange
from pipeline.diff.importance import importance
from pipeline.diff.items import items_of
from pipeline.diff.match import changes_between
from pipeline.errors import UsageError
from pipeline.records import Record
from pipeline.store.snapshot import record_id

Causes = tuple[str, ...]
SINGLE = ("title", "language", "publisher", "published", "url", "text", "removed")


def compare(
    old_lines: Iterable[str], new_lines: Iterable[str], causes: Iterable[tuple[str, Causes]] = ()
) -> Iterator[DocumentChange]:
    """The documents in which something changed, by id.

    Args:
        old_lines: record lines sorted by id.
        new_lines: likewise.
        causes: ids with the causes a run noted, sorted by id; where there is none, the records' provenance tells.

    Raises:
        UsageError: lines are not sorted, or one is no record.
    """
    noted = _Lookup(causes)
    for name, old, new in _side_by_side(old_lines, new_lines):
        if old != new:
            change = _document(name, _record(old), _record(new), noted.of(name))
            if change is not None:
                yield change


def _side_by_side(old_lines: Iterable[str], new_lines: Iterable[str]) -> Iterator[tuple[str, str | None, str | None]]:
    """Ids with the old and the new line."""
    old, new = _numbered(old_lines, "old"), _numbered(new_lines, "new")
    left, right = next(old, None), next(new, None)
    while left is not None or right is not None:
        name = min(side[0] for side in (left, right) if side is not None)
        before = left[1] if left is not None and left[0] == name else None
        after = right[1] if right is not None and right[0] == name else None
        yield name, before, after
        left = next(old, None) if before is not None else left
        right = next(new, None) if after is not None else right


def _numbered(lines: Iterable[str], side: str) -> Iterator[tuple[str, str]]:
    last = ""
    for line in filter(None, lines):
        name = record_id(line)
        if name <= last:
            raise UsageError(f"the {side} records are not sorted by id: {name} follows {last}")
        last = name
        yield name, line


class _Lookup:
    """Reads a sorted stream of pairs along with ids that are asked for in order."""

    def __init__(self, pairs: Iterable[tuple[str, Causes]]) -> None:
        self._pairs = iter(pairs)
        self._next = next(self._pairs, None)

    def of(self, name: str) -> Causes:
        """All causes noted for an id."""
        found: list[str] = []
        while self._next is not None and self._next[0] <= name:
            if self._next[0] == name:
                found += self._next[1]
            self._next = next(self._pairs, None)
        return tuple(dict.fromkeys(found))


def _record(line: str | None) -> Record | None:
    if line is None:
        return None
    try:
        return Record.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise UsageError(f"{line[:60]}… is no press-record/1 ({where}: {first['msg']})") from error


def _document(name: str, old: Record | None, new: Record | None, noted: Causes) -> DocumentChange | None:
    changes = sorted(_changes(old, new), key=lambda change: (change.rank, change.field, repr(change.identity)))
    shown = old if new is None else new
    if shown is None or (not changes and old is not None and new is not None):
        return None  # offsets, scores and reasons alone
    op = "ADD" if old is None else "DEL" if new is None else "MOD"
    causes = noted or _causes(old, new)
    return DocumentChange(name, op, causes, tuple(changes), shown.source.uri, shown.title, shown.publisher)  # type: ignore[arg-type]  # op is one of three


def _changes(old: Record | None, new: Record | None) -> Iterator[FieldChange]:
    before = {} if old is None else items_of(old)
    after = {} if new is None else items_of(new)
    single = () if old is None or new is None else _single_changes(old, new)
    return chain(changes_between(before, after), single)


def _single_changes(old: Record, new: Record) -> Iterator[FieldChange]:
    for field in SINGLE:
        before, after = _single(old, field), _single(new, field)
        if before != after:
            op = "added" if before is None else "removed" if after is None else "changed"
            yield FieldChange(field, op, None, before, after, importance(field, op))  # type: ignore[arg-type]  # op is one of three


def _single(record: Record, field: str) -> JsonValue:
    if field == "published":
        return None if record.published is None else record.published.value
    if field == "url":
        return record.source.url
    if field == "removed":
        kinds: dict[str, JsonValue] = {}
        for block in sorted(record.removed, key=lambda block: block.kind):
            count = kinds.get(block.kind, 0)
            kinds[block.kind] = count + 1 if isinstance(count, int) else 1
        return kinds
    value: JsonValue = getattr(record, field)
    return value


def _causes(old: Record | None, new: Record | None) -> Causes:
    """What differs in the provenance; where nothing does, only the pipeline's own code or lexicons are left."""
    if old is None or new is None:
        return ("source",)
    before, after = old.provenance, new.provenance
    found = {
        "source": (old.source.sha256, old.source.url) != (new.source.sha256, new.source.url),
        "pipeline": before.pipeline != after.pipeline,
        "model": before.model != after.model,
        "settings": before.settings_sha256 != after.settings_sha256,
        "decision": before.overrides != after.overrides,
    }
    return tuple(cause for cause, differs in found.items() if differs) or ("pipeline",)
