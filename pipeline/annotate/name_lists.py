"""Names of a list with the family name in front: "Nguyen, Thi Bich Ngoc" on a page that writes "Kern, Anna" too."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.documents import CleanDocument, Label, Mention

HABIT = 3  # names with a comma at the head of their lines from which it is the page's way to write them
COMMA = ", "


def joined(document: CleanDocument, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, with two halves of a name put together on a page that lists names with the family name in front."""
    text = document.text
    listed = [m for m in mentions if m.label is Label.PER and COMMA in m.text and _heads_line(text, m)]
    if len(listed) < HABIT:
        return list(mentions)
    found: list[Mention] = []
    for mention in mentions:
        family = found[-1] if found else None
        if family is not None and _are_one(text, family, mention):
            surface = text[family.start : mention.end]
            found[-1] = replace(family, end=mention.end, text=surface, score=min(family.score, mention.score))
        else:
            found.append(mention)
    return found


def _are_one(text: str, family: Mention, given: Mention) -> bool:
    both = family.label is Label.PER and given.label is Label.PER
    return (
        both
        and COMMA not in family.text
        and text[family.end : given.start] == COMMA
        and _heads_line(text, family)
        and not text[given.end : given.end + 1].isalnum()
    )


def _heads_line(text: str, mention: Mention) -> bool:
    return text[max(mention.start - 1, 0) : mention.start] in {"", "\n"}
