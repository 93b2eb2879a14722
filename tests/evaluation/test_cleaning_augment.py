"""Recombined training documents: content whole and in order, furniture from the pool, deterministic."""

from evaluation.cleaning_augment import recombined
from evaluation.cleaning_data import GoldLines


def gold(name: str, lines: list[tuple[str, str | None]]) -> GoldLines:
    placed, start = [], 0
    for text, kind in lines:
        placed.append((start, start + len(text), kind))
        start += len(text) + 1
    return GoldLines(name, "\n".join(text for text, _ in lines), tuple(placed), ())


DOCUMENTS = [
    gold("a", [("Menü A", "nav"), ("Erster Satz A", None), ("Anzeige A", "ad"), ("Zweiter Satz A", None)]),
    gold("b", [("Menü B", "nav"), ("Erster Satz B", None), ("Impressum B", "footer")]),
]


def content(document: GoldLines) -> list[str]:
    return [document.text[start:end] for start, end, kind in document.lines if kind is None]


def test_content_stays_whole_and_in_order() -> None:
    copies = recombined(DOCUMENTS, 3)
    assert [copy.name for copy in copies] == ["a+0", "b+0", "a+1", "b+1", "a+2", "b+2"]
    assert [content(copy) for copy in copies] == [content(document) for document in DOCUMENTS] * 3


def test_furniture_comes_from_the_documents_given() -> None:
    known = {line for document in DOCUMENTS for line in document.text.split("\n")}
    assert {line for copy in recombined(DOCUMENTS, 5) for line in copy.text.split("\n")} <= known


def test_the_same_seed_gives_the_same_documents() -> None:
    assert recombined(DOCUMENTS, 2) == recombined(DOCUMENTS, 2)
