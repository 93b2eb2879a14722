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
    """

    junk: bool
    kind: str = ""
    rule: str = ""
    uncertain: bool = False


KEEP = Verdict(junk=False)


def kind_of(features: Sequence[str], fallback: str) -> str:
    """Names the kind of a junk unit by the evidence it was removed on."""
    votes: dict[str, float] = {}
    for feature in features:
        if feature.startswith(VOTING) and "&" not in feature:
            kind, _, grade = feature[feature.index("=") + 1 :].partition("/")
            votes[kind] = votes.get(kind, 0.0) + float(grade or 1)
    votes.pop("content", None)
    if "nav" in votes and any(feature in BREADCRUMB for feature in features):
        return "breadcrumb"
    return max(votes, key=lambda kind: (votes[kind], -PREFERENCE.get(kind, 99)), default=fallback)


VOTING = ("phrase=", "phrases=", "mostly=", "menu=")
BREADCRUMB = frozenset({"holds= > ", "holds=»", "holds=›", "holds=→"})
