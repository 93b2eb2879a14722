"""Apply the reviewers' decisions to a linked document.

There is no decision log yet, so the only decisions are none and the stage passes documents through unchanged.
"""

from pipeline.documents import CleanDocument, Decisions, Issue
from pipeline.values import Linked


def apply_decisions(document: CleanDocument, linked: Linked, decisions: Decisions) -> tuple[Linked, tuple[Issue, ...]]:
    """The document with the decisions applied, and an issue for each one whose evidence is gone."""
    if decisions.ids:
        raise NotImplementedError(f"no kind of decision is defined for {document.raw.uri}")
    return linked, ()
