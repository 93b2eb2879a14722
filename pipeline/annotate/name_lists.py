"""Names of a list with the family name in front: "Nguyen, Thi Bich Ngoc" on a page that writes "Kern, Anna" too."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from functools import cache

from pipeline.annotate.titles import title_end
from pipeline.documents import CleanDocument, Label, Mention
from pipeline.given_names import given_names
from pipeline.lexicons import words

HABIT = 3  # names with a comma from which it is the page's way to write them
WORD = r"[A-ZÀ-ÖØ-ÝĀ-ŽẠ-Ỹ][\w’'-]{1,30}"
# Where the name of a list begins: a line, a cell, or what follows a sign that parts the people of one line.
BEGIN = re.compile(r"(?:^|(?<=[\t|;:/–•·] )|(?<=[\t|]))", re.MULTILINE)
ROW = re.compile(
    rf"(?<![\w’'-])(?P<family>(?:(?:von|vom|van|de|der|den|zu|v\.) ){{0,2}}{WORD}), "
    rf"(?=(?P<given>{WORD}(?: {WORD}){{0,2}}))"
)
INITIALS = re.compile(r", (?:[A-ZÄÖÜ]\.[ -]?){1,2}(?<! )(?= ?(?:[\n\t,;:(|/–]|$))")
SUFFIX = re.compile(r",? (?:[sSjJ]r|[sS]en|[jJ]un)\.(?!\w)")
COMMA = ", "
ROW_RULE, ROW_SCORE = "names:list", 0.9
BIRTH_REACH = 20  # characters before a name in which it is said that somebody was born with it
BIRTH = re.compile(r"[ ]?[,(]?[ ]?(?P<word>[a-zü]{3,12}\.?)[ ]$")
NUMBER = re.compile(r" {0,3}(?:\(|[-–/] ?)?\d")  # right behind a name that it belongs to
END = re.compile(r"[ ]?(?:[\n\t,;:(|/–-]| {2}|$)")  # what may follow a given name behind a title
CELL_END = re.compile(r"[ ]?(?:[\n\t;:(|/]|$)")


def joined(document: CleanDocument, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, with two halves of a name put together.

    That is done on a page that lists names with the family name in front, and where a title stands between a family
    name and a common given name: "Schmidt, Dr. Uwe"; besides in "Elisabeth von und zu Guttenberg". On such a page a
    common given name behind a family name and a comma is a name also where the model saw none.
    """
    text = document.text
    rows = list(_rows(text, mentions))
    listed = {m.start for m in mentions if m.label is Label.PER and COMMA in m.text}
    habit = len(listed | {row.start for row in rows if row.rule != ROW_RULE}) >= HABIT
    if habit:
        mentions = with_rows(mentions, rows)
    found: list[Mention] = []
    for mention in mentions:
        family = found[-1] if found else None
        if family is not None and _are_one(text, family, mention, habit=habit):
            found[-1] = _reaching(text, family, mention.end, min(family.score, mention.score))
        elif habit and mention.label is Label.PER and (initials := INITIALS.match(text, mention.end)) is not None:
            found.append(_reaching(text, mention, initials.end(), mention.score))
        else:
            found.append(mention)
    return found


def _reaching(text: str, mention: Mention, end: int, score: float) -> Mention:
    return replace(mention, end=end, text=text[mention.start : end], score=score)


