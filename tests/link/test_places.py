"""Which place of a name is meant."""

import pytest

from pipeline.documents import Issue, Label, Mention
from pipeline.gazetteer import places
from pipeline.link.places import merge_places
from pipeline.values import GeoPlace, PlaceName


@pytest.mark.parametrize(
    ("names", "states"),
    [
        (["Münster", "Kirchheimbolanden"], ["Nordrhein-Westfalen", "Rheinland-Pfalz"]),  # a city outdoes hamlets
        (["Hof", "Kirchheimbolanden"], [None, "Rheinland-Pfalz"]),  # no hamlet for a town because of its state alone
        (["Hof", "Bayreuth"], ["Bayern", "Bayern"]),  # the place nearby speaks for it
    ],
)
def test_the_places_around_and_the_size_decide(names: list[str], states: list[str | None]) -> None:
    mentions = [Mention(Label.LOC, 10 * i, 10 * i + len(name), name, 1.0, "test") for i, name in enumerate(names)]
    found = [PlaceName(mention, mention.text, places(mention.text)) for mention in mentions]
    linked, issues = merge_places(found, (), ())
    assert [place.geo.state if place.geo is not None else None for place in linked] == states
    assert [issue.code for issue in issues] == ["place-ambiguous"] * states.count(None)


def test_a_place_in_doubt_is_told_of() -> None:
    candidates = places("Neustadt")
    _, issues = merge_places([PlaceName(Mention(Label.LOC, 3, 11, "Neustadt"), "Neustadt", candidates)], (), ())
    assert issues == [Issue("place-ambiguous", "info", f"'Neustadt' may be any of {len(candidates)} places", 3, 11)]


CITY = GeoPlace(1, "Weiler", "Hessen", 50.0, 8.0, 200_000)
HAMLET = GeoPlace(2, "Weiler", "Hessen", 50.1, 8.1, 900)
RIVAL = GeoPlace(3, "Weiler", "Sachsen", 51.0, 13.0, 150_000)


@pytest.mark.parametrize(
    "around",
    [
        GeoPlace(4, "Hessenstadt", "Hessen", 51.5, 9.5, 30_000),  # far away, but of the state of two
        GeoPlace(5, "Grenzort", "Bayern", 50.0, 8.3, 30_000),  # near two, in another state
    ],
)
def test_a_city_is_measured_against_the_places_that_are_left(around: GeoPlace) -> None:
    alone = PlaceName(Mention(Label.LOC, 20, 20 + len(around.name), around.name), around.name, (around,))
    doubtful = PlaceName(Mention(Label.LOC, 0, 6, "Weiler"), "Weiler", (CITY, RIVAL, HAMLET))
    linked, _ = merge_places([doubtful, alone], (), ())
    assert [place.geo for place in linked] == [CITY, around]


def test_a_place_keeps_all_its_mentions() -> None:
    first, again = Mention(Label.LOC, 0, 6, "Weiler"), Mention(Label.LOC, 20, 26, "Weiler")
    linked, _ = merge_places([PlaceName(one, "Weiler") for one in (first, again)], (), ())
    assert [place.mentions for place in linked] == [(first, again)]
