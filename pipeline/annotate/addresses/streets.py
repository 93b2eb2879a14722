"""Street and house number: where the name begins in the text before the number."""

import re
from dataclasses import dataclass

from pipeline.annotate.addresses.words import NAME, alternatives
from pipeline.lexicons import words

FIRST_DIGIT = "[1-9]"
FURTHER = r"\d{0,3}(?: ?[a-zA-Z](?![\w.]))?(?: ?[-–/+] ?\d{1,4}(?: ?[a-zA-Z](?![\w.]))?| ?[-–/] ?[a-z](?!\w)){0,2}"
NUMBER = FIRST_DIGIT + FURTHER
LONGEST_NUMBER = 48  # characters of "Nr. 12 a, und 14 b - 16 c/17 d"
# Beside a postcode also "2 und 4", "2 bis 6", "1 1/2".
_NUMBER_END = re.compile(
    rf"(?<![\d,/-])(?<!(?<!tr)\.)(?<!\d )(?:Nr\. ?)?"
    rf"(?P<number>(?:[1-9]\d{{0,3}} ?[a-z]?,? (?:u\.|und|bis) )?{NUMBER}|[1-9]\d{{0,3}} ?(?:½|[1-3]/[2-4]))\Z"
)
_BREAK = re.compile(
    r"[,;|·\n\t:(„“”!?]|[ ]{2,}|[–—] | -+ |(?<=[a-zäöüß)]{4})(?<!Nördl)(?<!Westl)\. |\be\. ?[VG]\. "
    r"|(?:mbH|GmbH|AG|KG|eG) "
)
_STRONG = alternatives([*words(NAME, "strong"), *(f"-{word.capitalize()}" for word in words(NAME, "strong"))])
_WEAK = alternatives(words(NAME, "weak"))
_CAPITAL = r"[A-ZÄÖÜ][\w'’.]*(?:-[\w'’.]+)*"
_ADJECTIVE = rf"(?:[A-ZÄÖÜ][\w-]+(?:en|er|em|es|e)|{alternatives(words(NAME, 'numerals'))})"
_ARTICLE = alternatives(words(NAME, "articles"))
_PREPOSITION = alternatives(words(NAME, "prepositions"))
_FIXED = alternatives(words(NAME, "adjectives"))
_SIDE = rf"(?: (?:{alternatives(words(NAME, 'directions'))}))?"
_LINK = alternatives(words(NAME, "links"))
_PARTICLE = r"(?:de la|de|du|des|della|dei|del|di) |(?:de )?l['’]|d['’]"
_FOREIGN = alternatives(words(NAME, "foreign"))
# Heads that stand as a word of their own: "Dresdner Straße", "Lüssumer Heide".
_HEAD = rf"(?:{'|'.join(re.escape(w[0].upper() + w[1:]) for w in (*words(NAME, 'strong'), *words(NAME, 'weak')))})"
_COMPOUND = rf"[A-ZÄÖÜ][\w'’.\-]*(?:{_STRONG})"
_COMPOUND_WEAK = rf"[A-ZÄÖÜ][\w'’\-]*(?:{_WEAK})"


def _end(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w\-])(?P<street>{pattern})\Z")


# Tried in this order; the first that matches the end of the words before the number gives the street.
_FORMS = (
    ("bilingual", _end(rf"{_COMPOUND}/(?:{_FOREIGN}) {_CAPITAL}")),
    ("foreign", _end(rf"(?i:{_FOREIGN}) (?:{_PARTICLE})?{_CAPITAL}(?: {_CAPITAL}){{0,2}}")),
    ("preposition", _end(rf"(?:{_PREPOSITION}) (?:(?:{_ARTICLE}) )?(?:{_ADJECTIVE} )?{_CAPITAL}{_SIDE}")),
    ("genitive", _end(rf"[\w-]*(?:{_HEAD}|{_STRONG}) (?:{_LINK}) (?:{_ADJECTIVE} |\d{{1,2}}\. )?{_CAPITAL}")),
    ("head", _end(rf"(?:(?:{_FIXED}) )?{_CAPITAL} {_HEAD}{_SIDE}")),
    ("adjective", _end(rf"(?:(?:{_FIXED})|(?P<er>[A-ZÄÖÜ][\w-]+er)) (?:{_COMPOUND}|{_COMPOUND_WEAK})")),
    ("compound", _end(rf"{_COMPOUND}{_SIDE}")),
)  # fmt: skip
_LOOSE = _end(rf"(?:(?:{_FIXED}) |[A-ZÄÖÜ][\w]*- und )?{_CAPITAL}")
_FRENCH_KINDS = ("rue", "avenue", "boulevard", "place", "route", "chemin", "allée", "impasse", "quai")
_FRENCH = re.compile(
    r"(?<!\w)(?P<number>\d{1,4}(?: ?(?:bis|ter))?),? "
    rf"(?P<street>(?:{'|'.join(_FRENCH_KINDS)})[^\d,;\n]{{2,50}})\Z"
)
_SQUARE = re.compile(r"(?<!\w)(?P<street>[A-U] ?\d{1,2}), ?(?P<number>\d{1,2}(?: ?[a-z])?(?: ?[-–] ?\d{1,2})?)\Z")
WINDOW = 110  # characters before a number or postcode in which the street stands


