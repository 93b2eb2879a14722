"""Decides which blocks of an HTML page are junk: the block model, bounded by rules about what must never go."""

from collections.abc import Sequence
from functools import lru_cache

from pipeline.clean.cues import LABEL, SENDER, SOURCE, contact_cues, is_caption, is_listed, is_stated
from pipeline.clean.downloads import FORMAT, is_titled
from pipeline.clean.html_block import HtmlBlock
from pipeline.clean.html_features import HtmlContext, html_features
from pipeline.clean.html_signals import SIGNALS, html_signals
from pipeline.clean.linear import HTML_WEIGHTS, Group, probability, weights_of
from pipeline.clean.phrases import class_kinds
from pipeline.clean.text_signs import ADVERT
from pipeline.clean.trees import trees
from pipeline.clean.verdicts import KEEP, Verdict, junk_verdict, spared
from pipeline.documents import BlockKind

TREES = "clean/html_trees.json"
REMOVE = 0.5  # probability from which a block goes
REMOVE_CONTACT = 0.995  # the same for contact data where a sender's may stand: losing it is worse than any junk
UNCERTAIN = 0.35
FURNITURE = frozenset(["<footer", "<nav", "<aside"])
NAMED_FURNITURE = frozenset(["nav", "footer", "breadcrumb", "share", "search", "login", "consent", "newsletter"])
MAIN = frozenset(["<main", "<article"])
BOXES = frozenset(["<aside", "sidebar", "marginal", "infobox"])
BOX_REACH = 8  # blocks below the heading of a box beside the text
HEADING_LENGTH = 90  # characters
HEADING_REACH = 3  # blocks
DOUBTFUL = Verdict(junk=False, uncertain=True)


def judge_html(context: HtmlContext) -> list[Verdict]:
    """A verdict for every block, in order."""
    if not context.blocks:
        return []
    features = [html_features(context, index) for index in range(len(context.blocks))]
    signals = html_signals(context, [_score(groups) for groups in features])
    odds = [probability(score) for score in trees(TREES, SIGNALS).log_odds(signals).tolist()]
    return judged(context, [groups[0] for groups in features], odds)


def judged(context: HtmlContext, said: Sequence[Group], junk: Sequence[float]) -> list[Verdict]:
    """The verdicts on blocks of which the model thinks so, within what the rules allow.

    Args:
        context: the page.
        said: for every block the features of what its text says.
        junk: for every block the model's probability of junk.
    """
    verdicts = [_verdict(context, index, said[index], odds) for index, odds in enumerate(junk)]
    verdicts = [_heading_of_contact(context, verdicts, index) for index in range(len(verdicts))]
    return spared(_with_company(context, verdicts))


def _with_company(context: HtmlContext, verdicts: list[Verdict]) -> list[Verdict]:
    """Names, values and opening hours stay in a list or below a heading that stays, if no word of theirs names junk."""
    found = list(verdicts)
    listed = context.elements.all
    for index in range(max(context.section[0], 0) + 1, min(context.section[1] + 1, len(found))):
        block, above = context.blocks[index], context.blocks[index - 1]
        doubtful = found[index].junk and not found[index].named and not block.linked and is_listed(block.text)
        beside = listed[block.element].parent == listed[above.element].parent or above.kind is BlockKind.HEADING
        if doubtful and beside and not found[index - 1].junk:
            found[index] = DOUBTFUL
    return found


def _score(groups: Sequence[Group]) -> float:
    """The log-odds of a block's features in the first pass, bias included."""
    score = weights_of(HTML_WEIGHTS, "first")["bias"]
    for group in groups:
        score += group.score
    return score


