"""The API finds, pages, redirects, caches, and answers nobody but those who ask under its own name."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pipeline.feeds.entries import Entry
from pipeline.feeds.feed import Feed, feed
from pipeline.feeds.judgements import judge, judgements
from pipeline.serve import make_app
from tests.feeds.pages import record
from tests.feeds.test_publish import write

BASE = "http://127.0.0.1"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    pages = [record(f"a{index}", [{"name": f"Ute Erz{letter}", "org": "Stadt Worms", "role": "Leiterin"}])
             for index, letter in enumerate("abcde")]  # fmt: skip
    write(tmp_path, *pages, record("m", [{"name": "Änne Müßig", "org": "Stadt Emden", "phone": "+4962418531060"}]))
    feed(tmp_path, Feed())
    return tmp_path


@pytest.fixture
def client(out: Path) -> TestClient:
    return TestClient(make_app(out), base_url=BASE, follow_redirects=False)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("muessig", {"Änne Müßig"}),
        ("MÜSS", {"Änne Müßig"}),
        ("emden", {"Änne Müßig", "Stadt Emden"}),
        ("+4962418531060", {"Änne Müßig"}),
        ("leiterin worms erzb", {"Ute Erzb"}),
        ("nobody", set()),
        ('" OR *', set()),
    ],
)
def test_search(query: str, names: set[str], client: TestClient) -> None:
    found = client.get("/entries", params={"q": query}).json()["entries"]
    assert {Entry.model_validate(entry).name for entry in found} == names


def test_pages_cover_everything_once(client: TestClient) -> None:
    seen, after = [], ""
    while after is not None:
        page = client.get("/entries", params={"limit": "3", "after": after}).json()
        seen += [entry["id"] for entry in page["entries"]]
        after = page["next"]
    assert len(seen) == len(set(seen)) == 8
    people = client.get("/entries", params={"kind": "person"}).json()["entries"]
    assert len(people) == 6


@pytest.mark.parametrize(
    "query", [{"limit": "0"}, {"limit": "201"}, {"limit": "x"}, {"limit": "9" * 5000}, {"kind": "shoe"}]
)
def test_unusable_parameters_are_refused(query: dict[str, str], client: TestClient) -> None:
    answer = client.get("/entries", params=query)
    assert answer.status_code == 422
    assert "error" in answer.json()


def test_entries_have_tags(client: TestClient) -> None:
    first = client.get("/entries").json()["entries"][0]
    answer = client.get(f"/entries/{first['id']}")
    assert answer.json() == first
    again = client.get(f"/entries/{first['id']}", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/entries/P-none").status_code == 404


def test_merged_ids_lead_on_and_lost_ones_are_gone(out: Path, client: TestClient) -> None:
    left, right = [one["id"] for one in client.get("/entries", params={"q": "leiterin"}).json()["entries"]][:2]
    judge(out, left, right, "same", "anna")
    feed(out, Feed(judgements=judgements(out)))
    answers = [client.get(f"/entries/{one}") for one in (left, right)]
    assert sorted(answer.status_code for answer in answers) == [200, 301]
    moved = next(answer for answer in answers if answer.status_code == 301)
    assert client.get(moved.headers["location"]).status_code == 200
    write(out, record("x", [{"name": "Hans Wendehals"}]))
    feed(out, Feed())
    assert client.get(f"/entries/{left}").status_code == 410


def test_changes(out: Path, client: TestClient) -> None:
    assert client.get("/changes", params={"since": "000001"}).json() == {"feed": "000001", "feeds": []}
    write(out, record("x", [{"name": "Hans Wendehals"}]))
    feed(out, Feed())
    (second,) = client.get("/changes", params={"since": "1"}).json()["feeds"]
    assert [change["op"] for change in second["changes"]].count("ADD") == 1
    assert client.get("/changes", params={"since": "3"}).status_code == 422
    assert client.get("/changes", params={"since": "0" * 5000}).status_code == 422
    assert len(client.get("/changes", params={"since": "0"}).json()["feeds"]) == 2


def test_other_hosts_and_methods_are_refused(out: Path, client: TestClient) -> None:
    assert client.get("/entries", headers={"Host": "evil.example"}).status_code == 400
    assert client.post("/entries").status_code == 405
    proxied = TestClient(make_app(out, ("directory.example",)), base_url="https://directory.example")
    assert proxied.get("/entries").status_code == 200


def test_no_feed_is_said(tmp_path: Path) -> None:
    answer = TestClient(make_app(tmp_path), base_url=BASE).get("/entries")
    assert answer.status_code == 503
    assert "press-records feed" in answer.json()["error"]


def test_the_description_names_every_route(client: TestClient) -> None:
    description = client.get("/openapi.json").json()
    assert set(description["paths"]) == {"/", "/entries", "/entries/{id}", "/changes"}
    assert set(client.get("/").json()["routes"]) == {*description["paths"], "/openapi.json"}
    assert "EntryContact" in description["components"]["schemas"]
