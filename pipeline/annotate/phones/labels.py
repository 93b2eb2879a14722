"""The words beside a number: what answers there, whether it is a number at all."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from pipeline.errors import LexiconError
from pipeline.lexicons import lexicon, words
from pipeline.parts import DeviceKind

NAME = "de/phones.yml"
KINDS: tuple[DeviceKind, ...] = ("fax", "mobile", "phone")
BESIDE = 64  # texts before numbers that are remembered: several rules ask about the same few of a page
REACH = 45  # characters between a label and its number: "Fax für alle Standorte: "


@dataclass(frozen=True, slots=True)
class Label:
    """A label word; ``touching`` where nothing but a colon or brackets stands between it and the number."""

    text: str
    kind: DeviceKind
    touching: bool

    @property
    def is_word(self) -> bool:
        """Whether the label is a word of its own ("Fax"), no letter ("F") and no general noun ("Nummer")."""
        return len(self.text) > 1 and self.text != "Nummer"


def alternatives(items: Iterable[str]) -> str:
    """A pattern that matches any of the words, longest first."""
    return "|".join(re.escape(item) for item in sorted(items, key=len, reverse=True))


def folded(items: Iterable[str]) -> tuple[str, ...]:
    """The words as `holds` compares them."""
    return tuple(_folded(item) for item in items)


def holds(text: str, known: Iterable[str]) -> bool:
    """The cheap question before a pattern without regard to case: does a text hold any of its `folded` words?"""
    return any(map(_folded(text).__contains__, known))


def _folded(text: str) -> str:
    """A text in lower case as patterns read it, for which "ſ" is an s, "ı" and "İ" an i."""
    return text.lower().replace("ſ", "s").replace("ı", "i").replace("i\u0307", "i")


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
        rf"(?P<{kind}>(?<![^\W\d_])(?i:(?:{whole})|[^\W\d_][\w\-*]{{0,25}}(?:{ends}))(?![a-zäöüß])"
        rf"(?:\.?-?(?:[Nn]r|[Nn]ummer)\b)?|(?<![\w.])(?:{letters})(?=[ .:]{{1,3}}[(+\d]|[.:]? ?$))"
    )


_LABEL = re.compile("|".join(_kind_pattern(kind) for kind in KINDS))


def _hint_pattern() -> str:
    """What every label holds, in lower case: one of its words, or one of its letters before digits."""
    whole = {word.lower() for kind in KINDS for part in ("labels", "compounds") for word in section(part, kind)}
    stems = [word for word in whole if not any(other in word for other in whole - {word})]
    letters = sorted({re.escape(letter.lower()) for kind in KINDS for letter in section("letters", kind)})
    lone = [rf"{letter}(?<![\w.]{letter})(?=[ .:]{{1,3}}[(+\d]|[.:]? ?$)" for letter in letters]
    return "|".join([*map(re.escape, sorted(stems)), *lone])


_HINT = re.compile(_hint_pattern())
_GAP = re.compile(r"[ \t\u00a0]{0,3}[.:]{0,2}[ \t\u00a0]{0,3}(?:\([^()]{0,30}\))?[ \u00a0]?\(?[-–/]?[ ]?")
_JOINED = re.compile(r"[ .]{0,2}(?:und|u\.?|oder|sowie|/|\+|&|,)[ ]?")
_SENTENCE_END = re.compile(r"[a-zäöüß)]\. [A-ZÄÖÜ]|;")
_WHOLE_WORDS = [word.lower() for kind in KINDS for part in ("labels", "compounds") for word in section(part, kind)]
_ENDINGS = (*_WHOLE_WORDS, "nr", "nummer")
LONGEST_ENDING = max(map(len, _ENDINGS))
_TIES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212")
LEADERS = ("....", ".... ")  # dots that lead to a number in a table
_BESIDE_DIGITS = " \t\u00a0:.(-–/"  # what may stand between a label and its digits
_EXTENSION = re.compile(
    rf"(?<![\w-])(?i:{alternatives(words(NAME, 'extensions'))})(?![a-zäöüß])"
    r"[ \t]{0,3}[.:]{0,2}[ \t]{0,3}[-–/]?[ ]?$"
)
_BEHIND_LABEL = " \t.:-–/"
_EXTENSION_ENDINGS = tuple(word.casefold() for word in words(NAME, "extensions"))
_LOWER_WORD = re.compile(r"[a-zäöüß]{2,}")
LONGEST_WORD = 30  # characters of a word in front, its space counted
_ANNOUNCING = frozenset(word.lower() for key in ("extensions", "moments") for word in words(NAME, key)) | {"bis"}
_MOMENT = re.compile(rf"(?<![\w-])(?:{alternatives(words(NAME, 'moments'))})(?![a-zäöüß])[.:]?[ ]?$")
_MOMENTS = words(NAME, "moments")
_SAYING = tuple({*_ENDINGS, *_EXTENSION_ENDINGS, *(word.lower() for word in _MOMENTS)})
LONGEST_SAYING = max(map(len, _SAYING))
_OTHER_NUMBER = (
    rf"(?<![^\W\d_])(?i:{alternatives(words(NAME, 'not_phone_stems'))})[a-zäöüß-]{{0,16}}(?i:nummer|nr|id)\b"
    r"[.:]{0,2}[ (]{0,2}$"
)
_COMPOUND = re.compile(_OTHER_NUMBER)
_NOT_PHONE = re.compile(
    rf"(?<![a-zäöüß])(?:{alternatives(words(NAME, 'not_phones'))})\b[.:]{{0,2}}[ (]{{0,2}}[A-Z]{{0,4}}[ ]?$"
    rf"|{_OTHER_NUMBER}"
    rf"|nummer\b[ :(]{{0,3}}[A-ZÄÖÜ]{{1,4}}[ -]?$|\w[/\-–]$|[a-zäöüß]\.$"
)
# "m: 0172" and "m +49 172" are labels of the next number, no metres.
_UNIT = re.compile(rf"[ \u00a0]?(?:{alternatives(words(NAME, 'units'))})(?!\w|:| ?[+(]| 0)")
_COLUMNS = frozenset(words(NAME, "columns"))
_EXTENSION_COLUMNS = frozenset(words(NAME, "extension_columns"))
_ROOM_COLUMNS = frozenset(words(NAME, "room_columns"))
_SWITCHBOARD = re.compile(rf"(?<![a-zäöüß])(?i:{alternatives(words(NAME, 'switchboard'))})\b.{{0,25}}$")
_SWITCHBOARD_WORDS = folded(words(NAME, "switchboard"))
_BRACKETED = re.compile(
    rf" ?\((?:(?P<fax>(?i:{alternatives(section('labels', 'fax'))}))|(?P<mobile>(?i:mobil|handy)))\)"
)


@lru_cache(maxsize=BESIDE)
def label_before(left: str) -> Label | None:
    """The last label in the text before a number; "Tel. und Fax" counts as phone.

    Args:
        left: the line up to the number, from behind the number before it.
    """
    found = _labels(left)
    if not found:
        return None
    last = found[-1]
    between = left[last.end() :]
    if len(between) > REACH or _SENTENCE_END.search(between) is not None:
        return None
    kind = cast("DeviceKind", last.lastgroup)
    touching = _GAP.fullmatch(between) is not None
    if len(found) > 1 and _are_one(left, found[-2], last):
        return Label(left[found[-2].start() : last.end()], "phone", touching)
    return Label(last[0], kind, touching)


def _labels(left: str) -> list[re.Match[str]]:
    """All labels of a text; the full pattern is tried from the first word on that holds what a label must hold."""
    folded = left.lower().replace("ſ", "s").replace("ı", "i")  # as patterns without regard to case read them
    if len(folded) != len(left):  # "İ" is two letters in lower case, and offsets are others
        return list(_LABEL.finditer(left))
    hint = _HINT.search(folded)
    if hint is None:
        return []
    at = hint.start()
    while at and (left[at - 1].isalnum() or left[at - 1] in "_-*"):
        at -= 1
    return list(_LABEL.finditer(left, at))


def _are_one(left: str, first: re.Match[str], second: re.Match[str]) -> bool:
    """Whether two labels share a number: "Tel. und Fax", "Telefax/Telefon"."""
    both = {first.lastgroup, second.lastgroup} == {"phone", "fax"}
    return both and _JOINED.fullmatch(left, first.end(), second.start()) is not None


def label_behind(right: str) -> DeviceKind | None:
    """The kind that brackets behind a number state: "0931/380-2109 (Fax)"."""
    found = _BRACKETED.match(right)
    return cast("DeviceKind", found.lastgroup) if found is not None else None


def is_touched(left: str) -> bool:
    """Whether a label stands directly before the digits; cheap where none does."""
    if not _may_end_in_label(left):
        return False
    label = label_before(left)
    return label is not None and label.touching


def _may_end_in_label(left: str) -> bool:
    """The cheap question before the full pattern: is the last word before the digits one that ends like a label?"""
    words_before = left.rstrip(_BESIDE_DIGITS)
    if words_before.endswith(")"):
        return True
    if not words_before[-1:].isalpha():
        return False
    return not words_before[-2:-1].isalpha() or words_before[-LONGEST_ENDING:].lower().endswith(_ENDINGS)


def may_say(left: str) -> bool:
    """The cheap question before all others: may the last word say what figures are, or a hyphen tie them to others?"""
    bare = left.rstrip(" ")
    if not bare or bare[-1] in _TIES or left.endswith(LEADERS):
        return bool(bare)
    last = bare.rstrip(_BESIDE_DIGITS)[-LONGEST_SAYING:]
    return last.endswith(")") or not last[-2:-1].isalpha() or last.casefold().replace("ı", "i").endswith(_SAYING)


def is_prose(left: str) -> bool:
    """Whether a lower-case word that announces no number stands directly before the digits ("etwa 300")."""
    if left[-1:] != " " or not left[-2:-1].islower():
        return False
    word = left[-LONGEST_WORD:-1].rpartition(" ")[2]
    return _LOWER_WORD.fullmatch(word) is not None and word not in _ANNOUNCING and not word.endswith(_ENDINGS)


def is_column_head(cell: str) -> bool:
    """Whether a table cell announces extensions or numbers below it."""
    return cell.strip(" \t*:|") in _COLUMNS


def is_extension_head(cell: str) -> bool:
    """Whether a table cell announces extensions, and nothing else, below it."""
    return cell.strip(" \t*:|") in _EXTENSION_COLUMNS


def may_head_extensions(text: str) -> bool:
    """The cheap question before the cells are read: does the text hold the head of such a column at all?"""
    return any(head in text for head in _EXTENSION_COLUMNS)


def is_room_head(cell: str) -> bool:
    """Whether a table cell announces rooms below it."""
    return cell.strip(" \t*:|") in _ROOM_COLUMNS


def has_extension_label(left: str) -> bool:
    """Whether "Durchwahl", "DW", "Kl." or the like stands directly before a number."""
    return _may_announce(left) and _EXTENSION.search(left[-40:]) is not None


def _may_announce(left: str) -> bool:
    """The cheap question before the full pattern: does the last word end as the label of an extension does?"""
    return left[-40:].rstrip(_BEHIND_LABEL).casefold().replace("ı", "i").endswith(_EXTENSION_ENDINGS)


def without_extension_label(left: str) -> str:
    """The text before a number without the "DW" or the like directly before it: "F DW " says no less than "F "."""
    return _EXTENSION.sub("", left) if _may_announce(left) else left


def has_moment(left: str) -> bool:
    """Whether "abends", "privat" or the like stands directly before a number."""
    return left.rstrip(" .:").endswith(_MOMENTS) and _MOMENT.search(left[-20:]) is not None


def is_refused(left: str) -> bool:
    """Whether what stands directly before the digits says that they are something else ("IBAN", "Az.", "ST/")."""
    return _NOT_PHONE.search(left[-50:]) is not None


def is_other_number(left: str) -> bool:
    """Whether a compound before the digits names another number: "BG-Nummer", whose second half alone is a label."""
    return left[-3:].rstrip(" (.:").endswith(("r", "R", "d", "D")) and _COMPOUND.search(left[-50:]) is not None


def is_measure(right: str) -> bool:
    """Whether a unit follows the digits."""
    return _UNIT.match(right) is not None


def is_switchboard(left: str) -> bool:
    """Whether the words before a number call it the switchboard's."""
    return holds(left, _SWITCHBOARD_WORDS) and _SWITCHBOARD.search(left[-60:]) is not None
