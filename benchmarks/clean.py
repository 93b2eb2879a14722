"""Time and quality of HTML cleaning beside other extractors, all in one run over the same pages.

    python -m benchmarks.clean SUITE_DIR [GOLD_DIR ...]

Peers are measured where they are installed (extra ``bench``): trafilatura, jusText, readability-lxml, resiliparse and
BeautifulSoup's ``get_text``. For folders of gold documents the share of publication dates that are found exactly is
printed, of those that gold has, read from the text alone. Times are processor times of this process, since a busy
machine would distort clock times.
"""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from evaluation.cleaning import cleaned, measure_suite
from evaluation.cleaning_data import SuitePage, read_suite
from evaluation.dates import gold_rows

Extractor = Callable[[SuitePage], str]
REFERENCE = "trafilatura"
GROWTH = (250_000, 500_000, 1_000_000)
PARAGRAPH = (
    "<p>Der Stadtrat hat am Montag beschlossen, die Bücherei in der Hauptstraße länger zu öffnen als bisher.</p>\n"
)


def extractors() -> Iterator[tuple[str, Extractor]]:
    """Ours and every peer that is installed."""
    yield "press-records", lambda page: cleaned(page.name, page.text, html=True)
    for name, make in (
        ("trafilatura", _trafilatura),
        ("jusText", _justext),
        ("readability-lxml", _readability),
        ("resiliparse", _resiliparse),
        ("BeautifulSoup", _beautifulsoup),
    ):
        try:
            yield name, make()
        except ImportError:
            print(f"{name} is not installed")


def _trafilatura() -> Extractor:
    import trafilatura

    return lambda page: trafilatura.extract(page.source, include_comments=False, include_tables=True) or ""


def _justext() -> Extractor:
    import justext

    words = justext.get_stoplist("German")
    return lambda page: "\n".join(p.text for p in justext.justext(page.source, words) if not p.is_boilerplate)


def _readability() -> Extractor:
    from bs4 import BeautifulSoup
    from readability import Document

    return lambda page: BeautifulSoup(Document(page.text).summary(), "lxml").get_text("\n")


def _resiliparse() -> Extractor:
    from resiliparse.extract.html2text import extract_plain_text

    return lambda page: extract_plain_text(page.text, main_content=True)


def _beautifulsoup() -> Extractor:
    from bs4 import BeautifulSoup

    return lambda page: BeautifulSoup(page.source, "lxml").get_text("\n")


def print_publication_dates(folders: Sequence[Path]) -> None:
    """Prints for every folder of gold documents how many publication dates are exact."""
    for folder in folders:
        for row in gold_rows(folder, given=False):
            if " published" in row.name:
                share = row.right / max(row.gold, 1)
                print(f"publication dates exact, {row.name}: {row.right}/{row.gold} = {share:.4f}")


def main() -> None:
    """Prints a line per extractor, our time by page size, then the publication dates."""
    pages = list(read_suite(Path(sys.argv[1])))
    milliseconds: dict[str, float] = {}
    for name, extract in extractors():
        extract(pages[0])  # loads models and lexicons
        started = time.process_time()
        texts = {page.name: extract(page) for page in pages}
        milliseconds[name] = 1000 * (time.process_time() - started) / len(pages)
        figures = measure_suite(pages, lambda page, texts=texts: texts[page.name], lambda _line: None)
        print(f"{name:<18} {milliseconds[name]:6.1f} ms/page  {figures}")
    if REFERENCE in milliseconds:
        print(f"time relative to {REFERENCE}: {milliseconds['press-records'] / milliseconds[REFERENCE]:.2f}")
    for size in GROWTH:
        source = PARAGRAPH * (size // len(PARAGRAPH))
        started = time.process_time()
        cleaned("growth", source, html=True)
        print(f"{size / 1e6:.2f} MB: {time.process_time() - started:.2f} s")
    print_publication_dates([Path(argument) for argument in sys.argv[2:]])


if __name__ == "__main__":
    main()
