"""Which place of a name is meant."""

import pytest

from pipeline.documents import Issue, Label, Mention
from pipeline.gazetteer import places
from pipeline.link.places import merge_places
from pipeline.values import PlaceName


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
