"""The desk and the handlers: what waits, what a decision settles, what another run or another reviewer changes."""

import gzip
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from pipeline.decisions import Action, Decision, Field
from pipeline.errors import LostRaceError, UsageError
from pipeline.records import Record
from pipeline.review.build import paired
from pipeline.review.desk import Desk
from pipeline.review.index import QUEUE, SIDECARS, Index
from pipeline.review.originals import Missing, Original, Originals
from pipeline.review.queue import Filter
from tests.review.workplace import Workplace, client_of

ALL = Filter(state="all")


def ids(desk: Desk) -> dict[str, str]:
    """Documents of the queue by file name."""
    return {Path(entry.uri).name: entry.id for entry in desk.queue.listing(ALL).entries}


def post(client: TestClient, document: str, **fields: str) -> Any:
    """Sends a form of the document page as it stands."""
    text = client.get(f"/documents/{document}").text
    hidden = dict(re.findall(r'name="(token|revision|loaded)" value="([^"]*)"', text))
    return client.post(f"/documents/{document}", data=hidden | fields)


def test_only_what_changed_is_queued(changed: Workplace) -> None:
    desk = changed.desk(since="1")
    assert set(ids(desk)) == {"one.txt", "two.txt", "three.txt"}
    changed.edit("one.txt", "Für Fragen", "Bei Fragen")
    changed.run()
    assert desk.behind() == "000003"
    again = changed.desk(since="2")
    assert again.queue.progress().documents == 0, "a document whose facts stand as they were has nothing to decide"


def test_everything_is_new_before_the_first_run_is_accepted(place: Workplace) -> None:
    desk = place.desk()
    assert {entry.op for entry in desk.queue.listing(ALL).entries} == {"ADD"}
    desk.accept_run("000001", "Mia")
    assert desk.queue.progress().total == 0
    assert place.desk().base == "000001"


def test_a_run_that_is_not_shown_cannot_be_accepted(changed: Workplace) -> None:
    desk = changed.desk()
    with pytest.raises(LostRaceError):
        desk.accept_run("000001", "Mia")


def test_a_folder_without_runs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no finished run"):
        Desk(tmp_path, 1000)


def test_a_decision_settles_its_change_and_no_other(changed: Workplace) -> None:
    desk = changed.desk(since="1")
    client = client_of(desk)
    document = ids(desk)["two.txt"]
    change = next(change for change in desk.changes(document) if change.op == "added")
    before = desk.queue.progress()
    assert post(client, document, action="accept", target=f"change:{change.key}").status_code == 200
    states = {found.key: found.state for found in desk.changes(document)}
    assert states.pop(change.key) == "accept"
    assert set(states.values()) == {"open"}
    after = desk.queue.progress()
    assert (after.open, after.total) == (before.open - 1, before.total)
    (entry,) = desk.log.history(document)
    assert (entry.action, entry.field, entry.value, entry.author) == ("accept", "phones", "+496517183399", "Mia")
    assert [quote.quote for quote in entry.evidence] == ["0651 718-3399"]


def test_an_item_that_changes_again_is_open_again(changed: Workplace) -> None:
    desk = changed.desk(since="1")
    document = ids(desk)["one.txt"]
    assert post(client_of(desk), document, quick="accept-all").status_code == 200
    assert desk.queue.progress().open == desk.queue.progress().total - len(desk.changes(document))
    changed.edit("one.txt", "06241/853-1060", "(06241) 853-1060")
    changed.run()
    desk.load()
    assert {change.state for change in desk.changes(document) if change.field == "phones"} == {"open"}


def test_a_decision_made_elsewhere_is_taken_in(changed: Workplace) -> None:
    desk = changed.desk(since="1")
    document = ids(desk)["two.txt"]
    change = next(change for change in desk.changes(document) if change.op == "added")
    entry = desk.log.append(Decision(document, Action.REJECT, Field.PHONES, change.identity, author="Kim"))
    desk.absorb()
    assert state(desk, document, change.key) == ("reject", "Kim")
    desk.log.undo(entry.id, "Kim")
    desk.absorb()
    assert state(desk, document, change.key) == ("open", None)


def state(desk: Desk, document: str, key: str) -> tuple[str, str | None]:
    return next((found.state, found.author) for found in desk.changes(document) if found.key == key)


def test_a_lost_race_saves_nothing(changed: Workplace) -> None:
    desk = changed.desk(since="1")
    client = client_of(desk)
    document = ids(desk)["two.txt"]
    change = next(change for change in desk.changes(document) if change.op == "added")
    text = client.get(f"/documents/{document}").text
    hidden = dict(re.findall(r'name="(token|revision|loaded)" value="([^"]*)"', text))
    desk.log.append(Decision(document, Action.REJECT, Field.PHONES, change.identity, author="Kim"))
    response = client.post(f"/documents/{document}", data=hidden | {"quick": f"accept:change:{change.key}"})
    assert response.status_code == 409
    assert "Kim decided about this document meanwhile" in response.text
    assert [entry.author for entry in desk.log.history(document)] == ["Kim"]


