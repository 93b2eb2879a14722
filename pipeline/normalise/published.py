"""Find the document's own date: what was given with it, what its metadata say, its header, its dateline.

Precision comes first: every relative date of the document hangs on this one.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from pipeline.documents import CleanDocument, Issue, Mention, PublishedBasis, PublishedHint
from pipeline.expressions import DateExpression, Day
from pipeline.lexicons import lexicon, words
from pipeline.values import Published

NAME = "de/published.yml"
HEADER_LINES = 16  # lines with text at the head of a page that may hold its date
HEADER_REACH = 1500  # characters
FOOT_LINES = 4
LONGEST_TITLE = 90  # characters
LINE_REACH = 200  # characters of a line on either side of a date
EARLIEST, LATEST = 1990, 2100
HINT_ORDER: tuple[PublishedBasis, ...] = ("json-ld", "meta", "time", "url")

_ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{2})[-/.](\d{2})(?!\d)")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})(?!\d)")
_WRITTEN = re.compile(r"(?<!\d)(\d{1,2})\.? ([^\W\d_]{3,9})\.? (\d{4})(?!\d)")

_TOWN = (  # "Waren (Müritz)", "Burg bei Magdeburg", "Kleve/Almelo", "Landau in der Pfalz"
    r"[A-ZÄÖÜ][\w.()’'/-]{1,30}"
    r"(?:[ /–-]{1,3}(?:(?:am|an|bei|der|dem|den|im|in|ob|vor|und|zu|a\.) ?)?(?:\([\w. ]{1,25}\)|[\w.()/-]{1,25})){0,5}"
)
_DATELINE = re.compile(rf"\W{{0,3}}{_TOWN}(?:,|\.| [–-])(?: den| im)? {{1,3}}")
_SEGMENT = re.compile(r"[|·•»›:\t]|&middot;| {3}")
_SEPARATED = re.compile(r"(?:^|[|·•/»›–—(\t]|  ) {0,9}$")
_BYLINE = re.compile(r"\W{0,3}[Vv]on [A-ZÄÖÜ][\w.-]{1,30}(?: [A-ZÄÖÜ][\w.-]{0,30}){0,3},? ?$")
_LABELS, _CHANGED = (tuple(sorted(words(NAME, key), key=len, reverse=True)) for key in ("labels", "changed"))
_HEADS, _OTHER_DAYS = ("|".join(map(re.escape, words(NAME, key))) for key in ("heads", "foreign"))
_HEAD = re.compile(
    rf"(?:^|[\s(\-|·/])(?:[\w-]{{0,20}})?(?:{_HEADS})(?: ?[:|/])?(?: (?:nr\.?|nummer))?"
    r"(?: ?[\d/.-]{1,12})?(?: vom|,| ·| &middot;| \||:| „[^“\n]{1,80}“ vom)? {0,2}$"
)
_FOREIGN = re.compile(rf"\b(?:{_OTHER_DAYS})\b")
# Scraped pages glue the next word to a stamp: "06:00 UhrSaarlouis", "11:42 UhrLesezeit: 2 Min."
_GOES_ON = re.compile(r"[A-ZÄÖÜ]| {0,3}(?:$|[|·•/»›–—(),;.\t]|  |[A-ZÄÖÜ]\w{0,20}$)")
# A plain hyphen or a colon opens the text behind a dateline; behind a bare date it may as well name an event.
_OPENS_TEXT = re.compile(r"(?: {1,3}--?|:)(?: |$)")
_SENTENCE_END = re.compile(r"[.!?…][“”\"]? {0,3}$")
_IN_PROSE = re.compile(r", [a-zäöü]")


def normalise(document: CleanDocument, dates: Sequence[Mention]) -> tuple[Published | None, tuple[Issue, ...]]:
    """The publication date, best evidence first, or None."""
    given = document.raw.published
    issues: tuple[Issue, ...] = ()
    if given is not None:
        day = _read(given)
        if day is not None:
            return Published(day.isoformat(), "given", "day"), ()
        issues = (Issue("published-unreadable", "warning", f"cannot read the given publication date {given!r}"),)
    return _from_hints(document.published_hints) or _from_text(document.text, dates), issues


def _from_hints(hints: Sequence[PublishedHint]) -> Published | None:
    known = [(hint, day) for hint in hints if (day := _read(hint.text)) is not None and hint.basis in HINT_ORDER]
    known.sort(key=lambda item: HINT_ORDER.index(item[0].basis))
    return next((Published(day.isoformat(), hint.basis, "day", hint=hint) for hint, day in known), None)


def _read(text: str) -> date | None:
    """The day in a metadata value: ISO 8601, "2.2.2021" or "2. Februar 2021"."""
    for pattern, order in ((_ISO, (1, 2, 3)), (_NUMERIC, (3, 2, 1))):
        match = pattern.search(text)
        if match is not None:
            return _day(*(int(match[group]) for group in order))
    match = _WRITTEN.search(text)
    if match is None or match[2].lower() not in _months():
        return None
    return _day(int(match[3]), _months()[match[2].lower()], int(match[1]))


def _months() -> Mapping[str, int]:
    return {str(word): int(number) for word, number in lexicon("de/dates.yml")["months"].items()}


def _day(year: int, month: int, number: int) -> date | None:
    try:
        found = date(year, month, number)
    except ValueError:
        return None
    return found if EARLIEST <= year <= LATEST else None


def _from_text(text: str, dates: Sequence[Mention]) -> Published | None:
    """The first date of the header that states the page's own date, or one at its foot; else its last change."""
    header = _header_end(text)
    foot = _foot_start(text)
    days = [(mention, day) for mention, day in _full_days(dates) if not header <= mention.start < foot]
    for mention, day in days:
        basis = _basis(text, mention, at_foot=mention.start >= header)
        if basis is not None:
            return Published(day.isoformat(), basis, "day", mention)
    changes = (Published(day.isoformat(), "header", "day", mention) for mention, day in days if mention.start < header)
    return next((change for change in changes if change.mention and _ends(_left(text, change.mention), _CHANGED)), None)


