"""Mails: cases, hostile nesting, and what holds for any bytes."""

import gzip
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.documents import RawDocument
from pipeline.errors import ReadError
from pipeline.read import read_inputs
from pipeline.read.body import Body
from pipeline.read.flowed import unflowed
from pipeline.read.identity import document_id
from pipeline.read.mail import read_mail

FOLDER = Path(__file__).parents[1] / "cases" / "read"
MAILS = yaml.safe_load((FOLDER / "mail.yml").read_text(encoding="utf-8"))
LINES = (FOLDER / "mail_lines.txt").read_text(encoding="utf-8").splitlines()
FLOWED = yaml.safe_load((FOLDER / "flowed.yml").read_text(encoding="utf-8"))


def stored(case: dict[str, Any]) -> bytes:
    return bytes(case["mail"].replace("{space}", " ").encode(case.get("stored", "utf-8")))


@pytest.mark.parametrize("case", MAILS, ids=lambda case: case["name"])
def test_case(case: dict[str, Any]) -> None:
    if "error" in case:
        with pytest.raises(ReadError) as caught:
            read_mail(stored(case))
        assert caught.value.code == case["error"]
        return
    body = read_mail(stored(case))
    assert body.text == case["text"]
    assert (body.title, body.published) == (case.get("title"), case.get("published"))
    assert (body.media_type, body.encoding) == (case.get("media_type", "text/plain"), case.get("encoding", "utf-8"))
    assert [issue.code for issue in body.issues] == case.get("issues", [])


@pytest.mark.parametrize("case", FLOWED, ids=lambda case: case["name"])
def test_flowed(case: dict[str, Any]) -> None:
    assert unflowed(case["text"].replace("{space}", " "), delete_space=case.get("delsp", False)) == case["expected"]


def test_attachments_are_counted_by_type() -> None:
    case = next(case for case in MAILS if case["name"] == "nested multiparts with attachments")
    (issue,) = read_mail(stored(case)).issues
    assert "4 attachments" in issue.message
    for counted in ("1 image/png", "1 application/pdf", "1 text/plain", "1 text/html"):
        assert counted in issue.message


def test_a_mail_file_gives_one_document_without_url(tmp_path: Path) -> None:
    mail = b"From: presse@stadt.example\nMessage-ID: <1@stadt.example>\nSubject: Titel\n\nText\n"
    (tmp_path / "a.EML").write_bytes(mail)
    (tmp_path / "b.eml.gz").write_bytes(gzip.compress(mail))
    plain, packed = read_inputs([tmp_path], 1000)
    for document, name in ((plain, "a.EML"), (packed, "b.eml.gz")):
        assert isinstance(document, RawDocument)
        assert (document.url, document.title, document.text, document.issues) == (None, "Titel", "Text\n", ())
        assert document.id == document_id(name)


def alternating(depth: int, lines: int) -> bytes:
    """Multiparts one inside the other, and then many lines."""
    heads = [b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d' % (level, level) for level in range(depth)]
    return b"\n".join([*heads, b"\nText"]) + b"\nx" * lines


HOSTILE = {
    "deep": alternating(2000, 0),
    "deep and long": alternating(60, 900_000),
    "many parts": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\nContent-Type: text/plain\n\nx\n" * 100_000,
    "mails in mails": b"Content-Type: message/rfc822\n\n" * 100_000,
    "parameters": b"Content-Type: text/plain" + b"; a=b" * 200_000 + b"\n\nText",
    "open quotation": b'Content-Type: text/plain; a="' + b";" * 1_000_000 + b"\n\nText",
    "encoded words": b"Subject: " + b"=?utf-8?q?a?= " * 100_000 + b"\n\nText",
    "folded": b"Subject: x\n" + b" x\n" * 300_000 + b"\nText",
    "long boundary": b"Content-Type: multipart/mixed; boundary=" + b"b" * 1_000_000 + b"\n\n--b\n\nText",
    "brackets": b"Content-Type: text/html\n\n" + b"<" * 1_000_000,
    "flowed": b"Content-Type: text/plain; format=flowed\n\n" + b"> \n" * 300_000,
    "quotes": b"Content-Type: text/plain; format=flowed\n\n" + b">" * 1_000_000,
    "bad base64": b"Content-Transfer-Encoding: base64\n\n" + b"=" * 1_000_000,
}


def attempt(data: bytes) -> Body | ReadError:
    try:
        return read_mail(data)
    except ReadError as error:
        return error


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_mails_take_little_time(name: str) -> None:
    start = time.process_time()
    outcome = attempt(HOSTILE[name])
    assert time.process_time() - start < 5
    assert not isinstance(outcome, ReadError) or outcome.code in ("too-complex", "no-body")


def test_a_mail_with_a_large_attachment_is_read() -> None:
    head = b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nText\n--b\nContent-Type: application/pdf\n\n"
    assert read_mail(head + (b"A" * 76 + b"\n") * 250_000 + b"--b--\n").text == "Text"


@settings(max_examples=300)
@given(st.lists(st.sampled_from(LINES), max_size=25))
def test_any_lines_are_read_or_refused(lines: list[str]) -> None:
    outcome = attempt("\n".join(lines).replace("\\xfc", "\udcfc").encode("utf-8", "surrogateescape"))
    if isinstance(outcome, ReadError):
        assert outcome.message
    else:
        assert outcome.text.strip()
        (outcome.text + (outcome.title or "")).encode()
