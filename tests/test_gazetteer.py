"""Places and countries by name."""

import time

import pytest

from pipeline import gazetteer
from pipeline.gazetteer import country_code, is_place, is_qualifier, places
from pipeline.lexicons import resource_text


def test_every_german_place_of_the_source_is_there() -> None:
    rows = [row.split("\t") for row in resource_text(gazetteer.TABLE).splitlines() if not row.startswith("#")]
    assert sum(row[2].startswith("DE-") for row in rows) >= 11_870
    assert {row[2] for row in rows if row[2].startswith("DE-")} <= set(gazetteer.mapping(gazetteer.NAMES, "states"))
    assert len({row[0] for row in rows}) == len(rows), "a GeoNames id stands once"


def test_the_source_is_credited() -> None:
    head = resource_text(gazetteer.TABLE).splitlines()[0]
    assert "GeoNames" in head
    assert "CC BY 4.0" in head


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("München", "Bayern"),
        ("Nürnberg", "Bayern"),
        ("Köln", "Nordrhein-Westfalen"),
        ("Halle", "Sachsen-Anhalt"),
        ("Halle (Saale)", "Sachsen-Anhalt"),
        ("St. Wendel", "Saarland"),
        ("Waren (Müritz)", "Mecklenburg-Vorpommern"),
        ("Frankfurt", "Hessen"),
        ("Frankfurt (Oder)", "Brandenburg"),
        ("Wien", "Österreich"),
        ("Spittal/Drau", "Österreich"),
        ("Genf", "Schweiz"),
        ("Bozen", "Italien"),
        ("Warschau", "Polen"),
        ("Schweiz", "Schweiz"),
    ],
)
def test_the_best_known_bearer_of_a_name_comes_first(name: str, state: str) -> None:
    assert places(name)[0].state == state


def test_all_bearers_of_a_name_are_found_by_population() -> None:
    found = places("Halle")
    assert len({place.state for place in found}) > 1
    assert [place.population for place in found] == sorted((place.population for place in found), reverse=True)


@pytest.mark.parametrize("name", ["", "Quatschhausen am Nirgendwo", "rathaus", "(Saale)"])
def test_what_is_no_place_is_not_found(name: str) -> None:
    assert places(name) == ()
    assert not is_place(name)


def test_qualifiers_and_countries() -> None:
    assert is_qualifier("Saale")
    assert not is_qualifier("Verwaltung")
    assert country_code("Österreich") == "AT"
    assert country_code("USA") == "US"
    assert country_code("Bayern") is None


def test_loading_is_quick() -> None:
    gazetteer._table.cache_clear()
    started = time.process_time()
    places("Worms")
    assert time.process_time() - started < 0.5, "about 50 ms on an idle machine"
