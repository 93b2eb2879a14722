"""How a role is held: in full, or as former, acting, deputy, honorary or designate holder."""

import re
from functools import cache

from pipeline.lexicons import lexicon, words

LEXICON = "de/role_status.yml"
STATUSES = ("former", "acting", "deputy", "honorary", "designate")
FOLLOWING = frozenset({"former", "acting"})  # "Stv." behind a name begins the next role
BEFORE = 40  # characters in front of a role in which its adjectives stand
ENDING = r"(?:e[nrsm]?)?"
MOST_BEFORE = 3  # words in front of a role that may say how it is held
# "war bis 2019 Vorsitzende" is over, "ist bis 2027 Vorsitzende" may not be.
TERM = re.compile(r"(?:^|[ ,(])bis (?:(?:Ende|Anfang|Mitte|zum|ins Jahr|zum Jahr) )?(?:19|20)\d\d[ ]$")
STILL = re.compile(r"(?<!\w)(?:ist|sind|bleibt|bleiben|wird|werden|gewählte?|bestellte?)(?!\w)")
NAME = r"(?:[ \u00a0][A-ZÄÖÜ][\w.’'-]{0,30}){0,4}"  # a name between a role and "a. D."


def status_of(text: str, start: int, end: int) -> tuple[str, ...]:
    """How the role at ``[start, end)`` is held, in the order of `STATUSES`; empty where it is held in full.

    >>> text = "der ehemalige stellvertretende Landrat"
    >>> status_of(text, 14, len(text))
    ('former', 'deputy')
    """
    role = text[start:end]
    line = max(text.rfind("\n", 0, start) + 1, start - BEFORE)
    before = " ".join(_adjacent(text[line:start]))
    behind = text[end : end + BEFORE].partition("\n")[0]
    over = _is_over(text[line:start])
    return tuple(name for name in STATUSES if (name == "former" and over) or _holds(name, role, before, behind))


def _is_over(before: str) -> bool:
    """Whether a role's time ended in the year that stands in front of it."""
    return TERM.search(before) is not None and STILL.search(before) is None


def _adjacent(before: str) -> list[str]:
    """The words in lower case right in front of a role; a comma or a full stop parts them from it."""
    found: list[str] = []
    for word in reversed(before.split()[-MOST_BEFORE:]):
        if not word[0].islower() or word[-1] in ",;:)":
            break
        found.append(word)
    return found[::-1]


def _holds(name: str, role: str, before: str, behind: str) -> bool:
    adjectives, marks, beginnings, endings = _patterns(name)
    if before.endswith(_adverbs(name)):
        return True
    phrase = f"{before} {role}"
    if adjectives is not None and adjectives.search(phrase) is not None:
        return True
    if marks is not None and (marks.search(phrase) is not None or _marked_behind(name, behind)):
        return True
    if beginnings is not None and beginnings.search(role) is not None:
        return name != "honorary" or _no_honorary().search(role) is None
    return endings is not None and endings.search(role) is not None


def _marked_behind(name: str, behind: str) -> bool:
    """Whether the mark stands behind the role, or behind the name that follows it: "Landrat Jan Ott a. D."."""
    return name in FOLLOWING and _mark_behind(name).match(behind) is not None


@cache
def _patterns(name: str) -> tuple[re.Pattern[str] | None, ...]:
    adjectives = _pattern(name, "adjectives", rf"(?<![\w-])(?:%s){ENDING}(?![\w-])")
    marks = _pattern(name, "marks", r"(?<![\w.])(?:%s)(?!\w)")
    beginnings = _pattern(name, "beginnings", r"(?<![\w-])(?:%s)")
    endings = _pattern(name, "endings", r"(?:%s)(?![\w-])", re.IGNORECASE)
    return adjectives, marks, beginnings, endings


@cache
def _adverbs(name: str) -> tuple[str, ...]:
    return words(LEXICON, f"{name}_adverbs") if f"{name}_adverbs" in _keys() else ()


@cache
def _mark_behind(name: str) -> re.Pattern[str]:
    return re.compile(rf"{NAME},?[ \u00a0](?:{'|'.join(map(re.escape, words(LEXICON, f'{name}_marks')))})(?!\w)")


def _pattern(name: str, key: str, form: str, flags: int = re.NOFLAG) -> re.Pattern[str] | None:
    if f"{name}_{key}" not in _keys():
        return None
    return re.compile(form % "|".join(map(re.escape, words(LEXICON, f"{name}_{key}"))), flags)


@cache
def _no_honorary() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words(LEXICON, "no_honorary"))))


@cache
def _keys() -> frozenset[str]:
    return frozenset(lexicon(LEXICON))
