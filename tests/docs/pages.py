"""The blocks of a page of documentation, and what a reader does with each of them."""

import re
import textwrap
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DOCS = ROOT / "docs"
FENCE = re.compile(r"^(?P<indent> *)```(?P<language>\w*)\n(?P<body>.*?)^(?P=indent)```$", re.DOTALL | re.MULTILINE)
ELSEWHERE = re.compile(r"<!-- checked in (?P<test>tests/[\w/]+\.py): (?P<reason>[^\n]+?) -->\s*\Z")
PAGE_NOT_RUN = "<!-- no block of this page is run:"


@dataclass(frozen=True)
class Block:
    """A fenced block; ``test`` is the file of tests that is about it, None for one that is run with its page."""

    language: str
    body: str
    line: int
    test: str | None


def blocks(text: str) -> list[Block]:
    """The blocks of a page, in order."""
    found = []
    for match in FENCE.finditer(text):
        marker = ELSEWHERE.search(text[: match.start()])
        line = text.count("\n", 0, match.start()) + 1
        body = textwrap.dedent(match["body"])
        found.append(Block(match["language"], body, line, marker["test"] if marker is not None else None))
    return found


def documented() -> dict[str, Path]:
    """The pages whose blocks are run, by name."""
    pages = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
    return {
        path.relative_to(ROOT).as_posix(): path
        for path in pages
        if PAGE_NOT_RUN not in path.read_text(encoding="utf-8")
    }


def checked_in(test: str) -> list[tuple[str, Block]]:
    """The blocks that a file of tests is about, with the names of their pages."""
    found = [(page, block) for page, path in documented().items() for block in blocks(path.read_text(encoding="utf-8"))]
    return [(page, block) for page, block in found if block.test == test]


def lines_of(block: Block) -> list[str]:
    """The lines of a script as a shell takes them: without comments and prompts, continued ones joined."""
    lines = block.body.replace("\\\n", " ").splitlines()
    bare = (re.sub(r"(^|\s)#.*", "", line).removeprefix("$ ").strip() for line in lines)
    return [line for line in bare if line]


def shown(expected: str, printed: str) -> bool:
    """Whether what a page shows is what was printed: every line in order, ``...`` for any number of lines or words."""
    lines = iter(printed.splitlines())
    wanted = (line.strip() for line in expected.splitlines() if line.strip() not in ("", "..."))
    return all(any(_pattern(line).search(" ".join(other.split())) for other in lines) for line in wanted)


def _pattern(line: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(" ".join(part.split())) for part in line.split("...")))
