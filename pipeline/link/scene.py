"""What linking looks at: every mention with its entity, where it stands, and what stands between two of them."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from operator import attrgetter

from pipeline.documents import CleanDocument, Mention
from pipeline.lexicons import words
from pipeline.link.layout import Layout, Line
from pipeline.link.organisations_parts import Organisation
from pipeline.link.people import Person
from pipeline.values import Values

TOKEN = re.compile(r"\((?:FH|BA|TU|Univ\.)\)|\w[\w.*ª-]*|[^\w\s]")
PUNCTUATION = {
    "": "touching", ",": "comma", ":": "colon", "(": "bracket", ")": "bracket", "–": "dash", "-": "dash", "—": "dash",
    "|": "bar", "·": "bar", "/": "slash", "und": "and", "&": "and", ";": "semicolon", ",und": "and",
}  # fmt: skip
JOINED_REACH = 70  # characters between two names that are joined
LONGEST_GAP = 300  # characters between two items that are read for words
BUCKETS = ((1, "1"), (3, "2-3"), (7, "4-7"))
JOINED = re.compile(r"(?:,|und|&|sowie|/|u\.|\(\w*\)|Frau|Herrn?|,und)*")


class Kind(StrEnum):
    """Kinds of item in a scene."""

    PERSON = "person"
    ORGANISATION = "organisation"
    ROLE = "role"
    PHONE = "phone"
    FAX = "fax"
    EMAIL = "email"
    ADDRESS = "address"
    PLACE = "place"
    URL = "url"


POINTS = frozenset({Kind.PHONE, Kind.FAX, Kind.EMAIL})


@dataclass(frozen=True, slots=True)
class Item:
    """One mention of an entity or value; ``entity`` is its number among those of its kind."""

    kind: Kind
    start: int
    end: int
    entity: int
    mention: Mention
    line: Line
    column: int


class Scene:
    """The items of one document in text order, found by kind and offset in logarithmic time."""

    def __init__(
        self,
        document: CleanDocument,
        values: Values,
        people: Sequence[Person],
        organisations: Sequence[Organisation],
    ) -> None:
        self.document = document
        self.text = document.text
        self.values = values
        self.people = people
        self.organisations = organisations
        self.layout = Layout(document)
        self.items = sorted(self._items(), key=attrgetter("start", "end"))
        self._starts = [item.start for item in self.items]
        self._of: dict[Kind, list[Item]] = {kind: [] for kind in Kind}
        for item in self.items:
            self._of[item.kind].append(item)
        self._words: dict[tuple[int, int], list[str]] = {}
        self._gaps: dict[tuple[int, int], str] = {}
        self._roles_beside: dict[int, list[Item]] = {}
        self._titles = titles()
        self._starts_of = {kind: [item.start for item in items] for kind, items in self._of.items()}
        self._points = [item for item in self.items if item.kind in POINTS]
        self._starts_of_points = [item.start for item in self._points]

    def place(self, mention: Mention, kind: Kind, entity: int) -> Item:
        """An item for a mention, with where it stands."""
        return Item(kind, mention.start, mention.end, entity, mention, *self._position(mention))

    def of(self, kind: Kind) -> list[Item]:
        """All items of a kind in text order."""
        return self._of[kind]

    def between(self, kind: Kind, start: int, end: int) -> list[Item]:
        """The items of a kind that begin in ``[start, end)``."""
        starts = self._starts_of[kind]
        low = bisect_left(starts, start)
        return self._of[kind][low : bisect_left(starts, end, low)] if start < end else []

    def count(self, kind: Kind, start: int, end: int) -> int:
        """How many items of a kind begin in ``[start, end)``."""
        starts = self._starts_of[kind]
        return bisect_left(starts, end) - bisect_left(starts, start)

    def before(self, kind: Kind, offset: int, limit: int) -> list[Item]:
        """The last items of a kind that begin before an offset, nearest first."""
        stop = bisect_left(self._starts_of[kind], offset)
        return self._of[kind][stop - limit if stop > limit else 0 : stop][::-1]

    def after(self, kind: Kind, offset: int, limit: int) -> list[Item]:
        """The first items of a kind that begin at or behind an offset, nearest first."""
        start = bisect_left(self._starts_of[kind], offset)
        return self._of[kind][start : start + limit]

    def last_before(self, kind: Kind, offset: int) -> Item | None:
        """The last item of a kind that begins before an offset."""
        stop = bisect_left(self._starts_of[kind], offset)
        return self._of[kind][stop - 1] if stop else None

    def next_from(self, kind: Kind, offset: int) -> Item | None:
        """The first item of a kind that begins at or behind an offset."""
        items = self._of[kind]
        start = bisect_left(self._starts_of[kind], offset)
        return items[start] if start < len(items) else None

    def point_before(self, offset: int) -> Item | None:
        """The last number or e-mail address that begins before an offset."""
        stop = bisect_left(self._starts_of_points, offset)
        return self._points[stop - 1] if stop else None

    def on_line(self, kind: Kind, line: Line) -> list[Item]:
        """The items of a kind that begin on a line."""
        return self.between(kind, line.start, line.end)

    def words_between(self, start: int, end: int) -> list[str]:
        """The words and punctuation between two offsets, without other items, titles and forms of address."""
        if end > start + LONGEST_GAP:
            end = start + LONGEST_GAP
        known = self._words.get((start, end))
        if known is None:
            known = self._words[start, end] = self._read_words(start, end)
        return known

    def _read_words(self, start: int, end: int) -> list[str]:
        pieces, position = [], start
        low = bisect_left(self._starts, start)
        for item in self.items[low : bisect_left(self._starts, end, low)] if start < end else ():
            pieces.append(self.text[position : item.start])
            if item.end > position:
                position = item.end
        pieces.append(self.text[position:end])
        parting = self._titles
        return [word for word in TOKEN.findall("\n".join(pieces)) if word not in parting]

    def gap(self, start: int, end: int) -> str:
        """The class of what stands between two offsets of one line: its punctuation, or how many words."""
        known = self._gaps.get((start, end))
        if known is None:
            known = self._gaps[start, end] = self._read_gap(start, end)
        return known

    def _read_gap(self, start: int, end: int) -> str:
        tokens = self.words_between(start, end)
        joined = "".join(tokens)
        if joined in PUNCTUATION:
            return PUNCTUATION[joined]
        count = sum(token[0].isalnum() for token in tokens)
        if not count:
            return PUNCTUATION.get(tokens[0], "marks")
        return next((f"words-{name}" for most, name in BUCKETS if count <= most), "words-8up")

    def joined(self, left: Item, right: Item) -> bool:
        """Whether only commas and conjunctions stand between two items: "Silke Abt und Tuğba Öztürk"."""
        if right.start - left.end > JOINED_REACH or right.start < left.end or self.holds_point(left.end, right.start):
            return False
        return JOINED.fullmatch("".join(self.words_between(left.end, right.start))) is not None

    def joined_loosely(self, left: Item, right: Item) -> bool:
        """Like `joined`, with dashes or one more word: "Sozialdezernent und Zweiter Beigeordneter"."""
        if right.line.index != left.line.index or right.start < left.end:
            return False
        return self.gap(left.end, right.start) in {"touching", "comma", "and", "dash", "slash", "words-1"}

    def roles_beside(self, item: Item) -> list[Item]:
        """The roles right before a name and right behind it, on its line."""
        known = self._roles_beside.get(item.start)
        if known is None:
            known = self._roles_beside[item.start] = self._read_roles_beside(item)
        return known

    def _read_roles_beside(self, item: Item) -> list[Item]:
        found, line = [], item.line.index
        role = self.last_before(Kind.ROLE, item.start)
        if role is not None and role.line.index == line and self.gap(role.end, item.start) == "touching":
            found.append(role)
        role = self.next_from(Kind.ROLE, item.end)
        if role is not None and role.line.index == line and self.gap(item.end, role.start) in {"comma", "bracket"}:
            found.append(role)
        return found

    def holds_point(self, start: int, end: int) -> bool:
        """Whether a number or an e-mail address begins in ``[start, end)``."""
        starts = self._starts_of_points
        return bisect_left(starts, start) != bisect_left(starts, end)

    def holds_item(self, line: Line) -> bool:
        """Whether any item begins on a line."""
        index = bisect_left(self._starts, line.start)
        return index < len(self._starts) and self._starts[index] < line.end

    def _items(self) -> Iterable[Item]:
        values = self.values
        yield from self._of_entities(Kind.PERSON, [[name.mention for name in person.names] for person in self.people])
        bodies = [[name.mention for name in organisation.names] for organisation in self.organisations]
        yield from self._of_entities(Kind.ORGANISATION, bodies)
        yield from self._of_entities(Kind.ROLE, [[role] for role in values.roles])
        for index, phone in enumerate(values.phones):
            yield self.place(phone.mention, Kind.FAX if phone.kind == "fax" else Kind.PHONE, index)
        yield from self._of_entities(Kind.EMAIL, [[email.mention] for email in values.emails])
        yield from self._of_entities(Kind.ADDRESS, [[address.mention] for address in values.addresses])
        yield from self._of_entities(Kind.PLACE, [[place.mention] for place in values.places])

    def _of_entities(self, kind: Kind, mentions: Sequence[Sequence[Mention]]) -> Iterable[Item]:
        return (self.place(mention, kind, index) for index, one in enumerate(mentions) for mention in one)

    def _position(self, mention: Mention) -> tuple[Line, int]:
        line = self.layout.line(mention.start)
        return line, line.column(mention.start)


@cache
def titles() -> frozenset[str]:
    """Words that may stand between a role and a name without parting them."""
    keys = ("leading", "specifications", "trailing")
    listed = {part for key in keys for word in words("de/titles.yml", key) for part in (word, *word.split())}
    addresses = {word for key in ("address_f", "address_m", "address_any") for word in words("de/names.yml", key)}
    return frozenset(listed | addresses | {word.rstrip(".") for word in listed})
