"""Judgements are kept in the decision log and hold in every later feed."""

from pathlib import Path

import pytest

from pipeline.decisions import DIRECTORY, Action, Decision, Field
from pipeline.errors import DecisionError, UsageError
from pipeline.feeds.feed import Feed, feed
from pipeline.feeds.judgements import judge, judgements
from pipeline.feeds.publish import latest, previous_identities
from pipeline.store.decisions import DecisionLog
from tests.feeds.pages import record
from tests.feeds.test_publish import write


def people(out: Path) -> list[str]:
    folder = latest(out)
    return [one.id for one in previous_identities(folder) if one.state == "current" and one.id.startswith("P-")]


def test_a_judgement_holds_in_later_feeds_and_can_be_taken_back(tmp_path: Path) -> None:
    pages = [record(name, [{"name": "Thomas Müller", "org": f"Stadt {name}"}]) for name in ("Worms", "Emden")]
    write(tmp_path, *pages)
    feed(tmp_path, Feed())
    left, right = people(tmp_path)
    kept = judge(tmp_path, left, right, "same", "anna")
    feed(tmp_path, Feed(judgements=judgements(tmp_path)))
    assert people(tmp_path) == [left]
    write(tmp_path, *pages, record("Kiel", [{"name": "Thomas Müller", "org": "Stadt Kiel"}]))
    feed(tmp_path, Feed(judgements=judgements(tmp_path)))
    assert len(people(tmp_path)) == 2
    DecisionLog(tmp_path / "decisions.sqlite").undo(kept.id, "anna")
    feed(tmp_path, Feed(judgements=judgements(tmp_path)))
    assert {left, right} < set(people(tmp_path))


def test_what_cannot_be_judged_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="press-records feed"):
        judge(tmp_path, "P-1", "P-2", "same", "anna")
    write(tmp_path, record("a", [{"name": "Thomas Müller", "org": "Stadt Worms"}]))
    feed(tmp_path, Feed())
    (person,) = people(tmp_path)
    body = next(one.id for one in previous_identities(latest(tmp_path)) if one.id.startswith("O-"))
    with pytest.raises(UsageError, match="no entry P-none"):
        judge(tmp_path, person, "P-none", "same", "anna")
    for other in (body, person):
        with pytest.raises(UsageError, match="two people"):
            judge(tmp_path, person, other, "different", "anna")


def test_the_log_takes_judgements_for_the_directory_alone(tmp_path: Path) -> None:
    log = DecisionLog(tmp_path / "decisions.sqlite")
    for decision in (
        Decision("record", Action.SAME, Field.ENTITIES, ["a", "b"], author="anna"),
        Decision(DIRECTORY, Action.ACCEPT, Field.PEOPLE, "Ute Erz", author="anna"),
        Decision(DIRECTORY, Action.SAME, Field.ENTITIES, ["a"], author="anna"),
    ):
        with pytest.raises(DecisionError):
            log.append(decision)
