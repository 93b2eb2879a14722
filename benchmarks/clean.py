"""Time and quality of HTML cleaning beside other extractors, all in one run over the same pages.

    python -m benchmarks.clean SUITE_DIR [GOLD_DIR ...]

Peers are measured where they are installed (extra ``bench``): trafilatura, jusText, readability-lxml, resiliparse and
BeautifulSoup's ``get_text``. For folders of gold documents the share of publication dates that are found exactly is
printed, of those that gold has, read from the text alone. Times are processor times of this process, since a busy
machine would distort clock times, and extractors take turns after every few pages, since a processor that slows down
in the course of a run would distort their ratio. Reference cycles are looked for as rarely as the command line does,
for all alike; the last ratio is that of processes which leave Python's own setting, such as users of the interface.
"""

import gc
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from evaluation.cleaning import cleaned, measure_suite
from evaluation.cleaning_data import SuitePage, read_suite
from evaluation.dates import gold_rows
from pipeline.reference_cycles import collect_rarely

Extractor = Callable[[SuitePage], str]
OURS, REFERENCE = "press-records", "trafilatura"
PYTHONS_OWN = gc.get_threshold()
TURN = 25  # pages an extractor reads before the next one has its turn
GROWTH = (250_000, 500_000, 1_000_000)
PARAGRAPH = (
    "<p>Der Stadtrat hat am Montag beschlossen, die Bücherei in der Hauptstraße länger zu öffnen als bisher.</p>\n"
)


def extractors() -> Iterator[tuple[str, Extractor]]:
    """Ours and every peer that is installed."""
    yield OURS, lambda page: cleaned(page.name, page.text, html=True)
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


def read_in_turns(
    pages: Sequence[SuitePage], peers: Mapping[str, Extractor]
) -> dict[str, tuple[float, dict[str, str]]]:
    """Seconds of processor time and the text of every page, by extractor."""
    for extract in peers.values():
        extract(pages[0])  # loads models and lexicons
    seconds = dict.fromkeys(peers, 0.0)
    texts: dict[str, dict[str, str]] = {name: {} for name in peers}
    for first in range(0, len(pages), TURN):
        for name, extract in peers.items():
            started = time.process_time()
            texts[name].update((page.name, extract(page)) for page in pages[first : first + TURN])
            seconds[name] += time.process_time() - started
    return {name: (seconds[name], texts[name]) for name in peers}


def print_ratios(pages: Sequence[SuitePage], peers: Mapping[str, Extractor], seconds: Mapping[str, float]) -> None:
    """Prints our time by that of the reference, as measured and with Python's own collection of garbage."""
    print(f"time relative to {REFERENCE}: {seconds[OURS] / seconds[REFERENCE]:.2f}")
    ours = gc.get_threshold()
    gc.set_threshold(*PYTHONS_OWN)
    plain = {name: spent for name, (spent, _) in read_in_turns(pages, peers).items()}
    gc.set_threshold(*ours)
    print(f"the same with Python's own collection of garbage: {plain[OURS] / plain[REFERENCE]:.2f}")


def main() -> None:
    """Prints a line per extractor, our time by that of the reference and by page size, then the publication dates."""
    collect_rarely()
    pages = list(read_suite(Path(sys.argv[1])))
    peers = dict(extractors())
    read = read_in_turns(pages, peers)
    for name, (seconds, texts) in read.items():
        figures = measure_suite(pages, lambda page, texts=texts: texts[page.name], lambda _line: None)
        print(f"{name:<18} {1000 * seconds / len(pages):6.1f} ms/page  {figures}")
    if REFERENCE in peers:
        both = {name: peers[name] for name in (OURS, REFERENCE)}
        print_ratios(pages, both, {name: seconds for name, (seconds, _) in read.items()})
    for size in GROWTH:
        source = PARAGRAPH * (size // len(PARAGRAPH))
        started = time.process_time()
        cleaned("growth", source, html=True)
        print(f"{size / 1e6:.2f} MB: {time.process_time() - started:.2f} s")
    print_publication_dates([Path(argument) for argument in sys.argv[2:]])


if __name__ == "__main__":
    main()
