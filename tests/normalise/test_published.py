"""The page's own date, case by case."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.annotate import dates
from pipeline.documents import Block, BlockKind, CleanDocument, Issue, PublishedHint, RawDocument
from pipeline.normalise import published
from pipeline.offsets import OffsetMap
from pipeline.values import Published

CASES: dict[str, list[Any]] = yaml.safe_load(
    (Path(__file__).parent.parent / "cases" / "published.yml").read_text(encoding="utf-8")
)


def page(text: str, given: str | None = None, hints: tuple[PublishedHint, ...] = ()) -> CleanDocument:
    raw = RawDocument("id", "page.txt", "page.txt", "text/plain", "utf-8", "0" * 64, text, published=given)
    block = Block(0, len(text), BlockKind.PARAGRAPH)
    return CleanDocument(raw, text, OffsetMap.identity(len(text)), (block,), published_hints=hints)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(case["text"], case["published"], id=f"{group}-{number}")
        for group, members in CASES.items()
        for number, case in enumerate(members, 1)
    ],
)
def test_the_page_states_its_date(text: str, expected: list[str] | None) -> None:
    document = page(text)
    found, _ = published.normalise(document, dates.find(document, ()))
    assert (None if found is None else [found.value, found.basis]) == expected
    assert found is None or found.precision == "day"


@pytest.mark.parametrize("given", ["2021-02-03", "2021-02-03T10:00:00+01:00", "3.2.2021", "3. Februar 2021"])
def test_the_given_date_wins(given: str) -> None:
    document = page("Worms, 2. Februar 2020", given, (PublishedHint("2019-01-01", "meta"),))
    found, issues = published.normalise(document, dates.find(document, ()))
    assert found is not None
    assert (found.value, found.basis, issues) == ("2021-02-03", "given", ())


def test_an_unreadable_given_date_is_reported_and_the_page_is_read() -> None:
    document = page("Worms, 2. Februar 2020", "gestern")
    found, issues = published.normalise(document, dates.find(document, ()))
    assert found is not None
    assert (found.value, found.basis) == ("2020-02-02", "dateline")
    assert issues == (Issue("published-unreadable", "warning", "cannot read the given publication date 'gestern'"),)


def test_metadata_win_over_the_text_and_json_ld_over_meta() -> None:
    hints = (PublishedHint("2021-05-01", "meta"), PublishedHint("2021-05-02T08:00:00Z", "json-ld"))
    document = page("Worms, 2. Februar 2020", hints=hints)
    found, _ = published.normalise(document, dates.find(document, ()))
    assert found is not None
    assert found == Published("2021-05-02", "json-ld", "day", hint=hints[1])
