"""Names in two columns of a table."""

import pytest

from pipeline.annotate import name_columns
from pipeline.documents import Label, Mention
from pipeline.normalise import names
from tests.link.pages import page

HEADS = "Name\tVorname\tAmt\n"


def found_in(text: str) -> list[Mention]:
    gold = page(text)
    found = name_columns.joined(gold.document, [mention for mention, _ in gold.annotations])
    assert all(gold.document.text[mention.start : mention.end] == mention.text for mention in found)
    return [mention for mention in found if mention.label is Label.PER]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (HEADS + "[Müller](PER)\t[Anna](PER)\tBauamt", ["Anna Müller"]),
        (HEADS + "von Hodenberg\tMalte\tSchule", ["Malte von Hodenberg"]),
        (HEADS + "Dr. Yıldız\tAyşe\tSchule\n\nKern\tDr. Uwe\tBauamt", ["Ayşe Yıldız", "Dr. Uwe Kern"]),
        ("| Vorname | Nachname | Raum |\n| Anna | Müller | 12 |", ["Anna Müller"]),
        ("Amt | Familienname | Vorname\nBauamt | Müller | Anna Maria", ["Anna Maria Müller"]),
        (HEADS + "\tAnna\tBauamt\nStelle frei\t-\tBauamt\nMüller\t101\tBauamt", []),
        ("Name\tAmt\tVorname\nMüller\tBauamt\tAnna", []),  # the columns do not stand side by side
        ("[Müller](PER)\t[Anna](PER)\tBauamt", ["Müller", "Anna"]),  # no heads
        ("Name\nVorname\nAmt\n\nRust\nHendrik\nBauamt\nKern\nAnna", ["Hendrik Rust", "Anna Kern"]),
        ("Name\nVorname\n\nBauamt\nIlić\n12", []),  # no common given name
    ],
)
def test_the_two_cells_of_a_name_are_one_mention(text: str, names: list[str]) -> None:
    assert [mention.attributes.get("name", mention.text) for mention in found_in(text)] == names


def test_the_parts_and_the_title_of_such_a_name_are_read() -> None:
    text = HEADS + "Kern\tDr. Uwe\tBauamt\nvon Hodenberg\tMalte\tSchule"
    kern, hodenberg = names.normalise(page(text).document, found_in(text), ())
    assert (kern.name, kern.given, kern.family, kern.title) == ("Uwe Kern", "Uwe", "Kern", "Dr.")
    assert (hodenberg.given, hodenberg.family) == ("Malte", "von Hodenberg")
