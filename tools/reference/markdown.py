"""The Markdown that the reference pages are made of."""

import re
from collections.abc import Iterable, Sequence

SECTION = re.compile(r"^(Args|Attributes|Raises|Returns|Yields):$")
ENTRY = re.compile(r"^(\w[\w.]*): (.*)$")


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; bars in cells are escaped."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


def code(text: object) -> str:
    """A piece of code in running text; nothing for nothing."""
    return f"`{text}`" if text not in (None, "") else ""


def prose(docstring: str) -> str:
    """A docstring in Google style as Markdown: its sections become lists, double backquotes single ones."""
    lines: list[str] = []
    section = False
    for line in docstring.replace("``", "`").splitlines():
        heading = SECTION.match(line)
        entry = ENTRY.match(line.strip()) if section and len(line) - len(line.lstrip()) == 4 else None
        if heading is not None:
            section = True
            lines += [f"**{heading[1]}**", ""]
        elif entry is not None:
            lines.append(f"- `{entry[1]}`: {entry[2]}")
        elif section and line.strip():
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line)
    return "\n".join(lines).strip() + "\n"


def attributes(docstring: str) -> dict[str, str]:
    """What the section ``Attributes`` says of each attribute."""
    found = re.findall(r"^- `(\w+)`: (.*)$", prose(docstring).partition("**Attributes**")[2], re.MULTILINE)
    return dict(found)
