"""The run in progress, inside the state: what it met and what it made, kept when it is interrupted."""

import json
from dataclasses import dataclass

from pipeline.store.scratch import TABLES
from pipeline.store.state import Result, State, Status, pack


@dataclass(frozen=True, slots=True)
class Claim:
    """The document that has an id already in this run."""

    sha256: str
    uri: str


class RunInProgress:
    """Writes the lower half of the tables, see `migrations`, and those of `scratch`.

    Results of an interrupted run stay and are taken over where source, build and decisions are still the same. What
    the run met is forgotten, since every run reads its inputs from the beginning.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        for table in TABLES:
            state.execute(f"DELETE FROM {table}")  # noqa: S608  # a name of ours
        state.execute("DELETE FROM results WHERE status = ?", (Status.GONE,))
        self.continues = state.value("SELECT count(*) FROM results") > 0
        """Whether there are results of an interrupted run."""

    def discard(self) -> None:
        """Drops all results of an interrupted run."""
        self._state.execute("DELETE FROM lines WHERE number IN (SELECT line FROM results)")
        self._state.execute("DELETE FROM results")
        self.continues = False

    def claim(self, document_id: str, sha256: str, uri: str) -> Claim | None:
        """Takes an id for a document; where it is taken already, the one that has it."""
        insert = "INSERT INTO seen VALUES (?, ?, ?, 0) ON CONFLICT DO NOTHING"
        if self._state.execute(insert, (document_id, sha256, uri)).rowcount:
            return None
        row = self._state.execute("SELECT sha256, uri FROM seen WHERE id = ?", (document_id,)).fetchone()
        return Claim(*row)

    def finished(self, document_id: str, source: str, build: int, decisions: str | None) -> Status | None:
        """What an interrupted run made of a document, if that still holds; otherwise it is forgotten."""
        if not self.continues:
            return None
        query = "SELECT source, build, decisions, status FROM results WHERE id = ?"
        row = self._state.execute(query, (document_id,)).fetchone()
        if row is not None and row[:3] == (source, build, decisions):
            return Status(row[3])
        self.forget(document_id)
        return None

    def forget(self, document_id: str) -> None:
        """Drops a result that an interrupted run left."""
        if self.continues:
            drop = "DELETE FROM lines WHERE number = (SELECT line FROM results WHERE id = ?)"
            self._state.execute(drop, (document_id,))
            self._state.execute("DELETE FROM results WHERE id = ?", (document_id,))

    def add(self, result: Result) -> None:
        """Keeps a result."""
        line = None
        if result.line is not None:
            line = self._state.execute("INSERT INTO lines (data) VALUES (?)", (pack(result.line),)).lastrowid
        issues = "\n".join(result.issues) if result.issues else None
        self._state.execute(
            "INSERT INTO results VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                result.id,
                result.uri,
                result.sha256,
                result.source,
                result.build,
                result.decisions,
                result.status,
                line,
                result.problem,
                issues,
                json.dumps(result.cause),
            ),
        )

    def reading(self, document_id: str) -> tuple[str, bytes] | None:
        """Key and data of what the entity model last found in a document."""
        query = "SELECT key, data FROM readings WHERE id = ?"
        row: tuple[str, bytes] | None = self._state.execute(query, (document_id,)).fetchone()
        return row

    def keep_reading(self, document_id: str, key: str, data: bytes) -> None:
        """Keeps what the entity model found in a document."""
        self._state.execute("INSERT OR REPLACE INTO readings VALUES (?, ?, ?)", (document_id, key, data))

    def problem(self, document_id: str, uri: str, line: str) -> None:
        """Keeps a quarantined input that has no place in the state: a duplicate, or one that failed in passing."""
        self._state.execute("INSERT INTO problems VALUES (?, ?, ?)", (document_id, uri, line))

    def failed(self, document_id: str) -> None:
        """Says that a claimed document is one of the problems, so that it is not counted as unchanged."""
        self._state.execute("UPDATE seen SET failed = 1 WHERE id = ?", (document_id,))

    def hide(self, prefix: str) -> None:
        """Says that there may be documents below a URI that this run did not meet."""
        self._state.execute("INSERT INTO hidden VALUES (?) ON CONFLICT DO NOTHING", (prefix,))

    def end(self, *, complete: bool) -> int:
        """Settles what was not met: results of an interrupted run over other inputs go, documents may be gone.

        Args:
            complete: whether the inputs were all there is, so that documents that were not met are gone, but for those
                below a hidden place.

        Returns:
            How many results of an interrupted run went.
        """
        dropped = 0
        stray = "FROM results WHERE id NOT IN (SELECT id FROM seen)"
        if self.continues:
            self._state.execute(f"DELETE FROM lines WHERE number IN (SELECT line {stray})")  # noqa: S608
            dropped = self._state.execute(f"DELETE {stray}").rowcount
        if complete:
            self._state.execute(MARK_GONE, {"cause": json.dumps(["source"])})
        return dropped


MARK_GONE = """
INSERT INTO results
SELECT id, uri, sha256, source, build, decisions, 'gone', NULL, NULL, NULL, :cause FROM documents
WHERE status != 'gone' AND id NOT IN (SELECT id FROM seen)
AND NOT EXISTS (SELECT 1 FROM hidden WHERE substr(uri, 1, length(prefix)) = prefix)
"""