@dataclass(frozen=True, slots=True)
class Street:
    """A street with its house number in the text; ``form`` names the rule that found it."""

    start: int
    end: int
    name: str
    number: str | None
    form: str


def street_before(text: str, end: int, *, loose: bool) -> Street | None:
    """The street and house number that end at an offset.

    Args:
        text: of the whole page.
        end: offset behind the house number.
        loose: a postcode follows, so that any capitalised word may be a street ("Lerz 4, 4924 Waldzell").
    """
    start = max(0, end - WINDOW)
    window = text[start:end]
    number = _NUMBER_END.search(window, max(0, len(window) - LONGEST_NUMBER))
    if number is None:
        return None
    words_before = window[: number.start()].rstrip(" \u00a0")
    offset = start + _after_break(words_before)
    segment = text[offset : start + len(words_before)]
    found = _name(segment, loose=loose)
    if found is None:
        return None
    begin, form = found
    return Street(offset + begin, end, _plain(segment[begin:]), number["number"].strip(), form)


def french_street(text: str, end: int) -> Street | None:
    """A French street, with the number before it: "8 rue de la République"."""
    start = max(0, end - WINDOW)
    window = text[start:end]
    found = _FRENCH.search(window) if any(map(window.__contains__, _FRENCH_KINDS)) else None
    return Street(start + found.start(), end, found["street"].strip(), found["number"], "french") if found else None


def square_before(text: str, end: int) -> Street | None:
    """A block and the house in it, as Mannheim has them: "N 7, 5-6"."""
    start = max(0, end - WINDOW)
    found = _SQUARE.search(text[start:end])
    return Street(start + found.start(), end, found["street"], found["number"], "square") if found else None


def street_without_number(text: str, end: int) -> Street | None:
    """A line or segment that is nothing but a street or house and ends at an offset."""
    start = max(0, end - WINDOW)
    window = text[start:end]
    offset = start + _after_break(window)
    segment = text[offset:end]
    last = segment.rsplit(" ", 1)[-1].lower()
    if 0 < len(segment.split()) <= 4 and segment[:1].isupper() and last.endswith(words(NAME, "strong")):
        return Street(offset, end, segment, None, "no-number")
    return None


def _after_break(window: str) -> int:
    """Where the last segment of a window begins."""
    position = 0
    for found in _BREAK.finditer(window):
        position = found.end()
    while position < len(window) and window[position] in " \u00a0-–":
        position += 1
    return position


def _name(segment: str, *, loose: bool) -> tuple[int, str] | None:
    """Offset of the street's name in a segment, and the form."""
    for form, pattern in _FORMS:
        match = pattern.search(segment)
        if match is not None and _is_street(form, match, loose=loose):
            return match.start("street"), form
    if loose and (match := _LOOSE.search(segment)) is not None and _is_street("loose", match, loose=True):
        return match.start("street"), "loose"
    return None


def _is_street(form: str, match: re.Match[str], *, loose: bool) -> bool:
    """Whether a name that has the form of a street is one: not "Rastplatz an der Alb", "Im Juni"."""
    name = match["street"]
    parts = name.lower().split()
    if form == "adjective" and match["er"] in words(NAME, "no_adjectives"):
        return False
    if not loose and form != "preposition" and any(_is_no_street(parts[index]) for index in (0, -1)):
        return False
    return form == "genitive" or parts[-1] not in words(NAME, "no_names") or _is_after_a_town(form, match)


def _is_no_street(word: str) -> bool:
    return word.endswith(words(NAME, "no_street")) or word in words(NAME, "no_street_words")


def _is_after_a_town(form: str, match: re.Match[str]) -> bool:
    """Whether a "Platz" or "Tor" has a town's adjective before it: "Regensburger Platz 5", not "Dritter Platz 3"."""
    if form != "head":
        return False
    first, _, last = match["street"].partition(" ")
    return (
        last.lower().endswith(words(NAME, "strong") + words(NAME, "weak"))
        and first.endswith("er")
        and first not in (*words(NAME, "no_adjectives"), *words(NAME, "ordinals"))
    )


def _plain(name: str) -> str:
    """A street's name without the second language of a bilingual sign."""
    return re.split(rf"/(?=(?:{_FOREIGN}) )", " ".join(name.split()))[0]
