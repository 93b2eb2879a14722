"""Take a person out of an output folder for good (Art. 17 GDPR), and prove by search that nothing is left.

The person goes onto the suppression list first: whatever interrupts an erasure, runs and feeds do not bring the person
back, and calling it again completes it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.privacy.blotter import Blotter
from pipeline.privacy.names import Subject
from pipeline.privacy.rewrite import rewrite
from pipeline.privacy.search import Hit, find
from pipeline.records import Person, Record
from pipeline.store import records_at, run_ids, snapshot_lines, write_lines
from pipeline.store.lock import locked
from pipeline.suppression import LIST, Suppressed, SuppressionList, make_key


@dataclass(frozen=True, slots=True)
class Erasure:
    """What an erasure did.

    Attributes:
        documents: ids of the records that named the person, now or after an earlier run.
        words: the spellings and contact values that were taken out.
        files: what was rewritten, removed or made anew.
        left: places where a word still stands; none, unless the same words belong to somebody else.
    """

    documents: tuple[str, ...]
    words: tuple[str, ...]
    files: tuple[str, ...]
    left: tuple[Hit, ...] = ()


def erase(out: Path, subject: Subject, note: str = "") -> Erasure:
    """Erases a person.

    Args:
        out: folder of the runs.
        subject: with an organisation only the bearers of the name who belong to it are erased.
        note: for the list; it must not name the person.

    Raises:
        UsageError: nobody of the name is held, or a file cannot be read.
        BusyError: a run works on the folder.
    """
    with locked(out):
        found = _Found()
        for record in _all_records(out):
            found.take(record, subject)
        if not found.documents and not SuppressionList.load(out).holds_person(subject.name, _organisations(subject)):
            raise UsageError(f"no record of {out} names {subject.name}; see press-records subject")
        suppressed = _extended(out, found, subject, note)
        words = {subject.name, *found.words}
        files = rewrite(out, Blotter(suppressed, words))
        done = Erasure(tuple(sorted(found.documents)), tuple(sorted(words)), tuple(files))
        return replace(done, left=tuple(find(out, words)))


def suppress_contact(out: Path, value: str, note: str = "") -> tuple[str, ...]:
    """Puts a number or mailbox on the list and takes it out of the folder; the files that changed.

    Raises:
        BusyError: a run works on the folder.
    """
    with locked(out):
        known = SuppressionList(make_key(out), SuppressionList.load(out).entries)
        extended = _written(out, known, [known.contact(value, note)])
        return tuple(rewrite(out, Blotter(extended, [value])))


class _Found:
    """Collects spellings and contact values of the subject."""

    def __init__(self) -> None:
        self.documents: set[str] = set()
        self.names: set[str] = set()
        self.contacts: set[str] = set()
        self._others: set[str] = set()

    @property
    def words(self) -> set[str]:
        """What must not stand anywhere afterwards; a contact that somebody else has too may stay."""
        return self.names | self.own_contacts

    @property
    def own_contacts(self) -> set[str]:
        """Contact values of the subject alone."""
        return self.contacts - self._others

    def take(self, record: Record, subject: Subject) -> None:
        theirs = list(subject.people_of(record))
        for person in theirs:
            self.documents.add(record.id)
            self._person(record, person)
        ids = {person.id for person in theirs}
        for other in (one for one in record.people if one.id not in ids):
            self._others |= {*other.phones, *other.emails}
        for body in record.organisations:
            self._others |= {*body.phones, *body.emails}

    def _person(self, record: Record, person: Person) -> None:
        self.names |= {name for name in (person.name, *_mentions(person)) if " " in name}
        owned = {one.value for one in record.phones if one.owner == person.id}
        self.contacts |= {*person.phones, *person.emails, *owned}


def _mentions(person: Person) -> Iterator[str]:
    return (" ".join(mention.text.split()) for mention in person.mentions)


def _organisations(subject: Subject) -> tuple[str, ...]:
    return (subject.organisation,) if subject.organisation is not None else ()


def _all_records(out: Path) -> Iterator[Record]:
    """The records of today and of every run that is kept."""
    yield from map(Record.model_validate_json, snapshot_lines(out))
    for run in run_ids(out)[:-1]:
        yield from map(Record.model_validate_json, records_at(out, run))


def _extended(out: Path, found: _Found, subject: Subject, note: str) -> SuppressionList:
    """The list with every spelling and own contact of the subject, written before anything else is touched."""
    known = SuppressionList(make_key(out), SuppressionList.load(out).entries)
    fresh = [known.person(name, subject.organisation, note) for name in sorted({subject.name, *found.names})]
    fresh += [known.contact(value, note) for value in sorted(found.own_contacts)]
    return _written(out, known, fresh)


def _written(out: Path, known: SuppressionList, fresh: list[Suppressed]) -> SuppressionList:
    """The list with new entries, on disk."""
    entries: dict[tuple[str, str], Suppressed] = {(one.kind, one.hash): one for one in (*known.entries, *fresh)}
    extended = SuppressionList(known.key, tuple(entries.values()))
    write_lines(out / LIST, (entry.to_json() for entry in extended.entries))
    return extended
