"""Nothing is found across a removed block."""

from pipeline.annotate.unbroken import unbroken
from pipeline.documents import Block, BlockKind, CleanDocument, Label, Mention, RawDocument, RemovedBlock
from pipeline.offsets import TextBuilder

SOURCE = "Rathausplatz 1\nJetzt abonnieren\n67547 Worms\n\nOrt: Worms"


def document(removed: tuple[RemovedBlock, ...]) -> CleanDocument:
    builder = TextBuilder(SOURCE)
    builder.copy(0, 14)
    if removed:
        builder.insert("\n\n")
        builder.copy(32, len(SOURCE))
    else:
        builder.copy(14, len(SOURCE))
    text, offsets = builder.build()
    raw = RawDocument("a", "a", "a", "text/plain", "utf-8", "0" * 64, SOURCE)
    return CleanDocument(raw, text, offsets, (Block(0, len(text), BlockKind.PARAGRAPH),), removed)


def mention(page: CleanDocument, surface: str) -> Mention:
    start = page.text.index(surface)
    return Mention(Label.ADDR, start, start + len(surface), surface, 1.0, "test")


def test_a_mention_over_a_removed_block_goes() -> None:
    page = document((RemovedBlock(15, 31, "newsletter", "test"),))
    across, inside = mention(page, "Rathausplatz 1\n\n67547 Worms"), mention(page, "Rathausplatz 1")
    beside = mention(page, "67547 Worms\n\nOrt: Worms")
    assert unbroken(page, [across, inside, beside]) == [inside, beside]


def test_nothing_goes_where_nothing_was_removed() -> None:
    page = document(())
    whole = mention(page, "67547 Worms\n\nOrt: Worms")
    assert unbroken(page, [whole]) == [whole]
