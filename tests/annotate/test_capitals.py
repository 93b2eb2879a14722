"""Names with the family name in capitals and in front."""

import pytest

from pipeline.annotate import capitals
from pipeline.documents import Label
from tests.link.pages import page


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("[STEGBUCHNER](ORG) [Edeltraud](PER), Mag.a", ["STEGBUCHNER Edeltraud"]),  # one row, a known given name
        ("Bauamt | KREUZEDER-OKAFOR Anna | 12", ["KREUZEDER-OKAFOR Anna"]),
        ("KERN Anna\nLANG Uwe\nAJDINOVIĆ Emirsad, Ing.", ["KERN Anna", "LANG Uwe", "AJDINOVIĆ Emirsad"]),
        ("AJDINOVIĆ Emirsad, Ing.", []),  # nothing says that it is a name
        ("[AWO Anna-Heim](ORG)\nKERN Anna", ["KERN Anna"]),
        ("die STADT Anna verlieh", []),
        ("THEMA Anna und der Wolf", []),
        ("ANNA KERN, Leiterin", []),
        ("[KERN Anna Stiftung](ORG)", []),
    ],
)
def test_family_names_in_capitals(text: str, names: list[str]) -> None:
    gold = page(text)
    found = capitals.joined(gold.document, [mention for mention, _ in gold.annotations])
    assert [mention.text for mention in found if mention.label is Label.PER] == names
