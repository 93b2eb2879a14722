"""What a document is called: the id, and file names as text that is safe to store."""

import hashlib
import os
from pathlib import Path

ID_DIGITS = 16  # 64 bits: a collision among a million documents has a chance of 1 in 37 million


def document_id(identity: str) -> str:
    """The first hexadecimal digits of the SHA-256 of a URL or a path below the input root."""
    return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:ID_DIGITS]


def display_name(path: Path | str) -> str:
    r"""A path as valid Unicode with ``/``, whatever the locale; bytes that are no UTF-8 become ``\xff``."""
    text = path.as_posix() if isinstance(path, Path) else path
    return os.fsencode(text).decode("utf-8", "backslashreplace")