def _heading_of_contact(context: HtmlContext, verdicts: Sequence[Verdict], index: int) -> Verdict:
    """A name or office above contact data stays with them: a card without its heading belongs to nobody."""
    block = context.blocks[index]
    if not verdicts[index].junk or len(block.text) > HEADING_LENGTH or not _may_be_sender(context, block, inside=False):
        return verdicts[index]
    for other in range(index + 1, min(index + 1 + HEADING_REACH, len(verdicts))):
        below = context.blocks[other]
        same = context.elements.all[block.element].parent in (context.elements.all[below.element].parent, below.element)
        if same and not verdicts[other].junk and contact_cues(below.text):
            return DOUBTFUL
    return verdicts[index]


def _verdict(context: HtmlContext, index: int, said: Group, junk: float) -> Verdict:
    """The verdict on one block; the costly question of what it says of a sender comes last."""
    text = context.blocks[index].text
    inside = context.section[0] <= index <= context.section[1]
    advert = ADVERT.match(text) is not None
    if junk < UNCERTAIN and not advert:
        return KEEP
    if inside and (SOURCE.match(text) or is_stated(text)):
        return KEEP
    kept = DOUBTFUL if junk >= UNCERTAIN else KEEP
    if (junk < REMOVE and not advert) or (inside and is_caption(text)):
        return kept
    if advert and not _says_sender(text):
        return Verdict(junk=True, kind="ad", rule="html:advertisement-mark")
    if junk < REMOVE or (junk < REMOVE_CONTACT and _is_sender(context, index, inside=inside)):
        return kept
    if _is_document(context, index):
        return DOUBTFUL
    main = context.elements.all[context.main]
    fallback = "nav" if index < main.first else "footer" if index > main.last else "related"
    return junk_verdict(said.names, fallback, "html:block-model")


def _says_sender(text: str) -> bool:
    return bool(contact_cues(text)) or LABEL.search(text) is not None


def _is_sender(context: HtmlContext, index: int, *, inside: bool) -> bool:
    """Whether a block is contact data where a sender's may stand."""
    block = context.blocks[index]
    if not (_may_be_sender(context, block, inside=inside) or _in_sender_box(context, index)):
        return False
    return _says_sender(block.text)


def _in_sender_box(context: HtmlContext, index: int) -> bool:
    """Whether a box beside the text is headed "Pressekontakt" or the like: it is the text's and not the site's."""
    element = context.elements.all[context.blocks[index].element]
    if "<footer" in element.around or "<nav" in element.around:
        return False
    for number in range(index, max(index - BOX_REACH, -1), -1):
        block = context.blocks[number]
        box = context.elements.all[block.element].around
        if not box & BOXES or box & element.around & BOXES != element.around & BOXES:
            return False
        if SENDER.match(block.text) is not None:
            return True
    return False


def _may_be_sender(context: HtmlContext, block: HtmlBlock, *, inside: bool) -> bool:
    """Whether contact data here may be the sender's: in the main part or in an element named for it.

    A footer's is the site's, and a form for comments asks the reader for theirs.
    """
    element = context.elements.all[block.element]
    around = element.around
    if around & FURNITURE:
        return False
    if "<form" in around and any("comment" in class_kinds(word) for word in element.words):
        return False
    return inside or bool(around & MAIN) or _names_contact(around) or (context.bare and not _names_furniture(around))


def _is_document(context: HtmlContext, index: int) -> bool:
    """Whether a block is the title of a file that the page offers, below its headline and outside of furniture."""
    block = context.blocks[index]
    around = context.elements.all[block.element].around
    offered = block.documents or (block.linked and FORMAT.search(block.text) is not None)
    if not offered or index < context.section[0] or around & FURNITURE or _names_furniture(around):
        return False
    return is_titled(block.text)


@lru_cache(maxsize=4096)
def _names_furniture(around: frozenset[str]) -> bool:
    """Whether an element around is named for what stands on every page of a site."""
    return any(not NAMED_FURNITURE.isdisjoint(class_kinds(word)) for word in around)


@lru_cache(maxsize=4096)
def _names_contact(around: frozenset[str]) -> bool:
    """Whether an element around is named for contact data; cached, since neighbours share what is around them."""
    return any("contact" in class_kinds(word) for word in around)
