"""What must hold whatever the input: spans fit their text, the same input gives the same, time grows linearly."""

import time
import zlib
from collections.abc import Callable, Iterable

from pipeline.documents import Mention, RawDocument

SMALL, LARGE = 4_000, 32_000  # characters
GROWTH = 24.0  # eight times the text: linear work takes 8 times as long, quadratic work 64 times
NOISE = 1.0  # seconds below which a ratio says nothing
REPEATED, GROWN = 8, 256  # one input of so many is read twice, and made longer


class Broken(Exception):  # noqa: N818
    """An invariant does not hold."""


def require(holds: object, what: str) -> None:
    """Raises `Broken` with the words where something does not hold."""
    if not holds:
        raise Broken(what)


def require_spans(text: str, mentions: Iterable[Mention]) -> None:
    """Every mention is cut from the text, and its score is a probability."""
    for mention in mentions:
        require(0 <= mention.start < mention.end <= len(text), f"{mention} lies outside the text")
        require(mention.text == text[mention.start : mention.end], f"{mention} is not what the text says")
        require(0 <= mention.score <= 1, f"{mention} has an impossible score")


def require_readable(raw: RawDocument) -> None:
    """A document that was read has a text, and the text can be stored."""
    require(raw.text.strip(), "a document without text")
    try:
        raw.text.encode()
    except UnicodeEncodeError as error:
        raise Broken("a text that cannot be stored") from error


def require_same(text: str, work: Callable[[str], object]) -> None:
    """For some of the inputs: working twice gives the same."""
    if zlib.crc32(text.encode()) % REPEATED == 0:
        require(repr(work(text)) == repr(work(text)), "the same text gave two results")


def require_linear(text: str, work: Callable[[str], object]) -> None:
    """For some of the inputs: the text repeated to eight times the length takes about eight times as long."""
    if not text or zlib.crc32(text.encode()) % GROWN:
        return
    small, large = (_seconds(work, _lengthened(text, size)) for size in (SMALL, LARGE))
    if large > NOISE and large > GROWTH * small:
        raise Broken(f"{SMALL} characters take {small:.2f} s, {LARGE} take {large:.2f} s")


def _lengthened(text: str, size: int) -> str:
    return (text * (size // len(text) + 1))[:size]


def _seconds(work: Callable[[str], object], text: str) -> float:
    started = time.process_time()
    work(text)
    return time.process_time() - started