def test_a_page_of_another_run_saves_nothing(changed: Workplace) -> None:
    desk = changed.desk(since="1")
    document = ids(desk)["two.txt"]
    change = desk.changes(document)[0]
    response = post(client_of(desk), document, quick=f"accept:change:{change.key}", loaded="000001-000009")
    assert response.status_code == 409
    assert desk.log.history(document) == ()


@pytest.mark.parametrize(
    "fields",
    [
        {"quick": "accept:change:nothing"},
        {"quick": "accept:item:people:99"},
        {"action": "explode", "target": "item:people:0"},
        {"action": "undo", "target": "item:people:0"},
        {"action": "merge", "target": "item:people:0"},
        {"action": "split", "target": "item:people:0", "given": "A", "family": "B"},
        {"action": "reassign", "target": "item:phones:0", "owner": "x:y"},
        {"action": "add", "field": "people", "quote": "nirgends", "family": "X"},
        {"action": "add", "field": "x", "start": "0", "end": "5", "space": "text"},
        {"action": "add", "field": "people", "start": "999999", "end": "9999999", "space": "source", "family": "X"},
        {"action": "correct", "target": "item:phones:0", "value": "keine Nummer", "kind": "phone"},
        {"quick": "undo-last"},
        {"quick": "undo:0123456789"},
        {"quick": "accept:item:people:0", "revision": "minus eins"},
    ],
)
def test_what_cannot_be_decided_is_refused_with_a_reason(changed: Workplace, fields: dict[str, str]) -> None:
    desk = changed.desk(since="1")
    document = ids(desk)["two.txt"]
    response = post(client_of(desk), document, **fields)
    assert response.status_code in (409, 422)
    assert 'class="notice bad"' in response.text
    assert desk.log.history(document) == ()


def test_rejecting_a_removal_brings_the_value_back_where_its_words_stand(changed: Workplace) -> None:
    desk = changed.desk(since="1")
    document = ids(desk)["two.txt"]
    change = next(change for change in desk.changes(document) if change.op == "removed")
    response = post(client_of(desk), document, quick=f"reject:change:{change.key}")
    assert response.status_code == 422
    assert "the words of the old value are gone" in response.text


def test_the_loss_of_a_value_whose_words_are_gone_is_only_seen(changed: Workplace) -> None:
    desk = changed.desk(since="1")
    client, document = client_of(desk), ids(desk)["two.txt"]
    change = next(change for change in desk.changes(document) if change.op == "removed")
    assert post(client, document, quick=f"accept:change:{change.key}").status_code == 200
    assert desk.log.history(document) == ()
    assert state(desk, document, change.key) == ("accept", "Mia")
    assert post(client, document, quick=f"undo:seen:{change.key}").status_code == 200
    assert state(desk, document, change.key) == ("open", None)


def test_a_person_suppressed_everywhere(changed: Workplace) -> None:
    desk = changed.desk(since="1")
    document = ids(desk)["three.txt"]
    record = Record.model_validate_json(desk.records(document)[1] or "")
    assert [person.name for person in record.people] == ["Veronik Langer"]
    response = post(client_of(desk), document, action="suppress", target="item:people:0", where="everywhere")
    assert response.status_code == 200
    (entry,) = desk.log.history("*")
    assert (entry.action, entry.value) == (Action.SUPPRESS, "Veronik Langer")


def test_a_queue_whose_file_was_removed_is_made_again(changed: Workplace) -> None:
    desk = changed.desk(since="1")
    client, document = client_of(desk), ids(desk)["two.txt"]
    post(client, document, quick="accept-all")
    before = desk.queue.progress()
    for suffix in SIDECARS:
        (changed.out / f"{QUEUE}{suffix}").unlink(missing_ok=True)
    assert client.get("/").status_code == 200
    assert (changed.out / QUEUE).exists()
    assert desk.queue.progress() == before, "what was decided is known from the log and reviewers.sqlite"


def test_the_reviewers_file_holds_nothing_of_a_document(changed: Workplace) -> None:
    desk = changed.desk(since="1")
    for document in ids(desk).values():
        post(client_of(desk), document, quick="accept-all")
    desk.index.connection().execute("PRAGMA kept.wal_checkpoint(TRUNCATE)")
    data = (changed.out / "reviewers.sqlite").read_bytes()
    for word in ("Veronik", "Berger", "718-33", "3399", "Worms"):
        assert word.encode() not in data


