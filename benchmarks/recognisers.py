"""Time of the recognisers on an average release, beside the libraries that others use, and on hostile text.

    python -m benchmarks.recognisers

One core, processor time of this process, all in one run: the pages of the demo corpus without their junk, then a
megabyte of each text that somebody might write to stop us. `dateparser` comes with the extra ``bench``.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import phonenumbers

from evaluation.oracle import clean_document, read_gold
from pipeline.annotate import addresses, dates, emails, phones, urls
from pipeline.documents import CleanDocument, Mention
from pipeline.normalise import dates as date_values
from pipeline.values import Published

Recogniser = Callable[[CleanDocument, Sequence[Mention]], list[Mention]]
CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "gold"
RECOGNISERS: tuple[Recogniser, ...] = (emails.find, urls.find, phones.find, addresses.find, dates.find)
REPEATS = 20
PUBLISHED = Published("2022-05-12", "given", "day")
MEGABYTE = 1_000_000
HOSTILE = (
    "1", ".", " ", "1.", "1 ", "01.01.", "heute ", "am 1. ", "(0", "0341 ", "@", "a@", "str. 1 ", "12345 Aa ", "\n",
)  # fmt: skip


def milliseconds(work: Callable[[], object]) -> float:
    """Processor time of one call."""
    started = time.process_time()
    work()
    return 1000 * (time.process_time() - started)


def recogniser_times(pages: Sequence[CleanDocument]) -> dict[str, float]:
    """Milliseconds a page of each recogniser, the best of several rounds: others of the machine only add time."""
    best: dict[str, float] = {}
    for _ in range(REPEATS):
        spent = dict.fromkeys((_name(find) for find in RECOGNISERS), 0.0)
        for page in pages:
            taken: list[Mention] = []
            for find in RECOGNISERS:
                spent[_name(find)] += milliseconds(lambda: taken.extend(find(page, tuple(taken))))  # noqa: B023
        best = {name: min(value, best.get(name, value)) for name, value in spent.items()}
    return {name: value / len(pages) for name, value in best.items()}


def _name(find: Recogniser) -> str:
    return find.__module__.rsplit(".", 1)[-1]


def peers() -> Iterator[tuple[str, Callable[[CleanDocument], object]]]:
    """What finds the same things, each with a call for a page."""
    yield "PhoneNumberMatcher", lambda page: list(phonenumbers.PhoneNumberMatcher(page.text, "DE"))
    try:
        from dateparser.search import search_dates
    except ImportError:
        print("dateparser is not installed")
        return
    yield "dateparser.search_dates", lambda page: search_dates(page.text, languages=["de"])


def print_averages() -> None:
    """One line a recogniser, then the libraries and the ratio."""
    pages = [read_gold(path).document for path in sorted(CORPUS.glob("*.gold.txt"))]
    characters = sum(len(page.text) for page in pages) / len(pages)
    print(f"{len(pages)} releases of {characters:.0f} characters on average, milliseconds each")
    ours = recogniser_times(pages)
    for name, value in (*ours.items(), ("together", sum(ours.values()))):
        print(f"  {name:<24} {value:8.2f}")
    theirs = {name: milliseconds(lambda: [find(page) for page in pages]) / len(pages) for name, find in peers()}  # noqa: B023
    for name, value in theirs.items():
        print(f"  {name:<24} {value:8.2f}")
    print(f"  ratio of both to ours    {sum(theirs.values()) / sum(ours.values()):8.0f}")


def print_hostile() -> None:
    """Seconds of all recognisers and of the values of dates on a megabyte of each text."""
    print("seconds for a megabyte, all recognisers and the values of dates")
    for seed in HOSTILE:
        page = clean_document("hostile", (seed * (MEGABYTE // len(seed) + 1))[:MEGABYTE])
        parts = {_name(find): milliseconds(lambda: find(page, ())) / 1000 for find in RECOGNISERS}  # noqa: B023
        found = dates.find(page, ())
        parts["date values"] = milliseconds(lambda: date_values.normalise(page, found, PUBLISHED)) / 1000  # noqa: B023
        worst = max(parts, key=lambda name: parts[name])
        print(f"  {seed!r:<24} {sum(parts.values()):8.2f}   most of it {worst} ({parts[worst]:.2f})")


if __name__ == "__main__":
    print_averages()
    print_hostile()