def _rows(text: str, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Names that begin a line or cell with the family name; the model's rule where it saw a part of them."""
    starts, ends = [mention.start for mention in mentions], [mention.end for mention in mentions]
    for match in ROW.finditer(text):
        first = bisect_right(ends, match.start())
        overlapped = mentions[first : bisect_left(starts, match.end("given"), lo=first)]
        end = _given_end(match, overlapped)
        parts = [mention for mention in overlapped if mention.start < end]
        if match["family"] not in given_names() and _is_row(match, end, parts) and END.match(text, end) is not None:
            people = [part for part in parts if part.label is Label.PER]
            score = min((part.score for part in people), default=ROW_SCORE)
            rule = people[0].rule if people else ROW_RULE
            yield Mention(Label.PER, match.start(), end, text[match.start() : end], score, rule)


def _is_row(match: re.Match[str], end: int, parts: Sequence[Mention]) -> bool:
    """Whether a name may be a row: it begins a line or cell, or the model took its given name for one."""
    given = match.start("given")
    for part in parts:
        whole = part.label is Label.LOC and (part.start, part.end) == (given, end)  # "Karl-Friedrich", a place
        if not whole and (part.label is not Label.PER or part.start < match.start() or part.end > end):
            return False
    return BEGIN.match(match.string, match.start()) is not None or any(part.start == given for part in parts)


def _given_end(match: re.Match[str], overlapped: Sequence[Mention]) -> int:
    """Where the common given names of a row end, or the name that the model found in their place."""
    end = match.start("given")
    for word in re.finditer(r"\S+", match["given"]):
        if not _is_given_name(word[0]):
            break
        end = match.start("given") + word.end()
    return max((m.end for m in overlapped if m.start == match.start("given") < end), default=end)


def with_rows(mentions: Sequence[Mention], rows: Sequence[Mention]) -> list[Mention]:
    """The mentions with each row in the place of its parts."""
    starts = [row.start for row in rows]
    apart = [m for m in mentions if (at := bisect_left(starts, m.end) - 1) < 0 or m.start >= rows[at].end]
    return sorted([*apart, *rows], key=lambda mention: mention.start)


def _are_one(text: str, family: Mention, given: Mention, *, habit: bool) -> bool:
    if family.label is not Label.PER or given.label is not Label.PER:
        return False
    if text[family.end : given.start] == " und " and family.text.endswith(" von") and given.text.startswith("zu "):
        return True
    if COMMA in family.text or text[given.end : given.end + 1].isalnum():
        return False
    if text[family.end : given.start] == COMMA:
        return habit and (_heads_line(text, family) or _closes_name(text, given) or _fills_cell(text, family, given))
    if not _heads_line(text, family):
        return False
    titled = text.startswith(COMMA, family.end) and title_end(text, family.end + len(COMMA)) == given.start - 1
    return titled and (habit or _is_given_name(given.text)) and END.match(text, given.end) is not None


def _fills_cell(text: str, family: Mention, given: Mention) -> bool:
    """Whether two halves are all between two signs: "; Okonkwo, Chidinma (Beraterin)"."""
    if " " in family.text:
        return False
    return BEGIN.match(text, family.start) is not None and CELL_END.match(text, given.end) is not None


def _closes_name(text: str, given: Mention) -> bool:
    """Whether a name inside a line is a given one: "Tel. A–D: Saado, Riham -215", and none of a list of families."""
    if NUMBER.match(text, given.end) is not None:
        return True
    return _is_given_name(given.text) and END.match(text, given.end) is not None


def with_suffixes(document: CleanDocument, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, those of people with the "sen." or "jun." behind them that tells two of one name apart."""
    text = document.text
    found = []
    for mention in mentions:
        suffix = SUFFIX.match(text, mention.end) if mention.label is Label.PER else None
        found.append(mention if suffix is None else _reaching(text, mention, suffix.end(), mention.score))
    return found


def without_birth_names(document: CleanDocument, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions without names that somebody bore before: "Petra Müller, geb. Schulz" is one person."""
    ends = {mention.end for mention in mentions if mention.label is Label.PER}
    return [m for m in mentions if m.label is not Label.PER or not _is_birth_name(document.text, m, ends)]


def _is_birth_name(text: str, mention: Mention, ends: Set[int]) -> bool:
    line = text[max(mention.start - BIRTH_REACH, 0) : mention.start]
    match = BIRTH.search(line)
    if match is None or match["word"] not in _birth() or " " in mention.text:
        return False
    return mention.start - len(line) + match.start() in ends


def _is_given_name(text: str) -> bool:
    """Whether every word of a name is a common given name: "Karl-Heinz"."""
    return all(word in given_names() or word.title() in given_names() for word in re.split(r"[\s-]+", text))


def _heads_line(text: str, mention: Mention) -> bool:
    return text[max(mention.start - 1, 0) : mention.start] in {"", "\n"}


@cache
def _birth() -> frozenset[str]:
    return frozenset(words("de/names.yml", "birth"))
