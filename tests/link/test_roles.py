"""Roles and people: which score is enough, and what a link says of itself."""

import pytest

from evaluation.linking_tasks import role_examples
from evaluation.oracle_scene import gold_scene
from pipeline.link.model import LinearModel
from pipeline.link.roles import FARTHEST, RoleLink, link_roles
from pipeline.link.turned import TURNED, TURNED_REASON
from tests.link.pages import page

EVEN = LinearModel("test", 0.0, {}, 0.5)
CARDS = "".join(
    f"[06571 14-239{number}](PHONE +49657114239{number} phone)\n[{name}](PER)\n[{role}](ROLE)\n\n"
    for number, (name, role) in enumerate(
        [("Ute Erz", "Amtsleiterin"), ("Jan Ott", "Hausmeister"), ("Mia Kern", "Sekretärin")]
    )
)


def links(text: str, model: LinearModel) -> list[RoleLink]:
    gold = gold_scene(page(text))
    return link_roles(gold.scene, gold.columns, model)


@pytest.mark.parametrize(("threshold", "linked"), [(0.5, True), (0.51, False)])
def test_a_score_at_the_threshold_is_enough(threshold: float, linked: bool) -> None:
    found = links("[Landrat](ROLE) [Jan Ott](PER)", LinearModel("test", 0.0, {}, threshold))
    assert found == ([RoleLink(0, 0, 0.5, ())] if linked else [])


@pytest.mark.parametrize(
    "text",
    [
        "der [Aufsichtsratsvorsitzende](ROLE), [Landrat](ROLE) [Jan Ott](PER)",
        "[Jan Ott](PER), [Hausmeister](ROLE) und [Präses](ROLE) der Kolpingsfamilie, [0571 8](PHONE +495718 phone)",
    ],
)
def test_a_list_of_roles_hands_a_link_on_with_a_lower_score(text: str) -> None:
    nearest = LinearModel("test", -1.0, {"roles-between-0": 2.0}, 0.5)
    handed_on, own = sorted(links(text, nearest), key=lambda link: link.score)
    assert handed_on == RoleLink(handed_on.role, own.person, round(own.score * 0.9, 4), ("continues a list of roles",))
    assert handed_on.role != own.role


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("[Leitung](ROLE)\nDr. [Jan Ott](PER)\n[0571 8](PHONE +495718 phone)", True),
        ("Haus B\n\n[Leitung](ROLE):\n[Jan Ott](PER)", True),
        ("Haus B\n[Leitung](ROLE)\n[Jan Ott](PER)", False),  # not the first line of the card
        ("[Leitung](ROLE) vor Ort\n[Jan Ott](PER)", False),  # not all of it
        ("[Leitung](ROLE)\nIhr Ansprechpartner [Jan Ott](PER)", False),
        ("[Leitung](ROLE)\n\n[Jan Ott](PER)", False),
    ],
)
def test_a_function_heads_the_card_of_a_name(text: str, heads: bool) -> None:
    (example,) = role_examples(gold_scene(page(text)))
    assert ("function:heads-card" in example.features) is heads


def test_every_card_of_a_page_with_numbers_above_names_has_its_role() -> None:
    assert links(CARDS, EVEN) == [RoleLink(number, number, TURNED, TURNED_REASON) for number in range(3)]


def test_a_role_below_such_cards_is_none_of_theirs() -> None:
    sure = LinearModel("test", 0.0, {}, 0.51)
    assert [link.role for link in links(CARDS + "[Pförtner](ROLE)\n", sure)] == [0, 1, 2]


@pytest.mark.parametrize(("characters", "linked"), [(FARTHEST - 1, True), (FARTHEST, False)])
def test_a_person_of_another_paragraph_of_a_story_is_looked_at_up_to_a_distance(characters: int, linked: bool) -> None:
    end = ".\n\nDer "
    between = (" kam wie so oft und blieb noch lange." * 20)[: characters - len(end)] + end
    story = f"Am Abend sang auch [Jan Ott](PER){between}[Landrat](ROLE) dankte ihm dafür und ging nach Hause."
    assert bool(links(story, EVEN)) is linked
