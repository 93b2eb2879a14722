"""PDF: layout cases, and files that are refused with a reason instead of hanging or crashing the run."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.documents import RawDocument
from pipeline.errors import ReadError
from pipeline.read import Unreadable, read_inputs
from pipeline.read import pdf as reader
from pipeline.read.pdf import read_pdf
from pipeline.read.pdf_layout import PlacedLine, text_of
from tests.read.pdfs import Drawn, pdf

FOLDER = Path(__file__).parents[1] / "cases" / "read"
CASES = yaml.safe_load((FOLDER / "pdf.yml").read_text(encoding="utf-8"))
LIMIT = 1_000_000
PAGE = [Drawn(60, 780, 11, "Die Stadt lädt ein.")]


def refusal(data: bytes, limit: int = LIMIT) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read_pdf(data, limit)
    return caught.value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, Any]) -> None:
    body = read_pdf(pdf([[Drawn(*drawn) for drawn in page] for page in case["pages"]]), LIMIT)
    expected = case["text"].replace("<TAB>", "\t").replace("<FF>\n", "\f").replace("<FF>", "\f")
    assert body.text == expected
    assert [issue.code for issue in body.issues] == case.get("issues", [])
    assert (body.media_type, body.title, body.published) == ("text/plain", None, None)


def test_a_pdf_is_told_by_its_first_bytes_whatever_its_name(tmp_path: Path) -> None:
    for name in ("a.pdf", "b.html", "c.txt"):
        (tmp_path / name).write_bytes(pdf([PAGE]))
    found = list(read_inputs([tmp_path], LIMIT))
    assert [outcome.text for outcome in found if isinstance(outcome, RawDocument)] == ["Die Stadt lädt ein.\n"] * 3
    assert {outcome.media_type for outcome in found if isinstance(outcome, RawDocument)} == {"text/plain"}


def test_a_scan_is_refused_with_the_remedy() -> None:
    error = refusal(pdf([[], []]))
    assert error.code == "no-text-layer"
    assert "OCR" in error.message


def test_page_numbers_alone_are_no_text_layer() -> None:
    assert refusal(pdf([[Drawn(280, 30, 9, "- 1 -")], [Drawn(280, 30, 9, "- 2 -")]])).code == "no-text-layer"


def test_letters_that_the_fonts_do_not_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_run_worker", lambda *_: [[["a\ufffd\ufffd\ue001\x80", 0, 0, 50, 10]]])
    assert refusal(b"").code == "bad-text-layer"


def test_a_pdf_with_a_password_is_refused() -> None:
    error = refusal((FOLDER / "password.pdf").read_bytes())
    assert error.code == "password"
    assert "without" in error.message


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n1 0 obj",
        b"%PDF-1.4\n" + b"x" * 10_000,
        pdf([PAGE])[:300],
        pdf([]),
        b"no PDF at all",
        b"",
    ],
)
def test_a_damaged_pdf_is_refused(data: bytes) -> None:
    error = refusal(data)
    assert error.code == "bad-pdf"
    assert "fetch it again" in error.message


def test_pages_that_hold_themselves_are_refused() -> None:
    looped = pdf([PAGE, PAGE]).replace(b"/Kids [4 0 R 6 0 R]", b"/Kids [2 0 R 2 0 R]")
    assert refusal(looped).code in ("bad-page", "bad-pdf")


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_PAGES", 3)
    assert refusal(pdf([PAGE] * 4)).code == "too-many-pages"
    assert read_pdf(pdf([PAGE] * 3), LIMIT).text.count("\f") == 2


def test_more_text_than_the_limit_is_refused() -> None:
    error = refusal(pdf([PAGE] * 10), limit=100)
    assert error.code == "too-large"
    assert "--max-bytes" in error.message


def worker(folder: Path, code: str) -> Path:
    script = folder / "worker.py"
    script.write_text(code, encoding="utf-8")
    return script


def test_a_pdf_that_hangs_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_SECONDS", 1)
    monkeypatch.setattr(reader, "WORKER", worker(tmp_path, "while True: pass"))
    error = refusal(pdf([PAGE]))
    assert error.code == "too-slow"
    assert "1 seconds" in error.message


def test_a_pdf_that_crashes_the_library_costs_itself_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf([PAGE]))
    (tmp_path / "b.txt").write_text("Hallo", encoding="utf-8")
    monkeypatch.setattr(reader, "WORKER", worker(tmp_path, "import os; os.abort()"))
    refused, read = read_inputs([tmp_path / "a.pdf", tmp_path / "b.txt"], LIMIT)
    assert isinstance(refused, Unreadable)
    assert refused.error.code == "bad-pdf"
    assert isinstance(read, RawDocument)


def test_the_same_pdf_gives_the_same_text_twice() -> None:
    data = pdf([PAGE] * 3)
    assert read_pdf(data, LIMIT) == read_pdf(data, LIMIT)


def test_lines_without_height_are_laid_out_all_the_same() -> None:
    flat = [PlacedLine("a", 0.0, 10.0, 5.0, 10.0), PlacedLine("b", 0.0, 10.0, 5.0, 10.0)]
    assert text_of([flat, []]).split() == ["a", "b"]
