"""Suites by others: our figures, those of libraries on the same cases, and what was measured of others before."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import phonenumbers

from benchmarks.page.section import Data, Effort, Section, figures
from benchmarks.page.svg import bars
from evaluation import contacts, dates
from evaluation.dates_cases import Outcome, cases

LIBRARIES = ("phonenumbers", "dateparser")
SUITES = dates.SHARED / "suites"
SOURCE = "the notes that come with the suites, measured 2026-11-22"
ELSEWHERE: tuple[tuple[str, str, str], ...] = (
    ("WikiWarsDE, value F1", "HeidelTime (wrote rules on it)", "0.832"),
    ("WikiWarsDE, value F1", "Recognizers-Text", "0.329"),
    ("WikiWarsDE, value F1", "dateparser.search_dates", "0.178"),
    ("Recognizers DateTimeModel: found", "Recognizers-Text (its own specification)", "207 of 222"),
    ("Recognizers DateTimeModel: strict", "Recognizers-Text (its own specification)", "190 of 222"),
    ("Recognizers DateTimeModel: value", "Recognizers-Text (its own specification)", "151 of 222"),
    ("Recognizers DateTimeModel: value", "dateparser", "41 of 222"),
    ("duckling, no holidays", "Recognizers-Text", "162 of 309"),
    ("duckling, no holidays", "HeidelTime", "64 of 209 points"),
    ("ctparse Time", "Recognizers-Text", "892 of 1,155"),
    ("ctparse Time", "dateparser", "532 of 1,155"),
    ("ctparse Interval", "Recognizers-Text", "111 of 478"),
    ("ctparse Interval", "dateparser", "61 of 478"),
)
"""(suite, system, figure) of `SOURCE`; systems that need another language or too much time to be run here."""


def measure(effort: Effort) -> Data:
    """Our figures by suite, and those of the libraries that are installed."""
    if not SUITES.is_dir():
        return {}
    return {
        "dates": {name: _row(list(islice(read(SUITES), effort.gold))) for name, read in dates.SUITES},
        "contacts": {
            name: _share(outcome.right for outcome in islice(read(SUITES / folder), effort.gold))
            for name, (folder, read) in contacts.SUITES.items()
        },
        "peers": {name: _share(islice(read(), effort.gold)) for name, read in _peers()},
    }


def _row(outcomes: list[Outcome]) -> dict[str, Any]:
    row = dates.suite_row("", outcomes)
    return {"right": row.right, "said": row.said, "gold": row.gold, **figures(row.right, row.said, row.gold)}


def _share(hits: Iterable[bool]) -> dict[str, int]:
    counted = list(hits)
    return {"right": sum(counted), "gold": len(counted)}


def _peers() -> Iterator[tuple[str, Callable[[], Iterator[bool]]]]:
    yield "phone notations: PhoneNumberMatcher", _notations
    try:
        import dateparser
    except ImportError:
        return
    yield "duckling, no holidays: dateparser.parse", lambda: _parsed(dateparser.parse)


def _notations() -> Iterator[bool]:
    for case in contacts.lines_of(SUITES / "phones_de" / "reallife_notations.jsonl"):
        matches = phonenumbers.PhoneNumberMatcher(case["text"], "DE")
        numbers = [phonenumbers.format_number(m.number, phonenumbers.PhoneNumberFormat.E164) for m in matches]
        yield numbers == case["gold"]


def _parsed(parse: Callable[..., datetime | None]) -> Iterator[bool]:
    """Points by their moment or day; a library that knows no ranges is right where the range is one day."""
    path: Path = SUITES / "duckling_time_de" / "duckling_time_de.jsonl"
    for case in cases(path, "duckling"):
        if case["holiday"] is None:
            options = {"RELATIVE_BASE": datetime.fromisoformat(case["ref"][:19]), "PREFER_DATES_FROM": "future"}
            found = parse(case["text"], languages=["de"], settings=options)
            digits = 16 if case["grain"] in {"hour", "minute"} else 10
            point = case["end"] is None and case["grain"] in {"hour", "minute", "day"}
            yield point and found is not None and found.isoformat()[:digits] == case["start"][:digits]


def section(data: Data) -> Section:
    """A table for dates, one for contacts, one for the others."""
    part = Section("Suites by others")
    if not data:
        part.say("The suites were not beside the checkout.")
        return part
    part.say(
        "Cases out of scope are left out, by id and with the reason, in `evaluation/out_of_scope_dates.yml` and "
        "`evaluation/contacts_scope.yml`. These cases were in sight while rules were written: in-sample."
    )
    rows = [[name, r["right"], r["said"], r["gold"], r["p"], r["r"], r["f1"]] for name, r in data["dates"].items()]
    part.table(["dates", "right", "said", "cases", "P", "R", "F1"], rows)
    rows = [[name, r["right"], r["gold"]] for name, r in data["contacts"].items()]
    part.table(["contacts", "right", "cases"], rows)
    shares = {**data["dates"], **data["contacts"]}
    drawn = [(name, {"share right": row["right"] / max(row["gold"], 1)}) for name, row in shares.items()]
    part.plot("suites", "Share of cases that are right, by suite", bars(drawn, most=1.0))
    part.say("Libraries on the same cases, in the same run:")
    part.table(["cases: library", "right", "cases"], [[n, r["right"], r["gold"]] for n, r in data["peers"].items()])
    part.say(f"Not run here, but cited: {SOURCE}. Scope and scoring may differ in detail from ours.")
    part.table(["suite", "system", "figure"], ELSEWHERE)
    return part
