"""Small records and appearances for tests of the feeds."""

from typing import Any

from pipeline.feeds.appearances import OrganisationSeen, PersonSeen, appearances
from pipeline.records import Record

MODEL = {"name": "test", "version": "0", "sha256": "0"}
PROVENANCE = {"pipeline": "0", "schema": "press-record/1", "model": MODEL, "settings_sha256": "0", "overrides": []}


def record(name: str, people: list[dict[str, Any]], date: str | None = "2024-05-03", **fields: Any) -> Record:
    """A record whose people stand in the text one after the other.

    A person may have the keys ``name``, ``title``, ``org``, ``role``, ``phone``, ``email``; the field ``organisations``
    has mappings with ``name`` and the optional ``kind``, ``part_of``, ``email``.
    """
    return _Page(name, date, fields).of(people)


def seen(*records: Record) -> tuple[list[PersonSeen], list[OrganisationSeen]]:
    """All appearances of some records."""
    found = list(appearances(records))
    return [one for people, _ in found for one in people], [one for _, bodies in found for one in bodies]


class _Page:
    def __init__(self, name: str, date: str | None, fields: dict[str, Any]) -> None:
        self._name, self._date, self._fields = name, date, fields
        self._text = ""
        self._bodies: dict[str, dict[str, Any]] = {}
        self._phones: list[dict[str, Any]] = []
        self._emails: list[dict[str, Any]] = []

    def of(self, people: list[dict[str, Any]]) -> Record:
        for body in self._fields.pop("organisations", []):
            self._body(**body)
        persons = [self._person(f"p{index}", **person) for index, person in enumerate(people, start=1)]
        published = {"basis": "given", "precision": "day", "text": None, "start": None, "end": None}
        source = {"uri": f"{self._name}.txt", "url": None, "path": f"{self._name}.txt", "media_type": "text/plain"}
        return Record.model_validate(
            {
                "schema": "press-record/1",
                "id": self._name,
                "source": {**source, "encoding": "utf-8", "sha256": "0" * 64, "retrieved": None},
                "title": None,
                "language": "de",
                "publisher": self._fields.pop("publisher", None),
                "published": {**published, "value": self._date} if self._date is not None else None,
                "text": self._text,
                "people": persons,
                "organisations": list(self._bodies.values()),
                "phones": self._phones,
                "emails": self._emails,
                "provenance": PROVENANCE,
                **dict.fromkeys(("removed", "places", "urls", "addresses", "dates", "issues"), ()),
                **self._fields,
            }
        )

    def _say(self, words: str) -> dict[str, Any]:
        start = len(self._text) + 1 if self._text else 0
        self._text = f"{self._text} {words}" if self._text else words
        return {"start": start, "end": start + len(words), "text": words}

    def _body(self, name: str, kind: str = "other", part_of: str | None = None, **contacts: str) -> str:
        if name not in self._bodies:
            mention = self._say(name)
            entry = {"id": f"o{len(self._bodies) + 1}", "name": name, "kind": kind, "mentions": [mention]}
            self._bodies[name] = {**entry, "addresses": [], "score": 0.9, "part_of": None, "phones": [], "emails": []}
            self._contacts(self._bodies[name], **contacts)
            if part_of is not None:
                self._bodies[name]["part_of"] = self._body(part_of)
        return str(self._bodies[name]["id"])

    def _contacts(self, entry: dict[str, Any], phone: str | None = None, email: str | None = None) -> None:
        if phone is not None:
            facts = {"value": phone, "kind": "phone", "extension": None, "owner": entry["id"], "score": 0.9}
            self._phones.append({**facts, **self._say(phone)})
            entry["phones"] = [phone]
        if email is not None:
            self._emails.append({"value": email, "owner": entry["id"], **self._say(email)})
            entry["emails"] = [email]

    def _person(
        self,
        local: str,
        name: str,
        org: str | None = None,
        role: str | None = None,
        title: str | None = None,
        status: list[str] | None = None,
        **contacts: str,
    ) -> dict[str, Any]:
        mention = self._say(name)
        body = self._body(org) if org is not None else None
        roles = []
        if role is not None:
            said = self._say(role)
            span = {"start": said["start"], "end": said["end"]}
            roles.append({"text": role, "organisation": body, "status": status or [], **span})
        *given, family = name.split()
        entry: dict[str, Any] = {
            "id": local,
            "name": name,
            "given": " ".join(given) or None,
            "family": family,
            "title": title,
            "mentions": [mention],
            "roles": roles,
            "organisations": [body] if body is not None else [],
            "phones": [],
            "emails": [],
            "addresses": [],
            "score": 0.9,
            "reasons": [],
        }
        self._contacts(entry, **contacts)
        return entry
