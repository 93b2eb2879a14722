"""WikiWarsDE: TIMEX2 values of 22 war narratives against EDTF.

Compared are calendar values: days, months, years, seasons, halves, decades and centuries of our era, the part of a day
left off ("1944-06-06TMO" is 1944-06-06). Durations, sets, "now", "soon", times without a day and years before Christ
have no EDTF value in a record: they are neither hit nor miss, and an answer that overlaps one of them is not counted.
TIMEX2 marks both ends of a range, where we make one mention: our range counts as its two ends.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from evaluation.dates_cases import Outcome
from evaluation.oracle import clean_document
from pipeline.annotate import dates
from pipeline.normalise import dates as date_values
from pipeline.values import DateValue

_CALENDAR = re.compile(
    r"\d{2}|\d{3}|\d{4}(?:-\d\d(?:-\d\d(?:T(?:MO|NI|EV|AF|\d\d:\d\d(?:\+\d\d)?))?)?|-(?:SP|SU|FA|WI)|-H[12])?"
)
_SEASONS = {"21": "SP", "22": "SU", "23": "FA", "24": "WI"}


class Answer(NamedTuple):
    """One value of ours, where it was read."""

    start: int
    end: int
    value: str


def wikiwars(suites: Path) -> Iterator[Outcome]:
    """Values, matched where the extents overlap."""
    for line in (suites / "wikiwars_de" / "wikiwars_de.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        document = clean_document(case["id"], case["text"])
        values, _ = date_values.normalise(document, dates.find(document, ()), None)
        yield from _compare([answer for value in values for answer in answers(value)], case["spans"], case)


def _compare(said: list[Answer], gold: list[dict[str, str]], case: dict[str, str]) -> Iterator[Outcome]:
    left = list(said)
    neutral = []
    for span in gold:
        value = span["value"] or ""
        if _CALENDAR.fullmatch(value) is None:
            neutral.append(span)
            continue
        near = [answer for answer in left if _overlap(answer, span)]
        hit = next((answer for answer in near if answer.value == calendar_value(value)), None)
        if hit is not None:
            left.remove(hit)
            yield Outcome(right=True, shown="")
            continue
        answered = any(_overlap(answer, span) for answer in said)
        shown = f"{case['id']}:{span['start']} {span['text']!r} {value} got {[(a.value) for a in near]}"
        yield Outcome(right=False, shown=shown, silent=not answered or not near)
        for answer in near[:1]:
            left.remove(answer)
    for answer in left:
        if not any(_overlap(answer, span) for span in neutral):
            shown = f"{case['id']}:{answer.start} spurious {case['text'][answer.start : answer.end]!r} {answer.value}"
            yield Outcome(right=False, shown=shown, spurious=True)


def _overlap(answer: Answer, span: dict[str, str]) -> bool:
    return answer.start < int(span["end"]) and int(span["start"]) < answer.end


def answers(value: DateValue) -> Iterator[Answer]:
    """The TIMEX2 values of one of ours; an unresolved one is an answer without value."""
    mention = value.mention
    for timex in timex_values(value.value, value.precision.split("/")[0]):
        yield Answer(mention.start, mention.end, timex)


def timex_values(edtf: str | None, precision: str) -> list[str]:
    """EDTF -> TIMEX2: "1941-21" is 1941-SP, "1990/1999" is 199, a range is its ends, a time of day is left off."""
    if edtf is None:
        return ["?"]
    first, _, last = edtf.partition("/")
    if precision == "decade":
        return [first[:3]]
    if precision == "half":
        return [f"{first[:4]}-H{1 if first[5:7] == '01' else 2}"]
    if precision == "century":
        return [first[:2]]
    ends = [_timex(end) for end in (first, last) if end and end != ".."]
    return list(dict.fromkeys(ends))


def _timex(edtf: str) -> str:
    season = _SEASONS.get(edtf[5:7]) if len(edtf) == 7 else None
    return f"{edtf[:4]}-{season}" if season is not None else edtf[:10]


def calendar_value(timex: str) -> str:
    """A TIMEX2 value without its part of the day."""
    return timex[:10] if "T" in timex else timex
