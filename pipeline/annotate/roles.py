"""Find roles, and the academic titles of names.

A role is the phrase around a role noun (`roles_nouns`): adjectives and ordinals before it, what specifies it behind it
(`roles_phrases`). Phrases far from any person are dropped; whose role it is, if anyone's, linking decides.
"""

from bisect import bisect_left
from collections.abc import Sequence

from pipeline.annotate.roles_nouns import RoleNoun, gender_of, is_counted, is_held, is_plural
from pipeline.annotate.roles_phrases import Phrase, phrases
from pipeline.annotate.roles_status import status_of
from pipeline.annotate.titles import find as find_titles
from pipeline.documents import CleanDocument, Label, Mention

# A role further than this from every person of the text belongs to nobody named there (characters).
REACH = 1200
# Functions ("Leitung", "Sekretariat") and words that merely look like role nouns count only this near to a name.
NEAR = 60
COUNT_REACH = 32  # characters before a role that may count its holders: "die beiden stellvertretenden "
SCORES = {
    RoleNoun.OFFICE: 0.9,
    RoleNoun.PROFESSION: 0.75,
    RoleNoun.FUNCTION: 0.6,
    RoleNoun.ABBREVIATION: 0.8,
    RoleNoun.FORMATION: 0.6,
    RoleNoun.LOOSE: 0.5,
}


def find(document: CleanDocument, taken: Sequence[Mention]) -> list[Mention]:
    """ROLE and TITLE mentions in text order; none overlaps a mention in ``taken``."""
    titles = find_titles(document, taken)
    people = sorted((mention.start, mention.end) for mention in taken if mention.label is Label.PER)
    if not people:
        return titles
    blocked = _Spans([*taken, *titles])
    found = []
    for phrase in phrases(document.text, blocked.touches):
        if blocked.touches(phrase.start, phrase.end) or not _anchored(document.text, phrase, people):
            continue
        found.append(_mention(document.text, phrase))
    return sorted([*titles, *found], key=lambda mention: mention.start)


class _Spans:
    """Answers whether a span touches any taken mention, in logarithmic time."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        spans = sorted((mention.start, mention.end) for mention in mentions)
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def touches(self, start: int, end: int) -> bool:
        index = bisect_left(self._starts, end) - 1
        return index >= 0 and self._ends[index] > start


def _mention(text: str, phrase: Phrase) -> Mention:
    before = text[max(phrase.start - COUNT_REACH, 0) : phrase.start]
    plural = is_plural(phrase.noun) or is_counted(before, phrase.noun)
    attributes = {
        "noun": phrase.noun,
        "kind": phrase.kind.value,
        "held": "yes" if phrase.kind is RoleNoun.FUNCTION and is_held(phrase.noun) else "no",
        "plural": "yes" if plural else "no",
        "gender": ("" if plural else gender_of(phrase.noun)) or "",  # "die Lehrer" may be women as well
        "status": " ".join(status_of(text, phrase.start, phrase.end)),
    }
    surface = text[phrase.start : phrase.end]
    rule = f"roles:{phrase.kind.value}"
    return Mention(Label.ROLE, phrase.start, phrase.end, surface, SCORES[phrase.kind], rule, None, attributes)


def _anchored(text: str, phrase: Phrase, people: Sequence[tuple[int, int]]) -> bool:
    index = bisect_left(people, (phrase.start, 0))
    after = people[index][0] - phrase.end if index < len(people) else REACH
    before = phrase.start - people[index - 1][1] if index else REACH
    if phrase.kind is RoleNoun.LOOSE:
        return _beside(text, phrase, people, index)
    return min(after, before) < (NEAR if phrase.kind in {RoleNoun.FUNCTION, RoleNoun.FORMATION} else REACH)


def _beside(text: str, phrase: Phrase, people: Sequence[tuple[int, int]], index: int) -> bool:
    """Whether only a space or a title stands between the phrase and the next name, or a comma behind the last."""
    if index < len(people) and people[index][0] - phrase.end < 20:
        between = text[phrase.end : people[index][0]]
        if between.strip(" ") == "" or (between[0] == " " and between.rstrip().endswith(".") and "\n" not in between):
            return True
    if index:
        between = text[people[index - 1][1] : phrase.start]
        return between in {", ", " (", ",\n"} and text[phrase.end : phrase.end + 1] in {",", ")", ".", "\n", ""}
    return False
