"""Dates as metadata state them."""

from datetime import date, datetime
from email.utils import parsedate_to_datetime


def iso_date(stated: str) -> str | None:
    """The date in extended ISO 8601, from ISO 8601 or from RFC 5322, which feeds use; None for anything else."""
    text = stated.strip()
    for parse in (date.fromisoformat, datetime.fromisoformat, parsedate_to_datetime):
        try:
            return parse(text).isoformat()
        except ValueError:
            continue
    return None
