"""Which piece of a record stands for which of the gold, what cell that is, and that cells lead to their cases."""

import re
from collections import Counter
from html import unescape
from pathlib import Path

import pytest

from pipeline.evaluate import Evaluation, evaluate_gold, gold_documents
from pipeline.evaluate.gold import parse_gold
from pipeline.report import write_report
from pipeline.report.confusion import (
    MISSED,
    NOT_IN_GOLD,
    NOT_RESOLVED,
    OTHER_EXTENT,
    RIGHT,
    SPURIOUS,
    WRONG_NUMBER,
    WRONG_VALUE,
    basis_cell,
    confusion,
    granularity,
    granularity_cell,
    mention_cell,
    phone_cell,
)
from pipeline.report.confusion_items import Item, gold_items, is_placed, record_items
from pipeline.report.confusion_pairs import Pair, pair
from pipeline.settings import Settings
from tests.fakes import PatternModel

CORPUS = Path(__file__).resolve().parent.parent.parent / "corpus/gold"
TEXT = "Ute Erz, Stadt Worms, Tel. 06241 853-1060, Ute"


def item(kind: str, text: str, value: str | None = None, detail: str = "") -> Item:
    start = TEXT.index(text)
    return Item(kind, start, start + len(text), text, value, detail)


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return evaluate_gold(CORPUS, PatternModel(), Settings(), given_dates=True)


def test_the_same_kind_comes_before_the_larger_overlap() -> None:
    gold, whole, part = item("person", "Ute Erz"), item("organisation", "Ute Erz"), item("person", "Erz")
    assert pair([gold], [whole, part], placed=True) == [Pair(gold, part), Pair(None, whole)]


def test_the_same_extent_comes_before_an_overlap() -> None:
    gold, part, same = item("person", "Ute Erz"), item("person", "Ute"), item("person", "Ute Erz")
    assert pair([gold], [part, same], placed=True) == [Pair(gold, same), Pair(None, part)]


def test_pieces_that_do_not_touch_are_no_pair() -> None:
    gold, other = item("person", "Ute Erz"), item("organisation", "Stadt Worms")
    assert pair([gold], [other], placed=True) == [Pair(gold, None), Pair(None, other)]


def test_without_common_offsets_the_text_decides() -> None:
    gold, moved = item("person", "Ute Erz"), Item("organisation", 900, 907, "Ute  ERZ")
    elsewhere = Item("person", gold.start, gold.end, "Eva Alt")
    assert pair([gold], [elsewhere, moved], placed=False) == [Pair(gold, moved), Pair(None, elsewhere)]


@pytest.mark.parametrize(
    ("gold", "predicted"),
    [
        ([item("organisation", "Stadt Worms")], [item("organisation", "Stadt Worms"), item("place", "Worms")]),
        ([Item("decoy", 0, 7, "Rathaus")], []),
        ([Item("organisation", 0, 9, "Jugendamt")], []),
        ([], [Item("organisation", 0, 9, "Jugendamt")]),
    ],
)
def test_what_the_figures_do_not_count_has_no_pair_of_its_own(gold: list[Item], predicted: list[Item]) -> None:
    assert [one for one in pair(gold, predicted, placed=True) if None in (one.gold, one.predicted)] == []


@pytest.mark.parametrize(
    ("gold", "predicted"),
    [
        ([item("organisation", "Stadt Worms")], [item("organisation", "Stadt Worms"), item("person", "Worms")]),
        ([], [item("place", "Worms")]),
        ([Item("decoy", 0, 7, "Rathaus")], [Item("organisation", 0, 7, "Rathaus")]),
        ([Item("person", 0, 9, "Jugendamt")], []),
    ],
)
def test_everything_else_has_one(gold: list[Item], predicted: list[Item]) -> None:
    assert [one for one in pair(gold, predicted, placed=True) if mention_cell(one) != ("organisation", "organisation")]


def test_a_pair_needs_a_side() -> None:
    with pytest.raises(ValueError, match="side"):
        _ = Pair(None, None).item


@pytest.mark.parametrize(
    ("gold", "predicted", "cell"),
    [
        (item("person", "Ute Erz"), item("person", "Ute Erz"), ("person", "person")),
        (item("person", "Ute Erz"), item("person", "Ute"), ("person", OTHER_EXTENT)),
        (item("place", "Worms"), item("organisation", "Stadt Worms"), ("place", "organisation")),
        (item("person", "Ute Erz"), None, ("person", MISSED)),
        (None, item("role", "Ute"), (SPURIOUS, "role")),
    ],
)
def test_mentions(gold: Item | None, predicted: Item | None, cell: tuple[str, str]) -> None:
    assert mention_cell(Pair(gold, predicted)) == cell


def number(value: str, kind: str) -> Item:
    return item("phone", "06241 853-1060", value, kind)


@pytest.mark.parametrize(
    ("gold", "predicted", "cell"),
    [
        (number("+491", "fax"), number("+491", "phone"), ("fax", "phone")),
        (number("+491", "fax"), number("+492", "fax"), ("fax", WRONG_NUMBER)),
        (number("+491", "fax"), None, ("fax", MISSED)),
        (number("+491", "fax"), item("date", "06241"), ("fax", MISSED)),
        (item("date", "06241"), number("+491", "mobile"), (SPURIOUS, "mobile")),
        (item("date", "06241"), item("date", "06241"), None),
    ],
)
def test_numbers(gold: Item, predicted: Item | None, cell: tuple[str, str] | None) -> None:
    assert phone_cell(Pair(gold, predicted)) == cell


