"""Quality of every field on the project's gold documents, and of what libraries find on the same pages."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, time
from typing import Any

import phonenumbers

from benchmarks.page.section import Data, Effort, Section, figures
from benchmarks.page.svg import bars
from evaluation.__main__ import GOLD, measured
from pipeline.evaluate import Evaluation, GoldDocument, gold_documents
from pipeline.evaluate.facts import gold_facts
from pipeline.records import Record

LIBRARIES = ("phonenumbers", "dateparser")
SETS = {
    "dev+dates": "kept out of training, harder than typical pages; used for choosing between variants. Date given",
    "dev": "the same, date not given",
    "seeds+dates": "five real pages, never used for tuning; too few to mean much. Date given",
    "seeds": "the same, date not given",
    "corpus": "in-sample: rules and models have seen most of these texts",
}
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
PEER_SET = "dev+dates"
Found = Callable[[GoldDocument], set[str]]


def measure(effort: Effort) -> Data:
    """P, R and F1 by set and field; the same for the libraries' part on the ``dev`` pages."""
    evaluations = dict(measured(None))
    sets = {name: _fields(evaluation) for name, evaluation in evaluations.items()}
    data: Data = {"sets": sets, "documents": {name: len(one.documents) for name, one in evaluations.items()}}
    if PEER_SET in evaluations:
        documents = list(gold_documents(GOLD / "dev"))[: effort.gold]
        data["peers"] = dict(_peers(documents, evaluations[PEER_SET].records))
    return data


def _fields(evaluation: Evaluation) -> dict[str, Any]:
    rows = evaluation.to_json().items()
    return {name: {key: round(row[key], 4) for key in ("p", "r", "f1")} for name, row in rows if isinstance(row, dict)}


def _peers(documents: Sequence[GoldDocument], records: dict[str, Record]) -> Iterator[tuple[str, dict[str, Any]]]:
    """By field: each system's figures on values, whole pages in, junk and all."""
    for field, (wanted, ours, systems) in _contests(records).items():
        rows = {"press-records": _score(documents, ours, wanted)}
        rows |= {name: _score(documents, find, wanted) for name, find in systems}
        yield field, rows


def _contests(records: dict[str, Record]) -> dict[str, tuple[Found, Found, Iterable[tuple[str, Found]]]]:
    return {
        "phones (number)": (
            lambda gold: {number for number, _ in gold_facts(gold).phones},
            lambda gold: {phone.value for phone in records[gold.name].phones},
            [("PhoneNumberMatcher", _phone_matcher)],
        ),
        "e-mails": (
            lambda gold: set(gold_facts(gold).emails),
            lambda gold: {email.value for email in records[gold.name].emails if email.value is not None},
            [("plain pattern", lambda gold: {found.casefold() for found in EMAIL.findall(gold.text)})],
        ),
        "dates (value, to the day)": (
            lambda gold: {_day(value) for _, value in gold_facts(gold).dates if value is not None},
            lambda gold: {_day(date.value) for date in records[gold.name].dates if date.value is not None},
            _date_searchers(),
        ),
    }


def _score(documents: Sequence[GoldDocument], find: Found, wanted: Found) -> dict[str, float]:
    right = said = gold = 0
    for document in documents:
        found, expected = find(document), wanted(document)
        right, said, gold = right + len(found & expected), said + len(found), gold + len(expected)
    return figures(right, said, gold)


def _phone_matcher(gold: GoldDocument) -> set[str]:
    matches = phonenumbers.PhoneNumberMatcher(gold.text, "DE")
    return {phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164) for match in matches}


def _date_searchers() -> Iterator[tuple[str, Found]]:
    try:
        from dateparser.search import search_dates
    except ImportError:
        return

    def search(gold: GoldDocument) -> set[str]:
        options = {}
        if gold.published is not None:
            options["RELATIVE_BASE"] = datetime.combine(datetime.fromisoformat(gold.published), time())
        found = search_dates(gold.text, languages=["de"], settings=options) or ()
        return {when.date().isoformat() for _, when in found}

    yield "dateparser.search_dates", search


def _day(value: str) -> str:
    """A moment as its day; ranges, months and years stay, which no library gives."""
    return value[:10] if "/" not in value else value


def section(data: Data) -> Section:
    """Tables by set, bars of F1 by field, and the libraries."""
    part = Section("Quality on the project's gold")
    part.say("F1 of every field, fields and sets as [quality.md](quality.md) defines them. Out of sample or not:")
    documents = data["documents"]
    known = [name for name in SETS if name in data["sets"]]
    part.say("\n".join(f"- `{name}` ({documents[name]} documents): {SETS[name]}" for name in known))
    fields = list(data["sets"][known[0]])
    rows = [[field, *(data["sets"][name][field]["f1"] for name in known)] for field in fields]
    part.table(["field", *known], rows)
    first = known[0]
    drawn = [(field, {"F1": data["sets"][first][field]["f1"]}) for field in fields]
    part.plot("quality", f"F1 by field on {first}", bars(drawn, most=1.0))
    if "peers" in data:
        part.say(
            "What libraries find on the same `dev` pages, junk and all; dateparser is told each page's date as well. "
            "Values only: who owns them, no library says."
        )
        lines = [
            [field, system, row["p"], row["r"], row["f1"]]
            for field, systems in data["peers"].items()
            for system, row in systems.items()
        ]
        part.table(["values", "system", "P", "R", "F1"], lines)
        drawn = [(f"{field.split(' (')[0]}: {system}", {"F1": f1}) for field, system, _, _, f1 in lines]
        part.plot("quality-peers", "F1 beside libraries", bars(drawn, most=1.0))
    return part
