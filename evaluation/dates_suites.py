"""Suites that give an expression and ask for its value: duckling, ctparse, dateparser."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from evaluation.dates_cases import AHEAD, BEHIND, Case, Outcome, cases, resolve_text
from pipeline.normalise.dates.extents import Extent

_CT_POINT = r"(\d{4}-\d\d-\d\d|X-X-X) (\d\d:\d\d|X:X) \([^)]*\)|None"
_CT_TIME = re.compile(rf"Time\[\]\{{({_CT_POINT})\}}")
_CT_INTERVAL = re.compile(rf"Interval\[\]\{{({_CT_POINT}) - ({_CT_POINT})\}}")


def duckling(suites: Path) -> Iterator[Outcome]:
    """Exact value; intervals end before their end, months and years carry day 00."""
    for case in cases(suites / "duckling_time_de" / "duckling_time_de.jsonl", "duckling"):
        if case["holiday"] is not None:
            continue
        reference = date.fromisoformat(case["ref"][:10])
        found = resolve_text(case["text"], reference)
        right = len(found) == 1 and _is_duckling(case, found[0])
        yield Outcome(right, f"{case['id']} {case['text']!r}: {case['start']} {case['end']} got {_shown(found)}")


def _is_duckling(case: Case, extent: Extent) -> bool:
    start = case["start"].replace("-00", "-01")
    if case["grain"] in {"hour", "minute"} or "T" in extent.edtf:
        return _same_clock(extent.edtf, case["start"][:16], case["end"], case["grain"])
    if extent.first.isoformat() != start[:10]:
        return False
    if case["end"] is not None:
        end: str = case["end"][:10].replace("-00", "-01")
        return (extent.last + timedelta(days=1)).isoformat() == end
    lengths = {"day": range(1, 2), "week": range(7, 8), "month": range(28, 32), "quarter": range(90, 93)}
    return (extent.last - extent.first).days + 1 in lengths.get(case["grain"], range(365, 367))


def _same_clock(edtf: str, start: str, end: str | None, grain: str) -> bool:
    first, _, last = edtf.partition("/")
    if first != start or end is None:
        return first == start and not last
    step = timedelta(minutes=1) if grain == "minute" else timedelta(hours=1)
    return bool(last) and datetime.fromisoformat(last) + step == datetime.fromisoformat(end)


def ctparse_time(suites: Path) -> Iterator[Outcome]:
    """Points in time: the date, and the time of day where there is one; their parts of the day are not compared."""
    for case in cases(suites / "ctparse_de" / "ctparse_de.jsonl", "ctparse"):
        gold = _CT_TIME.fullmatch(case["gold"])
        if gold is None:
            continue
        found = resolve_text(case["text"], date.fromisoformat(case["ref"][:10]))
        expected = _stamp(gold[2], gold[3])
        yield Outcome(len(found) == 1 and found[0].edtf == expected, _ct_shown(case, found))


def ctparse_interval(suites: Path) -> Iterator[Outcome]:
    """Intervals; one with an open end is right where its other end is, as prepositions stand outside our mentions."""
    for case in cases(suites / "ctparse_de" / "ctparse_de.jsonl", "ctparse"):
        gold = _CT_INTERVAL.fullmatch(case["gold"])
        if gold is None:
            continue
        found = resolve_text(case["text"], date.fromisoformat(case["ref"][:10]))
        ends = [_stamp(gold[group + 1], gold[group + 2]) for group in (1, 4) if gold[group] != "None"]
        if len(ends) == 2 and ends[0][:10] == ends[1][:10] and "T" not in ends[0]:
            ends = ends[:1]  # "nachmittags/abends": the same day twice
        yield Outcome(len(found) == 1 and found[0].edtf == "/".join(ends), _ct_shown(case, found))


def _stamp(day: str, clock: str) -> str:
    return day if clock == "X:X" else f"{day}T{clock}"


def _ct_shown(case: Case, found: list[Extent]) -> str:
    return f"{case['id']} {case['text']!r} ({case['ref'][:10]}): {case['gold']} got {_shown(found)}"


def dateparser(suites: Path) -> Iterator[Outcome]:
    """The tests of dateparser itself; it looks back, and gives a date for each of the words of a search."""
    for case in cases(suites / "dateparser_de" / "dateparser_de.jsonl", "dateparser"):
        reference = date.fromisoformat((case["ref"] or "2012-11-13")[:10])
        found = resolve_text(case["text"], reference, AHEAD if "in " in case["text"] else BEHIND)
        expected = _dateparser_expected(case, reference)
        got = [extent.edtf if "T" in extent.edtf else extent.first.isoformat() for extent in found]
        yield Outcome(got == expected, f"{case['id']} {case['text']!r}: {expected} got {_shown(found)}")


def _dateparser_expected(case: Case, reference: date) -> list[str]:
    if case["kind"] == "search":
        return [value[:10] for _, value in case["expected"]]
    if case["kind"] == "absolute":
        value = case["expected"]
        return [value[:10] if value.endswith("T00:00:00") else value[:16]]
    return [(reference + timedelta(days=case["delta"]["days"])).isoformat()]


def _shown(found: list[Extent]) -> str:
    return ", ".join(extent.edtf for extent in found) or "nothing"