def date(value: str | None, basis: str = "") -> Item:
    return item("date", "Ute", value, basis)


@pytest.mark.parametrize(
    ("gold", "predicted", "by_granularity", "by_basis"),
    [
        (date("2021-02-02"), date("2021-02-02", "explicit"), ("day", "day"), ("explicit", RIGHT)),
        (date("2021-02-02"), date("2021-02-03", "published"), ("day", WRONG_VALUE), ("published", WRONG_VALUE)),
        (date("2021-02-02"), date("2021-02", "context"), ("day", "month"), ("context", WRONG_VALUE)),
        (date("2021-02-02"), date(None, "none"), ("day", "no value"), ("none", NOT_RESOLVED)),
        (date(None), date("2021", "context"), ("no value", "year"), ("context", NOT_IN_GOLD)),
        (date(None), date(None, "none"), ("no value", "no value"), ("none", RIGHT)),
        (date("2021"), None, ("year", MISSED), None),
        (None, date("2021", "explicit"), (SPURIOUS, "year"), ("explicit", SPURIOUS)),
        (item("phone", "Ute"), date("2021", "explicit"), (SPURIOUS, "year"), ("explicit", SPURIOUS)),
    ],
)
def test_dates(
    gold: Item | None,
    predicted: Item | None,
    by_granularity: tuple[str, str],
    by_basis: tuple[str, str] | None,
) -> None:
    assert granularity_cell(Pair(gold, predicted)) == by_granularity
    assert basis_cell(Pair(gold, predicted)) == by_basis


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2021-02-02T18:00", "time"), ("2021-02-02", "day"), ("2021-12", "month"), ("2021-21", "part of a year"),
        ("2021-35~", "part of a year"), ("2021-40", "part of a year"),
        ("2021", "year"), ("2021~", "year"), ("199X", "decade"), ("19XX", "decade"), ("2021/2022", "interval"),
        ("../2021-02-02", "interval"), (None, "no value"),
    ],
)  # fmt: skip
def test_granularity(value: str | None, expected: str) -> None:
    assert granularity(value) == expected


def test_a_record_of_another_text_is_not_placed() -> None:
    gold = parse_gold("# published: none\n---\n[Ute Erz](PER) ruft an.\n===\n", Path("a.gold.txt"))
    assert is_placed(gold, gold_items(gold))
    assert not is_placed(gold, [Item("person", 3, 10, "Ute Erz")])


def test_every_annotation_and_every_span_is_in_at_most_one_cell(evaluation: Evaluation) -> None:
    for gold in gold_documents(evaluation.gold):
        mentions = confusion([(gold, evaluation.records[gold.name])])[0]
        pairs = [one.pair for examples in mentions.examples.values() for one in examples]
        sides = (gold_items(gold), [one.gold for one in pairs]), (
            record_items(evaluation.records[gold.name]), [one.predicted for one in pairs],
        )  # fmt: skip
        for given, shown in sides:
            assert Counter(filter(None, shown)) <= Counter(given)


def test_the_numbers_agree_with_the_figures(evaluation: Evaluation) -> None:
    table = confusion((gold, evaluation.records[gold.name]) for gold in gold_documents(evaluation.gold))[1]
    right = {
        (one.document, one.pair.item.value, one.pair.item.detail)
        for cell, examples in table.examples.items()
        if table.is_right(cell)
        for one in examples
    }
    assert len(right) == evaluation.totals()["phones+kind"].tp


def test_every_cell_leads_to_its_cases(evaluation: Evaluation, tmp_path: Path) -> None:
    index = write_report(tmp_path, "corpus", evaluation).read_text(encoding="utf-8")
    cases = (tmp_path / "confusion.html").read_text(encoding="utf-8")
    cells = re.findall(r'href="confusion\.html#([^"]+)">(\d+)</a>', index)
    heads = dict(re.findall(r'<h2 id="([^"]+)">(.*?)</h2>', cases))
    assert len(cells) == len(heads) > 0
    for name, count in cells:
        assert unescape(heads[name]).endswith(f"({count})")
    assert all((tmp_path / page).is_file() for page in re.findall(r'href="(\d+\.html)"', cases))


def test_long_lists_are_cut(evaluation: Evaluation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.report.pages.MOST_EXAMPLES", 1)
    write_report(tmp_path, "corpus", evaluation)
    cases = (tmp_path / "confusion.html").read_text(encoding="utf-8")
    assert "The first 1 are shown." in cases
    assert all(part.count("<tr><td>") == 1 for part in cases.split("<h2")[1:])


def test_a_hostile_document_is_only_text(tmp_path: Path) -> None:
    line = "<script>alert(1)</script> [Jugendpark <b>](PER) Tel. [06241 853-1060](PHONE +496241 phone)"
    page = f"# published: none\n---\n{line}\n===\n"
    (tmp_path / "a.gold.txt").write_text(page, encoding="utf-8")
    evaluation = evaluate_gold(tmp_path, PatternModel(), Settings(), given_dates=False)
    write_report(tmp_path / "report", "hostile", evaluation)
    cases = (tmp_path / "report/confusion.html").read_text(encoding="utf-8")
    assert "Jugendpark &lt;b&gt;" in cases
    assert "<script" not in cases
