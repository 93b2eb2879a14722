"""Dates that a reviewer gives or corrects: EDTF from them, the precision from its form."""

from dataclasses import replace
from typing import Any

from pipeline.decisions import Action, Decisions, Field
from pipeline.documents import CleanDocument, Label, Mention
from pipeline.expressions import edtf_form
from pipeline.overrides.draft import Draft
from pipeline.overrides.places import Sited, sited
from pipeline.overrides.quoted import not_found, now_read, quoted
from pipeline.values import DateValue, Linked, Published, Values

DAYS = frozenset({"day", "minute"})
CORRECTIONS = frozenset({Action.CORRECT, Action.ADD})
UNKNOWN = "day"  # of a date without value nothing can be told; the record asks for something


def precision_of(value: str | None) -> str:
    """The precision that an EDTF value has by its form."""
    form = None if value is None else edtf_form(value)
    return UNKNOWN if form is None else form


def date(mention: Mention, details: dict[str, Any]) -> DateValue:
    """A date that a reviewer found; the reader worked it out, the words alone may not say it."""
    value = details["value"]
    return DateValue(mention, value, "none" if value is None else "context", precision_of(value))


def dated(found: DateValue, details: dict[str, Any]) -> DateValue:
    """A date with another value."""
    value = details["value"]
    if value == found.value:
        return found
    if value is None:
        return replace(found, value=None, basis="none")
    return replace(found, value=value, basis="context", precision=precision_of(value))


def decided_publication(document: CleanDocument, published: Published | None, decisions: Decisions) -> Published | None:
    """The day on which a document was published as reviewers corrected it; None where they did not.

    It is asked for before dates are final, since "gestern" and "am Freitag" count from it.
    """
    corrections = [d for d in decisions.of(document.raw.id) if d.field is Field.PUBLISHED and d.action in CORRECTIONS]
    if not corrections:
        return None
    draft = Draft.of(Linked(Values(published=published)))
    for found in sited(document.text, corrections):
        if not found.gone:
            hold_published(draft, document, found)
    decided = draft.published
    return decided if decided is not None and decided != published and decided.precision in DAYS else None


def hold_published(draft: Draft, document: CleanDocument, found: Sited) -> str | None:
    """Carries out a decision on the document's own date; the reason where it cannot."""
    current = None if draft.published is None else draft.published.value
    decision = found.decision
    right = decision.correction["value"] if isinstance(decision.correction, dict) else None
    if decision.action is Action.REJECT:
        draft.published = None if current == decision.value else draft.published
        return None
    if current != decision.value and current != right:
        return not_found(found) if current is None else now_read(current)
    if decision.action is Action.ACCEPT:
        return None if current == decision.value else not_found(found)
    if current == right:
        return None
    return _publish(draft, document, found, right)


def _publish(draft: Draft, document: CleanDocument, found: Sited, value: Any) -> str | None:
    """The date stands on what the page or its metadata say, where there was such a date, else on the quoted words."""
    if value is None:
        draft.published = None
    elif draft.published is not None:
        draft.published = replace(draft.published, value=value, precision=precision_of(value))
    elif not found.decision.evidence:
        draft.published = Published(value, "given", precision_of(value))
    else:
        mention, reason = quoted(document, found, Label.DATE)
        if mention is None:
            return reason
        draft.published = Published(value, "header", precision_of(value), mention)
    return None
