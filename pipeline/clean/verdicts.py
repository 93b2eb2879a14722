"""What is decided about a unit of text or a block of a page, and the names of the kinds of junk."""

from collections.abc import Sequence
from dataclasses import dataclass

# Kinds that contact cues speak against: a line with a telephone number is hardly a menu.
KINDS = (
    "consent",
    "nav",
    "breadcrumb",
    "share",
    "search",
    "login",
    "newsletter",
    "related",
    "pagination",
    "alt",
    "caption-dup",
    "print",
    "app",
    "footer",
    "ad",
)
PREFERENCE = {
    kind: number
    for number, kind in enumerate(
        ("consent", "share", "print", "login", "search", "newsletter", "app", "related", "ad", "footer", "alt", "nav")
    )
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision about one unit; ``kind`` and ``rule`` are empty where it stays.

    Attributes:
        uncertain: it stays, but only just.
        named: the words themselves name the kind; otherwise place and form alone speak for junk.
    """

    junk: bool
    kind: str = ""
    rule: str = ""
    uncertain: bool = False
    named: bool = True


KEEP = Verdict(junk=False)


def spared(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """The verdicts, but a page is not emptied because of its form.

    A feed's text may be one sentence or a headline, which looks like a menu entry to a model of whole pages. Where
    nothing would be left, what no word names as junk stays, uncertain; a page that asks for consent holds no more.
    """
    if any(not verdict.junk or verdict.kind == "consent" for verdict in verdicts):
        return list(verdicts)
    return [verdict if verdict.named else Verdict(junk=False, uncertain=True) for verdict in verdicts]


def junk_verdict(features: Sequence[str], fallback: str, rule: str) -> Verdict:
    """The verdict of a model, its kind named by the evidence or else by the place on the page."""
    kind = kind_of(features)
    return Verdict(junk=True, kind=kind or fallback, rule=rule, named=kind is not None)


def kind_of(features: Sequence[str]) -> str | None:
    """Names the kind of a junk unit by the evidence it was removed on; None where nothing names it."""
    votes: dict[str, float] = {}
    for feature in features:
        if feature.startswith(VOTING) and "&" not in feature:
            kind, _, grade = feature[feature.index("=") + 1 :].partition("/")
            votes[kind] = votes.get(kind, 0.0) + float(grade or 1)
    votes.pop("content", None)
    if "nav" in votes and any(feature in BREADCRUMB for feature in features):
        return "breadcrumb"
    return max(votes, key=lambda kind: (votes[kind], -PREFERENCE.get(kind, 99)), default=None)


VOTING = ("phrase=", "phrases=", "mostly=", "menu=")
BREADCRUMB = frozenset({"holds= > ", "holds=»", "holds=›", "holds=→"})
