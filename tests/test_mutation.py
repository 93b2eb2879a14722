"""The figures of a mutation run are those of the mutants that were tried; the sample is the same for the same seed."""

import json
from functools import cache
from pathlib import Path

import pytest

from tools.mutation import cold
from tools.mutation.results import Row, plan, read_outcomes, rows, sample, tried_outcomes, unnoticed

OUTCOMES = {
    "a.py": {"a1": 1, "a2": 0, "a3": 33, "a4": 36, "a5": 3, "a6": None},
    "b.py": {"b1": 0, "b2": None},
}


def test_the_sample_depends_on_code_and_seed_alone() -> None:
    chosen = sample(OUTCOMES, 2, seed=1)
    assert chosen == sample({name: dict(reversed(one.items())) for name, one in OUTCOMES.items()}, 2, seed=1)
    assert [name[0] for name in chosen] == ["a", "a", "b", "b"]
    assert len({tuple(sample(OUTCOMES, 2, seed)) for seed in range(20)}) > 1


def test_a_sample_larger_than_a_file_is_the_whole_file() -> None:
    assert sample(OUTCOMES, 100, seed=1) == ["a1", "a2", "a3", "a4", "a5", "a6", "b1", "b2"]


def test_only_what_was_tried_counts() -> None:
    assert rows(OUTCOMES) == [
        Row("a.py", 6, 5, 2, 1, 1, 1),
        Row("b.py", 2, 1, 0, 1, 0, 0),
        Row("all", 8, 6, 2, 2, 1, 1),
    ]
    assert rows({"a.py": {"a1": 1, "a2": None}})[-1] == Row("all", 2, 1, 1, 0, 0, 0)


def test_what_no_test_noticed_is_named() -> None:
    assert unnoticed(OUTCOMES) == ["a2", "a3", "b1"]
    assert unnoticed({"a.py": {"a1": 1, "a6": None}}) == []


def test_a_mutant_meets_the_tests_that_reach_its_function_quick_ones_first(tmp_path: Path) -> None:
    stats = {
        "tests_by_mangled_function_name": {"m.x_f": ["slow", "quick"]},
        "duration_by_test": {"slow": 2, "quick": 1},
    }
    (tmp_path / "mutmut-stats.json").write_text(json.dumps(stats), encoding="utf-8")
    assert plan(tmp_path, ["m.x_f__mutmut_1", "m.x_g__mutmut_1"]) == {
        "m.x_f__mutmut_1": ["quick", "slow"],
        "m.x_g__mutmut_1": [],
    }


def test_outcomes_are_those_of_the_trials(tmp_path: Path) -> None:
    lines = tmp_path / "outcomes.jsonl"
    lines.write_text('["a1", 1, "tests/x.py"]\n["b1", 0, ""]\n', encoding="utf-8")
    assert tried_outcomes({"a.py": {"a1": None, "a2": 0}, "b.py": {"b1": None}}, lines) == {
        "a.py": {"a1": 1, "a2": None},
        "b.py": {"b1": 0},
    }


def test_outcomes_are_read_from_where_mutmut_leaves_them(tmp_path: Path) -> None:
    (tmp_path / "pipeline").mkdir()
    for name, codes in (("a", OUTCOMES["a.py"]), ("none", {})):
        content = json.dumps({"exit_code_by_key": codes})
        (tmp_path / f"pipeline/{name}.py.meta").write_text(content, encoding="utf-8")
    assert read_outcomes(tmp_path) == {"pipeline/a.py": OUTCOMES["a.py"]}


def test_caches_of_mutated_packages_are_emptied_and_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    mutated, other = cache(lambda: calls.append("mutated")), cache(lambda: calls.append("other"))
    mutated.__module__, other.__module__ = "pipeline.link.people", "pipeline.lexicons"
    monkeypatch.setattr(cold, "_caches", [])
    cold.pytest_collection_finish()
    for _ in range(2):
        mutated(), other()
        cold.pytest_runtest_setup()
    assert calls == ["mutated", "other", "mutated"]
