"""Take somebody out for good: a list of keyed hashes that holds no names, and what it takes out of a record.

The list knows people by name, or by name and organisation, and single contact values. Names are folded before they are
hashed, so that "Müller" and "Mueller" are one. Whoever has the list without its key can not find out who is on it.
"""

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self, TypeVar

from pipeline.errors import SuppressionError
from pipeline.folding import fold
from pipeline.records import AddressEntry, EmailEntry, Organisation, Person, PhoneEntry, Record

LIST, KEY = "suppression.jsonl", "suppression.key"
KEY_BYTES = 32
MASK = "█"

Kind = Literal["person", "contact"]
Holder = TypeVar("Holder", Person, Organisation)
Owned = TypeVar("Owned", PhoneEntry, EmailEntry, AddressEntry)


@dataclass(frozen=True, slots=True)
class Suppressed:
    """One line of the list: a keyed hash and why it is there; the note must not name the person."""

    kind: Kind
    hash: str
    note: str = ""

    def to_json(self) -> str:
        """One JSON line."""
        return json.dumps({"kind": self.kind, "hash": self.hash, "note": self.note}, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class SuppressionList:
    """The list in force; an empty one changes nothing."""

    key: bytes = b""
    entries: tuple[Suppressed, ...] = ()

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The list of an output folder; empty where there is none.

        Raises:
            SuppressionError: list or key is damaged, or one of the two is missing.
        """
        path = folder / LIST
        if not path.exists():
            return cls()
        try:
            rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
            return cls(load_key(folder), tuple(Suppressed(**row) for row in rows))
        except (OSError, ValueError, TypeError) as error:
            raise SuppressionError(
                f"{path} is damaged ({error}); restore it from a backup before the next run"
            ) from error

    @property
    def sha256(self) -> str | None:
        """Fingerprint of what the list says; None for an empty one."""
        if not self.entries:
            return None
        lines = sorted(f"{entry.kind} {entry.hash}" for entry in self.entries)
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def person(self, name: str, organisation: str | None = None, note: str = "") -> Suppressed:
        """The entry for a person: everywhere, or in one organisation only."""
        return Suppressed("person", self._hash("person", _folded(name), _folded(organisation or "")), note)

    def contact(self, value: str, note: str = "") -> Suppressed:
        """The entry for a number in E.164 or a mailbox."""
        return Suppressed("contact", self._hash("contact", value.casefold()), note)

    def holds_person(self, name: str, organisations: Iterable[str]) -> bool:
        """Whether a person is on the list, for all organisations or for one of these."""
        hashes = self._hashes("person")
        if not hashes:
            return False
        bodies = ("", *map(_folded, organisations))
        return any(self._hash("person", _folded(name), body) in hashes for body in bodies)

    def holds_contact(self, value: str) -> bool:
        """Whether a contact value is on the list."""
        hashes = self._hashes("contact")
        return bool(hashes) and self._hash("contact", value.casefold()) in hashes

    def _hash(self, *parts: str) -> str:
        return hmac.new(self.key, "\n".join(parts).encode(), hashlib.sha256).hexdigest()

    def _hashes(self, kind: Kind) -> frozenset[str]:
        return frozenset(entry.hash for entry in self.entries if entry.kind == kind)


NOBODY = SuppressionList()
"""An empty list."""


def load_key(folder: Path) -> bytes:
    """The key of an output folder's list.

    Raises:
        SuppressionError: it is missing or damaged; without it the list says nothing.
    """
    path = folder / KEY
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError) as error:
        raise SuppressionError(
            f"{path} is missing or damaged ({error}); without it {LIST} is void: restore it"
        ) from error
    if len(key) != KEY_BYTES:
        raise SuppressionError(f"{path} holds {len(key)} bytes, {KEY_BYTES} are needed; restore it")
    return key


def make_key(folder: Path) -> bytes:
    """A new key, readable for its owner only; the one that is there already stays."""
    path = folder / KEY
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(KEY_BYTES) + "\n", encoding="ascii")
    return load_key(folder)


def conceal(record: Record, suppressed: SuppressionList) -> Record:
    """The record without the people and contact values that are on the list.

    People, their contacts and everything linked to them alone are left out; their names and contacts are masked in the
    texts, letter by letter, so that offsets stay right. Spans of other values are untouched.
    """
    if not suppressed.entries:
        return record
    bodies = {body.id: body.name for body in record.organisations}
    people = [person for person in record.people if _on_list(person, bodies, suppressed)]
    contacts = {value for value in _contacts(record) if suppressed.holds_contact(value)}
    gone = _owned_alone(record, {person.id for person in people}) | contacts
    if not people and not gone:
        return record
    return _without(record, {person.id for person in people}, gone)


def concealer(folder: Path) -> Callable[[Record], Record]:
    """`conceal` by the list of an output folder, as it is now.

    Raises:
        SuppressionError: list or key is damaged or missing.
    """
    suppressed = SuppressionList.load(folder)
    return lambda record: conceal(record, suppressed)


def _folded(name: str) -> str:
    return " ".join(fold(name).replace("-", " ").split())


def _on_list(person: Person, bodies: dict[str, str], suppressed: SuppressionList) -> bool:
    names = {person.name, *(" ".join(mention.text.split()) for mention in person.mentions)}
    organisations = [bodies[body] for body in person.organisations if body in bodies]
    return any(suppressed.holds_person(name, organisations) for name in names)


def _contacts(record: Record) -> Iterator[str]:
    yield from (phone.value for phone in record.phones)
    yield from (email.value for email in record.emails if email.value is not None)


def _owned_alone(record: Record, people: set[str]) -> set[str]:
    """Contact values that belong to these people and to nobody else."""
    theirs = {value for one in record.people if one.id in people for value in (*one.phones, *one.emails)}
    theirs |= {phone.value for phone in record.phones if phone.owner in people}
    theirs |= {email.value for email in record.emails if email.owner in people and email.value is not None}
    others = {value for one in record.people if one.id not in people for value in (*one.phones, *one.emails)}
    others |= {value for body in record.organisations for value in (*body.phones, *body.emails)}
    return theirs - others


def _without(record: Record, people: set[str], values: set[str]) -> Record:
    """The record without some people and contact values, and without their words in its texts."""
    words = _words(record, people, values)
    kept = [one for one in record.people if one.id not in people]
    return record.model_copy(
        update={
            "title": _masked(record.title, words) if record.title is not None else None,
            "text": _masked(record.text, words),
            "people": [_bereft(one, values) for one in kept],
            "organisations": [_bereft(one, values) for one in record.organisations],
            "phones": [_disowned(one, people) for one in record.phones if one.value not in values],
            "emails": [_disowned(one, people) for one in record.emails if one.value not in values],
            "urls": [one for one in record.urls if one.owner not in people],
            "addresses": [_disowned(one, people) for one in record.addresses],
            "successions": [one for one in record.successions if people.isdisjoint((one.successor, one.predecessor))],
            "issues": [one.model_copy(update={"message": _masked(one.message, words)}) for one in record.issues],
        }
    )


def _words(record: Record, people: set[str], values: set[str]) -> re.Pattern[str]:
    """Every spelling of the suppressed in the record, as a pattern that finds the longest first."""
    found = set(values)
    for person in record.people:
        if person.id in people:
            found |= {person.name, *(mention.text for mention in person.mentions)}
    found |= {phone.text for phone in record.phones if phone.value in values}
    found |= {email.text for email in record.emails if email.value in values}
    found |= {" ".join(word.split()) for word in found}
    ordered = sorted(filter(None, found), key=lambda word: (-len(word), word))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)")


def _masked(text: str, words: re.Pattern[str]) -> str:
    """A text with the words blotted out, white space and length kept."""
    return words.sub(lambda match: "".join(char if char.isspace() else MASK for char in match[0]), text)


def _bereft(one: Holder, values: set[str]) -> Holder:
    """A person or organisation without some contact values."""
    phones = [value for value in one.phones if value not in values]
    emails = [value for value in one.emails if value not in values]
    if len(phones) == len(one.phones) and len(emails) == len(one.emails):
        return one
    return one.model_copy(update={"phones": phones, "emails": emails})


def _disowned(one: Owned, people: set[str]) -> Owned:
    """A contact point that does not belong to some people any more."""
    return one.model_copy(update={"owner": None}) if one.owner in people else one
