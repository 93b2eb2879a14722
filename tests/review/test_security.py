"""What the server refuses: foreign hosts and origins, forged forms, guessed passwords; what every response forbids."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pipeline.errors import UsageError
from pipeline.review import Options, serve
from pipeline.review.desk import Desk
from pipeline.review.security import SECURITY_HEADERS, Site, origin_of
from pipeline.review.sessions import FAILURES_ALLOWED, LIFETIME, Password, Sessions, clean_name
from tests.review.workplace import HOST, PORT, Workplace, client_of, copied

PASSWORD = "drei alte Hasen am Rhein"  # noqa: S105  # of these tests alone
PAGES = ("/", "/groups", "/check", "/agreement", "/sign-in", "/static/review.js", "/documents/none", "/nothing")


@pytest.fixture(scope="module")
def desk(changed_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """One desk for all: what is refused changes nothing."""
    return copied(changed_once, tmp_path_factory.mktemp("security") / "work").desk(since="1")


@pytest.fixture
def client(desk: Desk) -> TestClient:
    return client_of(desk)


def token(client: TestClient, path: str = "/") -> str:
    found = re.search(r'name="token" value="([0-9a-f]*)"', client.get(path).text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("path", PAGES)
def test_every_response_carries_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert {name: headers.get(name) for name in SECURITY_HEADERS} == dict(SECURITY_HEADERS)
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "server" not in headers or "uvicorn" not in headers["server"]


@pytest.mark.parametrize("path", ["/", "/groups", "/sign-in"])
def test_pages_hold_no_inline_script_or_style(client: TestClient, path: str) -> None:
    text = client.get(path).text
    assert re.findall(r"<script(?![^>]*\bsrc=)", text) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=|javascript:", text) == []
    assert re.findall(r'(?:src|href)="(?:https?:)?//', text) == []


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8765", f"127.0.0.1:{PORT + 1}", "127.0.0.1", "", "localhost"]
)
def test_a_foreign_host_is_refused(client: TestClient, host: str) -> None:
    response = client.get("/", headers={"host": host})
    assert response.status_code == 421
    assert "press-records" not in response.text


@pytest.mark.parametrize("host", [HOST, f"localhost:{PORT}", f"[::1]:{PORT}"])
def test_the_loopback_names_are_served(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", f"http://localhost:{PORT + 1}", f"https://{HOST}", ""]
)
def test_a_form_from_elsewhere_is_refused(client: TestClient, origin: str) -> None:
    response = client.post("/preferences", data={"token": token(client)}, headers={"origin": origin})
    assert response.status_code == 403


def test_a_form_without_origin_is_refused(client: TestClient) -> None:
    data = {"token": token(client)}
    del client.headers["origin"]
    assert client.post("/preferences", data=data).status_code == 403


def test_a_form_from_another_site_is_refused_even_with_our_origin(client: TestClient) -> None:
    headers = {"sec-fetch-site": "cross-site"}
    assert client.post("/preferences", data={"token": token(client)}, headers=headers).status_code == 403


@pytest.mark.parametrize("path", ["/runs/accept", "/runs/load", "/groups", "/preferences", "/documents/none"])
@pytest.mark.parametrize("wrong", ["", "0" * 64, "ä"])
def test_a_form_without_its_token_is_refused(client: TestClient, path: str, wrong: str) -> None:
    client.get("/")
    assert client.post(path, data={"token": wrong}).status_code == 403


def test_a_token_of_another_session_is_refused(desk: Desk) -> None:
    mine, other = client_of(desk), client_of(desk)
    assert mine.post("/preferences", data={"token": token(other), "theme": "dark"}).status_code == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"])
def test_other_methods_are_refused(client: TestClient, method: str) -> None:
    assert client.request(method, "/").status_code == 405


def test_a_large_body_is_refused(client: TestClient) -> None:
    data = {"token": token(client), "note": "x" * 1_000_000}
    assert client.post("/preferences", data=data).status_code == 413


def test_cookies_stay_here(client: TestClient) -> None:
    cookie = client.get("/").headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert f"review-{PORT}=" in cookie


def test_the_way_back_never_leads_away(client: TestClient) -> None:
    data = {"token": token(client), "theme": "dark"}
    for back in (
        "//evil.example/",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "\t//evil.example",
    ):
        assert client.post("/preferences", data=data | {"back": back}).headers["location"] == "/"
    assert (
        client.post("/preferences", data=data | {"back": "/groups?pattern=x"}).headers["location"]
        == "/groups?pattern=x"
    )


def test_files_outside_the_static_folder_are_not_served(client: TestClient) -> None:
    for path in ("/static/../web.py", "/static/%2e%2e/web.py", "/static/..%2fweb.py", "/static//etc/passwd"):
        assert client.get(path).status_code == 404


def test_without_the_password_nothing_is_shown(desk: Desk) -> None:
    client = client_of(desk, PASSWORD)
    for path in ("/", "/groups", "/check", "/agreement", "/documents/none"):
        response = client.get(path)
        assert (response.status_code, response.headers["location"]) == (303, "/sign-in")
    assert client.post("/runs/accept", data={"run": "000002"}).status_code == 303
    assert desk.index.connection().execute("SELECT count(*) FROM accepted").fetchone()[0] == 0


def test_signing_in_with_the_password(desk: Desk) -> None:
    client = client_of(desk, PASSWORD)
    assert client.post("/sign-in", data={"name": "Kim", "password": "falsch"}).status_code == 403
    assert client.get("/").status_code == 303
    assert client.post("/sign-in", data={"name": "Kim", "password": PASSWORD}).status_code == 303
    assert "Kim" in client.get("/").text


def test_guessing_is_slowed_down_even_for_the_right_password(desk: Desk) -> None:
    client = client_of(desk, PASSWORD)
    for _ in range(FAILURES_ALLOWED):
        assert client.post("/sign-in", data={"name": "Kim", "password": "falsch"}).status_code == 403
    response = client.post("/sign-in", data={"name": "Kim", "password": PASSWORD})
    assert response.status_code == 429
    assert 0 < int(response.headers["retry-after"]) <= 60


def test_guesses_are_forgotten_after_a_while() -> None:
    times = [0.0]
    password = Password(PASSWORD, clock=lambda: times[0])
    assert [password.check("x") for _ in range(FAILURES_ALLOWED)] == ["wrong"] * FAILURES_ALLOWED
    assert password.check(PASSWORD) == "wait"
    times[0] = 61.0
    assert password.check(PASSWORD) == "right"


FORGERIES: list[Callable[[str], str]] = [
    lambda cookie: cookie[:-1] + ("1" if cookie.endswith("0") else "0"),
    lambda cookie: f"x{cookie}",
    lambda cookie: cookie.split(".")[0],
    lambda cookie: "",
    lambda cookie: "ä.ü",
]


@pytest.mark.parametrize("forge", FORGERIES)
def test_a_forged_cookie_is_no_session(forge: Callable[[str], str]) -> None:
    sessions = Sessions(b"k" * 32)
    cookie = sessions.cookie(sessions.begin("Kim"))
    assert sessions.read(cookie) is not None
    assert sessions.read(forge(cookie)) is None
    assert Sessions(b"l" * 32).read(cookie) is None


def test_sessions_end() -> None:
    times = [1000.0]
    sessions = Sessions(b"k" * 32, clock=lambda: times[0])
    cookie = sessions.cookie(sessions.begin("Kim"))
    times[0] += LIFETIME + 1
    assert sessions.read(cookie) is None


def test_names_are_one_printable_line() -> None:
    assert clean_name("  Kim\n\x1b[31m  Lee\u202e ") == "Kim [31m Lee"
    assert clean_name(" \n\u200b ") is None
    assert len(clean_name("x" * 500) or "") == 80


def test_public_address_becomes_host_and_origin() -> None:
    site = Site.on_loopback(PORT, "https://review.example/")
    assert "review.example" in site.hosts
    assert "https://review.example" in site.origins
    assert origin_of("https://review.example:8443") == "https://review.example:8443"
    for wrong in (
        "review.example",
        "ftp://review.example",
        "https://review.example/path",
        "https://a@b.example",
        "https://",
    ):
        with pytest.raises(ValueError, match=re.escape(wrong)):
            origin_of(wrong)


def test_only_the_loopback_interface_is_served(changed: Workplace) -> None:
    for host in ("0.0.0.0", "::", "192.168.1.1", "review.example"):  # noqa: S104  # that it is refused is the point
        with pytest.raises(UsageError, match="no loopback address"):
            serve(Options(changed.out, "Mia", 1000, host=host, open_browser=False), print)


def test_a_proxy_needs_a_password(changed: Workplace) -> None:
    with pytest.raises(UsageError, match="--password-file"):
        serve(Options(changed.out, "Mia", 1000, public_url="https://review.example", open_browser=False), print)


def test_a_short_password_is_refused(changed: Workplace) -> None:
    file = changed.root / "password.txt"
    file.write_text("kurz\n", encoding="utf-8")
    with pytest.raises(UsageError, match="fewer than 12"):
        serve(Options(changed.out, "Mia", 1000, password_file=file, open_browser=False), print)
