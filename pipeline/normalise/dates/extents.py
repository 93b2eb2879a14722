"""A stretch of the calendar with its EDTF value."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipeline.expressions import Clock, Unit
from pipeline.values import DateBasis

SEASON_MONTHS = {21: 3, 22: 6, 23: 9, 24: 12}  # the month a season begins in; winter is that of the year it begins in


@dataclass(frozen=True, slots=True)
class Extent:
    """First and last day of an expression.

    Attributes:
        edtf: EDTF (ISO 8601-2) value.
        precision: as in `documents.DateValue`, without modifier.
        basis: what it was resolved from.
    """

    first: date
    last: date
    edtf: str
    precision: str
    basis: DateBasis = "explicit"

    def based(self, basis: DateBasis) -> "Extent":
        """The same extent, resolved from something else."""
        return replace(self, basis=basis)


def of_day(day: date) -> Extent:
    """One day."""
    return Extent(day, day, day.isoformat(), "day")


def of_days(first: date, last: date, precision: str = "interval") -> Extent:
    """Days from first to last."""
    return Extent(first, last, f"{first.isoformat()}/{last.isoformat()}", precision)


def of_week(day: date, weeks: int = 1) -> Extent:
    """The ISO week that holds a day, or so many weeks from it on, as an interval of days."""
    monday = day - timedelta(days=day.weekday())
    return of_days(monday, monday + timedelta(days=7 * weeks - 1), "week")


def of_weekend(saturday: date) -> Extent:
    """Saturday and Sunday."""
    return of_days(saturday, saturday + timedelta(days=1))


def of_month(year: int, month: int) -> Extent:
    """One month."""
    return Extent(date(year, month, 1), _month_end(year, month), f"{year:04}-{month:02}", "month")


def of_months(year: int, month: int, count: int, precision: str) -> Extent:
    """So many months, as an interval of months: EDTF level 0, which every consumer reads, for quarters and halves."""
    last_year, last_month = add_months(year, month, count - 1)
    edtf = f"{year:04}-{month:02}/{last_year:04}-{last_month:02}"
    return Extent(date(year, month, 1), _month_end(last_year, last_month), edtf, precision)


def of_season(year: int, season: int) -> Extent:
    """A season, 21 (spring) to 24 (winter); winter begins in December of its year."""
    months = of_months(year, SEASON_MONTHS[season], 3, "season")
    return replace(months, edtf=f"{year:04}-{season}")


def of_year(year: int) -> Extent:
    """One year."""
    return Extent(date(year, 1, 1), date(year, 12, 31), f"{year:04}", "year")


def of_years(first: int, last: int, precision: str = "interval") -> Extent:
    """Years from first to last."""
    return Extent(date(first, 1, 1), date(last, 12, 31), f"{first:04}/{last:04}", precision)


def of_century(number: int) -> Extent:
    """The years 1900 to 1999 for 19."""
    return Extent(date(number * 100, 1, 1), date(number * 100 + 99, 12, 31), f"{number:02}XX", "century")


def joined(first: Extent, last: Extent) -> Extent:
    """From the beginning of one extent to the end of another."""
    basis = first.basis if first.basis != "explicit" else last.basis
    begin, end = _in_years(first), _in_years(last)
    edtf = f"{begin.edtf.split('/')[0]}/{end.edtf.split('/')[-1]}"
    return Extent(first.first, last.last, edtf, "interval", basis)


def _in_years(extent: Extent) -> Extent:
    """A century as its years: EDTF has no intervals of unspecified digits."""
    return of_years(extent.first.year, extent.last.year) if extent.precision == "century" else extent


def at_clock(day: Extent, clock: Clock, until: Clock | None) -> Extent:
    """A time of day, or a range of them, on one day; a range that passes midnight ends on the next day."""
    start = _stamp(day.first, clock)
    if until is None:
        return replace(day, edtf=start, precision="minute")
    end_day = day.first if (until.hour, until.minute) > (clock.hour, clock.minute) else day.first + timedelta(days=1)
    return replace(day, edtf=f"{start}/{_stamp(end_day, until)}", precision="interval")


def _stamp(day: date, clock: Clock) -> str:
    """ISO 8601-1:2019 has no 24:00: it is 00:00 of the next day."""
    if clock.hour == 24:
        day, clock = day + timedelta(days=1), Clock(0)
    seconds = f":{clock.second:02}" if clock.second is not None else ""
    return f"{day.isoformat()}T{clock.hour:02}:{clock.minute:02}{seconds}"


def add_months(year: int, month: int, count: int) -> tuple[int, int]:
    """(year, month) so many months later."""
    total = year * 12 + month - 1 + count
    return total // 12, total % 12 + 1


def shift_day(day: date, unit: Unit, amount: int) -> date | None:
    """A day so many units later; the last of the month where the month is too short; None outside the calendar."""
    try:
        if unit in {Unit.DAY, Unit.WEEK}:
            return day + timedelta(days=amount * (7 if unit is Unit.WEEK else 1))
        year, month = add_months(day.year, day.month, amount * _MONTHS[unit])
        return date(year, month, min(day.day, monthrange(year, month)[1]))
    except (ValueError, OverflowError):
        return None


_MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.HALF: 6, Unit.YEAR: 12, Unit.DECADE: 120, Unit.CENTURY: 1200}


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
