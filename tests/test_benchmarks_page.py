"""The page of benchmarks is made of kept figures alone, and the same figures give the same page."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from benchmarks.page import calibration, costs
from benchmarks.page.__main__ import TOPICS, described, write_page
from benchmarks.page.section import SMOKE, Effort, Section, cell, figures
from benchmarks.page.svg import Scale, bars, lines

ROOT = Path(__file__).resolve().parent.parent
CONDITIONS = {
    "day": "2026-11-28", "cpu": "a processor", "cores": 2, "memory": "8 GB", "load": 0.1, "python": "3.11.7",
    "press-records": "0.1.0", "models": {"fast": "abc"}, "libraries": {"dateparser": "1.2", "trafilatura": None},
}  # fmt: skip
SCORES = {"press-records": {"p": 0.9, "r": 0.8, "f1": 0.85}}
DATA: dict[str, Any] = {
    "quality": {
        "sets": {"dev": {"people": SCORES["press-records"]}}, "documents": {"dev": 24}, "peers": {"e-mails": SCORES},
    },
    "costs": {
        "lengths": {"none": [[1000, 5.0], [2000, 10.0]]},
        "sizes": [{"documents": 10, "cpu": 1.5, "unchanged": 0.5, "own": 100, "worker": 200}],
    },
    "calibration": {"entities": {"fast": [[0.5, 0.4, 10]]}, "links": {"roles": [[0.9, 1.0, 3]]}},
}  # fmt: skip


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    (tmp_path / "benchmarks").mkdir()
    for name, data in DATA.items():
        result = {"conditions": CONDITIONS, "seconds": 3, "data": data}
        (tmp_path / "benchmarks" / f"{name}.json").write_text(json.dumps(result), encoding="utf-8")
    return tmp_path


def nodes(picture: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(picture).iter())  # noqa: S314  # our own


def files(docs: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in docs.rglob("*") if file.is_file()}


def test_the_same_figures_give_the_same_page(docs: Path) -> None:
    write_page(docs)
    first = files(docs)
    write_page(docs)
    assert files(docs) == first


def test_the_page_shows_figures_conditions_and_plots(docs: Path) -> None:
    page = write_page(docs).read_text(encoding="utf-8")
    assert "| people | 0.850 |" in page
    assert "| e-mails | press-records | 0.900 | 0.800 | 0.850 |" in page
    assert "2 cores of a processor" in page
    assert "trafilatura (not installed)" in page
    for plot in ("quality", "quality-peers", "length", "collection", "calibration-entities"):
        assert f"(benchmarks/{plot}.svg)" in page
        assert nodes((docs / "benchmarks" / f"{plot}.svg").read_text(encoding="utf-8"))


def test_the_committed_page_is_made_of_the_committed_figures(tmp_path: Path) -> None:
    kept = ROOT / "docs" / "benchmarks"
    if not (ROOT / "docs" / "benchmarks.md").is_file():
        pytest.skip("nothing was measured yet")
    (tmp_path / "benchmarks").mkdir()
    for file in kept.glob("*.json"):
        (tmp_path / "benchmarks" / file.name).write_bytes(file.read_bytes())
    write_page(tmp_path)
    made = files(tmp_path)
    assert made.pop("benchmarks.md") == (ROOT / "docs" / "benchmarks.md").read_bytes()
    assert made == {file.name: file.read_bytes() for file in kept.iterdir()}


def test_cost_curves_are_measured() -> None:
    tiny = Effort(rounds=1, sizes=(2,), lengths=(300, 600))
    data = costs.measure(tiny)
    assert [length for length, _ in data["lengths"]["fast"]] == [300, 600]
    assert all(spent > 0 for _, spent in data["lengths"]["fast"])
    assert data["sizes"][0]["documents"] == 2
    assert costs.section(json.loads(json.dumps(data))).plots.keys() == {"length", "collection"}


def test_calibration_is_measured(shared: Path) -> None:
    data = calibration.measure(SMOKE)
    assert sum(number for *_, number in data["entities"]["fast"]) > 0
    assert set(data["links"]) >= {"roles", "affiliations"}


def test_the_calibration_error_is_the_mean_distance_from_honesty() -> None:
    assert calibration.tenths([(0.9, True), (0.92, False), (1.0, True)]) == [[0.94, 0.6667, 3]]
    assert calibration.calibration_error([[0.5, 0.4, 1], [0.9, 0.6, 1]]) == pytest.approx(0.2)
    assert calibration.calibration_error([]) == 0


def test_figures() -> None:
    assert figures(1, 2, 4) == {"p": 0.5, "r": 0.25, "f1": 0.3333}
    assert figures(0, 0, 0) == {"p": 1.0, "r": 1.0, "f1": 1.0}
    assert [cell(value) for value in (None, 0.5, 12, 3.456, 1234.5)] == ["-", "0.500", "12", "3.46", "1,234"]


def test_a_table_has_a_line_a_row() -> None:
    part = Section("Title")
    part.table(["a", "b"], [["x", 0.5], ["y", None]])
    assert part.body == ["| a | b |\n| --- | ---: |\n| x | 0.500 |\n| y | - |"]


def test_every_topic_names_what_it_depends_on() -> None:
    assert all(topic.LIBRARIES for topic in TOPICS.values())
    assert "dateparser 1.2" in described({"conditions": CONDITIONS, "seconds": 3})


def test_bars_and_curves_are_where_their_figures_are() -> None:
    assert Scale(1, 100, 0, 200, logarithmic=True).at(10) == pytest.approx(100)
    assert Scale(0, 1, 200, 0).at(0.25) == pytest.approx(150)
    picture = bars([("a <b>", {"F1": 0.5}), ("c", {"F1": 1.0})], most=1.0)
    assert "a &lt;b&gt;" in picture
    widths = [float(node.get("width", "0")) for node in nodes(picture) if node.get("height") == "12"]
    assert widths[1] == pytest.approx(2 * widths[0], abs=0.2)
    curve = lines({"one": [(10, 1), (1000, 100)]}, "x", "y", "logarithmic")
    assert len([node for node in nodes(curve) if node.tag.endswith("circle")]) == 2
