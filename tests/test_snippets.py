"""The Python on the pages of the documentation runs as it stands, block after block as a reader would."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parent.parent / "docs"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
AFTER_A_RUN = {"tutorial.md"}
"""Pages whose Python reads what the commands before it have written."""
PAGES = sorted(
    page.name
    for page in DOCS.glob("*.md")
    if page.name not in AFTER_A_RUN and BLOCK.search(page.read_text(encoding="utf-8"))
)


def test_the_pages_for_programmers_have_snippets() -> None:
    assert {"integrations.md", "python.md"} <= set(PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_every_snippet_runs(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"__name__": "snippets"}
    for block in BLOCK.findall((DOCS / page).read_text(encoding="utf-8")):
        exec(compile(block, page, "exec"), names)  # noqa: S102  # our own documentation
