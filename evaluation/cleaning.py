"""How much content cleaning keeps and how much junk it removes, on gold documents and on a suite of HTML pages.

python -m evaluation.cleaning [SHARED_DIR] [--losses]
"""

import sys
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from evaluation.cleaning_data import GoldLines, SuitePage, raw_document, read_gold_lines, read_pages, read_suite
from pipeline.clean import clean
from pipeline.errors import DocumentError
from pipeline.repairs import fold, repaired

GOLD = Path(__file__).resolve().parent.parent / "gold"
SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
SHORTEST = 4  # characters from which a line is scored
LEAD = 100  # characters from which the first paragraph is the lead
FIGURES = (
    "content kept", "content kept, repaired", "leads kept", "junk removed", "junk removed, distinct", "junk of content",
    "contacts kept",
)  # fmt: skip
PEER = "trafilatura"


@dataclass(slots=True)
class Count:
    """Hits among cases."""

    hits: int = 0
    cases: int = 0

    def add(self, *, hit: bool) -> bool:
        """Counts one case; returns whether it was a hit."""
        self.hits += hit
        self.cases += 1
        return hit

    def __str__(self) -> str:
        return f"{self.hits}/{self.cases} = {self.hits / max(self.cases, 1):.4f}"


def folded(text: str) -> str:
    """Text as lines are compared: compatibility forms, case and white space folded, invisible characters out."""
    plain = unicodedata.normalize("NFKC", text).replace("\u00ad", "").replace("\u200b", "")
    return fold(plain).casefold()


def measure_gold(documents: list[GoldLines], report: Callable[[str], None]) -> dict[str, Count]:
    """Content lines kept, junk lines removed, contact surfaces kept.

    A junk line that the content also says (the first of two equal captions, "Suche" inside a sentence) stays in the
    text whatever is removed: ``junk of content``, the others are ``distinct``. A lead is the first long paragraph.

    A content line that the repairs change (mojibake, references, words broken at a line's end) is looked for as
    repaired in ``content kept, repaired``, and as it stands in the source in ``content kept``.
    """
    counts = {name: Count() for name in FIGURES}
    for gold in documents:
        text = folded(cleaned(gold.name, gold.text, html=False))
        content = folded(" ".join(gold.text[start:end] for start, end, kind in gold.lines if kind is None))
        for lead in _lead(gold):
            counts["leads kept"].add(hit=folded(repaired(lead)) in text)
        junk = {folded(gold.text[start:end]) for start, end, kind in gold.lines if kind is not None}
        for start, end, kind in gold.lines:
            line = folded(gold.text[start:end])
            if len(line) < SHORTEST:
                continue
            if kind is not None:
                counts["junk removed, distinct" if line not in content else "junk of content"].add(hit=line not in text)
                if not counts["junk removed"].add(hit=line not in text):
                    report(f"{gold.name} leaked ({kind}): {line[:100]}")
            elif line not in junk:
                counts["content kept"].add(hit=line in text)
                if not counts["content kept, repaired"].add(
                    hit=line in text or _repaired(gold.text[start:end]) in text
                ):
                    report(f"{gold.name} lost: {line[:100]}")
        for surface in gold.contacts:
            counts["contacts kept"].add(hit=folded(repaired(surface, hyphenated=True)) in text)
    return counts


def _lead(gold: GoldLines) -> list[str]:
    """The first long paragraph of the content, if there is one."""
    return [gold.text[start:end] for start, end, kind in gold.lines if kind is None and end - start >= LEAD][:1]


def _repaired(line: str) -> str:
    """A line as repaired, without a last word that goes on in the next line and a first that began in the one above."""
    text = folded(repaired(line)).removesuffix("-")
    return " ".join(text.split(" ")[1:-1]) if line.endswith("-") else text


def cleaned(name: str, text: str, *, html: bool) -> str:
    """The cleaned text of a document, empty where nothing is left."""
    try:
        return clean(raw_document(name, text, html=html))[0].text
    except DocumentError:
        return ""


@dataclass(frozen=True, slots=True)
class SuiteFigures:
    """Snippets of a suite: ``cookies`` of the ``leaked`` ones are about cookies."""

    found: int
    lost: int
    leaked: int
    cookies: int
    leads: Count

    @property
    def precision(self) -> float:
        """Share of the snippets in the text that are wanted."""
        return self.found / max(self.found + self.leaked, 1)

    @property
    def recall(self) -> float:
        """Share of the wanted snippets that are in the text."""
        return self.found / max(self.found + self.lost, 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.precision * self.recall / max(self.precision + self.recall, 1e-9)

    def __str__(self) -> str:
        figures = f"precision {self.precision:.4f}  recall {self.recall:.4f}  F1 {self.f1:.4f}"
        return f"{figures}  leaked {self.leaked} (cookies {self.cookies})  lost {self.lost}  leads kept {self.leads}"


def measure_suite(
    pages: list[SuitePage], text_of: Callable[[SuitePage], str], report: Callable[[str], None]
) -> SuiteFigures:
    """Precision, recall and F1 over required and forbidden snippets, white space folded.

    A page's lead is the first snippet that it must keep.
    """
    found = missing = leaked = cookies = 0
    leads = Count()
    for page in pages:
        text = fold(text_of(page))
        for lead in page.wanted[:1]:
            leads.add(hit=fold(lead) in text)
        for snippet in page.wanted:
            if fold(snippet) in text:
                found += 1
            else:
                missing += 1
                report(f"{page.name} lost: {snippet[:80]}")
        for snippet in page.unwanted:
            if fold(snippet) in text:
                leaked += 1
                cookies += "cookie" in snippet.casefold()
                report(f"{page.name} leaked: {snippet[:80]}")
    return SuiteFigures(found, missing, leaked, cookies, leads)


def peers() -> Iterator[tuple[str, Callable[[SuitePage], str]]]:
    """The best other extractor, where it is installed."""
    try:
        import trafilatura  # a peer, installed for benchmarks only
    except ImportError:
        return
    yield PEER, lambda page: trafilatura.extract(page.source, include_comments=False, include_tables=True) or ""


def main() -> None:
    """Prints the figures."""
    arguments = [argument for argument in sys.argv[1:] if argument != "--losses"]
    shared = Path(arguments[0]) if arguments else SHARED
    report: Callable[[str], None] = print if "--losses" in sys.argv else lambda _line: None
    for folder in ("dev", "seeds"):
        for name, count in measure_gold(read_gold_lines(shared / "gold" / folder), report).items():
            print(f"{folder:<6} {name:<24} {count}")
    suites = {
        "html": list(read_suite(shared / "suites" / "html_trafilatura_de")),
        "pages": list(read_pages(GOLD / "pages")),
        "unseen": list(read_pages(GOLD / "unseen_pages")),
        "later": list(read_pages(GOLD / "unseen_pages_later")),
        "dense": list(read_pages(GOLD / "unseen_pages_dense")),
    }
    for suite, pages in suites.items():
        ours = measure_suite(pages, lambda page: cleaned(page.name, page.text, html=True), report)
        print(f"{suite:<6} {'press-records':<24} {ours}")
        for name, text_of in peers():
            print(f"{suite:<6} {name:<24} {measure_suite(pages, text_of, lambda _line: None)}")


if __name__ == "__main__":
    main()
