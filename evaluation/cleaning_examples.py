"""Documents as the cleaning models learn from them: the units of each with features, labels and weights."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from evaluation.cleaning_data import GoldLines, SuitePage
from evaluation.cleaning_teachers import soft_labels
from pipeline.clean.html_blocks import HtmlReader
from pipeline.clean.html_features import HtmlContext, html_context, html_features
from pipeline.clean.plain import repair_lines, units_of
from pipeline.clean.text_features import context_of, features_of, neighbourhoods
from pipeline.repairs import fold

Around = Callable[[Sequence[float]], list[list[str]]]


@dataclass(frozen=True)
class Example:
    """The units of one document with their features and labels.

    Attributes:
        junk: 1.0 for junk, 0.0 for content, between them where the teachers disagree.
        around: first-pass probabilities -> the features of every unit's neighbourhood.
    """

    features: list[list[str]]
    junk: list[float]
    weights: list[float]
    around: Around


def text_example(gold: GoldLines, weight: float = 1.0) -> Example:
    """A gold document's units; one with several lines is junk if most of them are."""
    repaired, offsets, _ = repair_lines(gold.text)
    context = context_of(units_of(repaired))
    junk = []
    for unit in context.units:
        start, end = offsets.to_source(unit.start, unit.end)
        kinds = [kind for first, last, kind in gold.lines if first < end and last > start]
        junk.append(float(sum(kind is not None for kind in kinds) * 2 > len(kinds)))
    count = range(len(context.units))
    return Example(
        [features_of(context, index) for index in count],
        junk,
        [weight] * len(junk),
        lambda first: neighbourhoods(context, first),
    )


@dataclass(frozen=True)
class HtmlExample:
    """The blocks of one page with their features and labels.

    Attributes:
        junk: 1.0 for junk, 0.0 for content, between them where the teachers disagree.
        named: whether a snippet says so rather than the teachers.
    """

    context: HtmlContext
    features: list[list[str]]
    junk: list[float]
    named: list[bool]


def html_example(page: SuitePage, teachers: Mapping[str, Mapping[str, str]]) -> HtmlExample:
    """A page's blocks, labelled by the suite's snippets, and where they are silent by the voices of the teachers."""
    reader = HtmlReader(page.text)
    reader.read()
    context = html_context(reader.blocks, reader.elements)
    texts = [fold(block.text.split("\t")[0]) for block in reader.blocks]
    said = [_said(text, page) for text in texts]
    taught = soft_labels(page, texts, teachers)
    features = [
        [name for group in html_features(context, index) for name in group.names] for index in range(len(reader.blocks))
    ]
    junk = [weak if strong is None else strong for strong, weak in zip(said, taught, strict=True)]
    return HtmlExample(context, features, junk, [strong is not None for strong in said])


def _said(text: str, page: SuitePage) -> float | None:
    """What the snippets say of a block; None where they are silent or disagree."""
    wanted = any(fold(snippet) in text for snippet in page.wanted)
    return float(not wanted) if wanted != any(fold(snippet) in text for snippet in page.unwanted) else None
