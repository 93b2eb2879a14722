"""What the numbering plans say about dialled digits, by way of `phonenumbers`."""

from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberType

# Plans without a trunk prefix 0: a number may begin with any digit.
NO_TRUNK_PREFIX = frozenset({"LI", "LU", "IT"})
_LANDLINES = frozenset({PhoneNumberType.FIXED_LINE, PhoneNumberType.VOIP})
SHORTEST_AREA, SHORTEST_LOCAL = 3, 3  # digits, where the plan has no geographical area code (Austrian 05 numbers)


@dataclass(frozen=True, slots=True)
class Planned:
    """A valid number; extensions hang on landlines only."""

    number: PhoneNumber
    landline: bool


@lru_cache(maxsize=4096)
def planned(digits: str, region: str) -> Planned | None:
    """The number if it is valid in the region's plan, else None.

    Args:
        digits: as dialled, with "+" before a country code.
        region: ISO 3166-1 code of the plan in which digits without "+" are read.
    """
    try:
        number = phonenumbers.parse(digits, region)
    except NumberParseException:
        return None
    kind = phonenumbers.number_type(number)
    return Planned(number, kind in _LANDLINES) if kind != PhoneNumberType.UNKNOWN else None


@lru_cache(maxsize=4096)
def area_length(digits: str, region: str) -> int:
    """How many of a landline's dialled digits are prefix and area code; 0 for any other number."""
    found = planned(digits, region)
    if found is None or not found.landline:
        return 0
    national = len(phonenumbers.national_significant_number(found.number))
    code = phonenumbers.length_of_geographical_area_code(found.number)
    return len(digits) - national + (code or min(SHORTEST_AREA, national - SHORTEST_LOCAL))
