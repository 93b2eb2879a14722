"""What fuzzing once found stays repaired, and every target holds on the seeds that the fuzzer begins with."""

from itertools import islice
from pathlib import Path

import pytest

from pipeline.documents import Label, Mention
from tools.fuzz.checks import Broken, require_linear, require_same, require_spans
from tools.fuzz.seeds import dictionary, seeds
from tools.fuzz.targets import TARGETS

FOLDER = Path(__file__).parent / "cases" / "fuzz"
FOUND = sorted(file for folder in FOLDER.iterdir() if folder.is_dir() for file in folder.iterdir())
SEEDS = 40  # of a target


def test_the_folders_are_named_after_targets() -> None:
    assert {file.parent.name for file in FOUND} <= set(TARGETS)
    assert len(FOUND) >= 2


@pytest.mark.parametrize("file", FOUND, ids=lambda file: f"{file.parent.name}-{file.name}")
def test_what_was_found_stays_repaired(file: Path) -> None:
    TARGETS[file.parent.name](file.read_bytes())


@pytest.mark.parametrize("target", TARGETS)
def test_the_seeds_break_nothing(target: str) -> None:
    chosen = list(islice(seeds(target), SEEDS))
    assert chosen
    for seed in chosen:
        TARGETS[target](seed)


def test_the_dictionary_has_words() -> None:
    assert len(dictionary().splitlines()) > 50


def test_the_checks_notice_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.fuzz.checks.REPEATED", 1)
    monkeypatch.setattr("tools.fuzz.checks.GROWN", 1)
    answers = iter(range(9))
    with pytest.raises(Broken, match="two results"):
        require_same("a", lambda _text: next(answers))
    monkeypatch.setattr("tools.fuzz.checks.NOISE", 0.0)
    monkeypatch.setattr("tools.fuzz.checks._seconds", lambda work, text: work(text))
    with pytest.raises(Broken, match="take"):
        require_linear("a", lambda text: len(text) ** 2)
    require_linear("a", len)


def test_a_mention_must_be_what_the_text_says() -> None:
    require_spans("Anna Erz", [Mention(Label.PER, 0, 4, "Anna")])
    with pytest.raises(Broken, match="not what the text says"):
        require_spans("Anna Erz", [Mention(Label.PER, 1, 5, "Anna")])
    with pytest.raises(Broken, match="outside"):
        require_spans("Anna", [Mention(Label.PER, 0, 5, "Anna")])
