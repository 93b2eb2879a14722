"""Which rows the headings of a table make when every cell has a line of its own."""

import pytest

from evaluation.oracle_scene import gold_scene
from pipeline.link.headed import headed_partners
from tests.link.pages import page

HEADINGS = "Telefon\nName\nBereich\n"
ERZ = "[06571 14-2390](PHONE +496571142390 phone)\n[Ute Erz](PER)\nLeitung\n"
OTT = "[06571 14-2391](PHONE +496571142391 phone)\n[Jan Ott](PER)\nKasse\n"
NAMELESS = "[06571 14-2399](PHONE +496571142399 phone)\n–\nPforte\n"


def partners(text: str) -> dict[str, str]:
    scene = gold_scene(page(text)).scene
    return {scene.text[start:].split("\n")[0]: name.mention.text for start, name in headed_partners(scene).items()}


@pytest.mark.parametrize("rows", [ERZ + OTT, ERZ + NAMELESS + OTT, ERZ + OTT + NAMELESS])
def test_a_number_belongs_to_the_name_of_its_row(rows: str) -> None:
    assert partners(HEADINGS + rows) == {"06571 14-2390": "Ute Erz", "06571 14-2391": "Jan Ott"}


def test_several_numbers_of_one_cell_belong_to_one_row() -> None:
    both = "[06571 14-2395](PHONE +496571142395 phone), " + ERZ
    assert partners(HEADINGS + both + OTT) == {
        "06571 14-2395, 06571 14-2390": "Ute Erz",
        "06571 14-2390": "Ute Erz",
        "06571 14-2391": "Jan Ott",
    }


@pytest.mark.parametrize(
    "text",
    [
        HEADINGS + ERZ,  # a single row may be the form of a page
        "Name\nTelefon\n" + ERZ + OTT,  # two words are no table
        "Telefon\nFax\nBereich\n" + ERZ + OTT,  # no column of names
        "Name\nBereich\nZimmer\n" + ERZ + OTT,  # no column of numbers
        HEADINGS + "\nBitte wenden Sie sich mit allen Fragen an das Sekretariat der Schule.\n" + ERZ + OTT,
    ],
)
def test_other_words_below_each_other_are_no_headings(text: str) -> None:
    assert partners(text) == {}
