"""Microsoft's German date-time specification: extents and values inside sentences."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from evaluation.dates_cases import AHEAD, BEHIND, Case, Outcome, cases, resolved
from evaluation.oracle import clean_document
from pipeline.annotate import dates
from pipeline.documents import Mention
from pipeline.expressions import DateExpression
from pipeline.normalise.dates.extents import Extent

TYPES = frozenset({"date", "daterange", "datetime", "datetimerange"})
# Function words at the start are part of their extents in some cases and not in others; ours never hold them.
_FUNCTION_WORDS = re.compile(
    r"^(?:(?:ab|am|an|aus|bis|das|dem|den|der|des|die|für|im|in|jahr|nach|seit|vom|von|vor|zum|zwischen) )+"
)


def found(suites: Path) -> Iterator[Outcome]:
    """A date overlaps with the expected one."""
    for case, entity, mention in _pairs(suites):
        yield Outcome(mention is not None, _shown(case, entity, mention), silent=mention is None)


def strict(suites: Path) -> Iterator[Outcome]:
    """The extents agree, but for function words at their start and a full stop at their end."""
    for case, entity, mention in _pairs(suites):
        same = mention is not None and _bare(mention.text) == _bare(entity["text"])
        yield Outcome(same, _shown(case, entity, mention), silent=mention is None)


def value(suites: Path) -> Iterator[Outcome]:
    """One of the expected values is ours, read as past or as future."""
    for case, entity, mention in _pairs(suites):
        right = mention is not None and _has_value(case, entity, mention)
        yield Outcome(right, _shown(case, entity, mention), silent=mention is None)


def _pairs(suites: Path) -> Iterator[tuple[Case, Case, Mention | None]]:
    """(case, expected entity, the mention that overlaps it most)."""
    for case in cases(suites / "ms_recognizers_de" / "recognizers_de.jsonl", "recognizers"):
        if case["spec"] != "DateTimeModel":
            continue
        mentions = dates.find(clean_document(case["id"], case["text"]), ())
        for entity in case["expected"]:
            if entity["type"] in TYPES:
                yield case, entity, _nearest(mentions, entity)


def _nearest(mentions: Sequence[Mention], entity: Case) -> Mention | None:
    near = [mention for mention in mentions if _shared(mention, entity) > 0]
    return max(near, key=lambda mention: _shared(mention, entity), default=None)


def _shared(mention: Mention, entity: Case) -> int:
    return min(mention.end, int(entity["end"])) - max(mention.start, int(entity["start"]))


def _bare(text: str) -> str:
    return _FUNCTION_WORDS.sub("", text.lower()).rstrip(".")


def _has_value(case: Case, entity: Case, mention: Mention) -> bool:
    if not isinstance(mention.parse, DateExpression):
        return False
    reference = date.fromisoformat(case["ref"][:10])
    extents = [e for tense in (AHEAD, BEHIND) for e in resolved([mention.parse], reference, tense)]
    return any(_is_value(extent, expected) for expected in entity["values"] for extent in extents)


def _is_value(extent: Extent, expected: Case) -> bool:
    if "Mod" in expected and expected["timex"] == extent.edtf:  # "Ende 1989": theirs has months of their own making
        return True
    if "value" in expected:  # of a date with a time theirs is in some cases the day alone
        said = expected["value"].replace(" ", "T")[:16]
        return said in {extent.edtf[:10], extent.edtf[:16]}
    if "start" not in expected and "end" not in expected:
        return False
    return _same_range(extent.edtf, extent.first, extent.last, expected.get("start"), expected.get("end"))


def _same_range(edtf: str, first: date, last: date, start: str | None, end: str | None) -> bool:
    """Ends are exclusive for months and weeks, inclusive for "vom 3. bis 5."; a part of a day is its day."""
    if start is not None and len(start) > 10:
        if "T" not in edtf:
            return first == last and start[:10] == first.isoformat()
        return edtf == f"{start[:16]}/{(end or '')[:16]}".replace(" ", "T")
    if start is None:
        return end is not None and end == first.isoformat()
    behind = (last.isoformat(), (last + timedelta(days=1)).isoformat())
    return start == first.isoformat() and (end is None or end in behind)


def _shown(case: Case, entity: Case, mention: Mention | None) -> str:
    got = None if mention is None else mention.text
    return f"{case['id']} {case['text'][:90]!r}: {entity['text']!r} {entity['values'][:2]} got {got!r}"
