"""Stand-ins for the entity model, so that tests of everything around it are fast and exact."""

import re
from dataclasses import dataclass

from pipeline.documents import CleanDocument, Label, Mention

RELEASE = """02.02.2021 / Personelles

Claus Scheller leitet seit heute das Amt für Integration der Stadt Worms.
Für Fragen steht er unter Telefon 06241 853-1060 zur Verfügung, teilte die Pressestelle am Dienstag mit.
"""
"""A short page that cleaning keeps."""

NAME = re.compile(r"\b(?:Claus|Veronik|Erika|Max) [A-ZÄÖÜ][a-zäöüß]+\b")
BODY = re.compile(r"\bStadt [A-ZÄÖÜ][a-zäöüß]+\b")


@dataclass(frozen=True)
class PatternModel:
    """Finds a few given names with a family name, and towns as bodies."""

    name: str = "patterns"
    version: str = "1"
    sha256: str = "0" * 64

    def recognise(self, document: CleanDocument) -> list[Mention]:
        found = [
            Mention(label, match.start(), match.end(), match.group(), 0.9, "fake:pattern")
            for label, pattern in ((Label.PER, NAME), (Label.ORG, BODY))
            for match in pattern.finditer(document.text)
            if any(block.start <= match.start() and match.end() <= block.end for block in document.blocks)
        ]
        return sorted(found, key=lambda mention: mention.start)


@dataclass(frozen=True)
class FailingModel(PatternModel):
    """Stumbles over every document that holds a word."""

    word: str = "Bumm"

    def recognise(self, document: CleanDocument) -> list[Mention]:
        if self.word in document.text:
            raise RuntimeError(f"cannot read {object()!r}")
        return super().recognise(document)
