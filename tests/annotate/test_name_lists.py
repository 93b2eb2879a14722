"""Names of a list with the family name in front are put together where the page writes them so."""

import pytest

from pipeline.annotate import name_lists
from tests.link.pages import page

LISTED = "[Abdi, Hodan](PER); 1\n[Berger, Uwe](PER); 2\n[Kern, Anna](PER); 3\n"


@pytest.mark.parametrize(
    ("text", "last"),
    [
        (LISTED + "[Nguyen](PER), [Thi Bich Ngoc](PER); 4", ["Nguyen, Thi Bich Ngoc"]),
        (LISTED + "Team: [Nguyen](PER), [Anna](PER); 4", ["Nguyen, Anna"]),
        (LISTED + "A–D [Saado](PER), [Riham](PER) -215", ["Saado, Riham"]),
        (LISTED + "mit [Nguyen](PER), [Kern](PER), in dieser Folge", ["Nguyen", "Kern"]),
        (
            LISTED + "[Ngo Van Duc](PER)\nErsatz: [Ngo](PER), [Anna](PER) und [Uwe Kern](PER)",
            ["Ngo", "Anna", "Uwe Kern"],
        ),
        (LISTED + "[Nguyen](PER) und [Anna](PER); 4", ["Nguyen", "Anna"]),
        ("[Schmidt](PER), Dr. [Karl-Heinz](PER)\nAmtsleiter", ["Schmidt, Dr. Karl-Heinz"]),
        ("[Lang](PER), Dipl.-Ing. [Uwe](PER), Sachbearbeiter", ["Lang, Dipl.-Ing. Uwe"]),
        (LISTED + "[Nguyen](PER), Dr. [Thi Bich Ngoc](PER)", ["Nguyen, Dr. Thi Bich Ngoc"]),
        ("[Schmidt](PER), Dr. [Meier](PER)", ["Schmidt", "Meier"]),  # two family names
        ("[Schmidt](PER), Dr. [Uwe](PER) Lang", ["Schmidt", "Uwe"]),
        ("mit [Elisabeth von](PER) und [zu Guttenberg](PER)", ["Elisabeth von und zu Guttenberg"]),
        ("mit [Elisabeth von Arnim](PER) und [zu Guttenberg](PER)", ["Elisabeth von Arnim", "zu Guttenberg"]),
        ("mit [Schmidt](PER), Dr. [Uwe](PER)", ["Schmidt", "Uwe"]),
        ("[Kern, Anna](PER); 3\n[Nguyen](PER), [Thi Bich Ngoc](PER); 4", ["Nguyen", "Thi Bich Ngoc"]),
        (LISTED + "A–L | FRANK, Ulf (SGL) | 21", ["FRANK, Ulf"]),  # the model saw nothing
        (LISTED + "[Mewes](PER), [Karl-Friedrich](LOC)\nLeiter", ["Mewes, Karl-Friedrich"]),
        (LISTED + "v. [BIBRA](PER), [Konstanze](PER) | 3", ["v. BIBRA, Konstanze"]),
        (LISTED + "Beratung Yıldırım, [Sevda](PER) / [Harte](PER), [Jan](PER), T", ["Yıldırım, Sevda", "Harte, Jan"]),
        (LISTED + "Halle: [Ghebre](PER), S., T 1", ["Ghebre, S."]),
        (LISTED + "a); [Okonkwo](PER), [Chidinma](PER) (Beratung)", ["Okonkwo, Chidinma"]),
        (LISTED + "Büro: [Rosi Filser](PER), [Andrea Demmel](PER); Tel.", ["Rosi Filser", "Andrea Demmel"]),
        (LISTED + "Freitag, Anna und Tom kommen", ["Kern, Anna"]),
        (LISTED + "in Worms, Hans sei Dank", ["Kern, Anna"]),
    ],
)
def test_halves_of_a_name_are_joined(text: str, last: list[str]) -> None:
    gold = page(text)
    found = name_lists.joined(gold.document, [mention for mention, _ in gold.annotations])
    assert [mention.text for mention in found][-len(last) :] == last
    assert all(gold.document.text[mention.start : mention.end] == mention.text for mention in found)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("[Andreas WELKER](PER) sen.\t31 60", "Andreas WELKER sen."),
        ("[Karl Maier](PER), jun. kam", "Karl Maier, jun."),
        ("[Karl Maier](PER) sen", "Karl Maier"),
        ("[Karl Maier](PER) senior", "Karl Maier"),
    ],
)
def test_suffixes_belong_to_the_name(text: str, name: str) -> None:
    gold = page(text)
    (found,) = name_lists.with_suffixes(gold.document, [mention for mention, _ in gold.annotations])
    assert found.text == name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("[Petra Müller](PER), geb. [Schulz](PER), kam", ["Petra Müller"]),
        ("[Petra Müller](PER) (geborene [Schulz](PER))", ["Petra Müller"]),
        ("[Petra Müller](PER), früher [Schulz](PER), kam", ["Petra Müller"]),
        ("Das sagte [Petra Müller](PER). Wie früher [Schulz](PER) kam", ["Petra Müller", "Schulz"]),
        ("[Petra Müller](PER), gefolgt von [Schulz](PER)", ["Petra Müller", "Schulz"]),
        ("[Petra Müller](PER), früher [Eva Schulz](PER)", ["Petra Müller", "Eva Schulz"]),
    ],
)
def test_a_name_borne_before_is_nobody_else(text: str, names: list[str]) -> None:
    gold = page(text)
    found = name_lists.without_birth_names(gold.document, [mention for mention, _ in gold.annotations])
    assert [mention.text for mention in found] == names
