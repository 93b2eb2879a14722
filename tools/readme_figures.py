"""Fill the table of figures in the README.

    python -m evaluation --json figures.json
    python tools/readme_figures.py figures.json

The table stands between ``<!-- figures -->`` and ``<!-- /figures -->``; what is there is replaced.
"""

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

README = Path(__file__).resolve().parent.parent / "README.md"
BLOCK = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- /figures -->)", re.DOTALL)
SETS = {
    "dev+dates": "dev, date given",
    "dev": "dev",
    "seeds+dates": "real pages, date given",
    "seeds": "real pages",
}
Figures = Mapping[str, Mapping[str, Any]]


def table(figures: Figures) -> str:
    """A Markdown table with a line a field: precision, recall and F1 of the first set, F1 of the others.

    Raises:
        KeyError: none of the known sets was measured.
    """
    sets = [name for name in SETS if name in figures]
    if not sets:
        raise KeyError(f"no set of {', '.join(SETS)} in the figures")
    first, *others = sets
    head = ["field", f"P ({SETS[first]})", "R", "F1", *(f"F1 ({SETS[name]})" for name in others)]
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows(figures, first, others)]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def rows(figures: Figures, first: str, others: list[str]) -> Iterator[list[str]]:
    """The cells of every field, in the order in which they were measured."""
    for field, measured in figures[first].items():
        if isinstance(measured, dict):
            cells = [measured["p"], measured["r"], measured["f1"], *(figures[name][field]["f1"] for name in others)]
            yield [field, *(f"{cell:.3f}" for cell in cells)]


def main() -> int:
    """Rewrites the README; returns the exit code."""
    if len(sys.argv) != 2:
        print("usage: python tools/readme_figures.py FIGURES.json", file=sys.stderr)
        return 2
    figures = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    page, count = BLOCK.subn(lambda _: table(figures), README.read_text(encoding="utf-8"))
    if count != 1:
        print(f"{README} needs one block '<!-- figures -->' ... '<!-- /figures -->'", file=sys.stderr)
        return 2
    README.write_text(page, encoding="utf-8")
    print(f"filled the table of figures in {README.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
