"""One decision carried out on the draft."""

from collections.abc import Callable

from pipeline.decisions import Action, Field
from pipeline.documents import CleanDocument
from pipeline.overrides.contacts import SHAPES, hold_contact
from pipeline.overrides.dates import hold_published
from pipeline.overrides.draft import Draft
from pipeline.overrides.entities import LABELS, hold_entity
from pipeline.overrides.identity import hold_identity
from pipeline.overrides.links import hold_affiliation, hold_owner, hold_role
from pipeline.overrides.places import Sited
from pipeline.overrides.quoted import GONE

Holder = Callable[[Draft, CleanDocument, Sited], str | None]
CHANGES_IDENTITY = frozenset({Action.MERGE, Action.SPLIT, Action.SUPPRESS})


def hold(draft: Draft, document: CleanDocument, found: Sited) -> str | None:
    """Carries out a decision; the reason why it is stale, or None where it holds."""
    if found.gone and found.decision.action is not Action.SUPPRESS:
        return GONE
    return _holder(found)(draft, document, found)


def _holder(found: Sited) -> Holder:
    field, action = found.decision.field, found.decision.action
    if field in LABELS:
        return hold_identity if action in CHANGES_IDENTITY else hold_entity
    if field in SHAPES:
        return hold_owner if action is Action.REASSIGN else hold_contact
    holders: dict[Field, Holder] = {
        Field.ROLES: hold_role,
        Field.AFFILIATIONS: hold_affiliation,
        Field.PUBLISHED: hold_published,
        Field.DOCUMENT: _hold_document,
    }
    return holders[field]


def _hold_document(draft: Draft, document: CleanDocument, found: Sited) -> str | None:
    """A document accepted as a whole is accepted as it was then; one that is suppressed is left out by the run."""
    del draft
    version = found.decision.value
    unchanged = version is None or version == document.raw.sha256
    return None if unchanged or found.decision.action is Action.SUPPRESS else "the document has changed since"
