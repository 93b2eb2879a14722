"""Records made from gold documents, whole or with chosen faults, so that scoring is tested apart from extraction."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pipeline.evaluate.gold import Annotation, GoldDocument, GoldPerson
from pipeline.records import Record

Keep = Callable[[], bool]


@dataclass
class OracleRecord:
    """Builds the record that the gold asks for.

    Attributes:
        keep: asked for every fact; False leaves it out or spoils it.
    """

    gold: GoldDocument
    keep: Keep = lambda: True

    def build(self) -> Record:
        bodies = self._named("ORG", "o")
        return Record.model_validate({
            "id": self.gold.name,
            "source": self._source(),
            "title": None,
            "language": "de",
            "publisher": None,
            "published": self._published(),
            "text": self.gold.text if not self.keep() else self._kept_text(),
            "removed": [],
            "people": [self._person(n, p, bodies) for n, p in enumerate(self.gold.people) if self.keep()],
            "organisations": [self._body(entry) for entry in bodies.values()],
            "places": [self._place(entry) for entry in self._named("LOC", "l").values()],
            "phones": [self._phone(a) for a in self.gold.of("PHONE") if self.keep()],
            "emails": [self._email(a) for a in self.gold.of("EMAIL") if self.keep()],
            "urls": [],
            "addresses": [self._address(a) for a in self.gold.of("ADDR") if self.keep()],
            "dates": [self._date(a) for a in self.gold.of("DATE") if self.keep()],
            "issues": [],
            "provenance": {
                "pipeline": "0", "schema": "press-record/1", "model": {"name": "gold", "version": "0", "sha256": ""},
                "settings_sha256": "", "overrides": [],
            },
        })  # fmt: skip

    def _source(self) -> dict[str, Any]:
        name = f"{self.gold.name}.txt"
        return {
            "uri": f"pages/{name}", "url": None, "path": name, "media_type": "text/plain", "encoding": "utf-8",
            "sha256": "0" * 64, "retrieved": None,
        }  # fmt: skip

    def _published(self) -> dict[str, Any] | None:
        if not self.keep():
            return None
        value = self.gold.published if self.keep() else "1999-01-01"
        if value is None:
            return None
        return {"value": value, "basis": "given", "precision": "day", "text": None, "start": None, "end": None}

    def _kept_text(self) -> str:
        junk = {line for _, line in self.gold.junk}
        return "\n".join(line for line in self.gold.text.split("\n") if line not in junk and self.keep())

    def _named(self, label: str, prefix: str) -> dict[str, dict[str, Any]]:
        """Entities by canonical name; a spoilt one goes by the name of its first mention, a lost one is missing."""
        found: dict[str, dict[str, Any]] = {}
        for annotation in self.gold.of(label):
            name = annotation.value or annotation.surface
            if name not in found and not self.keep():
                continue
            shown = name if self.keep() else annotation.surface
            entry = found.setdefault(name, {"id": f"{prefix}{len(found) + 1}", "name": shown, "mentions": []})
            entry["mentions"].append(_span(annotation))
        return found

    def _body(self, entry: dict[str, Any]) -> dict[str, Any]:
        return entry | {"kind": "other", "phones": [], "emails": [], "addresses": [], "score": 1.0, "part_of": None}

    def _place(self, entry: dict[str, Any]) -> dict[str, Any]:
        return entry | {"geonames": None, "state": None, "score": 1.0}

    def _person(self, number: int, person: GoldPerson, bodies: dict[str, dict[str, Any]]) -> dict[str, Any]:
        linked = [bodies[name]["id"] for name in person.organisations if name in bodies and self.keep()]
        return {
            "id": f"p{number + 1}",
            "name": person.name if self.keep() else f"{person.name} Meier",
            "given": None, "family": None, "title": person.title, "mentions": [],
            "roles": [
                {"text": role, "organisation": None if self.keep() else next(iter(linked), None), "start": 0, "end": 1}
                for role in person.roles if self.keep()
            ],
            "organisations": linked,
            "phones": [phone for phone in person.phones if self.keep()],
            "emails": [email for email in person.emails if self.keep()],
            "addresses": [], "score": 1.0, "reasons": [],
        }  # fmt: skip

    def _phone(self, annotation: Annotation) -> dict[str, Any]:
        value, kind = (annotation.value or "").split()
        kind = kind if self.keep() else "fax"
        return {"value": value, "kind": kind, "extension": None, "owner": None, "score": 1.0} | _span(annotation)

    def _email(self, annotation: Annotation) -> dict[str, Any]:
        return {"value": None if annotation.value == "?" else annotation.value, "owner": None} | _span(annotation)

    def _address(self, annotation: Annotation) -> dict[str, Any]:
        street, number, postcode, town = (part.strip() or None for part in (annotation.value or "").split("|"))
        postcode = postcode if self.keep() else None
        parts = {"street": street, "house_number": number, "postcode": postcode, "town": town, "country": None}
        return parts | {"owner": None} | _span(annotation)

    def _date(self, annotation: Annotation) -> dict[str, Any]:
        value = None if annotation.value == "?" or not self.keep() else annotation.value
        return {"value": value, "basis": "none", "precision": "day"} | _span(annotation)


def _span(annotation: Annotation) -> dict[str, Any]:
    return {"start": annotation.start, "end": annotation.end, "text": annotation.surface}
