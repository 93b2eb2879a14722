"""Strip from a name's surface what is no name: titles, forms of address, nicknames in quotes, suffixes."""

import re
from functools import cache

from pipeline.lexicons import words

QUOTED = re.compile(r"(?:(?<=\s)|^)[„“”\"»«‚‘'’]{1,2}[^„“”\"»«‚‘'’\n]{1,40}[„“”\"»«‚‘'’]{1,2}(?=\s|$)")
BRACKETED = re.compile(r"\([^()\n]{0,60}\)?")
SOFT = str.maketrans({"\u00ad": None, "\u200b": None, "·": None, "\u00a0": " ", "\u202f": " "})
BROKEN_WORD = re.compile(r"-[ ]?\n[ ]?(?=[a-zäöüß])")
BROKEN_DOUBLE_NAME = re.compile(r"-[ ]?\n[ ]?(?=[A-ZÄÖÜ])")
EDGES = " ,;:.()[]|/–-\t"
DIPLOMA = r"Dipl\.-[A-ZÄÖÜ][\w.-]{0,24}"


def bare_name(surface: str) -> str:
    """The name alone, in one line: no title, no "Frau", no „Sepp“ in quotes, no "(geb. Maier)"."""
    text = BROKEN_DOUBLE_NAME.sub("-", BROKEN_WORD.sub("", surface.translate(SOFT)))
    text = BRACKETED.sub(" ", QUOTED.sub(" ", text))
    text = " ".join(text.split())
    text = _leading().sub("", text, count=1)
    text = _trailing().sub("", text)
    return text.strip(EDGES) + ("." if _ends_with_abbreviation(text) else "")


def leading_title(surface: str) -> str | None:
    """The academic title at the start of a surface, forms of address aside."""
    match = _titled().match(" ".join(surface.translate(SOFT).split()))
    return match["title"].strip() if match is not None else None


def trailing_title(surface: str) -> str | None:
    """The degree at the end of a surface, behind a comma."""
    match = _degree().search(" ".join(surface.translate(SOFT).split()))
    return match["title"].strip() if match is not None else None


def _ends_with_abbreviation(text: str) -> bool:
    return re.search(r"(?:(?:^|[ .-])[A-ZÄÖÜ]|(?: |,)(?:[js]r|jun|sen|[JS]r|Jun|Sen))\.$", text) is not None


def _alternatives(*groups: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted((w for group in groups for w in group), key=len, reverse=True))


@cache
def _degrees() -> str:
    """Degrees behind a name, with or without a space in them: "M.A.", "M. A."; before a name these are initials."""
    spaced = _alternatives(words("de/titles.yml", "trailing")).replace(r"\.", r"\. ?")
    return rf"(?:{spaced}|{DIPLOMA})(?: \([A-Z]{{2,5}}\))?"


@cache
def _title_pattern() -> str:
    leading = _alternatives(words("de/titles.yml", "leading"))
    more = _alternatives(words("de/titles.yml", "specifications"))
    return rf"(?:(?:{leading}|{DIPLOMA}|{more})(?:(?<=[.)])|(?= )) ?)"


@cache
def _address_pattern() -> str:
    keys = ("address_f", "address_m", "address_any")
    return _alternatives(*(words("de/names.yml", key) for key in keys))


@cache
def _leading() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{_address_pattern()}) ){{0,2}}{_title_pattern()}{{0,6}}(?=\S)")


@cache
def _titled() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{_address_pattern()}) ){{0,2}}(?P<title>{_title_pattern()}{{1,6}})(?=\S)")


@cache
def _degree() -> re.Pattern[str]:
    return re.compile(rf", ?(?P<title>{_degrees()})$")


@cache
def _trailing() -> re.Pattern[str]:
    return re.compile(rf"(?:, ?{_degrees()})$")
