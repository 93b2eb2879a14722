"""Names whose family name is in capitals and in front: "STEGBUCHNER Edeltraud", as offices in Austria list them."""

import re
from collections.abc import Iterator, Sequence

from pipeline.annotate.name_lists import BEGIN, END, with_rows
from pipeline.documents import CleanDocument, Label, Mention
from pipeline.given_names import given_names

LETTERS = "A-ZÀ-ÖØ-ÝĀ-ŽẠ-Ỹ"
HABIT = 2  # names with a known given one from which it is the page's way to write them
ROW = re.compile(
    rf"(?:(?:von|van|de|der|zu|VON|VAN|DE|DER|ZU) ){{0,2}}(?P<family>[{LETTERS}]{{3,30}}(?:-[{LETTERS}]{{2,30}})?)"
    rf" (?P<given>[{LETTERS}][\w’'-]{{1,30}}(?: [{LETTERS}][\w’'-]{{1,30}})?)"
)
RULE, SCORE = "names:capitals", 0.9


def joined(document: CleanDocument, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, with each such name in the place of its parts.

    One row needs a given name that is known; a page with several of them writes all its rows so.
    """
    rows = list(_rows(document.text, mentions))
    sure = [row for row in rows if row.text.split()[-1] in given_names()]
    chosen = rows if len(sure) >= HABIT else sure
    return with_rows(mentions, chosen) if chosen else list(mentions)


def _rows(text: str, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Words in capitals and one or two others that fill what a name would: from a line's or cell's start to a sign."""
    bodies = {mention.start: mention.end for mention in mentions if mention.label is Label.ORG}
    for begin in BEGIN.finditer(text):
        match = ROW.match(text, begin.end())
        if match is None or END.match(text, match.end()) is None or not match["family"].isupper():
            continue
        if not match["given"].isupper() and bodies.get(match.start(), match.end()) <= match.end():
            yield Mention(Label.PER, match.start(), match.end(), match[0], SCORE, RULE)
