"""The list holds no names, and what it takes out of a record leaves nothing of it there."""

from pathlib import Path

import pytest

from pipeline.errors import SuppressionError
from pipeline.records import Record
from pipeline.store import write_lines
from pipeline.suppression import KEY, LIST, NOBODY, SuppressionList, conceal, load_key, make_key
from tests.feeds.pages import record

UTE = {"name": "Ute Erz", "org": "Stadt Worms", "phone": "+4962418531060", "email": "ute.erz@worms.example"}
HANS = {"name": "Hans Wendehals", "org": "Stadt Worms"}


def listed(
    folder: Path, *names: str, organisation: str | None = None, contacts: tuple[str, ...] = ()
) -> SuppressionList:
    empty = SuppressionList(make_key(folder))
    entries = [empty.person(name, organisation) for name in names] + [empty.contact(value) for value in contacts]
    write_lines(folder / LIST, (entry.to_json() for entry in entries))
    return SuppressionList.load(folder)


def test_nothing_of_a_suppressed_person_is_left(tmp_path: Path) -> None:
    page = record("a", [UTE, HANS])
    concealed = conceal(page, listed(tmp_path, "Ute Erz"))
    line = concealed.to_json()
    for word in ("Ute Erz", "+4962418531060", "ute.erz@worms.example"):
        assert word in page.to_json()
        assert word not in line
    assert [person.name for person in concealed.people] == ["Hans Wendehals"]
    assert len(concealed.text) == len(page.text)
    assert Record.model_validate_json(line) == concealed


def test_the_list_holds_no_names(tmp_path: Path) -> None:
    listed(tmp_path, "Ute Erz", contacts=("ute.erz@worms.example",))
    assert not {"Ute", "Erz", "worms"} & set((tmp_path / LIST).read_text(encoding="utf-8").replace('"', " ").split())
    other = tmp_path / "other"
    other.mkdir()
    listed(other, "Ute Erz")
    assert (other / LIST).read_text(encoding="utf-8").split()[3] not in (tmp_path / LIST).read_text(encoding="utf-8")
    assert (tmp_path / KEY).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("spelling", ["ute erz", "Ute  Erz", "UTE ERZ"])
def test_spellings_meet(spelling: str, tmp_path: Path) -> None:
    assert listed(tmp_path, spelling).holds_person("Ute Erz", ())


def test_an_organisation_tells_bearers_of_one_name_apart(tmp_path: Path) -> None:
    suppressed = listed(tmp_path, "Thomas Müller", organisation="Stadt Worms")
    assert suppressed.holds_person("Thomas Mueller", ("Stadt Worms",))
    assert not suppressed.holds_person("Thomas Müller", ("Stadt Emden",))
    assert not suppressed.holds_person("Thomas Müller", ())


def test_a_contact_is_taken_out_wherever_it_stands(tmp_path: Path) -> None:
    concealed = conceal(record("a", [UTE]), listed(tmp_path, contacts=("+4962418531060",)))
    assert "+4962418531060" not in concealed.to_json()
    assert concealed.people[0].emails == ["ute.erz@worms.example"]


def test_a_shared_number_stays_with_the_other(tmp_path: Path) -> None:
    shared = {**HANS, "phone": "+4962418531060"}
    concealed = conceal(record("a", [UTE, shared]), listed(tmp_path, "Ute Erz"))
    assert concealed.people[0].phones == ["+4962418531060"]
    assert all(phone.owner != "p1" for phone in concealed.phones)


def test_nobody_on_the_list_changes_nothing() -> None:
    page = record("a", [UTE])
    assert conceal(page, NOBODY) is page


def test_concealing_twice_is_concealing_once(tmp_path: Path) -> None:
    suppressed = listed(tmp_path, "Ute Erz")
    once = conceal(record("a", [UTE, HANS]), suppressed)
    assert conceal(once, suppressed) == once


def test_a_list_without_its_key_stops_everything(tmp_path: Path) -> None:
    listed(tmp_path, "Ute Erz")
    (tmp_path / KEY).unlink()
    with pytest.raises(SuppressionError, match="suppression"):
        SuppressionList.load(tmp_path)
    (tmp_path / KEY).write_text("00\n", encoding="ascii")
    with pytest.raises(SuppressionError, match="32"):
        load_key(tmp_path)
    (tmp_path / LIST).write_text("{\n", encoding="utf-8")
    with pytest.raises(SuppressionError, match="damaged"):
        SuppressionList.load(tmp_path)
