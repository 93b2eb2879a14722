"""Decides which blocks of an HTML page are junk: the block model, bounded by rules about what must never go."""

from bisect import bisect_right
from collections.abc import Sequence

from pipeline.clean.cues import LABEL, SOURCE, contact_cues
from pipeline.clean.html_blocks import HtmlBlock
from pipeline.clean.html_features import Group, HtmlContext, html_features
from pipeline.clean.linear import Scores, probability, shared_scores, two_pass_model
from pipeline.clean.phrases import class_kinds
from pipeline.clean.verdicts import KEEP, Verdict, junk_verdict, spared

WEIGHTS = "clean/html.yml"
REMOVE = 0.6  # probability from which a block goes
REMOVE_CONTACT = 0.97  # the same for contact data where a sender's may stand
UNCERTAIN = 0.35
GRADES = (0.05, 0.2, 0.5, 0.8, 0.95)
FURNITURE = frozenset(["<footer", "<nav", "<aside"])
MAIN = frozenset(["<main", "<article"])
HEADING_LENGTH = 90  # characters
HEADING_REACH = 3  # blocks
REACH = 3  # blocks above and below whose probabilities are looked at
NONE = len(GRADES) + 1  # in place of a grade: the page ends there
SELF = tuple(f"self={grade}" for grade in range(len(GRADES) + 1))
AT = tuple(
    (offset, tuple(f"at{offset:+d}={'none' if grade == NONE else grade}" for grade in range(len(GRADES) + 2)))
    for offset in (-3, -2, -1, 1, 2, 3)
)


def judge_html(context: HtmlContext) -> list[Verdict]:
    """A verdict for every block, in order."""
    features = [html_features(context, index) for index in range(len(context.blocks))]
    scores = [_scores(groups) for groups in features]
    around = neighbourhoods(context, [probability(first) for first, _ in scores])
    model = two_pass_model(WEIGHTS)
    odds = [probability(scores[index][1] + model.around(around[index])) for index in range(len(features))]
    return judged(context, [groups[0] for groups in features], odds)


def judged(context: HtmlContext, said: Sequence[Group], junk: Sequence[float]) -> list[Verdict]:
    """The verdicts on blocks of which the model thinks so, within what the rules allow.

    Args:
        context: the page.
        said: for every block the features of what its text says.
        junk: for every block the model's probability of junk.
    """
    verdicts = [_verdict(context, index, said[index], odds) for index, odds in enumerate(junk)]
    return spared([_heading_of_contact(context, verdicts, index) for index in range(len(verdicts))])


def _scores(groups: Sequence[Group]) -> Scores:
    """The log-odds of a block's features in both passes, bias included."""
    first, second = two_pass_model(WEIGHTS).weights["bias"]
    for group in groups:
        if group:
            before, after = shared_scores(WEIGHTS, group)
            first, second = first + before, second + after
    return first, second


def _heading_of_contact(context: HtmlContext, verdicts: Sequence[Verdict], index: int) -> Verdict:
    """A name or office above contact data stays with them: a card without its heading belongs to nobody."""
    block = context.blocks[index]
    if not verdicts[index].junk or len(block.text) > HEADING_LENGTH or not _may_be_sender(context, block, inside=False):
        return verdicts[index]
    for other in range(index + 1, min(index + 1 + HEADING_REACH, len(verdicts))):
        below = context.blocks[other]
        same = context.elements.all[block.element].parent == context.elements.all[below.element].parent
        if same and not verdicts[other].junk and contact_cues(below.text):
            return Verdict(junk=False, uncertain=True)
    return verdicts[index]


def neighbourhoods(context: HtmlContext, junk: Sequence[float]) -> list[list[str]]:
    """Features for the second pass: the first pass's probabilities around each block."""
    listed = context.elements.all
    parents = [listed[block.element].parent for block in context.blocks]
    sums: dict[int, tuple[float, int]] = {}
    for block, parent, odds in zip(context.blocks, parents, junk, strict=True):
        weighted, length = sums.get(parent, (0.0, 0))
        sums[parent] = (weighted + odds * len(block.text), length + len(block.text))
    same = {parent: f"same={_grade(weighted / max(length, 1))}" for parent, (weighted, length) in sums.items()}
    grades = [NONE] * REACH + [_grade(odds) for odds in junk] + [NONE] * REACH
    return [
        [
            SELF[grades[index + REACH]],
            *(names[grades[index + REACH + offset]] for offset, names in AT),
            same[parents[index]],
        ]
        for index in range(len(junk))
    ]


def _grade(junk: float) -> int:
    return bisect_right(GRADES, junk)


def _verdict(context: HtmlContext, index: int, said: Group, junk: float) -> Verdict:
    block = context.blocks[index]
    main = context.elements.all[context.main]
    inside = main.first <= index <= main.last
    if inside and SOURCE.match(block.text):
        return KEEP
    sender = _may_be_sender(context, block, inside=inside) and (contact_cues(block.text) or LABEL.search(block.text))
    if junk < (REMOVE_CONTACT if sender else REMOVE):
        return Verdict(junk=False, uncertain=junk >= UNCERTAIN)
    fallback = "nav" if index < main.first else "footer" if index > main.last else "related"
    return junk_verdict(said, fallback, "html:block-model")


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
    return inside or bool(around & MAIN) or any("contact" in class_kinds(word) for word in around)