def _left(text: str, mention: Mention) -> str:
    """What stands before a date on its line."""
    return text[max(0, mention.start - LINE_REACH) : mention.start].rpartition("\n")[2]


def _header_end(text: str) -> int:
    position = lines = 0
    while lines < HEADER_LINES and position < min(len(text), HEADER_REACH):
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        lines += bool(text[position:end].strip())
        position = end + 1
    return position


def _foot_start(text: str) -> int:
    position = len(text.rstrip())
    for _ in range(FOOT_LINES):
        position = text.rfind("\n", 0, max(position, 0))
        if position < 0:
            return 0
    return position


def _full_days(dates: Sequence[Mention]) -> Iterator[tuple[Mention, date]]:
    """Dates printed with day, month and year that could be the page's own: no range, no time span."""
    for mention in dates:
        expression = mention.parse
        if not isinstance(expression, DateExpression) or expression.last is not None or expression.open_end:
            continue
        moment = expression.first
        term = moment.term
        if not isinstance(term, Day) or not isinstance(term.month, int) or not isinstance(term.year, int):
            continue
        day = _day(term.year, term.month, term.day)
        if day is not None and moment.until is None:
            yield mention, day


def _basis(text: str, mention: Mention, *, at_foot: bool) -> PublishedBasis | None:
    """Whether the line around a date states the page's own date, and how."""
    left = _left(text, mention)
    right = text[mention.end : mention.end + LINE_REACH].partition("\n")[0]
    lowered = left.lower()
    if len(left) == LINE_REACH or _FOREIGN.search(lowered) is not None:
        return None
    if _ends(left, _LABELS):
        return "header"
    is_dateline = _DATELINE.fullmatch(_SEGMENT.split(left)[-1].lstrip()) is not None
    goes_on = _GOES_ON.match(right) is not None or (is_dateline and _opens_text(right))
    if _is_event(mention) or not goes_on or _IN_PROSE.match(right) is not None:
        return None
    if is_dateline:
        return "dateline" if not at_foot or not right.strip(" .") else None
    if at_foot:
        return None
    stands_apart = _SEPARATED.search(left) or _BYLINE.fullmatch(left) or _HEAD.search(lowered)
    return "header" if stands_apart is not None else None


def _opens_text(right: str) -> bool:
    """Whether a sentence follows a dateline's hyphen or colon, not an event: "Saal, 3.5.2024: Jazz"."""
    opening = _OPENS_TEXT.match(right)
    if opening is None:
        return False
    text = right[opening.end() :].strip()
    return not text or len(text) > LONGEST_TITLE or _SENTENCE_END.search(text) is not None


def _ends(left: str, labels: Sequence[str]) -> bool:
    """Whether the text before a date ends with one of the labels."""
    stripped = left.lower().rstrip(" :.|,\t")
    return any(stripped.endswith(label) and not stripped[: -len(label)][-1:].isalpha() for label in labels)


def _is_event(mention: Mention) -> bool:
    """A weekday and a time in words announce an event ("Sonntag, 4. Februar 2024, 17 Uhr"); a bare 19:42 is a stamp."""
    expression = mention.parse
    if not isinstance(expression, DateExpression) or not isinstance(expression.first.term, Day):
        return False
    timed = expression.first.clock is not None and "Uhr" in mention.text
    return timed and expression.first.term.weekday is not None
