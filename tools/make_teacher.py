"""Write what other extractors keep of a suite's pages: weak labels for ``tools/train_cleaning.py html``.

    python tools/make_teacher.py SUITE_DIR TEACHER.json

Needs the ``bench`` extra. The file maps an extractor's name to its text of every page; it is never committed.
"""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import justext
import trafilatura
from bs4 import BeautifulSoup
from readability import Document
from resiliparse.extract.html2text import extract_plain_text

from evaluation.cleaning_data import SuitePage, read_suite

Extractor = Callable[[SuitePage], str]


def main() -> None:
    """Extracts every page of the suite."""
    pages = list(read_suite(Path(sys.argv[1])))
    texts = {name: {page.name: extract(page) for page in pages} for name, extract in extractors()}
    Path(sys.argv[2]).write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")


def extractors() -> Iterator[tuple[str, Extractor]]:
    """Who has a voice; trafilatura, the best of them alone, has three."""
    yield "trafilatura", _trafilatura()
    yield "trafilatura, precision", _trafilatura(favor_precision=True)
    yield "trafilatura, recall", _trafilatura(favor_recall=True)
    words = justext.get_stoplist("German")
    yield "justext", lambda page: "\n".join(p.text for p in justext.justext(page.source, words) if not p.is_boilerplate)
    yield "readability", lambda page: BeautifulSoup(Document(page.text).summary(), "lxml").get_text("\n")
    yield "resiliparse", lambda page: extract_plain_text(page.text, main_content=True)


def _trafilatura(**preference: bool) -> Extractor:
    return lambda page: (
        trafilatura.extract(page.source, include_comments=False, include_tables=True, **preference) or ""
    )


if __name__ == "__main__":
    main()
