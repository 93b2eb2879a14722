"""What is recorded beside a date's value: basis, precision, contradictions; and when feasts fall."""

from datetime import date

import pytest

from pipeline.annotate import dates
from pipeline.documents import Block, BlockKind, CleanDocument, Issue, RawDocument
from pipeline.errors import LexiconError
from pipeline.lexicons import lexicon
from pipeline.normalise import dates as values
from pipeline.normalise.dates.feasts import _first_day, easter, feast_days, first_advent
from pipeline.offsets import OffsetMap
from pipeline.values import DateValue, Published

OWN = Published("2022-03-31", "given", "day")


def resolve(text: str, own: Published | None = OWN) -> tuple[tuple[DateValue, ...], tuple[Issue, ...]]:
    raw = RawDocument("id", "page.txt", "page.txt", "text/plain", "utf-8", "0" * 64, text)
    page = CleanDocument(raw, text, OffsetMap.identity(len(text)), (Block(0, len(text), BlockKind.PARAGRAPH),))
    return values.normalise(page, dates.find(page, ()), own)


@pytest.mark.parametrize(
    ("text", "basis", "precision"),
    [
        ("am 5. April 2022", "explicit", "day"),
        ("am 5. April", "published", "day"),
        ("am 5. April um 18 Uhr", "published", "minute"),
        ("vom 5. bis 7. April 2022", "explicit", "interval"),
        ("Ende März", "published", "month/end"),
        ("Mitte 2015", "explicit", "year/middle"),
        ("Anfang des 20. Jahrhunderts", "explicit", "century/start"),
        ("vergangene Woche", "published", "week"),
        ("in den 1990er Jahren", "explicit", "decade"),
        ("im dritten Quartal 2018", "explicit", "quarter"),
        ("im ersten Halbjahr 2018", "explicit", "half"),
        ("seit Herbst 2004", "explicit", "season"),
        ("ab sofort", "published", "interval"),
        ("vom Anfang Mai 2022 bis Ende Juni 2022", "explicit", "interval"),
    ],
)
def test_basis_and_precision(text: str, basis: str, precision: str) -> None:
    (found,), _ = resolve(text)
    assert (found.basis, found.precision) == (basis, precision)


def test_without_an_anchor_there_is_no_value() -> None:
    found, issues = resolve("Am 12. April um 18 Uhr und gestern", own=None)
    assert [(value.value, value.basis, value.precision) for value in found] == [
        (None, "none", "minute"),
        (None, "none", "day"),
    ]
    assert issues == ()


def test_a_weekday_that_is_not_the_dates_is_reported() -> None:
    (found,), issues = resolve("am Montag, 5. April 2022")
    assert found.value == "2022-04-05"
    message = "'Montag, 5. April 2022' says Montag, but 2022-04-05 is a Dienstag"
    assert issues == (Issue("weekday-mismatch", "warning", message, 3, 24),)


def test_both_ends_of_a_range_have_weekdays() -> None:
    _, issues = resolve("vom Montag, 5. April 2022, bis Freitag, 6. April 2022")
    assert [issue.message.partition(" but ")[2] for issue in issues] == [
        "2022-04-05 is a Dienstag",
        "2022-04-06 is a Mittwoch",
    ]


def test_a_day_in_no_calendar_is_reported() -> None:
    (found,), issues = resolve("am 30. Februar 2022")
    assert found.value is None
    assert issues == (Issue("impossible-date", "warning", "'30. Februar 2022' is in no calendar", 3, 19),)


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("nächsten Monat", "month"),
        ("vergangene Woche", "week"),
        ("im kommenden Quartal", "quarter"),
        ("im Herbst", "season"),
        ("im Sommersemester", "half"),
        ("in diesem Jahr", "year"),
        ("am Wochenende", "interval"),
        ("von gestern bis morgen", "interval"),
        ("heute um 18 Uhr", "minute"),
        ("Dienstag, der 25.", "day"),
        ("vom 28. bis 30. Februar", "interval"),
        ("am 30. Februar um 12 Uhr", "minute"),
        ("am 30. Februar, 12 bis 14 Uhr", "interval"),
    ],
)
def test_what_is_unresolved_is_as_precise_as_it_would_be(text: str, precision: str) -> None:
    (found,), _ = resolve(text, own=None)
    assert (found.value, found.basis, found.precision) == (None, "none", precision)


