"""Draw the README's picture: a page of the demo corpus beside the record the pipeline makes of it.

    python tools/make_picture.py          writes docs/picture.svg

Every highlight is a span of the record, so the picture shows what the pipeline does and not what it should do.
Text is set by the advance widths of Helvetica and fixed with ``textLength``: it fits whatever font the viewer has.
"""

import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from itertools import groupby
from pathlib import Path

from pipeline.decisions import Decisions
from pipeline.documents import RawDocument
from pipeline.flow import trace
from pipeline.read import read_inputs
from pipeline.records import Person, Record
from pipeline.runs import load_recogniser
from pipeline.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "corpus" / "jugendamt-alzey.html"
PICTURE = ROOT / "docs" / "picture.svg"

WIDTH, HEIGHT = 1180, 520
LEFT, RIGHT = (24, 24, 560, 472), (700, 24, 456, 472)  # x, y, width, height of the two cards
PADDING, HEAD = 28, 40
SANS = "Helvetica, Arial, 'Liberation Sans', sans-serif"
MONO = "'DejaVu Sans Mono', Menlo, Consolas, monospace"
MONO_ADVANCE = 0.602
INK, FAINT, LINE, PAPER = "#1f2933", "#9aa5b1", "#d9dee4", "#ffffff"
COLOURS = {
    "person": "#2563eb", "title": "#64748b", "role": "#be185d", "organisation": "#7c3aed", "phone": "#15803d",
    "email": "#0e7490", "address": "#c2410c", "date": "#a16207", "published": "#854d0e", "removed": "#9aa5b1",
}  # fmt: skip
# Advance widths in thousandths of the font size, from the metrics that Adobe publishes for Helvetica.
ADVANCES = {
    222: "ijl'",
    278: " !,./:;I[]\\ft·",
    333: "()-r„“”",
    500: "Jckxsvyz",
    556: "0123456789?L_abdeghnopqu$#–",
    584: "+<=>~",
    611: "FTZß",
    667: "ABEKPSVXY&",
    722: "CDHNRUw",
    737: "©",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1015: "@",
}
ADVANCE = {character: width for width, characters in ADVANCES.items() for character in characters}
BOLD = 1.07  # bold letters are a little wider

Box = tuple[float, float, float, float]  # x, y, width, height


@dataclass(frozen=True, slots=True)
class Style:
    """How a line of the page is set."""

    size: float
    before: float
    bold: bool = False
    colour: str = INK


