"""The text repairs: what turns a piece of source into the text a reader sees.

Cleaning applies them while it builds the offset map; `emit` applies them again to every cut-out piece, to prove the
span. Every repair therefore looks at a few neighbouring characters only, so that a piece and the whole text agree.
"""

from collections.abc import Iterator

from pipeline.repairs.edits import Edit, edits
from pipeline.repairs.labels import LABELS, Labels, pictured_sign
from pipeline.repairs.markup import Piece, PieceKind, breaks_text, pieces

__all__ = ["Edit", "Piece", "PieceKind", "breaks_text", "edits", "fold", "pieces", "repaired", "restore"]


def restore(piece: str, media_type: str) -> str:
    """The visible text of a piece of source, white space folded.

    Args:
        piece: cut out of the decoded source.
        media_type: ``text/html`` pieces may hold tags, comments and scripts.
    """
    if media_type == "text/html" and "<" in piece:
        parts = list(_shown(piece))
        return fold("".join(parts))
    return fold(repaired(piece, hyphenated=media_type != "text/html"))


def _shown(source: str) -> Iterator[str]:
    """The text of an HTML source as its reader sees it, a space at the borders of blocks."""
    labels, last = Labels(), ""
    for part in pieces(source):
        text = ""
        if part.kind is PieceKind.TEXT and not labels.hide:
            text = repaired(source[part.start : part.end])
            if labels.part(last, source[part.start]):
                yield " "
        elif breaks_text(part):
            labels.hide = False
            text = pictured_sign(part) or " "
        elif part.name in LABELS:
            labels.tag(part)
        if text:
            last = text[-1]
            yield text


def repaired(text: str, *, hyphenated: bool = False) -> str:
    """The text with every edit applied; ``hyphenated`` as in `edits`."""
    parts, position = [], 0
    for edit in edits(text, 0, len(text), hyphenated=hyphenated):
        parts += [text[position : edit.start], edit.text]
        position = edit.end
    return "".join(parts) + text[position:]


def fold(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())
