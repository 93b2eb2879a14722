"""Cleaning of HTML pages beside other extractors: quality and processor time over the same pages in one process."""

from typing import Any

from benchmarks.clean import extractors, read_in_turns
from benchmarks.page.section import Data, Effort, Section
from benchmarks.page.svg import bars
from evaluation.cleaning import SHARED, measure_gold, measure_suite
from evaluation.cleaning_data import SuitePage, read_gold_lines, read_suite

LIBRARIES = ("trafilatura", "justext", "readability-lxml", "resiliparse", "beautifulsoup4", "lxml")
SUITE = SHARED / "suites" / "html_trafilatura_de"


def measure(effort: Effort) -> Data:
    """By extractor: P, R, F1 on the suite and milliseconds a page; our figures on gold lines."""
    if not SUITE.is_dir():
        return {}
    pages = list(read_suite(SUITE))[: effort.gold]
    gold = {name: read_gold_lines(SHARED / "gold" / name)[: effort.gold] for name in ("dev", "seeds")}
    return {
        "pages": len(pages),
        "suite": {name: _figures(pages, *read) for name, read in read_in_turns(pages, dict(extractors())).items()},
        "gold": {
            name: {figure: [count.hits, count.cases] for figure, count in measure_gold(lines, _silent).items()}
            for name, lines in gold.items()
        },
    }


def _figures(pages: list[SuitePage], seconds: float, texts: dict[str, str]) -> dict[str, Any]:
    found = measure_suite(pages, lambda page: texts[page.name], _silent)
    shares = {key: round(getattr(found, key), 4) for key in ("precision", "recall", "f1")}
    return {
        **shares,
        "leads": [found.leads.hits, found.leads.cases],
        "lost": found.lost,
        "leaked": found.leaked,
        "ms": round(1000 * seconds / len(pages), 2),
    }


def _silent(_line: str) -> None:
    """Single losses are for whoever works on cleaning."""


def section(data: Data) -> Section:
    """A table of extractors with a plot, and the lines of gold."""
    part = Section("Cleaning of HTML pages")
    if not data:
        part.say("The suite was not beside the checkout.")
        return part
    part.say(
        f"{data['pages']} German pages of trafilatura's evaluation, each with snippets that must be in the text and "
        "snippets that must not. In-sample: our block model was trained on them; [cleaning.md](cleaning.md) has the "
        "figures cross-validated by publisher. Peers have their defaults, trafilatura tables and no comments, "
        "readability-lxml's HTML as text. They take turns every few pages; garbage is collected as the command line "
        "has it. A lead is the first snippet that must stay."
    )
    head = ["extractor", "P", "R", "F1", "wanted snippets lost", "unwanted kept", "leads kept", "ms a page"]
    rows = data["suite"].items()
    part.table(head, [[name, *_cells(row)] for name, row in rows])
    part.plot("cleaning", "F1 by extractor", bars([(name, {"F1": row["f1"]}) for name, row in rows], most=1.0))
    part.plot("cleaning-time", "Milliseconds a page", bars([(name, {"ms": row["ms"]}) for name, row in rows], " ms"))
    part.say("Lines of the gold documents, plain text (no peer reads that):")
    names = list(data["gold"])
    lines = [[figure, *(_share(*data["gold"][name][figure]) for name in names)] for figure in data["gold"][names[0]]]
    part.table(["lines", *names], lines)
    return part


def _cells(row: dict[str, Any]) -> list[object]:
    shares = [row["precision"], row["recall"], row["f1"]]
    return [*shares, row["lost"], row["leaked"], _share(*row["leads"]), f"{row['ms']:.1f}"]


def _share(hits: int, cases: int) -> str:
    return f"{hits / max(cases, 1):.3f} ({hits:,} of {cases:,})"
