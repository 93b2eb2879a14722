"""Cleans an HTML page: blocks read, junk out, the rest as text with a line for every line a reader sees."""

from collections.abc import Sequence
from itertools import groupby

from pipeline.clean.html_block import HtmlBlock
from pipeline.clean.html_blocks import HtmlReader
from pipeline.clean.html_elements import Elements
from pipeline.clean.html_evidence import evidence_of
from pipeline.clean.html_features import html_context
from pipeline.clean.html_groups import groups_of
from pipeline.clean.html_rules import judge_html
from pipeline.clean.metadata import html_metadata
from pipeline.clean.page import Page
from pipeline.clean.repeated import without_repeated
from pipeline.clean.verdicts import Verdict
from pipeline.documents import Block, BlockKind, RemovedBlock
from pipeline.offsets import OffsetMap, TextBuilder
from pipeline.repairs import fold
from pipeline.site_profile import SiteProfile

HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
TIGHT = frozenset([BlockKind.LIST_ITEM, BlockKind.TABLE_ROW, BlockKind.LINE])


def clean_html(source: str, url: str | None = None, profile: SiteProfile | None = None) -> Page:
    """The cleaned text of an HTML source, with its blocks, metadata and what was removed."""
    reader = HtmlReader(source)
    reader.read()
    verdicts = judge_html(html_context(reader.blocks, reader.elements))
    if profile is not None:
        verdicts = without_repeated(verdicts, [block.text for block in reader.blocks], profile)
    text, offsets, blocks = _assemble(source, reader, verdicts)
    evidence = evidence_of(source, reader.stated)
    metadata = html_metadata(source, evidence, text, _headlines(reader.blocks, reader.elements), url)
    removed = _removed(reader.blocks, verdicts)
    return Page(text, offsets, blocks, removed, metadata, tuple(reader.scrambled))


def html_block_texts(source: str) -> tuple[str, ...]:
    """The texts of a page's blocks, kept or not."""
    reader = HtmlReader(source)
    reader.read()
    return tuple(block.text for block in reader.blocks)


def _assemble(source: str, reader: HtmlReader, verdicts: Sequence[Verdict]) -> tuple[str, OffsetMap, tuple[Block, ...]]:
    kept = [index for index, verdict in enumerate(verdicts) if not verdict.junk]
    groups = groups_of([reader.blocks[index] for index in kept], reader.elements)
    builder = TextBuilder(source)
    blocks: list[Block] = []
    previous = -1
    for index, group in zip(kept, groups, strict=True):
        block = reader.blocks[index]
        if blocks:
            neighbours = previous + 1 == index and blocks[-1].group == group
            builder.insert("\n" if neighbours and _tight(reader, reader.blocks[previous], block) else "\n\n")
        blocks.append(_write(builder, block, group, uncertain=verdicts[index].uncertain))
        previous = index
    text, offsets = builder.build()
    return text, offsets, tuple(blocks)


def _tight(reader: HtmlReader, above: HtmlBlock, below: HtmlBlock) -> bool:
    """Whether two blocks are lines of one list, table or card; a term stays with what is said of it."""
    first, second = (reader.elements.all[block.element].name for block in (above, below))
    if first == "dt" and second == "dd":
        return True
    if second in HEADINGS:
        return False
    if above.kind in TIGHT and above.kind == below.kind:
        return True
    return max(len(above.text), len(below.text)) <= 90 and above.kind is not BlockKind.HEADING and not above.broken


def _write(builder: TextBuilder, block: HtmlBlock, group: int, *, uncertain: bool) -> Block:
    starts = []
    for text, start, end, verbatim in block.runs:
        starts.append(builder.length)
        if verbatim:
            builder.copy(start, end)
        elif start == end:
            builder.insert(text)
        else:
            builder.replace(start, end, text)
    starts.append(builder.length)
    cells = tuple((starts[first], _cell_end(starts, block, first, last)) for first, last in block.cells)
    return Block(starts[0], starts[-1], block.kind, group, cells, uncertain)


def _cell_end(starts: Sequence[int], block: HtmlBlock, first: int, last: int) -> int:
    return starts[last - 1] + len(block.runs[last - 1].text) if last > first else starts[first]


def _removed(blocks: Sequence[HtmlBlock], verdicts: Sequence[Verdict]) -> tuple[RemovedBlock, ...]:
    """The removed blocks in source offsets; neighbours of one kind and rule are one entry."""
    found: list[RemovedBlock] = []
    paired = zip(blocks, verdicts, strict=True)
    for verdict, run in groupby(paired, key=lambda pair: pair[1]):
        if verdict.junk:
            listed = [block for block, _ in run]
            found.append(RemovedBlock(listed[0].start, listed[-1].end, verdict.kind, verdict.rule))
    return tuple(found)


def _headlines(blocks: Sequence[HtmlBlock], elements: Elements) -> list[tuple[str, int]]:
    """Text and source offset of every ``h1``."""
    return [(fold(block.text), block.start) for block in blocks if elements.all[block.element].name == "h1"]
