"""Runs as a process of its own: a PDF on standard input -> its lines of text with their places, as JSON.

A PDF can make its library crash, hang or take all memory; as a process it costs the one document only. The file is run
as a script, so it imports nothing of the pipeline and starts within a tenth of a second.

Output: ``{"pages": [[[text, left, bottom, right, top], ...], ...]}`` in points, lines in the order in which the page
draws them, a tab for each gap as wide as between columns; or ``{"error": code}``.
"""

import json
import statistics
import sys
from collections.abc import Iterator
from ctypes import byref
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

MEMORY_BYTES = 2 * 1024**3
HYPHENS = (0x02, 0xFFFE)  # what PDFium makes of a hyphen at a line's end, in place of hyphen and line break
BREAKS = (0x0A, 0x0D)
COLUMN_GAP = 1.5  # line heights, or letter widths where a font lies about its height
LETTER_ASPECT = 2.0


@dataclass(slots=True)
class Line:
    """A line while it is read."""

    text: list[str] = field(default_factory=list)
    left: float = 0.0
    right: float = 0.0
    advance: float = 0.0
    bottoms: list[float] = field(default_factory=list)
    tops: list[float] = field(default_factory=list)

    def add(self, character: str, box: pdfium.FS_RECTF) -> None:
        """Takes the next character; a space's own place is of no interest."""
        if character.isspace():
            self.text.append(" ")
            return
        if self.bottoms and box.left - self.right > COLUMN_GAP * self._letter_height():
            self.text.append("\t")
        self.left = min(self.left, box.left) if self.bottoms else box.left
        self.right = box.right
        self.advance += box.right - box.left
        self.bottoms.append(box.bottom)
        self.tops.append(box.top)
        self.text.append(character)

    def _letter_height(self) -> float:
        return max(self.tops[-1] - self.bottoms[-1], LETTER_ASPECT * self.advance / len(self.bottoms))

    def finished(self) -> list[Any] | None:
        """Text and place, None for an empty line."""
        if not self.bottoms:
            return None
        text = "".join(self.text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        pieces = (" ".join(piece.split()) for piece in text.split("\t"))
        bottom, top = statistics.median_low(self.bottoms), statistics.median_high(self.tops)
        places = (round(place, 1) for place in (self.left, bottom, self.right, top))
        return ["\t".join(piece for piece in pieces if piece), *places]


def lines_of(page: pypdfium2.PdfTextPage) -> Iterator[list[Any]]:
    """The lines of a page."""
    line = Line()
    box = pdfium.FS_RECTF()
    for index in range(page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(page, index)
        ends = code in BREAKS or code in HYPHENS
        if code not in BREAKS:
            pdfium.FPDFText_GetLooseCharBox(page, index, byref(box))
            line.add("-" if code in HYPHENS else chr(code or 0xFFFD), box)
        if ends:
            if (finished := line.finished()) is not None:
                yield finished
            line = Line()
    if (finished := line.finished()) is not None:
        yield finished


def pages_of(data: bytes, most_pages: int, most_characters: int) -> dict[str, Any]:
    """The result for a PDF's bytes."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return {"error": "password" if error.err_code == pdfium.FPDF_ERR_PASSWORD else "bad-pdf"}
    if len(document) > most_pages:
        return {"error": "too-many-pages"}
    pages: list[list[list[Any]]] = []
    left = most_characters
    for number in range(len(document)):
        try:
            page = document[number]
            text = page.get_textpage()
        except pypdfium2.PdfiumError:
            return {"error": "bad-page", "page": number + 1}
        left -= text.count_chars()
        if left < 0:
            return {"error": "too-large"}
        pages.append(list(lines_of(text)))
        text.close()
        page.close()
    return {"pages": pages}


def main() -> None:
    """Reads standard input; arguments: most pages, most characters, most seconds of computing.

    The last one ends it where no caller is left to do so.
    """
    most_pages, most_characters, seconds = (int(argument) for argument in sys.argv[1:])
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    try:
        result = pages_of(sys.stdin.buffer.read(), most_pages, most_characters)
    except MemoryError:
        result = {"error": "too-large"}
    sys.stdout.write(json.dumps(result))


if __name__ == "__main__":
    main()
