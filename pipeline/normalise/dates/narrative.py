"""Which date an expression counts from: the document's own, or in a narrative the one that was named last."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.documents import CleanDocument, Mention
from pipeline.expressions import Age, Anchor, Count, DateExpression, Day, Feast, Nth, Part, Shift, Unit, Weekday, Year
from pipeline.normalise.dates.anchors import Anchors, Direction, Reference, Tense
from pipeline.normalise.dates.extents import Extent, of_year
from pipeline.normalise.dates.tense import UNKNOWN, tense_at

LONG_AGO = 300  # days before publication from which a date begins a story of its own
STORY_DATES = 6  # dates with their year that make an undated text a narrative
STORY_SAMPLE = 40  # of them are looked at
STORY_SHARE = 0.6  # of them stand in sentences of the past
STORY_YEARS = 5  # a bare year further away than that is an aside
TITLE_REACH = 300  # characters from the head of the page
STORY_NOW = 0.1  # as many expressions that count from today's date make it a report whose date is lost
SHORT = 3  # days of an extent that "vier Tage später" may count from
STORY_REACH = 3000  # characters of a paragraph that a date holds for
VITAL_SIGNS = ("*", "†")
HEADING_LENGTH = 70  # characters
FULL_LINE = 60  # characters; a shorter line with a break behind it is a line of a list or a contact card
ONWARDS = Tense(Direction.NEAREST, 1)
APPOINTMENT = Tense(Direction.FUTURE, 4)  # "Christvesper: Heiligabend, 16 Uhr"
STATISTICS = Tense(Direction.PAST, 4)  # "im ersten Halbjahr 5.214 Blutspenden"
_YEAR_ALONE = re.compile(r"(?:(?:Das|Im) )?(?:Jahr )?\d{4}\W{0,2}")
_LIST_ITEM = re.compile(r"\s|[*•·–\-] ")
_TITLE = re.compile(r"[^.,;:()|·]{4,70}")
THAT_YEAR = Tense(Direction.SAME_YEAR, 1)


@dataclass(frozen=True, slots=True)
class Story:
    """The date a narrative has reached; ``whole_year`` where only a year was named."""

    reference: Reference
    at: int
    whole_year: bool


class Narrative:
    """What the text has named so far; asked for anchors in text order."""

    def __init__(self, document: CleanDocument, mentions: Sequence[Mention], published: Reference | None) -> None:
        self._text = document.text
        self._published = published
        self._story: Story | None = None
        self._under_heading = False
        self._last: Reference | None = None
        self._last_day: Reference | None = None
        self._is_narrative = published is None and _tells_a_story(document.text, mentions)
        if self._is_narrative:
            self._story = _beginning(mentions)

    def anchors(self, mention: Mention, expression: DateExpression) -> Anchors:
        """What the expression may be resolved from."""
        tense = self._tense(mention, expression)
        text = self._text_reference(expression)
        story = self._story
        if story is not None and self._is_in_story(mention, expression, tense, story):
            return Anchors(story.reference, text, THAT_YEAR if story.whole_year else ONWARDS)
        if tense is UNKNOWN and getattr(expression.first.term, "unit", None) in {Unit.QUARTER, Unit.HALF}:
            tense = STATISTICS
        return Anchors(self._published, text, tense)

    def _tense(self, mention: Mention, expression: DateExpression) -> Tense:
        if _printed_year(mention) is not None or isinstance(expression.first.term, (Shift, Count, Age)):
            return UNKNOWN  # nothing is left to choose
        tense = tense_at(self._text, mention.start, mention.end, ranged=expression.last is not None)
        timed = expression.first.clock is not None and not isinstance(expression.first.term, Weekday)
        return APPOINTMENT if tense is UNKNOWN and timed else tense

    def _text_reference(self, expression: DateExpression) -> Reference | None:
        term = expression.first.term
        by_day = isinstance(term, (Count, Weekday)) or (isinstance(term, Shift) and term.anchor is Anchor.TEXT)
        reference = self._last_day if by_day and self._last_day is not None else self._last
        return self._published if reference is None else reference

    def _is_in_story(self, mention: Mention, expression: DateExpression, tense: Tense, story: Story) -> bool:
        term = expression.first.term
        counted = getattr(term, "amount", None) is not None
        if self._published is None:
            if self._is_narrative and (tense.direction is Direction.FUTURE or expression.first.clock is not None):
                return False
            this_year = isinstance(term, Year) and self._is_narrative
            yearless = isinstance(term, (Day, Part, Feast, Nth)) or this_year
            return yearless and not counted and (self._is_narrative or self._under_heading)
        if counted or not isinstance(term, (Day, Part, Feast)) or tense.direction is not Direction.PAST:
            return False
        near = mention.start - story.at <= STORY_REACH
        same_paragraph = near and _is_prose(self._text, story.at, mention.start)
        long_ago = (self._published.day - story.reference.day).days > LONG_AGO
        return same_paragraph and long_ago and not story.whole_year

    def saw(self, mention: Mention, expression: DateExpression, extent: Extent | None) -> None:
        """Remember what an expression was resolved to."""
        if extent is None or isinstance(expression.first.term, Age):
            return
        self._last = Reference(extent.first, "context")
        if (extent.last - extent.first).days < SHORT:
            self._last_day = Reference(extent.last, "context")
        if extent.basis != "explicit":  # what was itself resolved would let the story drift away
            return
        whole_year = isinstance(expression.first.term, Year)
        in_heading = self._in_heading(mention, title=whole_year)
        under_heading = self._under_heading and not self._is_narrative
        if whole_year and not in_heading and (under_heading or self._is_aside(extent)):
            return
        self._story = Story(Reference(extent.first, "context"), mention.end, whole_year)
        self._under_heading |= in_heading

    def _is_aside(self, extent: Extent) -> bool:
        """Whether a bare year leaves the story: far away, or the year the story is in already."""
        if self._story is None:
            return False
        distance = abs(extent.first.year - self._story.reference.day.year)
        return distance == 0 or distance > STORY_YEARS

    def _in_heading(self, mention: Mention, *, title: bool) -> bool:
        """Whether a date stands in a short line without a full stop, such as "Termine im Mai 2024".

        Args:
            mention: the date.
            title: stricter, for a bare year: it stands alone on its line, as in a chronicle, or in a line without any
                sign at the head of the page, such as "Jahresprogramm 2024".
        """
        left = self._text[max(0, mention.start - HEADING_LENGTH) : mention.start]
        if left.rstrip(" ").endswith(VITAL_SIGNS):  # somebody's birth dates nothing below it
            return False
        right = self._text[mention.end : mention.end + HEADING_LENGTH]
        line = (left.rpartition("\n")[2] + mention.text + right.partition("\n")[0]).strip()
        if len(line) > HEADING_LENGTH or line.endswith((".", ";", ",")):
            return False
        return (
            not title
            or _YEAR_ALONE.fullmatch(line) is not None
            or (mention.start < TITLE_REACH and _TITLE.fullmatch(line) is not None)
        )


def _is_prose(text: str, start: int, end: int) -> bool:
    """Whether two places are in one paragraph: a line of a list or a contact card does not date a later one."""
    while (line_end := text.find("\n", start, end)) >= 0:
        line_start = text.rfind("\n", 0, line_end) + 1
        if line_end - line_start < FULL_LINE or _LIST_ITEM.match(text, line_end + 1) is not None:
            return False
        start = line_end + 1
    return True


def _printed_year(mention: Mention) -> int | None:
    expression = mention.parse
    if not isinstance(expression, DateExpression):
        return None
    year = getattr(expression.first.term, "year", None)
    return year if isinstance(year, int) else None


def _counts_from_now(mention: Mention) -> bool:
    """Whether an expression counts from the document's own day: "gestern", "am Freitag", "vergangene Woche"."""
    term = mention.parse.first.term if isinstance(mention.parse, DateExpression) else None
    if isinstance(term, Weekday):
        return term.day is None or term.day.anchor is Anchor.PUBLISHED
    return isinstance(term, (Shift, Count)) and term.anchor is Anchor.PUBLISHED and term.amount != 0


def _tells_a_story(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether a text has enough dates with their year, most of them in sentences that report."""
    dated = [mention for mention in mentions if _printed_year(mention) is not None][:STORY_SAMPLE]
    deictic = sum(_counts_from_now(mention) for mention in mentions)
    if len(dated) < STORY_DATES or deictic > STORY_NOW * len(dated):
        return False
    past = sum(tense_at(text, mention.start, mention.end).direction is Direction.PAST for mention in dated)
    return past >= STORY_SHARE * len(dated)


def _beginning(mentions: Sequence[Mention]) -> Story | None:
    """The first year that is named; what stands before it happened then as well."""
    years = (year for mention in mentions if (year := _printed_year(mention)) is not None)
    first = next(years, None)
    return None if first is None else Story(Reference(of_year(first).first, "context"), 0, whole_year=True)
