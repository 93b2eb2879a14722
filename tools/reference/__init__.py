"""Pages of the documentation that are made from the code, so that they cannot contradict it.

python -m tools.reference          writes docs/reference/*.md
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from tools.reference.commands import commands_page
from tools.reference.python import python_page
from tools.reference.schema import schema_page
from tools.reference.settings import settings_page

FOLDER = Path(__file__).resolve().parent.parent.parent / "docs" / "reference"
PAGES: Mapping[str, Callable[[], str]] = {
    "commands.md": commands_page,
    "python.md": python_page,
    "schema.md": schema_page,
    "settings.md": settings_page,
}


def main() -> None:
    """Writes every page."""
    FOLDER.mkdir(exist_ok=True)
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")
