"""Every code of an issue or a quarantined document is documented, and every documented code exists."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RAISED = {"Issue", "DocumentError", "GroundingError", "ReadError"}
CODE = re.compile(r"[a-z]+(-[a-z]+)*")
SOURCES = {path: path.read_text(encoding="utf-8") for path in sorted((ROOT / "pipeline").rglob("*.py"))}


def documented() -> set[str]:
    page = (ROOT / "docs" / "codes.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE))


def codes(source: str) -> Iterator[str]:
    """First arguments of issues and errors, and the compound words that a variable called ``code`` is set to."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RAISED and node.args:
            yield from strings(node.args[0])
        if isinstance(node, ast.Assign) and "code" in names(node.targets[0]):
            yield from (text for text in strings(node.value) if "-" in text)


def names(node: ast.expr) -> set[str]:
    return {found.id for found in ast.walk(node) if isinstance(found, ast.Name)}


def strings(node: ast.expr) -> Iterator[str]:
    values = (found.value for found in ast.walk(node) if isinstance(found, ast.Constant))
    return (value for value in values if isinstance(value, str) and CODE.fullmatch(value))


def test_codes_are_found_in_calls_and_variables() -> None:
    found = set(codes("Issue('a-b', 'warning')\ncode, message = 'c-d', f'{x} is no code'\nother('e-f')"))
    assert found == {"a-b", "c-d"}


def test_every_code_is_documented() -> None:
    used = {code for source in SOURCES.values() for code in codes(source)}
    assert used - documented() == set()


def test_every_documented_code_is_used() -> None:
    everything = "\n".join(SOURCES.values())
    assert [code for code in sorted(documented()) if f'"{code}"' not in everything] == []
