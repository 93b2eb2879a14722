"""Cleans a plain text: characters repaired, junk lines out, line breaks kept."""

from collections.abc import Sequence

from pipeline.clean.metadata import text_metadata
from pipeline.clean.page import Page
from pipeline.clean.plain import Unit, repair_lines, units_of
from pipeline.clean.text_rules import judge
from pipeline.clean.verdicts import Verdict
from pipeline.documents import Block, BlockKind, RemovedBlock
from pipeline.offsets import OffsetMap, TextBuilder


def clean_text(source: str, url: str | None = None) -> Page:
    """The cleaned text of a plain-text source, with its blocks and what was removed."""
    repaired, offsets, scrambled = repair_lines(source)
    units = units_of(repaired)
    verdicts = judge(units)
    builder = TextBuilder(repaired)
    blocks: list[Block] = []
    gap = True
    for unit, verdict in zip(units, verdicts, strict=True):
        if verdict.junk:
            gap = True
            continue
        if blocks:
            builder.insert("\n\n" if gap or unit.blank_before else "\n")
        start = builder.length
        builder.copy(unit.start, unit.end)
        kind = BlockKind.PARAGRAPH if unit.lines > 1 else BlockKind.LINE
        blocks.append(Block(start, builder.length, kind, uncertain=verdict.uncertain))
        gap = False
    text, kept = builder.build()
    metadata = text_metadata(text, blocks, url)
    return Page(text, kept.after(offsets), tuple(blocks), _removed(units, verdicts, offsets), metadata, scrambled)


def _removed(units: Sequence[Unit], verdicts: Sequence[Verdict], offsets: OffsetMap) -> tuple[RemovedBlock, ...]:
    """The removed units in source offsets."""
    return tuple(
        RemovedBlock(*offsets.to_source(unit.start, unit.end), verdict.kind, verdict.rule)
        for unit, verdict in zip(units, verdicts, strict=True)
        if verdict.junk
    )
