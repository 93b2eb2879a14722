"""The words beside a number: what answers there, whether it is a number at all."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import cast

from pipeline.errors import LexiconError
from pipeline.lexicons import lexicon, words
from pipeline.parts import DeviceKind

NAME = "de/phones.yml"
KINDS: tuple[DeviceKind, ...] = ("phone", "fax", "mobile")
_WORD = r"(?:\.?-?(?:[Nn]r|[Nn]ummer)\b)?"
_TAIL = r"[ \t]{0,3}[.:]{0,2}[ \t]{0,3}"
_JOINED = re.compile(r"^[ .]{0,2}(?:und|u\.?|oder|sowie|/|\+|&|,)[ ]?$")


@dataclass(frozen=True, slots=True)
class Label:
    """A label word; ``touching`` where nothing but a colon stands between it and the number."""

    text: str
    kind: DeviceKind
    touching: bool


def alternatives(items: Iterable[str]) -> str:
    """A pattern that matches any of the words, longest first."""
    return "|".join(re.escape(item) for item in sorted(items, key=len, reverse=True))


def section(name: str, key: str) -> list[str]:
    """The words under two keys of the phone lexicon.

    Raises:
        LexiconError: the lexicon does not have that shape.
    """
    value = lexicon(NAME).get(name)
    if not isinstance(value, dict) or not isinstance(value.get(key), list):
        raise LexiconError(f"lexicon resources/{NAME}: {name}.{key} must be a list")
    return cast("list[str]", value[key])


def _kind_pattern(kind: DeviceKind) -> str:
    whole = alternatives(section("labels", kind))
    ends = alternatives(section("compounds", kind))
    letters = alternatives(section("letters", kind))
    return (
        rf"(?P<{kind}>(?<![^\W_])(?i:(?:{whole})|[^\W\d_][\w\-*]{{0,25}}(?:{ends}))(?![a-zäöüß]){_WORD}"
        rf"|(?<![\w.])(?:{letters})(?=[ .:]{{1,3}}[(+\d]|$|[.:]? ?$))"
    )


_LABEL = re.compile("|".join(_kind_pattern(kind) for kind in ("fax", "mobile", "phone")))
_EXTENSION = re.compile(
    rf"(?<![\w-])(?:{alternatives(words(NAME, 'extensions'))})(?![a-zäöüß]){_TAIL}[-–/]?[ ]?$", re.IGNORECASE
)
_NOT_PHONE = re.compile(
    rf"(?<![a-zäöüß])(?:{alternatives(words(NAME, 'not_phones'))})\b[.:]{{0,2}}[ (]{{0,2}}[A-Z]{{0,4}}[ ]?$"
)
_UNIT = re.compile(rf"[ \u00a0]?(?:{alternatives(words(NAME, 'units'))})(?!\w)")
_COLUMN = re.compile(rf"^\W*(?:{alternatives(words(NAME, 'columns'))})\W*$")
_SWITCHBOARD = re.compile(rf"(?<![a-zäöüß])(?i:{alternatives(words(NAME, 'switchboard'))})\b.{{0,25}}$")
_SHORT = re.compile(rf"(?i:{alternatives(words(NAME, 'short_code_labels'))})\b.{{0,12}}$")


def label_before(left: str) -> Label | None:
    """The last label in the text before a number; "Tel. und Fax" counts as phone.

    Args:
        left: the line up to the number, from behind the number before it.
    """
    found = list(_LABEL.finditer(left))
    if not found:
        return None
    last = found[-1]
    kind = cast("DeviceKind", last.lastgroup)
    touching = re.fullmatch(_TAIL + r"(?:\([^()]{0,30}\))?[ ]?\(?[-–/]?[ ]?", left[last.end() :]) is not None
    if len(found) > 1 and {kind, found[-2].lastgroup} == {"phone", "fax"}:
        if _JOINED.match(left[found[-2].end() : last.start()]) is not None:
            return Label(left[found[-2].start() : last.end()], "phone", touching)
    return Label(last[0], kind, touching)


@cache
def is_column_head(cell: str) -> bool:
    """Whether a table cell announces extensions or numbers below it."""
    return _COLUMN.match(cell) is not None


def has_extension_label(left: str) -> bool:
    """Whether "Durchwahl", "DW", "Kl." or the like stands directly before a number."""
    return _EXTENSION.search(left[-40:]) is not None


def is_refused(left: str) -> bool:
    """Whether the word directly before the digits says that they are something else ("IBAN", "Az.", "VR")."""
    return _NOT_PHONE.search(left[-50:]) is not None


def is_measure(right: str) -> bool:
    """Whether a unit follows the digits."""
    return _UNIT.match(right) is not None


def is_switchboard(left: str) -> bool:
    """Whether the words before a number call it the switchboard's."""
    return _SWITCHBOARD.search(left[-60:]) is not None


def has_short_code_label(left: str) -> bool:
    """Whether the words before a short code name the service."""
    return _SHORT.search(left[-40:]) is not None
