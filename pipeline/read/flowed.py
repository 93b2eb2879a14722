"""``format=flowed``: the line breaks that a mail program put in are taken out again (RFC 3676)."""

import re

LINE = re.compile(r"([^\r\n]*)(\r\n?|\n|$)")
QUOTES = re.compile(r">*")
SIGNATURE = "-- "


def unflowed(text: str, *, delete_space: bool) -> str:
    """The text with every flowed line joined to the one it goes on in.

    Args:
        text: the decoded part.
        delete_space: the part says ``DelSp=yes``: the space at a flowed line's end is no part of the text.
    """
    parts: list[str] = []
    open_depth: int | None = None  # of the quotation whose last line flows on
    open_end = ""
    for content, end in LINE.findall(text):
        depth = _depth(content)
        line = content[depth:].removeprefix(" ")
        if open_depth is not None and (open_depth != depth or line == SIGNATURE):
            parts.append(open_end)
            open_depth = None
        if open_depth is None:
            parts.append(content[:depth] + (" " if depth and line else ""))
        flows = line.endswith(" ") and line != SIGNATURE and end != ""
        parts.append(line[:-1] if flows and delete_space else line)
        open_depth, open_end = (depth, end) if flows else (None, "")
        parts.append("" if flows else end)
    return "".join(parts)


def _depth(line: str) -> int:
    match = QUOTES.match(line)
    return 0 if match is None else match.end()