@pytest.mark.parametrize(
    ("own", "value"),
    [
        (Published("2022-03-31T08:00", "given", "minute"), "2022-04-05"),
        (Published("2021-03", "given", "month"), "2021-04-05"),
        (Published("2022", "given", "year"), None),  # nothing to count days from
    ],
)
def test_a_page_dated_to_a_month_is_precise_enough_to_count_from(own: Published, value: str | None) -> None:
    (found,), _ = resolve("am 5. April", own)
    assert found.value == value


def test_the_printed_weekday_finds_the_year() -> None:
    (found,), issues = resolve("Sitzung am Dienstag, 12. Oktober")  # 2021 it was one, 2022 it was not
    assert (found.value, issues) == ("2021-10-12", ())


def test_a_heading_dates_what_stands_under_it_where_the_page_has_no_date() -> None:
    found, _ = resolve("Amtswochen im Mai 2024\n\n6.–12. Mai S. Zaugg", own=None)
    assert [(value.value, value.basis) for value in found] == [
        ("2024-05", "explicit"),
        ("2024-05-06/2024-05-12", "context"),
    ]


def test_a_story_in_the_past_keeps_its_year_within_a_paragraph() -> None:
    found, _ = resolve("Am 3. Mai 1945 fielen Bomben. Am 5. Mai brannte die Kirche.")
    assert [(value.value, value.basis) for value in found] == [("1945-05-03", "explicit"), ("1945-05-05", "context")]


@pytest.mark.parametrize(
    ("year", "day"),
    [(1961, "04-02"), (2000, "04-23"), (2008, "03-23"), (2021, "04-04"), (2024, "03-31"), (2038, "04-25")],
)
def test_easter(year: int, day: str) -> None:
    assert easter(year) == date.fromisoformat(f"{year}-{day}")


def test_advent_is_on_the_fourth_sunday_before_christmas() -> None:
    assert [first_advent(year).isoformat() for year in (2021, 2022, 2023)] == ["2021-11-28", "2022-11-27", "2023-12-03"]
    assert all(first_advent(year).weekday() == 6 for year in range(1900, 2100))


@pytest.mark.parametrize(
    ("key", "year", "first", "last"),
    [
        ("repentance", 2024, "2024-11-20", "2024-11-20"),
        ("harvest", 2023, "2023-10-01", "2023-10-01"),  # the month begins with a Sunday
        ("mothers", 2024, "2024-05-12", "2024-05-12"),
        ("whit_weekend", 2022, "2022-06-04", "2022-06-06"),
        ("advent", 2022, "2022-11-27", "2022-12-24"),
        ("turn_of_year", 2021, "2021-12-31", "2022-01-01"),
    ],
)
def test_feasts(key: str, year: int, first: str, last: str) -> None:
    assert feast_days(key, year) == (date.fromisoformat(first), date.fromisoformat(last))


def test_a_chronicle_takes_the_year_from_its_headings() -> None:
    text = (
        "Unser Haus\n\n2014\nMai: Kauf des Hauses, das seit 1990 leer stand\n2015\nIm Herbst Einweihung am 3. Oktober"
    )
    found, _ = resolve(text, own=None)
    assert [value.value for value in found] == ["2014", "2014-05", "1990", "2015", "2015-23", "2015-10-03"]


def test_an_undated_report_is_no_story() -> None:
    text = (
        "Am Freitag hat der Verein getagt. " + "2001, 2002, 2003, 2004, 2005 und 2006 wurde gebaut. Am 3. Mai war Wahl."
    )
    found, _ = resolve(text, own=None)
    assert found[-1].value is None


def test_a_feast_without_a_rule_is_named() -> None:
    with pytest.raises(LexiconError, match="has no feast 'yule'"):
        feast_days("yule", 2024)
    with pytest.raises(LexiconError, match="feast 'yule' has no rule"):
        _first_day("yule", {"names": ["julfest"]}, 2024)


def test_every_feast_of_the_lexicon_falls_in_every_year() -> None:
    for key in lexicon("de/feasts.yml")["feasts"]:
        for year in (1900, 2000, 2024, 2100):
            first, last = feast_days(key, year)
            assert first <= last
            assert first.year == year
