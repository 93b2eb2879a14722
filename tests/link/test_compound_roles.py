"""A role that begins with a body's abbreviation is held in that body, where only one is called so."""

import pytest

from evaluation.oracle_scene import gold_scene
from pipeline.link.affiliations_candidates import ABBREVIATED, all_candidates
from pipeline.link.roles import RoleLink
from pipeline.link.scene import Kind
from tests.link.pages import page


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("Der [ZWA Barnim](ORG) baut. Das sagt [ZWA-Vorsteher](ROLE) [Jan Ott](PER).", {0}),
        ("[ZWA Nord](ORG) und [ZWA Süd](ORG) bauen, sagt [ZWA-Vorsteher](ROLE) [Jan Ott](PER).", set()),
        ("Die [Kita Spatz](ORG) feiert, sagt [Kita-Leiter](ROLE) [Jan Ott](PER).", set()),  # a noun, no abbreviation
        ("Der [ZWA Barnim](ORG) baut. Das sagt [Vorsteher](ROLE) [Jan Ott](PER).", set()),
    ],
)
def test_only_one_body_of_that_name_is_meant(text: str, bodies: set[int]) -> None:
    scene = gold_scene(page(text)).scene
    (role,) = scene.of(Kind.ROLE)
    pairs = all_candidates(scene, [RoleLink(role.entity, 0, 1.0, ())], ())
    assert {pair.organisation for pair in pairs if ABBREVIATED in pair.features} == bodies
