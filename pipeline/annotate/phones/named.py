"""Extensions without a label behind a name, on pages that announce their trunk: "Frau Hendel, Zi. 114, 1210"."""

import re

from pipeline.annotate.phones.labels import NAME, alternatives
from pipeline.given_names import given_names
from pipeline.lexicons import words

REACH = 90  # characters of a form of address, a name and a room
_WORD = r"[A-ZÀ-ÖØ-ÝĀ-ŽẠ-Ỹ][\w’'-]{1,30}"
_ADDRESS = "|".join(
    re.escape(word) for key in ("address_f", "address_m") for word in sorted(words("de/names.yml", key))
)
_ROOM = rf"(?:,? (?:{alternatives(words(NAME, 'room_columns'))}) ?\w{{1,6}})?"
_PERSON = re.compile(
    rf"(?<!\w)(?:(?P<address>{_ADDRESS}) (?:(?:Dr|Prof|Dipl)\.[ \w.-]{{0,12}} )?(?:[A-ZÄÖÜ]\. )?|(?P<given>{_WORD}) )"
    rf"(?:(?:von|van|de|der|zu|al|el|Al|El) ){{0,2}}{_WORD}{_ROOM},? $"
)


def stands_behind_name(left: str) -> bool:
    """Whether a form of address or a common given name, a family name and perhaps a room stand directly before."""
    if left[-1:] != " ":
        return False
    person = _PERSON.search(left, max(0, len(left) - REACH))
    return person is not None and (person["address"] is not None or person["given"] in given_names())
