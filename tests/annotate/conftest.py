"""Fixtures of the recognisers' tests."""

import gc
import time
from collections.abc import Callable

import pytest

from pipeline.documents import Block, BlockKind, CleanDocument, RawDocument
from pipeline.offsets import OffsetMap

Page = Callable[..., CleanDocument]


@pytest.fixture(scope="session")
def page() -> Page:
    """Makes a cleaned document of a text, one block a line; ``url`` is where the page came from."""

    def make(text: str, url: str | None = None) -> CleanDocument:
        raw = RawDocument("id", "page.txt", "page.txt", "text/plain", "utf-8", "0" * 64, text, url=url)
        blocks, start = [], 0
        for line in text.split("\n"):
            blocks.append(Block(start, start + len(line), BlockKind.LINE))
            start += len(line) + 1
        return CleanDocument(raw, text, OffsetMap.identity(len(text)), tuple(blocks), url=url)

    return make


@pytest.fixture(scope="session")
def seconds() -> Callable[[Callable[[], object]], float]:
    """Processor time of a call: other processes of the machine do not count."""

    def measure(call: Callable[[], object]) -> float:
        gc.collect()
        gc.disable()  # its cost grows with all that earlier tests left, not with the call
        try:
            started = time.process_time()
            call()
            return time.process_time() - started
        finally:
            gc.enable()

    return measure
