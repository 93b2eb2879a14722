"""Dates as metadata state them."""

from datetime import date, datetime
from email.utils import parsedate_to_datetime

NO_DAY = "not a day or time in ISO 8601, such as 2021-02-02; it is not used"
"""What to say of anything else: "heute" counts from a day, so that a month is not enough."""


def iso_date(stated: object) -> str | None:
    """The date in extended ISO 8601, from a date, ISO 8601 or RFC 5322, which feeds use; None for anything else."""
    if isinstance(stated, date):
        stated = stated.isoformat()  # an empty cell of pandas is a date as well, and says "NaT"
    if not isinstance(stated, str):
        return None
    text = stated.strip()
    for parse in (date.fromisoformat, datetime.fromisoformat, parsedate_to_datetime):
        try:
            return parse(text).isoformat()
        except ValueError:
            continue
    return None
