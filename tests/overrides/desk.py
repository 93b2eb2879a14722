"""A reviewer's desk for tests: a page, the decisions about it, and the record with them applied."""

import hashlib
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.decisions import Action, Decision, Decisions, Evidence, Field, checked
from pipeline.documents import RawDocument
from pipeline.flow import Trace, trace
from pipeline.settings import Settings
from tests.fakes import PatternModel

PAGE = """02.02.2021 / Personelles

Claus Scheller leitet seit heute das Amt für Integration der Stadt Worms und wird von Erika Muster vertreten.

Claus Scheller, Amtsleiter
Stadt Worms
Telefon 06241 853-1060
E-Mail: claus.scheller@worms.example

Erika Muster, Stellvertreterin
Telefon 06241 853-1061
E-Mail: erika.muster@worms.example

Mehr unter https://www.worms.example/amt und bei der Stadt Worms, Marktplatz 2, 67547 Worms.
"""
CLAUS, ERIKA = "+4962418531060", "+4962418531061"


def raw(text: str) -> RawDocument:
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return RawDocument("d1", "page.txt", "page.txt", "text/plain", "utf-8", sha256, text)


@dataclass
class Desk:
    """Decides about one page."""

    text: str = PAGE
    decisions: list[Decision] = field(default_factory=list)

    def quoted(self, *quotes: str) -> tuple[Evidence, ...]:
        """Evidence of the first occurrence of each quote in the cleaned text."""
        text = self.trace(decided=False).document.text
        return tuple(Evidence.at(text, text.index(quote), text.index(quote) + len(quote)) for quote in quotes)

    def decide(
        self, action: Action, about: Field, value: Any = None, correction: Any = None, quotes: tuple[str, ...] = ()
    ) -> Decision:
        """Adds a decision, as the log would."""
        decision = Decision("d1", action, about, value, correction, self.quoted(*quotes), author="reviewer")
        stamped = checked(decision).stamped(f"2026-01-01T00:00:{len(self.decisions):02}.000000+00:00")
        self.decisions.append(stamped)
        return stamped

    def trace(self, *, decided: bool = True) -> Trace:
        """What the pipeline makes of the page."""
        decisions = Decisions.of_entries(self.decisions) if decided else Decisions()
        return trace(raw(self.text), PatternModel(), Settings(), decisions)

    def edited(self, text: str) -> "Desk":
        """The same decisions about a newer version of the page."""
        return replace(self, text=text)

    def applied(self) -> list[str]:
        """Ids of the decisions that hold."""
        return self.trace().record.provenance.overrides

    def stale(self) -> list[str]:
        """Why decisions are stale."""
        return [issue.message for issue in self.trace().record.issues if issue.code == "decision-stale"]
