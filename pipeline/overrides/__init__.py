"""Apply the reviewers' decisions to a linked document.

places     where each decision's evidence stands; later decisions overrule earlier ones about the same words
draft      the document's facts as objects that point at each other, so that items can come and go
freeze     the draft as tuples again
contacts   phones, e-mails, web addresses, postal addresses and dates
entities   people, organisations and places
identity   merging and splitting them, suppressing a person
links      roles, affiliations and owners
dates      what a reviewer's date is; the document's own date

A decision either holds, and its id is in the provenance, or it is stale, and an issue says why.
"""

from pipeline.decisions import Decisions
from pipeline.documents import CleanDocument, Issue
from pipeline.overrides.apply import hold
from pipeline.overrides.dates import decided_publication
from pipeline.overrides.draft import Draft
from pipeline.overrides.freeze import frozen
from pipeline.overrides.places import Sited, sited
from pipeline.values import Linked

__all__ = ["apply_decisions", "decided_publication"]


def apply_decisions(document: CleanDocument, linked: Linked, decisions: Decisions) -> tuple[Linked, tuple[Issue, ...]]:
    """The document with the decisions applied, and an issue for each one that is stale.

    Args:
        document: the cleaned text, in which evidence is looked for.
        linked: the document's facts; untouched.
        decisions: those in force; the ids of those that hold are in the result's ``decisions``.
    """
    mine = decisions.of(document.raw.id)
    if not mine:
        return linked, ()
    draft = Draft.of(linked)
    held, issues = [], []
    for found in sited(document.text, mine):
        reason = hold(draft, document, found)
        if reason is not None:
            issues.append(_stale(found, reason))
        elif not found.concerns_nobody:
            held.append(found.decision.id)
    return frozen(draft, tuple(held)), tuple(issues)


def _stale(found: Sited, reason: str) -> Issue:
    decision = found.decision
    message = f"decision {decision.id} ({decision.action} {decision.field} {found.shown}) is not applied: {reason}"
    return Issue("decision-stale", "warning", message)