def test_pages_follow_each_other_without_gap(place: Workplace) -> None:
    desk = place.desk()
    seen, after = list[str](), None
    while True:
        listing = desk.queue.listing(ALL, after, size=1)
        seen += [entry.id for entry in listing.entries]
        if listing.next is None:
            break
        after = listing.next
    assert len(seen) == len(set(seen)) == 3
    assert desk.queue.neighbour(ALL, seen[0]) == seen[1]
    assert desk.queue.neighbour(ALL, seen[1], backwards=True) == seen[0]
    assert desk.queue.neighbour(ALL, seen[2]) is None


def test_filters_find_what_they_name(changed: Workplace) -> None:
    desk = changed.desk(since="1")
    found = desk.queue.listing(Filter(field="people")).entries
    assert [Path(entry.uri).name for entry in found] == ["three.txt"]
    assert desk.queue.listing(Filter(cause="source")).count == 3
    assert desk.queue.listing(Filter(cause="model")).count == 0
    assert desk.queue.listing(Filter(text="100%_")).count == 0
    assert desk.queue.listing(Filter(text="TWO.txt")).count == 1
    assert desk.queue.facets()["cause"] == {"source": 3}


def test_snapshots_are_paired_by_id() -> None:
    old, new = ([json.dumps({"schema": "s", "id": name}) for name in names] for names in ("ace", "bcde"))
    pairs = [(pair.id, pair.old is not None, pair.new is not None) for pair in paired(old, new)]
    assert pairs == [("a", 1, 0), ("b", 0, 1), ("c", 1, 1), ("d", 0, 1), ("e", 1, 1)]
    assert list(paired([], [])) == []


def test_totals_are_kept_by_triggers(tmp_path: Path) -> None:
    index = Index(tmp_path)
    with index.writing() as database:
        columns = "id, op, title, publisher, uri, causes, total, open"
        insert = f"INSERT INTO documents ({columns}) VALUES (?, '', '', '', '', 0, ?, ?)"  # noqa: S608  # constants
        database.executemany(insert, [("a", 3, 3), ("b", 2, 0)])
        database.execute("UPDATE documents SET open = 1, stale = 1, conflicts = 2 WHERE id = 'a'")
        database.execute("DELETE FROM documents WHERE id = 'b'")
        row = tuple(database.execute("SELECT * FROM totals").fetchone())
    assert row == (3, 1, 1, 1, 1, 1)


def test_nothing_is_kept_of_a_failed_transaction(tmp_path: Path) -> None:
    index = Index(tmp_path)

    def fail() -> None:
        with index.writing():
            index.set_meta("key", "value")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert index.meta("key") is None


def lines(place: Workplace) -> list[Record]:
    text = (place.out / "records.jsonl").read_text(encoding="utf-8")
    return [Record.model_validate_json(line) for line in text.splitlines()]


def test_originals_are_read_below_the_inputs_only(place: Workplace, tmp_path: Path) -> None:
    record = next(record for record in lines(place) if record.source.path == "two.txt")
    assert isinstance(Originals([place.pages], 10_000).of(record), Original)
    assert Originals([tmp_path / "elsewhere"], 10_000).of(record) is Missing.NOT_FOUND
    outside = tmp_path / "outside.txt"
    shutil.move(place.pages / "two.txt", outside)
    (place.pages / "two.txt").symlink_to(outside)
    assert Originals([place.pages], 10_000).of(record) is Missing.NOT_FOUND
    climbing = record.model_copy(update={"source": record.source.model_copy(update={"path": "../outside.txt"})})
    assert Originals([place.pages], 10_000).of(climbing) is Missing.NOT_FOUND


@pytest.mark.parametrize("name", ["dump.jsonl", "dump.jsonl.gz"])
def test_lines_of_dumps_are_originals_too(place: Workplace, name: str) -> None:
    text = (place.pages / "two.txt").read_text(encoding="utf-8")
    dump = "".join(json.dumps({"id": str(number), "text": f"{text}\n{number}"}) + "\n" for number in range(3))
    data = b"\xef\xbb\xbf" + dump.encode()
    (place.pages / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    place.run()
    found = [record for record in lines(place) if record.source.path.startswith(name)]
    assert len(found) == 3
    originals = Originals([place.pages], 10_000)
    for record in found:
        original = originals.of(record)
        assert isinstance(original, Original)
        assert original.document.text == record.text
    changed_data = data.replace(b"Kanzlei", b"Kanzler")
    (place.pages / name).write_bytes(gzip.compress(changed_data) if name.endswith(".gz") else changed_data)
    assert [Originals([place.pages], 10_000).of(record) for record in found] == [Missing.CHANGED] * 3
