"""One document through the stages, in order. Read this page first.

    read      bytes -> RawDocument            (in `runs`, since it does I/O)
    clean     RawDocument -> CleanDocument    junk out, offsets kept
    annotate  CleanDocument -> mentions       model and recognisers
    normalise mentions -> values              E.164, EDTF, base forms
    link      values -> people, offices and their contact points
    overrides the reviewers' decisions
    emit      validated, grounded Record

Every stage is pure: it takes the document and returns its result with the issues it saw. Stages never call each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.annotate import annotate
from pipeline.clean import clean
from pipeline.decisions import Decisions
from pipeline.documents import CleanDocument, EntityRecogniser, Issue, Mention, RawDocument
from pipeline.emit import emit
from pipeline.link import link
from pipeline.normalise import normalise
from pipeline.overrides import apply_decisions, decided_publication
from pipeline.records import Record
from pipeline.settings import Settings
from pipeline.values import Linked, Values


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything that happened to one document, stage by stage; what `explain` shows."""

    raw: RawDocument
    document: CleanDocument
    mentions: tuple[Mention, ...]
    values: Values
    linked: Linked
    issues: tuple[Issue, ...]
    record: Record


def process(raw: RawDocument, model: EntityRecogniser, settings: Settings, decisions: Decisions) -> Record:
    """The record of one document.

    Raises:
        DocumentError: the document cannot become a record and belongs in quarantine.
    """
    return trace(raw, model, settings, decisions).record


def trace(raw: RawDocument, model: EntityRecogniser, settings: Settings, decisions: Decisions) -> Trace:
    """Like `process`, keeping what every stage made.

    Raises:
        DocumentError: the document cannot become a record and belongs in quarantine.
    """
    document, cleaning = clean(raw, settings.site_profile)
    mentions, annotating = annotate(document, model)
    values, normalising = _normalised(document, mentions, decisions)
    linked, linking = link(document, values)
    decided, overriding = apply_decisions(document, linked, decisions)
    issues = (*raw.issues, *cleaning, *annotating, *normalising, *linking, *overriding)
    record = emit(document, decided, issues, model, settings)
    return Trace(raw, document, mentions, values, decided, issues, record)


def _normalised(
    document: CleanDocument, mentions: Sequence[Mention], decisions: Decisions
) -> tuple[Values, tuple[Issue, ...]]:
    """The values; relative dates count from the publication date that reviewers corrected, where they did."""
    values, issues = normalise(document, mentions)
    decided = decided_publication(document, values.published, decisions)
    if decided is None:
        return values, issues
    given = replace(document, raw=replace(document.raw, published=decided.value))
    values, issues = normalise(given, mentions)
    return replace(values, published=decided), issues
