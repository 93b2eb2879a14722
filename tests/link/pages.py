"""Pages written as gold: mentions marked in the text, so that a case shows what it is about."""

from evaluation.oracle import GoldDocument, marked_page
from evaluation.oracle_scene import oracle_values
from pipeline.annotate import titles
from pipeline.documents import Issue, Label, Mention
from pipeline.link import link
from pipeline.values import Linked


def page(text: str) -> GoldDocument:
    """A page with its mentions: ``[Ute Erz](PER)``, ``[06571 14-2390](PHONE +496571142390 phone)``."""
    return marked_page("page", text)


def title(gold: GoldDocument) -> list[Mention]:
    """The TITLE mentions that the recogniser finds beside the page's people."""
    return titles.find(gold.document, [mention for mention, _ in gold.of(Label.PER)])


def linked(text: str) -> tuple[Linked, tuple[Issue, ...]]:
    """The page's facts, normalised and linked, with the issues of linking."""
    gold = page(text)
    return link(gold.document, oracle_values(gold))
