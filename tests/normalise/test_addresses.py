"""Postal addresses: postcodes that contradict their town are reported, the address stays as printed."""

import pytest

from pipeline.documents import CleanDocument, Label, Mention
from pipeline.normalise.addresses import areas, normalise
from pipeline.parts import AddressParts


def mention(postcode: str | None, town: str | None, country: str | None = "DE") -> Mention:
    return Mention(Label.ADDR, 2, 20, "x" * 18, parse=AddressParts("Markt", "1", postcode, town, country))


@pytest.mark.parametrize(
    ("postcode", "town", "country", "codes"),
    [
        ("67547", "Worms", "DE", []),
        ("06108", "Halle (Saale)", "DE", []),
        ("33790", "Halle", "DE", []),  # another Halle
        ("34346", "Hann. Münden", "DE", []),  # unknown under that name: nothing to say
        ("35096", "Weimar (Lahn)", "DE", []),  # the place list has only the other Weimar
        ("15234", "Frankfurt (Oder)", "DE", []),
        ("60311", "Frankfurt (Oder)", "DE", ["postcode-town-mismatch"]),
        ("80331", "Hamburg", "DE", ["postcode-town-mismatch"]),
        ("20095", "München", "DE", ["postcode-town-mismatch"]),
        ("00815", "Worms", "DE", ["postcode-unknown"]),
        ("1010", "Wien", "AT", []),
        ("20095", "München", "AT", []),  # postcodes of another country
        (None, "München", "DE", []),
        (None, None, "DE", []),
        ("67547", None, "DE", []),
    ],
)
def test_contradictions(
    empty_page: CleanDocument, postcode: str | None, town: str | None, country: str, codes: list[str]
) -> None:
    addresses, issues = normalise(empty_page, [mention(postcode, town, country)])
    assert [(address.postcode, address.town) for address in addresses] == [(postcode, town)]
    assert [issue.code for issue in issues] == codes
    assert all((issue.severity, issue.start, issue.end) == ("warning", 2, 20) for issue in issues)


def test_a_contradiction_tells_both_states(empty_page: CleanDocument) -> None:
    _, (issue,) = normalise(empty_page, [mention("20095", "München")])
    assert issue.message == "20095 is in Hamburg, München in Bayern"
    _, (issue,) = normalise(empty_page, [mention("66111", "Halle")])
    area, town = "Rheinland-Pfalz or Saarland", "Niedersachsen or Nordrhein-Westfalen or Sachsen-Anhalt"
    assert issue.message == f"66111 is in {area}, Halle in {town}"
    _, (issue,) = normalise(empty_page, [mention("00815", "Worms")])
    assert issue.message == "no German postcode begins like 00815"


def test_a_mention_without_parts_has_no_address(empty_page: CleanDocument) -> None:
    assert normalise(empty_page, [Mention(Label.ADDR, 0, 1, "x")]) == ((), ())


def test_every_area_has_states() -> None:
    assert all(area.isdigit() and len(area) == 2 and states for area, states in areas().items())
