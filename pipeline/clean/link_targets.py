"""Addresses and numbers that a page gives as the target of a link and does not print: "E-Mail schreiben"."""

import re

from pipeline.repairs import Piece

TARGET = re.compile(
    r"""\bhref\s{0,5}=\s{0,5}["']?\s{0,5}(?P<scheme>mailto|tel):(?P<value>(?:[^"'\s?<>%&;]|%40){6,90})""", re.I
)
# Found wherever `TARGET` is, and much faster.
SCHEME = re.compile(r"""["'=\s](?i:mailto|tel):""")
MAIL = re.compile(r"[\w.+-]{1,64}(?:@|%40)[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
TELEPHONE = re.compile(r"(?:\+|0)[\d()/.-]{5,24}")
# A label that prints the address itself, plainly or in disguise.
PRINTED = re.compile(r"@|&#64;|&#x40;|\W(?:at|ät)\W|geschützt", re.I)
TAG = re.compile(r"<[^<>]{0,300}>")
LABEL_LENGTH = 300  # characters of a link's label that are looked at
MOST_ATTRIBUTES = 2000  # characters of a start tag that are looked at


def unprinted_target(source: str, piece: Piece) -> tuple[int, int] | None:
    """Where in the source the address or number stands that a link leads to, if its label does not print it.

    Args:
        source: the page.
        piece: the start tag of a link.
    """
    end = min(piece.end, piece.start + MOST_ATTRIBUTES)
    if SCHEME.search(source, piece.start, end) is None:
        return None
    found = TARGET.search(source, piece.start, end)
    if found is None:
        return None
    end = source.find("</a", piece.end, piece.end + LABEL_LENGTH)
    label = TAG.sub(" ", source[piece.end : end if end >= 0 else piece.end + LABEL_LENGTH])
    if found["scheme"].lower() == "mailto":
        whole, printed = MAIL.fullmatch(found["value"]), PRINTED.search(f" {label} ") is not None
    else:
        whole, printed = TELEPHONE.fullmatch(found["value"]), any(sign.isdigit() for sign in label)
    return None if whole is None or printed else found.span("value")