STYLES = {
    "p": Style(15.5, 18), "br": Style(15.5, 10), "h1": Style(21, 14, bold=True),
    "date": Style(13, 20, colour="#52606d"), "button": Style(13, 8), "a": Style(13, 14), "footer": Style(13, 22),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the page as its author broke it; ``offset`` is where its text begins in the source."""

    text: str
    offset: int
    style: Style


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it is drawn; ``y`` is its baseline."""

    text: str
    offset: int
    x: float
    y: float
    style: Style

    def at(self, offset: int) -> float:
        """The x of a source offset inside the word, its ends included."""
        return self.x + advance(self.text[: max(0, offset - self.offset)], self.style)

    @property
    def end(self) -> int:
        """Source offset behind the last letter."""
        return self.offset + len(self.text)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the record: a key, a value and where in the source it stands."""

    key: str
    value: str
    kind: str = ""
    note: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    indent: int = 0


class PageLines(HTMLParser):
    """The visible lines of a page that needs no more HTML than the one we draw."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self.lines: list[Line] = []
        self.style: Style | None = None
        self.starts = [0]
        for line in source.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """The style of what follows; the menu's entries share a line."""
        name = "date" if ("class", "date") in attrs else tag
        inside_footer = tag == "p" and self.style is STYLES["footer"]
        self.style = self.style if inside_footer else STYLES.get(name)

    def handle_data(self, data: str) -> None:
        """A text node becomes a line."""
        text = data.strip()
        if text and self.style is not None:
            row, column = self.getpos()
            offset = self.starts[row - 1] + column + data.index(text)
            self.lines.append(Line(text, offset, self.style))


def advance(text: str, style: Style) -> float:
    """The width of a text in pixels."""
    letters = (ADVANCE.get(letter) or ADVANCE.get(unicodedata.normalize("NFD", letter)[0], 556) for letter in text)
    return sum(letters) / 1000 * style.size * (BOLD if style.bold else 1)


def words_of(lines: Sequence[Line]) -> Iterator[Word]:
    """Sets the lines into the left card."""
    left, y = LEFT[0] + PADDING, LEFT[1] + HEAD + 8.0
    right, x = LEFT[0] + LEFT[2] - PADDING, 0.0
    previous: Style | None = None
    for line in lines:
        goes_on = line.style is previous is STYLES["a"]
        x = x + 14 if goes_on else left
        y += 0 if goes_on else line.style.before + line.style.size
        previous, position = line.style, 0
        for text in line.text.split():
            position = line.text.index(text, position)
            width = advance(text, line.style)
            if x + width > right:
                x, y = left, y + line.style.size * 1.65
            yield Word(text, line.offset + position, x, y, line.style)
            x += width + advance(" ", line.style)
            position += len(text)
        x -= advance(" ", line.style)


def boxes(words: Sequence[Word], start: int, end: int) -> list[Box]:
    """The rectangles that a span covers, one a row."""
    covered = [word for word in words if word.offset < end and word.end > start]
    found = []
    for y, row in groupby(covered, key=lambda word: word.y):
        first, *rest = row
        last = rest[-1] if rest else first
        x, right = first.at(start), last.at(min(end, last.end))
        size = first.style.size
        found.append((x - 2, y - size * 0.95, right - x + 4, size * 1.3))
    return found


def rows_of(record: Record) -> Iterator[Row]:
    """The record's lines, most telling fields first."""
    published = record.published
    if published is not None and published.start is not None and published.end is not None:
        yield Row("published", published.value, "published", spans=((published.start, published.end),))
    dates = [date for date in record.dates if published is None or date.start != published.start]
    for number, date in enumerate(dates):
        key, value = "" if number else "dates", date.value or "null"
        yield Row(key, value, "date", f"basis: {date.basis}", ((date.start, date.end),))
    for number, person in enumerate(record.people):
        yield from person_rows(record, number, person)
    for number, organisation in enumerate(record.organisations):
        mentions = tuple((mention.start, mention.end) for mention in organisation.mentions)
        key = "" if number else "organisations"
        yield Row(key, organisation.name, "organisation", organisation.kind, mentions)
    owned = {phone for person in record.people for phone in person.phones}
    for phone in record.phones:
        if phone.value not in owned:
            yield Row("phones", phone.value, "phone", phone.kind, ((phone.start, phone.end),))
    for address in record.addresses:
        parts = (address.street, address.house_number, address.postcode, address.town)
        value = " | ".join(part for part in parts if part)
        yield Row("addresses", value, "address", spans=((address.start, address.end),))
    kinds = list(dict.fromkeys(piece.kind for piece in record.removed))
    yield Row("removed", ", ".join(kinds), "removed", spans=tuple((p.start, p.end) for p in record.removed))


def person_rows(record: Record, number: int, person: Person) -> Iterator[Row]:
    """A person's name and what is linked to them."""
    mentions = tuple((mention.start, mention.end) for mention in person.mentions)
    counted = "" if len(mentions) == 1 else f"{len(mentions)} mentions"
    note = ", ".join(filter(None, (person.title, counted)))
    yield Row("people" if number == 0 else "", person.name, "person", note, mentions)
    names = {organisation.id: organisation.name for organisation in record.organisations}
    for role in person.roles:
        office = names.get(role.organisation or "", "")
        yield Row("role", role.text, "role", office and f"in {office}", ((role.start, role.end),), 1)
    for phone in (phone for phone in record.phones if phone.value in person.phones):
        yield Row("phone", phone.value, "phone", spans=((phone.start, phone.end),), indent=1)
    for email in (email for email in record.emails if email.value in person.emails):
        yield Row("email", email.value or "null", "email", spans=((email.start, email.end),), indent=1)


def text(x: float, y: float, content: str, size: float, **attributes: str) -> str:
    """One text element; underscores in attribute names stand for hyphens."""
    more = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}"{more}>{escape(content)}</text>'


def drawn_word(word: Word, *, removed: bool) -> str:
    """A word of the page, grey where cleaning took it out."""
    weight = "bold" if word.style.bold else "normal"
    colour = FAINT if removed else word.style.colour
    width = f"{advance(word.text, word.style):.1f}"
    fixed = {"textLength": width, "lengthAdjust": "spacingAndGlyphs"}
    return text(word.x, word.y, word.text, word.style.size, font_weight=weight, fill=colour, **fixed)


def mono(x: float, y: float, content: str, **attributes: str) -> str:
    """A text of the record."""
    width = f"{len(content) * 14 * MONO_ADVANCE:.1f}"
    return text(x, y, content, 14, textLength=width, lengthAdjust="spacingAndGlyphs", **attributes)


