"""The text repairs: what turns a piece of source into the text a reader sees.

Cleaning applies them while it builds the offset map; `emit` applies them again to every cut-out piece, to prove the span.
"""

import html
import re

INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
SPACE = re.compile(r"\s+")
MARKUP = re.compile(r"<!--.*?-->|<[^<>]*>", re.DOTALL)


def restore(piece: str, media_type: str) -> str:
    """The visible text of a piece of source, white space folded.

    Args:
        piece: cut out of the decoded source.
        media_type: ``text/html`` pieces may hold tags, comments and character references.
    """
    if media_type == "text/html":
        piece = html.unescape(MARKUP.sub(" ", piece))
    return fold(INVISIBLE.sub("", piece))


def fold(text: str) -> str:
    """The text with every run of white space as one space."""
    return SPACE.sub(" ", text).strip()
