"""The decision log: an SQLite file that reviewers append to, and that runs read while they do.

Entries are never changed or removed, which triggers enforce; taking a decision back is an entry of its own.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipeline.decisions import Action, Conflict, Decision, Decisions, checked, conflicts, in_force
from pipeline.errors import DecisionError, LostRaceError, UsageError
from pipeline.store.decisions_schema import prepare

DECISIONS = "decisions.sqlite"  # in an output folder
BUSY_SECONDS = 30.0
Clock = Callable[[], datetime]


def _now() -> datetime:
    return datetime.now(UTC)


class DecisionLog:
    """The log in one file, for any number of threads and processes at once; made when missing.

    Args:
        path: such as ``out/decisions.sqlite``.
        clock: the time in UTC.

    Raises:
        UsageError: the file is no decision log, was made by a newer version, or cannot be opened.
    """

    def __init__(self, path: Path, clock: Clock = _now) -> None:
        self.path = path
        self._clock = clock
        with self._connection() as database:
            prepare(database, path)

    def append(self, decision: Decision, expected_revision: int | None = None) -> Decision:
        """Adds one decision and gives it back with its time and id.

        Args:
            decision: without time and id.
            expected_revision: of the document, as the reviewer saw it.

        Raises:
            DecisionError: the decision is malformed.
            LostRaceError: the document has another revision now.
        """
        expected = {} if expected_revision is None else {decision.document: expected_revision}
        return self.append_all([decision], expected)[0]

    def append_all(self, decisions: Iterable[Decision], expected: Mapping[str, int] | None = None) -> list[Decision]:
        """Adds all decisions or none, as `append` does; ``expected`` holds revisions by document."""
        valid = [checked(decision) for decision in decisions]
        with self._writing() as database:
            for document, revision in ({} if expected is None else expected).items():
                _check_revision(database, document, revision)
            return [self._add(database, decision) for decision in valid]

    def undo(self, entry: str, author: str, note: str | None = None, expected_revision: int | None = None) -> Decision:
        """Takes an entry back, by appending; taking back an undo brings the decision into force again.

        Raises:
            DecisionError: there is no such entry, or it is taken back already.
            LostRaceError: the document has another revision now.
        """
        with self._writing() as database:
            undone = _entry(database, entry)
            if any(other.undoes == entry for other in _not_taken_back(_history(database, undone.document))):
                raise DecisionError(f"decision {entry} is taken back already")
            if expected_revision is not None:
                _check_revision(database, undone.document, expected_revision)
            fields = (undone.document, Action.UNDO, undone.field, undone.value)
            return self._add(database, Decision(*fields, author=author, note=note, undoes=entry))

    def revision(self, document: str) -> int:
        """Number of entries about a document; it grows with each."""
        with self._connection() as database:
            return _revision(database, document)

    def history(self, document: str) -> tuple[Decision, ...]:
        """All entries about a document in the order of time, undone and overruled ones and undos included."""
        with self._connection() as database:
            return _history(database, document)

    def in_force(self, document: str) -> tuple[Decision, ...]:
        """The decisions about a document that stand."""
        return in_force(self.history(document))

    def conflicts(self, document: str) -> tuple[Conflict, ...]:
        """Where reviewers disagree about a document."""
        return conflicts(self.history(document))

    def documents(self) -> dict[str, int]:
        """The revision of every document that has entries, by id."""
        with self._connection() as database:
            query = "SELECT document, count(*) FROM entries GROUP BY document ORDER BY document"
            return dict(database.execute(query).fetchall())

    def get(self, entry: str) -> Decision:
        """One entry.

        Raises:
            DecisionError: there is none with this id.
        """
        with self._connection() as database:
            return _entry(database, entry)

    def since(self, sequence: int = 0) -> Iterator[tuple[int, Decision]]:
        """Entries with their numbers in the order they were appended, from behind ``sequence`` on."""
        with self._connection() as database:
            query = "SELECT sequence, body FROM entries WHERE sequence > ? ORDER BY sequence"
            for number, body in database.execute(query, (sequence,)):
                yield number, Decision.from_json(body)

    def decisions(self) -> Decisions:
        """All decisions in force, as of now."""
        return Decisions.of_entries(decision for _, decision in self.since())

    def export_jsonl(self) -> Iterator[str]:
        """Every entry as a JSON line, in the order of time."""
        with self._connection() as database:
            for (body,) in database.execute("SELECT body FROM entries ORDER BY time, id"):
                yield body

    def import_jsonl(self, lines: Iterable[str]) -> int:
        """Adds the entries of another log that are not here yet, all or none, and says how many.

        Raises:
            DecisionError: a line is no entry, or its id does not fit its content; the message names the line.
        """
        with self._writing() as database:
            before = database.total_changes
            for number, line in enumerate(lines, 1):
                if line.strip():
                    _insert(database, _imported(line, number))
            return database.total_changes - before

    def _add(self, database: sqlite3.Connection, decision: Decision) -> Decision:
        """Stamps with a time later than all others, whatever the clock says, so that later entries stand."""
        (last,) = database.execute("SELECT max(time) FROM entries").fetchone()
        now = self._clock().astimezone(UTC)
        if last is not None:
            now = max(now, datetime.fromisoformat(last) + timedelta(microseconds=1))
        stamped = decision.stamped(now.isoformat(timespec="microseconds"))
        _insert(database, stamped)
        return stamped

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """A connection for one call: threads share none."""
        try:
            with closing(sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)) as database:
                database.execute("PRAGMA synchronous = FULL")  # a reviewer's work is not to be had again
                yield database
        except sqlite3.Error as error:
            raise UsageError(
                f"decision log {self.path} cannot be used ({error}); check the file and the disk"
            ) from error

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that holds the write lock from its beginning: what it reads is still so when it commits."""
        with self._connection() as database:
            database.execute("BEGIN IMMEDIATE")
            try:
                yield database
            except BaseException:
                database.execute("ROLLBACK")
                raise
            database.execute("COMMIT")


