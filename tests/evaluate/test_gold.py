"""The gold format: text, annotations, junk, people, and what is told about a malformed file."""

from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.evaluate.gold import gold_digest, gold_documents, is_gold_folder, read_gold, require_gold


def gold(tmp_path: Path, body: str, foot: str = "", head: str = "# published: none\n# kind: test") -> Path:
    file = tmp_path / "a.gold.txt"
    file.write_text(f"{head}\n---\n{body}\n===\n{foot}", encoding="utf-8")
    return file


def test_markup_is_taken_out_and_offsets_point_into_the_text(tmp_path: Path) -> None:
    document = read_gold(gold(tmp_path, "In [Worms](LOC) kam [Herrn\nMusters](PER Claus Muster) [Rathaus](-) vor."))
    assert document.text == "In Worms kam Herrn\nMusters Rathaus vor."
    assert [(a.surface, a.label, a.value) for a in document.annotations] == [
        ("Worms", "LOC", None), ("Herrn\nMusters", "PER", "Claus Muster"), ("Rathaus", "-", None),
    ]  # fmt: skip
    assert all(document.text[a.start : a.end] == a.surface for a in document.annotations)


def test_escaped_brackets_and_nested_parentheses(tmp_path: Path) -> None:
    document = read_gold(gold(tmp_path, r"info\[at\]x.de, [a\[at\]b.de](EMAIL a@b.de), [IHK](ORG IHK (Trier) e.V.)"))
    assert document.text == "info[at]x.de, a[at]b.de, IHK"
    assert [(a.surface, a.value) for a in document.annotations] == [
        ("a[at]b.de", "a@b.de"),
        ("IHK", "IHK (Trier) e.V."),
    ]


def test_junk_lines_are_part_of_the_page(tmp_path: Path) -> None:
    document = read_gold(gold(tmp_path, "~consent Wir nutzen Cookies\nText\n~caption-dup Bild\n~ kein Junk"))
    assert document.text == "Wir nutzen Cookies\nText\nBild\n~ kein Junk"
    assert document.junk == (("consent", "Wir nutzen Cookies"), ("caption-dup", "Bild"))


def test_people_and_their_empty_fields(tmp_path: Path) -> None:
    document = read_gold(
        gold(tmp_path, "x", "people:\n  - {name: A B, roles: null, orgs: [C], phones: ['+491234567']}\n")
    )
    (person,) = document.people
    assert (person.name, person.roles, person.organisations, person.phones) == ("A B", (), ("C",), ("+491234567",))


def test_a_page_without_people_or_date(tmp_path: Path) -> None:
    document = read_gold(gold(tmp_path, "x"))
    assert (document.people, document.published) == ((), None)


@pytest.mark.parametrize(
    ("head", "foot"),
    [("# kind: test", ""), ("# published: none", "people: [{title: Dr.}]"), ("# published: none", "- a: [")],
)
def test_a_malformed_document_is_named(tmp_path: Path, head: str, foot: str) -> None:
    with pytest.raises(UsageError, match=r"a\.gold\.txt"):
        read_gold(gold(tmp_path, "x", foot, head))


def test_a_folder_without_gold_is_named(tmp_path: Path) -> None:
    assert not is_gold_folder(tmp_path)
    with pytest.raises(UsageError, match="holds no gold documents"):
        list(gold_documents(tmp_path))
    with pytest.raises(UsageError, match="holds no gold documents"):
        require_gold(tmp_path)


def test_a_folder_that_is_not_there_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="gone does not exist"):
        require_gold(tmp_path / "gone")


def test_the_digest_changes_with_any_byte_and_name(tmp_path: Path) -> None:
    file = gold(tmp_path, "x")
    first = gold_digest(tmp_path)
    file.rename(tmp_path / "b.gold.txt")
    second = gold_digest(tmp_path)
    gold(tmp_path, "y")
    assert len({first, second, gold_digest(tmp_path)}) == 3
