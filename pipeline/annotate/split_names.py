"""Names that a card splits over two lines: "Rania" on one, "Suleiman" on the next, then role, number, mailbox."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from pipeline.annotate.roles_nouns import role_noun
from pipeline.annotate.titles import title_end
from pipeline.documents import CleanDocument, Label, Mention
from pipeline.folding import fold
from pipeline.gazetteer import is_place
from pipeline.given_names import given_names
from pipeline.lexicons import words

CARD = 5  # lines below a name in which its card has a contact point
HABIT = 2  # names that something else bears out, from which the page is taken to split them all
FULL_LINE = 50  # characters from which a line is one of text that is set in lines
LONGEST = 40  # characters of a line that holds one half of a name
WORD = r"[A-ZÀ-ÖØ-ÝĀ-ŽẠ-Ỹ][\w’'-]{1,30}"
GIVEN = re.compile(rf"{WORD}(?: {WORD})?")
FAMILY = re.compile(rf"(?:(?:von|van|de|der|den|zu|al|el|di|da|dos|ten|ter) ){{0,2}}{WORD}(?: {WORD})?")
BELOW = re.compile(rf"{WORD}(?=[ ,;.:)])")  # the family name at the beginning of the next line
LINE = re.compile(r"^.*$", re.MULTILINE)
NO_LETTER = re.compile(r"[^a-z]+")
SHORTEST = 3  # letters of a family name that is looked for in a mailbox
POINTS = frozenset({Label.PHONE, Label.EMAIL})


@dataclass(frozen=True, slots=True)
class _Half:
    """A mention that fills its line, the line below it, and whether anything bears out that the two are one name."""

    mention: Mention
    end: int
    borne: bool


def joined(document: CleanDocument, mentions: Sequence[Mention], taken: Sequence[Mention]) -> list[Mention]:
    """The mentions, with the halves of names on two lines put together.

    What bears a name out is a mailbox of its card, the whole name elsewhere, or a known given name above what the model
    takes for a name. Where several names are borne out, the page splits them all.
    """
    mentions = _unwrapped(document.text, mentions)
    halves = list(_halves(document.text, mentions, taken))
    habit = sum(half.borne for half in halves) >= HABIT
    ends = {half.mention.start: half.end for half in halves if half.borne or habit}
    found: list[Mention] = []
    position = 0
    for mention in mentions:
        end = ends.get(mention.start, mention.end)
        if mention.start >= position:
            found.append(replace(mention, end=end, text=document.text[mention.start : end]))
            position = end if end != mention.end else position
    return found


def _unwrapped(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, with common given names at the end of a full line joined to the family name that begins the next.

    Each half may be a mention of its own; where another kind of mention begins the line, nothing is joined.
    """
    found: list[Mention] = []
    for index, mention in enumerate(mentions):
        behind = mentions[index + 1] if index + 1 < len(mentions) else None
        if found and mention.start < found[-1].end:
            continue
        end = _family_below(text, mention, behind)
        found.append(mention if end is None else replace(mention, end=end, text=text[mention.start : end]))
    return found


def _family_below(text: str, mention: Mention, behind: Mention | None) -> int | None:
    if (
        mention.label is not Label.PER
        or mention.text not in given_names()
        or text[mention.end : mention.end + 1] != "\n"
    ):
        return None
    family = BELOW.match(text, mention.end + 1)
    full = mention.end - text.rfind("\n", 0, mention.end) > FULL_LINE
    if family is None or not full or role_noun(family[0]) is not None or fold(family[0]) in _small_words():
        return None
    if behind is None or behind.start >= family.end():
        return family.end()
    return family.end() if behind.label is Label.PER and behind.end == family.end() else None


def _halves(text: str, mentions: Sequence[Mention], taken: Sequence[Mention]) -> Iterator[_Half]:
    lines = _Lines(text, mentions, taken)
    for mention in lines.people.values():
        above = lines.index(mention.start)
        if above + 2 >= len(lines.spans) or not lines.holds_only(above, mention) or lines.occupied(above + 1):
            continue
        start, end = lines.spans[above + 1]
        points = lines.points_of_card(above + 2)
        family = text[start:end]
        if points and _may_be_halves(mention.text, family):
            borne = lines.bear_out(mention, start, family, points)
            if borne or not is_place(family):
                yield _Half(mention, end, borne)


class _Lines:
    """The lines of a text, and what is found on them."""

    def __init__(self, text: str, mentions: Sequence[Mention], taken: Sequence[Mention]) -> None:
        self._text = text
        self.spans = [(match.start(), match.end()) for match in LINE.finditer(text)]
        self._starts = [start for start, _ in self.spans]
        self.people = {mention.start: mention for mention in mentions if mention.label is Label.PER}
        self._names = {" ".join(fold(mention.text).split()) for mention in self.people.values()}
        self._occupied = {self.index(m.start) for m in (*mentions, *taken) if m.label is not Label.PER}
        self._points: dict[int, list[Mention]] = defaultdict(list)
        for mention in taken:
            if mention.label in POINTS:
                self._points[self.index(mention.start)].append(mention)

    def index(self, offset: int) -> int:
        """The number of the line that holds an offset."""
        return bisect_right(self._starts, offset) - 1

    def occupied(self, line: int) -> bool:
        """Whether anything but a name is found on a line."""
        return line in self._occupied

    def holds_only(self, line: int, mention: Mention) -> bool:
        """Whether a line is nothing but a name and its title."""
        start, end = self.spans[line]
        titled = title_end(self._text, start)
        return end == mention.end and mention.start == (start if titled is None else titled + 1)

    def points_of_card(self, line: int) -> list[Mention]:
        """The numbers and addresses on the next lines, down to a blank one."""
        found = []
        for index in range(line, min(line + CARD, len(self.spans))):
            start, end = self.spans[index]
            if start == end:
                break
            found += self._points.get(index, [])
        return found

    def bear_out(self, mention: Mention, start: int, family: str, points: Sequence[Mention]) -> bool:
        """Whether a mailbox, the whole name elsewhere, or the model tells that two lines are one name."""
        known = mention.text.split()[0].split("-")[0] in given_names()
        boxes = [point.text for point in points if point.label is Label.EMAIL]
        if any(_is_called_after(box, mention.text, family, known=known) for box in boxes):
            return True
        if fold(f"{mention.text} {family}") in self._names:
            return True
        return known and start in self.people and self.people[start].text == family


def _is_called_after(box: str, given: str, family: str, *, known: bool) -> bool:
    """Whether a mailbox bears both names, the given one in full or by its initial, or the family name alone."""
    last = NO_LETTER.sub("", fold(family.split()[-1]))
    before, found, behind = NO_LETTER.sub("", fold(box).partition("@")[0]).partition(last)
    rest = before + behind
    return len(last) >= SHORTEST and bool(found) and (rest.startswith(fold(given)[0]) if rest else known)


def _may_be_halves(given: str, family: str) -> bool:
    """Whether two lines have the form of a given and a family name, and the second is no function, place or body."""
    if GIVEN.fullmatch(given) is None or len(family) > LONGEST or FAMILY.fullmatch(family) is None:
        return False
    parts = given.split()
    known = given_names()
    if len(parts) > 1 and not all(part.split("-")[0] in known for part in parts):
        return False
    return family not in known and all(role_noun(word) is None for word in family.split())


@cache
def _small_words() -> frozenset[str]:
    return frozenset(words("de/names.yml", "small_words"))
