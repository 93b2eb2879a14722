"""Links to documents: their titles are part of a page, the buttons that open it are not."""

import re
from functools import cache

from pipeline.lexicons import words

DOCUMENT = re.compile(r"\.(?:pdf|docx?|odt|xlsx?|ods|pptx?|rtf|zip|csv)\b", re.IGNORECASE)
"""The end of a file's name in a link's target."""
FORMAT = re.compile(r"\b(?:PDF|DOCX?|ODT|XLSX?|PPTX?|ZIP|JPE?G|PNG|TIFF?|EPS)\b|\d ?[KMk]B\b")
"""What stands behind the title of a file: its format, its size."""
_NOUN = re.compile(r"[A-ZÄÖÜ][A-Za-zÄÖÜäöüß]{4,}")


def is_titled(text: str) -> bool:
    """Whether the label of a link to a document says which one: "Lageplan (PDF, 2 MB)", but not "Artikel als PDF"."""
    return any(noun[0] not in _buttons() for noun in _NOUN.finditer(text))


@cache
def _buttons() -> frozenset[str]:
    return frozenset(words("de/junk.yml", "file_buttons"))
