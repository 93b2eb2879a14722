"""Elements inside a line that styles show apart ("<span>Anna Kern</span><span>Leiterin</span>") or hide."""

import re

from pipeline.repairs.markup import Piece, PieceKind

LABELS = frozenset(["a", "b", "label", "small", "span", "strong", "time"])
# <img src="at.gif" alt="@">
SIGN = r"(?:@|&#64;|[\[(](?:at|@)[\])])"
PICTURED = re.compile(rf"""\balt\s*=\s*(?:"\s?{SIGN}\s?"|'\s?{SIGN}\s?'|{SIGN}(?=[\s/>]|$))""", re.IGNORECASE)
UNSHOWN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def pictured_sign(piece: Piece) -> str:
    """The "@" that a picture stands for, as its alternative text says; "" for any other piece."""
    return "@" if piece.name == "img" and PICTURED.search(piece.attributes) is not None else ""


class Labels:
    """Follows the tags of one text in order; what it says is the same for a page and for a piece cut out of it.

    Attributes:
        hide: whether the text that follows is shown to nobody.
        beside: whether a label that follows directly on another has begun since the last text.
    """

    __slots__ = ("_depth", "_ended", "_name", "beside", "hide")

    def __init__(self) -> None:
        self.hide = self.beside = False
        self._ended = -1
        self._depth, self._name = 0, ""

    def tag(self, piece: Piece) -> None:
        """Take note of a tag of an element in ``LABELS``."""
        begins = piece.kind is PieceKind.START
        if self.hide:
            self._depth += (1 if begins else -1) if piece.name == self._name else 0
            self.hide = self._depth > 0
        elif begins and "style" in piece.attributes.lower() and UNSHOWN.search(piece.attributes) is not None:
            self.hide, self._depth, self._name = True, 1, piece.name
        elif begins:
            self.beside = self.beside or piece.start == self._ended
        if not begins:
            self._ended = piece.end

    def part(self, last: str, first: str) -> bool:
        """Whether two labels run together that are no one word.

        Args:
            last: the last character before them, "" for none.
            first: the first character of the text that follows, as the source has it.
        """
        beside, self.beside = self.beside, False
        ends_word = last.islower() or last.isdecimal() or last in {".", ")"}
        return beside and ends_word and (first.isupper() or (first.isdecimal() and last.islower()))
