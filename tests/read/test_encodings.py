"""Encodings: the cases, and what holds for any bytes."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.read.encodings import decode

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "read" / "encodings.yml").read_text(encoding="utf-8"))


def stored(case: dict[str, Any]) -> bytes:
    if "bytes" in case:
        return bytes(case["bytes"], "ascii").decode("unicode_escape").encode("latin-1")
    return bytes(case["text"].encode(case["stored"]))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, Any]) -> None:
    decoded = decode(stored(case))
    assert (decoded.text, decoded.encoding) == (case["text"], case["expected"])
    assert [issue.code for issue in decoded.issues] == case.get("issues", [])


@given(st.binary(max_size=300))
@example(b"\xff\xfe\x00\xd8")
@example(b"\x81\x8d\x8f\x90\x9d")
def test_any_bytes_decode_and_the_named_encoding_gives_the_text_again(data: bytes) -> None:
    decoded = decode(data)
    assert data.decode(decoded.encoding, "replace") == decoded.text
    for issue in decoded.issues:
        if issue.start is not None:
            assert decoded.text[issue.start : issue.end] == "\ufffd"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufffd"), max_size=200))
def test_any_text_in_utf8_comes_back(text: str) -> None:
    assert decode(text.encode()).text == text.removeprefix("\ufeff")
