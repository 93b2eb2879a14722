"""What a body is on the ladder of an authority."""

import pytest

from pipeline.link.organisations_parts import rank_of


@pytest.mark.parametrize(
    ("name", "kind", "rank"),
    [
        ("Jugendamt", "authority", "amt"),
        ("Amt für Integration", "authority", "amt"),
        ("Sachgebiet 23", "other", "sachgebiet"),
        ("Dezernat3", "other", "dezernat"),
        ("Pressestelle", "other", "stelle"),
        ("Stelle für Bauen", "other", "stelle"),
        ("Landratsamt Cham", "authority", "authority"),  # a body of its own
        ("Stadt Worms", "municipality", "municipality"),
    ],
)
def test_units_rank_by_their_noun_and_bodies_by_their_kind(name: str, kind: str, rank: str) -> None:
    assert rank_of(name, kind) == rank
