"""A synthetic collection whose truth is known: records of many releases about people and offices that change over time.

The releases have the slips that real ones and their extraction have: initials, other spellings, missing organisations.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from evaluation.collection_world import DAYS, PLAIN, Human, Job, Office, World
from pipeline.lexicons import lexicon
from pipeline.records import Record

FIRST_DAY = date(2018, 1, 1)
GIVEN = {"basis": "given", "precision": "day", "text": None, "start": None, "end": None}
PLACE: dict[str, Any] = {"id": "l1", "mentions": [], "state": None, "score": 1.0}
MODEL = {"name": "synthetic", "version": "0", "sha256": "0"}
EMPTY: dict[str, Any] = {
    **dict.fromkeys(("title",)),
    **{name: [] for name in ("removed", "urls", "addresses", "dates", "issues")},
    "schema": "press-record/1",
    "language": "de",
    "provenance": {
        "pipeline": "0",
        "schema": "press-record/1",
        "settings_sha256": "0",
        "overrides": [],
        "model": MODEL,
    },
}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A record with the true number behind each person and organisation, by local id."""

    record: Record
    truth: dict[str, str]


def records(world: World, count: int = 20_000) -> Iterator[Labelled]:
    """Releases in the order of their numbers; each about one office and some of its people."""
    pick = world.random
    staffed = sorted(world.staff)
    for number in range(count):
        office = world.offices[pick.choice(staffed)]
        day = pick.randrange(DAYS)
        here = [human for human in world.staff[office.number] if human.job(day).office == office.number]
        chosen = pick.sample(here, min(len(here), pick.choice((1, 1, 2, 3))))
        if pick.random() < 0.15:
            chosen.append(pick.choice(world.people))
        yield _Writer(world, number, office, day).write(chosen)


class _Writer:
    """Writes one release, with the slips that releases and their extraction have."""

    def __init__(self, world: World, number: int, office: Office, day: int) -> None:
        self._world, self._number, self._office, self._day = world, number, office, day
        self._pick = world.random
        self._text = ""
        self._bodies: dict[int, dict[str, Any]] = {}
        self._phones: list[dict[str, Any]] = []
        self._emails: list[dict[str, Any]] = []

    def write(self, people: list[Human]) -> Labelled:
        """The record with its truth."""
        truth: dict[str, str] = {}
        entries = []
        self._say("Es informiert")
        self._name_parent(self._body(self._office), self._office, 0.6)
        for index, human in enumerate(dict.fromkeys(human.number for human in people)):
            person = self._person(f"p{index + 1}", self._world.people[human])
            entries.append(person)
            truth[person["id"]] = f"p{human}"
        truth |= {body["id"]: f"o{office}" for office, body in self._bodies.items()}
        return Labelled(Record.model_validate(self._fields(entries)), truth)

    def _say(self, words_said: str) -> dict[str, Any]:
        start = len(self._text) + (1 if self._text else 0)
        self._text = f"{self._text} {words_said}" if self._text else words_said
        return {"start": start, "end": len(self._text), "text": words_said}

    def _body(self, office: Office) -> dict[str, Any]:
        if office.number not in self._bodies:
            mention = self._say(office.name)
            self._bodies[office.number] = {
                "id": f"o{len(self._bodies) + 1}", "name": office.name, "kind": office.kind, "mentions": [mention],
                "phones": [], "emails": [], "addresses": [], "score": 0.9, "part_of": None,
            }  # fmt: skip
        return self._bodies[office.number]

    def _name_parent(self, body: dict[str, Any], office: Office, chance: float) -> None:
        if office.parent is not None and self._pick.random() < chance:
            body["part_of"] = self._body(self._world.offices[office.parent])["id"]

    def _person(self, local: str, human: Human) -> dict[str, Any]:
        job, family = human.job(self._day), human.family(self._day)
        given, shown = self._variant(human.given, family)
        mention = self._say(f"{given} {shown}")
        linked = self._pick.random() < 0.85
        body = self._body(self._world.offices[job.office]) if linked else None
        if body is not None and job.office != self._office.number:
            self._name_parent(body, self._world.offices[job.office], 0.8)  # a stranger's office needs its town
        role = {"text": job.role, "organisation": body["id"] if body is not None else None, **self._span(job.role)}
        person = {
            "id": local, "name": f"{given} {shown}", "given": given, "family": shown, "title": human.title,
            "mentions": [mention], "roles": [role], "organisations": [body["id"]] if body is not None else [],
            "phones": [], "emails": [], "addresses": [], "score": 0.9, "reasons": [],
        }  # fmt: skip
        if self._pick.random() < 0.5:
            self._contact(person, human, job, family)
        return person

    def _span(self, said: str) -> dict[str, int]:
        mention = self._say(said)
        return {"start": mention["start"], "end": mention["end"]}

    def _contact(self, person: dict[str, Any], human: Human, job: Job, family: str) -> None:
        office = self._world.offices[job.office]
        changed = job.new_direct is not None and job.new_direct[0] <= self._day
        number = f"{office.trunk}{job.new_direct[1] if job.new_direct is not None and changed else job.direct}"
        mailbox = f"{human.given}.{family}@{office.domain}".lower().translate(PLAIN)
        phone = {"value": number, "kind": "phone", "extension": None, "owner": person["id"], "score": 0.9}
        self._phones.append(phone | self._say(number))
        self._emails.append({"value": mailbox, "owner": person["id"], **self._say(mailbox)})
        person["phones"], person["emails"] = [number], [mailbox]

    def _variant(self, given: str, family: str) -> tuple[str, str]:
        """A name as it may be printed."""
        chance = self._pick.random()
        if chance < 0.06:
            return f"{given[0]}.", family
        if chance < 0.10:
            return given, family.replace("ü", "ue").replace("ä", "ae").replace("ö", "oe")
        if chance < 0.13:
            return self._spelling(given), family
        if chance < 0.145 and len(family) >= 7:
            at = self._pick.randrange(2, len(family) - 2)
            return given, family[:at] + family[at + 1 :]
        return given, family

    def _spelling(self, given: str) -> str:
        groups = [group for group in lexicon("de/given_variants.yml")["variants"] if given in group]
        return self._pick.choice(groups[0]) if groups else given

    def _fields(self, people: list[dict[str, Any]]) -> dict[str, Any]:
        parent = self._office.parent
        publisher = self._world.offices[parent if parent is not None else self._office.number].name
        return {
            **EMPTY,
            "id": f"release-{self._number:06d}",
            "source": self._source(),
            "publisher": publisher if self._pick.random() < 0.8 else None,
            "published": {**GIVEN, "value": (FIRST_DAY + timedelta(days=self._day)).isoformat()},
            "text": self._text,
            "people": people,
            "organisations": list(self._bodies.values()),
            "places": [{**PLACE, "name": self._office.town, "geonames": self._office.geonames}],
            "phones": self._phones,
            "emails": self._emails,
        }

    def _source(self) -> dict[str, Any]:
        path = f"release-{self._number:06d}.txt"
        digest = sha256(self._text.encode()).hexdigest()
        facts = {"media_type": "text/plain", "encoding": "utf-8", "retrieved": None}
        return {"uri": path, "url": None, "path": path, "sha256": digest, **facts}
