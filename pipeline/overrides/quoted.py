"""New mentions from quoted words, and what is said where a decision cannot be held to."""

from pydantic import JsonValue

from pipeline.decisions import canonical
from pipeline.documents import CleanDocument, Label, Mention
from pipeline.overrides.places import Sited
from pipeline.repairs import fold, restore

GONE = "its evidence is gone from the text"
TORN = "its words stand on both sides of something that cleaning removed"


def quoted(document: CleanDocument, found: Sited, label: Label) -> tuple[Mention | None, str | None]:
    """A mention of the words that a decision quotes, or the reason why there can be none.

    Words that are torn apart in the source would not round-trip, and must not cost the document.
    """
    if not found.places:
        return None, GONE
    start, end = found.places[0]
    text = document.text[start:end]
    source_start, source_end = document.offsets.to_source(start, end)
    if restore(document.raw.text[source_start:source_end], document.raw.media_type) != fold(text):
        return None, TORN
    return Mention(label, start, end, text, rule=f"overrides:{found.decision.action}"), None


def not_found(found: Sited) -> str:
    """The reason where nothing of the value is left."""
    return GONE if found.gone else f"{found.shown} is no longer found"


def now_read(value: JsonValue) -> str:
    """The reason where the same words give another value."""
    return f"its words are now read as {canonical(value)}"
