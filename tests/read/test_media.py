"""HTML is known by its beginning, whole pages and parts of pages alike."""

from pathlib import Path

import pytest
import yaml

from pipeline.read.media import media_type

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases/read/media.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", CASES["html"])
def test_html_is_known(text: str) -> None:
    assert media_type("", text) == "text/html"


@pytest.mark.parametrize("text", CASES["text"])
def test_text_with_brackets_stays_text(text: str) -> None:
    assert media_type(".txt", text) == "text/plain"
    assert media_type(".htm", text) == "text/html"
