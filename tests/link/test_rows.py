"""What stands on a table's row without a name is given to people of other rows with doubt, and to nobody else so."""

import pytest

from evaluation.oracle_scene import gold_scene
from pipeline.link.contacts import PointLink
from pipeline.link.roles import RoleLink
from pipeline.link.rows import HIGHEST, Rows, doubt_points, doubt_roles
from pipeline.link.scene import Kind, Scene
from tests.link.pages import page

WHY = ("because",)
NAMED = "[Ute Erz](PER){0} [Leiterin](ROLE){0} [06571 14-2390](PHONE +496571142390 phone)\n"
NAMELESS = "{0} [Referentin](ROLE){0} [06571 14-2391](PHONE +496571142391 phone)"


def scene_of(text: str) -> Scene:
    return gold_scene(page(text)).scene


def roles_and_points(scene: Scene, person: int, score: float) -> tuple[list[float], list[float]]:
    """The scores of all roles and of all numbers, each given to one person with this score before."""
    roles = [RoleLink(role.entity, person, score, WHY) for role in scene.of(Kind.ROLE)]
    points = [PointLink(point, person, score, WHY) for point in scene.of(Kind.PHONE)]
    rows = Rows(scene)
    doubted, more = doubt_roles(scene, rows, roles), doubt_points(rows, points)
    assert [(link.role, link.person, link.reasons) for link in doubted] == [(r.role, r.person, WHY) for r in roles]
    assert [(link.point, link.person, link.reasons) for link in more] == [(p.point, p.person, WHY) for p in points]
    return [link.score for link in doubted], [link.score for link in more]


@pytest.mark.parametrize("delimiter", [";", "|", "\t"])
def test_a_row_without_a_name_is_doubtful(delimiter: str) -> None:
    scene = scene_of((NAMED + NAMELESS).format(delimiter))
    assert roles_and_points(scene, 0, 0.9) == ([0.9, HIGHEST], [0.9, HIGHEST])


def test_a_low_score_stays_low() -> None:
    assert roles_and_points(scene_of((NAMED + NAMELESS).format(";")), 0, 0.3) == ([0.3, 0.3], [0.3, 0.3])


@pytest.mark.parametrize(
    "text",
    [
        NAMED.format(";") + "[Jan Ott](PER); [Hausmeister](ROLE); [06571 14-2391](PHONE +496571142391 phone)",
        "[Ute Erz](PER)\n" + NAMELESS.format(";"),  # no row of the table has a name in front
        NAMED.format(";") + NAMELESS.format("|"),  # a row of another table
        NAMED.format(",") + NAMELESS.format(","),  # sentences have commas
    ],
)
def test_other_lines_are_not(text: str) -> None:
    roles, points = roles_and_points(scene_of(text), 0, 0.9)
    assert set(roles) == set(points) == {0.9}


def test_a_name_further_right_on_the_row_is_its_own() -> None:
    row = "; [Jan Ott](PER), [Referent](ROLE); [06571 14-2391](PHONE +496571142391 phone)"
    scene = scene_of(NAMED.format(";") + row)
    own = next(item.entity for item in scene.of(Kind.PERSON) if item.start > 30)
    assert roles_and_points(scene, own, 0.9) == ([0.9, 0.9], [0.9, 0.9])
    assert roles_and_points(scene, 1 - own, 0.9) == ([0.9, HIGHEST], [0.9, HIGHEST])
