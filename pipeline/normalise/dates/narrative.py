"""Which date an expression counts from: the document's own, or in a narrative the one that was named last."""

from dataclasses import replace


from pipeline.documents import CleanDocument, Mention
from pipeline.expressions import Age, DateExpression, Day, Feast, Part, Weekday, Year
from pipeline.normalise.dates.extents import Extent
from pipeline.normalise.dates.resolve import Anchors, Direction, Reference, Tense
from pipeline.normalise.dates.tense import tense_at

LONG_AGO = 300  # days before publication from which a date begins a story of its own
STORY_DATES = 6  # explicit dates of days or months that make an undated text a narrative
HEADING_LENGTH = 70  # characters
PARAGRAPH_BREAK = "\n\n"


class Narrative:
    """What the text has named so far; asked for anchors in text order."""

    def __init__(self, document: CleanDocument, published: Reference | None) -> None:
        self._text = document.text
        self._published = published
        self._story: Reference | None = None  # the last explicit date, for the rest of its paragraph
        self._story_at = -1
        self._story_in_heading = False
        self._last: Reference | None = None
        self._explicit = 0

    def anchors(self, mention: Mention, expression: DateExpression) -> Anchors:
        """What the expression may be resolved from."""
        tense = tense_at(self._text, mention.start, mention.end)
        story = self._story_for(mention, expression, tense)
        if story is not None:
            return Anchors(replace(story, basis="context"), self._text_reference(), Tense(Direction.SAME_YEAR, 1))
        return Anchors(self._published, self._text_reference(), tense)

    def _text_reference(self) -> Reference | None:
        reference = self._last or self._published
        return None if reference is None else replace(reference, basis="context" if self._last else "published")

    def _story_for(self, mention: Mention, expression: DateExpression, tense: Tense) -> Reference | None:
        if self._story is None or not isinstance(expression.first.term, (Day, Part, Feast, Weekday)):
            return None
        if self._published is None:
            yearless = not isinstance(expression.first.term, Weekday)
            return self._story if yearless and (self._explicit >= STORY_DATES or self._story_in_heading) else None
        same_paragraph = PARAGRAPH_BREAK not in self._text[self._story_at : mention.start]
        counted = isinstance(expression.first.term, Weekday) or getattr(expression.first.term, "amount", None) is not None
        if not same_paragraph or counted or tense.direction is not Direction.PAST:
            return None
        return self._story if (self._published.day - self._story.day).days > LONG_AGO else None

    def _in_heading(self, mention: Mention) -> bool:
        """Whether a date stands in a short line without a full stop, such as "Termine im Mai 2024"."""
        start = self._text.rfind("\n", 0, mention.start) + 1
        end = self._text.find("\n", mention.end)
        line = self._text[start : end if end >= 0 else len(self._text)].strip()
        return len(line) <= HEADING_LENGTH and not line.endswith((".", ";", ","))

    def saw(self, mention: Mention, expression: DateExpression, extent: Extent | None) -> None:
        """Remember what an expression was resolved to."""
        if extent is None or isinstance(expression.first.term, Age):
            return
        self._last = Reference(extent.first, extent.basis)
        if extent.basis == "context" or (extent.basis == "explicit" and _tells_a_day(expression)):
            self._explicit += extent.basis == "explicit"
            self._story = Reference(extent.first, "context")
            self._story_at = mention.end
            self._story_in_heading |= self._in_heading(mention)


def _tells_a_day(expression: DateExpression) -> bool:
    return not isinstance(expression.first.term, Year)


