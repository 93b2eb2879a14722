"""Cross-validation of the block model on a suite of pages: folds by publisher, scored by the suite's snippets."""

import re
from collections.abc import Mapping, Sequence

from evaluation.cleaning_data import SuitePage
from pipeline.clean.html_features import HtmlContext, html_features
from pipeline.clean.html_rules import judged
from pipeline.repairs import fold

HOST = re.compile(r"https?://(?:www\.)?([^/:?#]+)", re.IGNORECASE)


def publisher_of(page: SuitePage) -> str:
    """The host that a page came from, that of the copied page where an archive served it; its name without an URL."""
    hosts = HOST.findall(page.url)
    return str(hosts[-1]).lower() if hosts else page.name


def publisher_folds(pages: Sequence[SuitePage], count: int) -> list[int]:
    """The fold of every page; pages of one publisher share theirs."""
    numbers: dict[str, int] = {}
    return [numbers.setdefault(publisher_of(page), len(numbers)) % count for page in pages]


def kept_text(context: HtmlContext, odds: Sequence[float]) -> str:
    """The text that stays where the model gives a page's blocks these probabilities of junk; rules have their say."""
    said = [html_features(context, index)[0] for index in range(len(context.blocks))]
    verdicts = judged(context, said, odds)
    return "\n".join(block.text for block, verdict in zip(context.blocks, verdicts, strict=True) if not verdict.junk)


def snippet_figures(pages: Sequence[SuitePage], texts: Mapping[str, str]) -> tuple[float, float, float]:
    """Precision, recall and F1 over the required and forbidden snippets of all pages."""
    found = missing = leaked = 0
    for page in pages:
        text = fold(texts[page.name])
        hits = sum(fold(snippet) in text for snippet in page.wanted)
        found, missing = found + hits, missing + len(page.wanted) - hits
        leaked += sum(fold(snippet) in text for snippet in page.unwanted)
    precision, recall = found / max(found + leaked, 1), found / max(found + missing, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)
