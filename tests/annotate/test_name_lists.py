"""Names of a list with the family name in front are put together where the page writes them so."""

import pytest

from pipeline.annotate import name_lists
from tests.link.pages import page

LISTED = "[Abdi, Hodan](PER); 1\n[Berger, Uwe](PER); 2\n[Kern, Anna](PER); 3\n"


@pytest.mark.parametrize(
    ("text", "last"),
    [
        (LISTED + "[Nguyen](PER), [Thi Bich Ngoc](PER); 4", ["Nguyen, Thi Bich Ngoc"]),
        (LISTED + "mit [Nguyen](PER), [Anna](PER); 4", ["Nguyen", "Anna"]),
        (LISTED + "[Nguyen](PER) und [Anna](PER); 4", ["Nguyen", "Anna"]),
        ("[Kern, Anna](PER); 3\n[Nguyen](PER), [Thi Bich Ngoc](PER); 4", ["Nguyen", "Thi Bich Ngoc"]),
    ],
)
def test_halves_of_a_name_are_joined(text: str, last: list[str]) -> None:
    gold = page(text)
    found = name_lists.joined(gold.document, [mention for mention, _ in gold.annotations])
    assert [mention.text for mention in found][-len(last) :] == last
    assert all(gold.document.text[mention.start : mention.end] == mention.text for mention in found)