def card(box: tuple[int, int, int, int], title: str) -> Iterator[str]:
    """A frame with a title bar."""
    x, y, width, height = box
    yield f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="10" fill="{PAPER}" stroke="{LINE}"/>'
    yield f'<path d="M{x} {y + HEAD}h{width}" stroke="{LINE}"/>'
    yield text(x + PADDING, y + 26, title, 13, font_family=MONO, fill="#52606d")
    for number in range(3):
        yield f'<circle cx="{x + width - PADDING - number * 14}" cy="{y + HEAD / 2}" r="4" fill="{LINE}"/>'


def drawn_row(row: Row, y: float) -> Iterator[str]:
    """A line of the record."""
    x = RIGHT[0] + PADDING + row.indent * 16
    yield mono(x, y, row.key, fill="#52606d")
    value_x = RIGHT[0] + PADDING + 128
    yield mono(value_x, y, row.value, fill=COLOURS[row.kind], font_weight="600")
    if row.note:
        note_x = value_x + (len(row.value) + 1.5) * 14 * MONO_ADVANCE
        yield text(note_x, y, row.note, 12, font_family=SANS, fill=FAINT)


def connector(box: Box, y: float, colour: str, lane: int) -> str:
    """A line below a highlight that leads to a line of the record; every highlight of a line of text has its lane."""
    x0, y0 = box[0], box[1] + box[3] + lane * 1.8
    x1, y1 = RIGHT[0] + 12, y - 5
    bend = (x1 - LEFT[0] - LEFT[2]) * 0.75
    start = LEFT[0] + LEFT[2] - 8
    return (
        f'<path d="M{x0:.1f} {y0:.1f}H{start:.1f}C{start + bend:.1f} {y0:.1f} {x1 - bend:.1f} {y1:.1f} {x1} {y1:.1f}" '
        f'fill="none" stroke="{colour}" stroke-width="1.6" stroke-opacity=".55"/>'
        f'<circle cx="{x1}" cy="{y1:.1f}" r="3" fill="{colour}"/>'
    )


def drawn_page(words: Sequence[Word], removed: Iterable[tuple[int, int]]) -> Iterator[str]:
    """The page's words, what was removed struck through."""
    gone = list(removed)
    for word in words:
        yield drawn_word(word, removed=any(start <= word.offset < end for start, end in gone))
    for start, end in gone:
        for x, y, width, height in boxes(words, start, end):
            yield f'<path d="M{x:.1f} {y + height * 0.55:.1f}h{width:.1f}" stroke="{FAINT}" stroke-width="1.2"/>'


def evidence(words: Sequence[Word], rows: Sequence[Row], baselines: Sequence[float]) -> Iterator[str]:
    """The highlights, and from the end of each a line to its value; what was removed has neither."""
    found = [
        (place, COLOURS[row.kind], y)
        for row, y in zip(rows, baselines, strict=True)
        for place in (boxes(words, start, end) for start, end in row.spans)
        if place and row.kind != "removed"
    ]
    for place, colour, _ in found:
        for x, y, width, height in place:
            shape = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
            yield f'<rect {shape} rx="3" fill="{colour}" fill-opacity=".16"/>'
    lanes: dict[float, int] = {}
    for place, colour, y in sorted(found, key=lambda item: (item[0][-1][1], -item[0][-1][0])):
        lane = lanes[place[-1][1]] = lanes.get(place[-1][1], -1) + 1
        yield connector(place[-1], y, colour, lane)


def picture(lines: Sequence[Line], record: Record) -> str:
    """The SVG."""
    words, rows = list(words_of(lines)), list(rows_of(record))
    step = min(30.0, (RIGHT[3] - HEAD - 28) / len(rows))
    baselines = [RIGHT[1] + HEAD + 34 + number * step for number in range(len(rows))]
    body = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'font-family="{escape(SANS)}" role="img" aria-label="A page and the record made of it">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" rx="12" fill="#f5f7fa"/>',
        *card(LEFT, "corpus/jugendamt-alzey.html"),
        *card(RIGHT, "out/records.jsonl"),
        *evidence(words, rows, baselines),
        *drawn_page(words, [(piece.start, piece.end) for piece in record.removed]),
        f'<g font-family="{escape(MONO)}">',
        *(part for row, y in zip(rows, baselines, strict=True) for part in drawn_row(row, y)),
        "</g>",
        "</svg>",
    ]
    return "\n".join(body) + "\n"


def main() -> int:
    """Writes the picture."""
    (raw,) = (outcome for outcome in read_inputs([PAGE], 10**6) if isinstance(outcome, RawDocument))
    settings = Settings()
    record = trace(raw, load_recogniser(settings.model), settings, Decisions()).record
    PICTURE.write_text(picture(PageLines(raw.text).lines, record), encoding="utf-8")
    print(f"wrote {PICTURE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
