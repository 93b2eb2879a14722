"""The blocks of a page of documentation, and what a reader does with each of them."""

import re
import textwrap
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DOCS = ROOT / "docs"
FENCE = re.compile(r"^(?P<indent> *)```(?P<language>\w*)\n(?P<body>.*?)^(?P=indent)```$", re.DOTALL | re.MULTILINE)
NOT_RUN = re.compile(r"<!-- not run: (?P<reason>[^\n]+?) -->\s*\Z")
PAGE_NOT_RUN = "<!-- no block of this page is run:"


@dataclass(frozen=True)
class Block:
    """A fenced block; ``reason`` is why it is not run, None for one that is."""

    language: str
    body: str
    line: int
    reason: str | None


def blocks(text: str) -> list[Block]:
    """The blocks of a page, in order."""
    found = []
    for match in FENCE.finditer(text):
        marker = NOT_RUN.search(text[: match.start()])
        line = text.count("\n", 0, match.start()) + 1
        body = textwrap.dedent(match["body"])
        found.append(Block(match["language"], body, line, marker["reason"] if marker is not None else None))
    return found


def documented() -> dict[str, Path]:
    """The pages whose blocks are run, by name."""
    pages = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
    return {
        path.relative_to(ROOT).as_posix(): path
        for path in pages
        if PAGE_NOT_RUN not in path.read_text(encoding="utf-8")
    }


def shown(expected: str, printed: str) -> bool:
    """Whether what a page shows is what was printed: every line in order, ``...`` for any number of lines or words."""
    lines = iter(printed.splitlines())
    wanted = (line.strip() for line in expected.splitlines() if line.strip() not in ("", "..."))
    return all(any(_pattern(line).search(" ".join(other.split())) for other in lines) for line in wanted)


def _pattern(line: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(" ".join(part.split())) for part in line.split("...")))
