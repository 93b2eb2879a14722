"""From the records of an output folder to a published directory."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from pipeline.errors import GateError, UsageError
from pipeline.feeds.appearances import OrganisationSeen, PersonSeen, appearances
from pipeline.feeds.clusters import Judgement
from pipeline.feeds.delta import changes
from pipeline.feeds.directory import Directory, build
from pipeline.feeds.gates import Gates, failures
from pipeline.feeds.publish import Published, latest, previous_entries, previous_identities, publish
from pipeline.feeds.retention import retained
from pipeline.records import Record
from pipeline.store import snapshot_lines

Filter = Callable[[Record], Record]
NO_GATES = Gates(most_removed=None)


STALE = "decision-stale"


@dataclass(frozen=True, slots=True)
class Feed:
    """What to publish: the formats, the conditions, the reviewers' judgements, and what must not appear.

    Attributes:
        conceal: takes out of a record what must not be published.
        months: how long a document confirms what it says; None for good.
        as_of: day from which months count back; None for the latest publication date of all documents.
    """

    formats: Sequence[str] = ()
    gates: Gates = NO_GATES
    judgements: Sequence[Judgement] = ()
    conceal: Filter = lambda record: record
    months: int | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class Appearances:
    """All people and organisations of a snapshot, and how many decisions of reviewers are stale in it."""

    people: list[PersonSeen]
    organisations: list[OrganisationSeen]
    stale: int


def feed(out: Path, wanted: Feed) -> Published:
    """Resolves the records of an output folder and publishes the directory below it.

    Raises:
        UsageError: there are no records, or they cannot be read.
        GateError: a condition is not met; nothing is published.
        StateError: the last feed is damaged.
    """
    before = latest(out)
    read = read_appearances(out, wanted.conceal)
    people, organisations = read.people, read.organisations
    if wanted.months is not None:
        people, organisations = retained(people, organisations, wanted.months, wanted.as_of)
    directory = build(people, organisations, previous_identities(before), wanted.judgements)
    _check(directory, previous_entries(before), read.stale, wanted.gates)
    options = {"formats": list(wanted.formats), "months": wanted.months, "as_of": wanted.as_of}
    return publish(out, directory, wanted.formats, options)


def read_appearances(out: Path, conceal: Filter = lambda record: record) -> Appearances:
    """What the current snapshot holds.

    Raises:
        UsageError: there is no snapshot, or a line of it is no record.
    """
    found, number = Appearances([], [], 0), 0
    for number, line in enumerate(snapshot_lines(out), start=1):
        try:
            record = conceal(Record.model_validate_json(line))
        except ValidationError as error:
            count = error.error_count()
            raise UsageError(f"record {number} of {out} is not valid ({count} errors); run again") from error
        ((people, bodies),) = appearances([record])
        found.people.extend(people)
        found.organisations.extend(bodies)
        found = replace(found, stale=found.stale + sum(issue.code == STALE for issue in record.issues))
    if not number:
        raise UsageError(f"{out} holds no records; make them first with press-records run INPUT --out {out}")
    return found


def _check(directory: Directory, before: list[str], stale: int, gates: Gates) -> None:
    removed = sum(change.op == "DEL" for change in changes(before, (one.to_json() for one in directory.entries)))
    failed = list(failures(gates, directory.entries, len(before), removed, stale))
    if failed:
        raise GateError("nothing is published: " + "; ".join(failed))
