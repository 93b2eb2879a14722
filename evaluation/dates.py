"""Measure dates apart from cleaning: on gold text without its junk, and on suites by others.

    python -m evaluation.dates [--suites DIR] [--gold DIR ...] [--misses]

Each suite's README names source, licence and counts. What is out of scope, and why, is in ``out_of_scope_dates.yml``.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from evaluation import dates_spans, dates_suites, dates_timex
from evaluation.dates_cases import Outcome, Row
from evaluation.oracle import read_gold
from pipeline.annotate import dates, emails, phones, urls
from pipeline.documents import CleanDocument, Label, Mention
from pipeline.normalise import dates as date_values
from pipeline.normalise import published as publication
from pipeline.values import DateValue, Published

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
SUITES: tuple[tuple[str, Callable[[Path], Iterator[Outcome]]], ...] = (
    ("WikiWarsDE, calendar values", dates_timex.wikiwars),
    ("Recognizers DateTimeModel: found", dates_spans.found),
    ("Recognizers DateTimeModel: strict", dates_spans.strict),
    ("Recognizers DateTimeModel: value", dates_spans.value),
    ("duckling, no holidays", dates_suites.duckling),
    ("ctparse Time", dates_suites.ctparse_time),
    ("ctparse Interval", dates_suites.ctparse_interval),
    ("dateparser", dates_suites.dateparser),
)


def read(document: CleanDocument, given: str | None) -> tuple[Published | None, tuple[DateValue, ...]]:
    """The publication date and the dates of a text, with or without the date that was given with it."""
    taken: list[Mention] = []
    for find in (emails.find, urls.find, phones.find):
        taken.extend(find(document, tuple(taken)))
    mentions = dates.find(document, tuple(taken))
    published = Published(given, "given", "day") if given is not None else publication.normalise(document, mentions)[0]
    return published, date_values.normalise(document, mentions, published)[0]


def gold_rows(folder: Path, *, given: bool) -> Iterator[Row]:
    """Precision and recall of extent and value, of values, and of publication dates on a folder of gold documents.

    Publication dates twice: of all documents, and of those that print theirs in full, where it can be read at all.
    """
    totals: dict[str, Counter[str]] = {
        key: Counter() for key in ("extent+value", "value", "published", "published, printed")
    }
    for path in sorted(folder.glob("*.gold.txt")):
        gold = read_gold(path)
        day = _published(path)
        published, values = read(gold.document, day if given else None)
        expected = [(m.text.casefold(), None if v == "?" else v) for m, v in gold.of(Label.DATE)]
        _count(totals["extent+value"], Counter((v.mention.text.casefold(), v.value) for v in values), Counter(expected))
        _count(totals["value"], Counter({v.value for v in values if v.value}), Counter({v for _, v in expected if v}))
        if not given:
            found = [published.value] if published is not None else []
            _count(totals["published"], Counter(found), Counter([day] if day is not None else []))
            if day is not None and any(_prints(m.text, v, day) for m, v in gold.of(Label.DATE)):
                _count(totals["published, printed"], Counter(found), Counter([day]))
    suffix = "given" if given else "not given"
    for key, total in totals.items():
        if total:
            yield Row(f"{folder.name} {key}, date {suffix}", total["right"], total["said"], total["gold"])


def _prints(surface: str, value: str | None, day: str) -> bool:
    """Whether a date of the page says a day in full: "13. September 2017, 10 Uhr", but not "Mittwoch" or "5. Mai"."""
    return value is not None and value[: len(day)] == day and day[:4] in surface


def _published(path: Path) -> str | None:
    header = path.read_text(encoding="utf-8").split("\n---\n", 1)[0]
    value = next((line.split(": ", 1)[1] for line in header.splitlines() if line.startswith("# published: ")), "none")
    return None if value == "none" else value


def _count(total: Counter[str], said: Counter[object], gold: Counter[object]) -> None:
    total["right"] += sum((said & gold).values())
    total["said"] += sum(said.values())
    total["gold"] += sum(gold.values())


def suite_row(name: str, outcomes: Sequence[Outcome]) -> Row:
    """Right and wrong ones of a suite; spurious answers cost precision only."""
    right = sum(outcome.right for outcome in outcomes)
    spurious = sum(outcome.spurious for outcome in outcomes)
    silent = sum(outcome.silent for outcome in outcomes)
    return Row(name, right, len(outcomes) - silent, len(outcomes) - spurious)


def main() -> int:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--suites", type=Path, default=SHARED / "suites")
    parser.add_argument("--gold", type=Path, nargs="*", default=[SHARED / "gold" / "dev", SHARED / "gold" / "seeds"])
    parser.add_argument("--misses", action="store_true", help="show every case that came out wrong")
    options = parser.parse_args()
    for folder in options.gold:
        for given in (True, False):
            for row in gold_rows(folder, given=given):
                print(row)
    for name, cases in SUITES:
        outcomes = list(cases(options.suites))
        print(suite_row(name, outcomes))
        if options.misses:
            print("\n".join(f"    {outcome.shown}" for outcome in outcomes if not outcome.right))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
