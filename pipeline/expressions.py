"""What the date recogniser understood of an expression, before any anchor is applied."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A date expression's parts, as printed; None where the text does not say."""

    form: str
