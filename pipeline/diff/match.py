"""Which item of the old record is which of the new one."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from pydantic import JsonValue

from pipeline.decisions import canonical
from pipeline.diff.changes import FieldChange, Operation
from pipeline.diff.importance import importance
from pipeline.diff.items import ALONE, Item

Items = Mapping[str, Item]
NAMED_BY = {"people": "person", "organisations": "organisation"}  # what links call an entity
CALLED = {"person": "person", "successor": "person", "predecessor": "person", "organisation": "organisation"}


def changes_between(old: Mapping[str, Items], new: Mapping[str, Items]) -> list[FieldChange]:
    """The changes of all lists; an entity that is called differently takes its links along."""
    found: list[FieldChange] = []
    renamed: dict[str, dict[str, str]] = {}
    for field in dict.fromkeys((*NAMED_BY, *old, *new)):
        pairs = list(matched(_renamed(old.get(field, {}), renamed), new.get(field, {})))
        found += [_change(one, other) for one, other in pairs if _differ(one, other)]
        if field in NAMED_BY:
            both = [(one, other) for one, other in pairs if one is not None and other is not None]
            renamed[NAMED_BY[field]] = {str(one.identity): str(other.identity) for one, other in both}
    return found


def matched(old: Items, new: Items) -> Iterator[tuple[Item | None, Item | None]]:
    """Pairs of one item before and after; None where it is missing.

    Equal identity goes first. Of the rest an old and a new item are one if they alone bear a trace.
    """
    for key in old.keys() & new.keys():
        yield old[key], new[key]
    gone = {key: item for key, item in old.items() if key not in new}
    come = {key: item for key, item in new.items() if key not in old}
    for left, right in _by_trace(gone, come):
        yield gone.pop(left), come.pop(right)
    yield from ((item, None) for item in gone.values())
    yield from ((None, item) for item in come.values())


def _by_trace(gone: Items, come: Items) -> list[tuple[str, str]]:
    """Keys of items that are one; each at most once."""
    before, after = _bearers(gone), _bearers(come)
    pairs: dict[str, str] = {}
    taken: set[str] = set()
    for trace in sorted(before.keys() & after.keys(), key=lambda trace: (trace.startswith(ALONE), trace)):
        if len(before[trace]) != 1 or len(after[trace]) != 1:
            continue
        left, right = before[trace][0], after[trace][0]
        if left not in pairs and right not in taken and _fits(trace, gone[left], come[right]):
            pairs[left] = right
            taken.add(right)
    return list(pairs.items())


def _fits(trace: str, one: Item, other: Item) -> bool:
    return not trace.startswith(ALONE) or one.details["given"] is None or other.details["given"] is None


def _bearers(items: Items) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key, item in items.items():
        for trace in item.traces:
            found[trace].append(key)
    return found


def _renamed(items: Items, names: Mapping[str, Mapping[str, str]]) -> Items:
    """The old items under the names that people and organisations have in the new record."""
    if all(name == after for renames in names.values() for name, after in renames.items()):
        return items
    found: dict[str, Item] = {}
    for item in items.values():
        known = _with_names(item, names)
        key = known.key
        while key in found:  # somebody was called as somebody else is now
            key += "'"
        found[key] = known
    return found


def _with_names(item: Item, names: Mapping[str, Mapping[str, str]]) -> Item:
    everybody = {**names.get("organisation", {}), **names.get("person", {})}
    details = dict(item.details)
    for detail, value in details.items():
        if detail in CALLED and isinstance(value, str):
            details[detail] = names.get(CALLED[detail], {}).get(value, value)
        elif detail == "owner" and isinstance(value, str):
            details[detail] = everybody.get(value, value)
        elif detail == "holders" and isinstance(value, list):
            details[detail] = list[JsonValue](sorted(everybody.get(str(name), str(name)) for name in value))
    identity = item.identity
    if isinstance(identity, dict):
        identity = {name: details.get(name, value) for name, value in identity.items()}
    return replace(item, identity=identity, details=details, origin=item)


def _differ(one: Item | None, other: Item | None) -> bool:
    return one is None or other is None or canonical(one.details) != canonical(other.details)


def _change(one: Item | None, other: Item | None) -> FieldChange:
    if one is not None and other is not None:
        return _changed(one, other)
    item = one if one is not None else other
    if item is None:
        raise ValueError("a pair without sides")
    op: Operation = "removed" if other is None else "added"
    old, new = (None if side is None else side.shown for side in (one, other))
    return FieldChange(item.field, op, item.named, old, new, importance(item.field, op), item.score)


def _changed(one: Item, other: Item) -> FieldChange:
    details = [name for name, value in one.details.items() if value != other.details.get(name)]
    weight = importance(one.field, "changed", details)
    return FieldChange(one.field, "changed", one.named, one.shown, other.shown, weight, other.score)
