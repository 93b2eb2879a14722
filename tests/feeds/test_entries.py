"""What an entry says of values over time."""

from pipeline.feeds.directory import build
from pipeline.feeds.entries import Entry
from tests.feeds.pages import record, seen


def entry_of(*pages: tuple[str, dict[str, object]]) -> Entry:
    records = [record(date, [{"name": "Ute Erz", "org": "Stadt Worms", **facts}], date) for date, facts in pages]
    (found,) = [one for one in build(*seen(*records)).entries if one.kind == "person"]
    return found


def test_a_number_is_superseded_by_a_later_one() -> None:
    entry = entry_of(
        ("2021-02-02", {"phone": "+4962418531060"}),
        ("2022-03-03", {"phone": "+4962418531061"}),
        ("2022-05-03", {"phone": "+4962418531061"}),
    )
    new, old = entry.contacts
    assert (new.value, new.status, new.first_seen, new.documents) == ("+4962418531061", "current", "2022-03-03", 2)
    assert (old.value, old.status) == ("+4962418531060", "superseded")
    assert old.why == "last stated on 2021-02-02; since 2022-03-03 documents give +4962418531061"


def test_two_numbers_side_by_side_both_hold() -> None:
    entry = entry_of(
        ("2022-03-01", {"phone": "+4962418531060"}),
        ("2022-03-03", {"phone": "+4962418531061"}),
        ("2022-05-03", {"phone": "+4962418531060"}),
    )
    assert [contact.status for contact in entry.contacts] == ["current", "current"]


def test_what_has_not_been_stated_for_a_year_is_unconfirmed() -> None:
    entry = entry_of(("2021-02-02", {"email": "ute.erz@worms.example"}), ("2023-05-03", {}))
    (contact,) = entry.contacts
    assert contact.status == "unconfirmed"
    assert entry.freshness == "2023-05-03"


def test_a_role_ends_when_the_latest_document_calls_it_former() -> None:
    entry = entry_of(
        ("2021-02-02", {"role": "Leiterin"}),
        ("2022-02-02", {"role": "Leiterin", "status": ["former"]}),
    )
    (role,) = entry.roles
    assert (role.status, role.documents, role.organisation_name) == ("former", 2, "Stadt Worms")
    back = entry_of(
        ("2021-02-02", {"role": "Leiterin", "status": ["former"]}),
        ("2022-02-02", {"role": "Leiterin"}),
    )
    assert back.roles[0].status == "current"


def test_sources_are_the_first_and_the_latest() -> None:
    entry = entry_of(*((f"2022-0{month}-01", {"phone": "+4962418531060"}) for month in range(1, 9)))
    assert [source.date for source in entry.contacts[0].sources] == [
        "2022-01-01",
        *(f"2022-0{month}-01" for month in range(5, 9)),
    ]
    assert entry.documents == 8
    assert "Ute Erz" in entry.sources[0].quote


def test_without_dates_nothing_is_confirmed() -> None:
    pages = [record("a", [{"name": "Ute Erz", "phone": "+4962418531060"}], None)]
    (entry,) = build(*seen(*pages)).entries
    assert (entry.freshness, entry.contacts[0].status) == (None, "unconfirmed")


def test_the_fullest_name_is_shown_and_the_others_are_kept() -> None:
    pages = [
        record("a", [{"name": "A. Steinacker", "org": "Stadt Worms"}], "2022-01-01"),
        record("b", [{"name": "A. Steinacker", "org": "Stadt Worms"}], "2022-02-01"),
        record("c", [{"name": "Anna Steinacker", "org": "Stadt Worms"}], "2021-01-01"),
    ]
    (entry,) = [one for one in build(*seen(*pages)).entries if one.kind == "person"]
    assert (entry.name, entry.other_names) == ("Anna Steinacker", ["A. Steinacker"])
