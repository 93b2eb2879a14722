"""Cleans a plain text: characters repaired, junk lines out, line breaks kept."""

from collections.abc import Collection, Sequence

from pipeline.clean.metadata import text_metadata
from pipeline.clean.page import Page
from pipeline.clean.paging import page_furniture
from pipeline.clean.plain import Unit, repair_lines, units_of
from pipeline.clean.repeated import without_repeated
from pipeline.clean.text_rules import judge
from pipeline.clean.verdicts import Verdict
from pipeline.documents import Block, BlockKind, RemovedBlock
from pipeline.offsets import OffsetMap, TextBuilder
from pipeline.site_profile import SiteProfile


def clean_text(source: str, url: str | None = None, profile: SiteProfile | None = None) -> Page:
    """The cleaned text of a plain-text source, with its blocks and what was removed."""
    repaired, offsets, scrambled = repair_lines(source)
    units = units_of(repaired)
    verdicts = _without_furniture(judge(units), page_furniture(source, units, offsets))
    if profile is not None:
        verdicts = without_repeated(verdicts, [unit.text for unit in units], profile)
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


def text_block_texts(source: str) -> tuple[str, ...]:
    """The texts of a plain text's units, kept or not."""
    repaired, _, _ = repair_lines(source)
    return tuple(unit.text for unit in units_of(repaired))


def _without_furniture(verdicts: Sequence[Verdict], repeated: Collection[int]) -> list[Verdict]:
    """The verdicts with headers and footers of later pages as junk."""
    return [
        Verdict(junk=True, kind="footer", rule="text:page-furniture")
        if index in repeated and not verdict.junk
        else verdict
        for index, verdict in enumerate(verdicts)
    ]


def _removed(units: Sequence[Unit], verdicts: Sequence[Verdict], offsets: OffsetMap) -> tuple[RemovedBlock, ...]:
    """The removed units in source offsets."""
    return tuple(
        RemovedBlock(*offsets.to_source(unit.start, unit.end), verdict.kind, verdict.rule)
        for unit, verdict in zip(units, verdicts, strict=True)
        if verdict.junk
    )