def read_decisions(path: Path) -> Decisions:
    """The decisions in force in a log; none where there is no log.

    Raises:
        UsageError: the file is no decision log.
    """
    return DecisionLog(path).decisions() if path.exists() else Decisions()


def _insert(database: sqlite3.Connection, decision: Decision) -> None:
    row = (decision.id, decision.document, decision.time, decision.to_json())
    database.execute(
        "INSERT INTO entries (id, document, time, body) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING", row
    )


def _entry(database: sqlite3.Connection, entry: str) -> Decision:
    row = database.execute("SELECT body FROM entries WHERE id = ?", (entry,)).fetchone()
    if row is None:
        raise DecisionError(f"there is no decision {entry}; see press-records decisions list")
    return Decision.from_json(row[0])


def _history(database: sqlite3.Connection, document: str) -> tuple[Decision, ...]:
    query = "SELECT body FROM entries WHERE document = ? ORDER BY time, id"
    return tuple(Decision.from_json(body) for (body,) in database.execute(query, (document,)))


def _revision(database: sqlite3.Connection, document: str) -> int:
    (count,) = database.execute("SELECT count(*) FROM entries WHERE document = ?", (document,)).fetchone()
    return int(count)


def _check_revision(database: sqlite3.Connection, document: str, expected: int) -> None:
    revision = _revision(database, document)
    if revision != expected:
        raise LostRaceError(
            f"document {document} has {revision} decisions, not {expected} as when it was shown: "
            "somebody else decided meanwhile; look again, then decide"
        )


def _not_taken_back(history: Iterable[Decision]) -> Iterator[Decision]:
    """Undos that are in force."""
    entries = list(history)
    undone: set[str] = set()
    for entry in reversed(entries):
        if entry.undoes is not None and entry.id not in undone:
            undone.add(entry.undoes)
            yield entry


def _imported(line: str, number: int) -> Decision:
    try:
        decision = Decision.from_json(line)
        if decision.action is not Action.UNDO:
            checked(decision)
        if decision.stamped(_utc(decision.time)) != decision:
            raise DecisionError("the id does not fit the content; was the line edited?")
    except DecisionError as error:
        raise DecisionError(f"line {number}: {error}") from error
    return decision


def _utc(time: str) -> str:
    try:
        return datetime.fromisoformat(time).astimezone(UTC).isoformat(timespec="microseconds")
    except ValueError as error:
        raise DecisionError(f"{time!r} is no time in ISO 8601") from error
