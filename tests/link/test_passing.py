"""Which names are no subject of their own."""

import pytest

from evaluation.oracle_scene import gold_scene
from pipeline.link.passing import is_credited, represents
from pipeline.link.scene import Kind
from tests.link.pages import page


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[Mia Huber](PER), [Vertretung](ROLE) von Mag. [Oberhauser](PER)", True),
        ("[Mia Huber](PER), [Elternzeitvertretung](ROLE) von Frau [Sommer](PER)", True),
        ("[Mia Huber](PER), [Vertretung](ROLE)", False),  # a deputy's office
        ("[Mia Huber](PER), [Vertretung](ROLE)\n[Jan Ott](PER)", False),
        ("[Mia Huber](PER), [Vertretung](ROLE) und [Jan Ott](PER)", False),
        ("[Mia Huber](PER), [Sprecherin](ROLE) von [Jan Ott](PER)", False),
    ],
)
def test_a_role_that_names_whom_somebody_stands_in_for(text: str, found: bool) -> None:
    scene = gold_scene(page(text)).scene
    (role,) = scene.of(Kind.ROLE)
    assert represents(scene, role) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Foto: [Jan Ott](PER)", True),
        ("(Foto: Stadt Neuwied / [Jan Ott](PER))", True),
        ("Ende gegen 22:00 Uhr. Foto: [Jan Ott](PER)", True),  # the last colon counts
        ("Foto: Blick ins Tal. Es sprach [Jan Ott](PER)", False),
        ("Foto: Blick ins Tal, Kontakt: [Jan Ott](PER)", False),
        ("Foto [Jan Ott](PER)", False),
        ("[Jan Ott](PER)", False),
    ],
)
def test_a_name_that_tells_who_took_a_picture(text: str, found: bool) -> None:
    scene = gold_scene(page(text)).scene
    (name,) = scene.of(Kind.PERSON)
    assert is_credited(scene, name) is found
