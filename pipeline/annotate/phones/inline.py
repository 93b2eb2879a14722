"""Extensions written behind their number as part of it: "06241/853 (Durchwahl 1060)", "+43 3172 51 87 DW 410"."""

import re
from dataclasses import replace

from pipeline.annotate.phones.labels import NAME, alternatives
from pipeline.annotate.phones.numbers import Number
from pipeline.annotate.phones.plan import planned
from pipeline.lexicons import words

_LABEL = rf"(?i:{alternatives(words(NAME, 'extensions'))})\.? ?:? ?[-–]?"
_WITHIN = re.compile(rf"[ \u00a0]?(?P<open>\()? ?{_LABEL}(?P<digits>[1-9]\d{{0,5}})(?P<close>\))?(?! ?[\d/\-–])")
_DIRECTLY = re.compile(rf"[ \u00a0]?[(,/]? ?{_LABEL}")


def with_extension(text: str, number: Number) -> Number:
    """The number with the extension behind it; itself where none follows or both are numbers of their own.

    At home an extension follows a bare trunk, which is no longer than the extension ("853"); longer ones are numbers
    of their own, as is a switchboard's that ends in 0. An Austrian one is dialled behind any whole number.
    """
    if not number.landline or number.extension is not None:
        return number
    found = _WITHIN.match(text, number.end)
    if found is None or (found["open"] is None) != (found["close"] is None):
        return number
    if not number.is_austrian and not number.is_bare_trunk(len(found["digits"])):
        return number
    digits = number.digits + found["digits"]
    if planned(digits, number.region) is None:
        return number
    return replace(number, end=found.end(), digits=digits, extension=found["digits"], last_group=found["digits"])


def is_within(text: str, number: Number, start: int, digits: str) -> bool:
    """Whether digits are a further extension of a whole one, as in "853-1060 (App. 12)", which nobody can dial."""
    size = len(number.extension or "")
    return len(digits) < size and _DIRECTLY.fullmatch(text, number.end, start) is not None
