"""A text or HTML page -> its text."""

import re

from pipeline.errors import ReadError
from pipeline.read.body import Body
from pipeline.read.encodings import decode, wide_encoding
from pipeline.read.media import is_binary, media_type

VISIBLE = re.compile(r"[^\s\x00\ufeff]")


def read_page(data: bytes, suffix: str, charset: str | None = None) -> Body:
    """The text of a text or HTML file.

    Args:
        data: its bytes.
        suffix: of its name, lower case; may be empty.
        charset: what the header of an HTTP response declares.

    Raises:
        ReadError: code ``binary`` or ``empty``.
    """
    if wide_encoding(data) is None and is_binary(data):
        raise ReadError(
            "binary", "not a text: its bytes look like an image, PDF or archive; convert it to .txt or .html"
        )
    decoded = decode(data, charset)
    if VISIBLE.search(decoded.text) is None:
        raise ReadError("empty", "the file holds no text; fetch it again or delete it")
    return Body(decoded.text, decoded.encoding, media_type(suffix, decoded.text), issues=decoded.issues)
