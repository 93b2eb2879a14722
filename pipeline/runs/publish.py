"""The end of a run: its files are made, proven, and published in one step (see `staging`)."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from pipeline.documents import ModelIdentity
from pipeline.runs.manifest import Changes, Counts, Manifest
from pipeline.runs.snapshots import Snapshot, SnapshotWriter
from pipeline.runs.staging import CURRENT, PUBLISHING, finish_publication, new_staging, sync_staging
from pipeline.runs.surroundings import Stopwatch, machine
from pipeline.settings import Settings
from pipeline.store.delta import DELTA, Change, write_changes
from pipeline.store.files import WrittenFile, copy_file, write_lines
from pipeline.store.history import MANIFEST, RUNS, run_name
from pipeline.store.scratch import TABLES
from pipeline.store.snapshot import read_lines, shard_prefixes
from pipeline.store.state import Build, State, Status

QUARANTINE, ISSUES = "quarantine.jsonl", "issues.jsonl"

CHANGED = """
SELECT results.id, results.cause, documents.line, results.line
FROM results LEFT JOIN documents USING (id) ORDER BY results.id
"""
STILL_THERE = """
FROM documents JOIN seen USING (id)
WHERE NOT seen.failed AND NOT EXISTS (SELECT 1 FROM results WHERE results.id = seen.id)
"""
QUARANTINED = f"""
SELECT id, uri, line FROM problems
UNION ALL SELECT id, uri, problem FROM results WHERE status = 'quarantined'
UNION ALL SELECT documents.id, documents.uri, documents.problem {STILL_THERE} AND documents.status = 'quarantined'
ORDER BY 1, 2, 3
"""  # noqa: S608  # no part comes from outside
APPLY = (
    """
    DELETE FROM lines WHERE number IN (
        SELECT documents.line FROM documents JOIN results USING (id) WHERE documents.line IS NOT NULL
    )
    """,
    """
    INSERT INTO documents
    SELECT id, uri, sha256, source, build, decisions, status, line, problem, :run, :run FROM results WHERE true
    ON CONFLICT (id) DO UPDATE SET
        uri = excluded.uri, sha256 = excluded.sha256, source = excluded.source, build = excluded.build,
        decisions = excluded.decisions, status = excluded.status, line = excluded.line, problem = excluded.problem,
        changed = :run
    """,
)
PROGRESS = ("results", *TABLES)


@dataclass(frozen=True, slots=True)
class Occasion:
    """What the manifest says about a run besides its results."""

    kind: str
    inputs: tuple[str, ...]
    model: ModelIdentity | None
    settings: Settings
    build: Build | None
    watch: Stopwatch


def next_run(state: State) -> int:
    """The number of the run in progress."""
    return int(state.value("SELECT coalesce(max(number), 0) + 1 FROM runs"))


def publish(out: Path, state: State, counts: Counts, occasion: Occasion) -> Manifest:
    """Makes what the state holds as results the current snapshot, with a folder for the run.

    Raises:
        UsageError: the disk is full or the folder not writable; what it held before is untouched.
        AssertionError: counts do not add up or the delta is wrong, which is a defect; nothing is published.
    """
    number = next_run(state)
    staging = new_staging(out, number)
    writer = SnapshotWriter(out, state)
    shards = writer.shards(occasion.settings.shards)
    changes = _Tally(len(shard_prefixes(shards)[0]))
    files = {f"{RUNS}/{run_name(number)}/{DELTA}": write_changes(staging, changes.counted(_changes(state)))}
    snapshot = writer.write(staging / CURRENT, shards, changes.touched)
    writer.verify(staging, snapshot, shards)
    files = snapshot.files | _reports(state, staging, counts) | files
    changes.total.records = snapshot.records
    changes.total.gone = state.value("SELECT count(*) FROM results WHERE status = ?", (Status.GONE,))
    changes.total.check(writer.records)
    counts.check()
    manifest = _manifest(number, counts, changes.total, occasion, files)
    _write_manifests(staging, manifest, occasion)
    sync_staging(staging)
    _commit(state, number, snapshot, manifest)
    finish_publication(out, state)
    return manifest


def adopt(out: Path, state: State, recovered: int, counts: Counts, occasion: Occasion) -> Manifest | None:
    """The run that was recovered, if this one found nothing else; None if there is something to publish.

    So a run that is killed while its files get their names ends, when called again, like one that was left alone.
    """
    lasting = "SELECT count(*) FROM results WHERE status != 'quarantined' OR source != ''"
    writer = SnapshotWriter(out, state)
    if (
        state.value(lasting)
        or not writer.fits(writer.shards(occasion.settings.shards))
        or not _same_quarantine(out, state)
    ):
        return None
    for table in PROGRESS:
        state.execute(f"DELETE FROM {table}")  # noqa: S608
    state.commit()
    return _manifest(recovered, counts, Changes(records=writer.records), occasion, writer.recorded)


def _same_quarantine(out: Path, state: State) -> bool:
    now = (line for _, _, line in state.rows(QUARANTINED))
    return all(old == new for old, new in zip_longest(read_lines(out / QUARANTINE), now))


def _manifest(
    number: int, counts: Counts, changes: Changes, occasion: Occasion, files: dict[str, WrittenFile]
) -> Manifest:
    return Manifest(
        run_name(number),
        occasion.kind,
        counts,
        changes,
        occasion.inputs,
        occasion.model,
        occasion.settings,
        occasion.build,
        files,
    )


def _changes(state: State) -> Iterator[Change]:
    for name, cause, before, after in state.rows(CHANGED):
        old = None if before is None else state.line(before)
        new = None if after is None else state.line(after)
        if old != new:
            yield Change(name, tuple(json.loads(cause)), _fields(old, new), old, new)


def _fields(old: str | None, new: str | None) -> tuple[str, ...]:
    """Top-level fields that differ, in the order of the record."""
    if old is None or new is None:
        return ()
    before, after = json.loads(old), json.loads(new)
    return tuple(name for name in {**after, **before} if before.get(name) != after.get(name))


class _Tally:
    """Counts changes as they pass."""

    def __init__(self, prefix_length: int) -> None:
        self._length = prefix_length
        self.total = Changes()
        self.touched: set[str] = set()

    def counted(self, changes: Iterator[Change]) -> Iterator[Change]:
        for change in changes:
            self.touched.add(change.id[: self._length])
            match change.op:
                case "ADD":
                    self.total.added += 1
                case "DEL":
                    self.total.deleted += 1
                case "MOD":
                    self.total.modified["+".join(change.cause)] += 1
            yield change


def count(state: State, inputs: int, ignored: Counter[str]) -> Counts:
    """The counts of the run in progress, taken from what it left in the state."""

    def results(status: Status) -> int:
        return int(state.value("SELECT count(*) FROM results WHERE status = ?", (status,)))

    still_there = dict(state.rows(f"SELECT documents.status, count(*) {STILL_THERE} GROUP BY 1"))
    return Counts(
        inputs=inputs,
        emitted=results(Status.EMITTED),
        suppressed=results(Status.SUPPRESSED) + still_there.get(Status.SUPPRESSED, 0),
        unchanged=still_there.get(Status.EMITTED, 0),
        quarantined=Counter(json.loads(line)["code"] for _, _, line in state.rows(QUARANTINED)),
        ignored=ignored,
        issues=Counter(json.loads(line)["code"] for line in _issues(state)),
    )


def _issues(state: State) -> Iterator[str]:
    for (lines,) in state.rows("SELECT issues FROM results WHERE issues IS NOT NULL ORDER BY id"):
        yield from lines.split("\n")


def _reports(state: State, staging: Path, counts: Counts) -> dict[str, WrittenFile]:
    """Quarantine and issues, for the run's folder and for the output folder."""
    written = {
        QUARANTINE: write_lines(staging / QUARANTINE, (line for _, _, line in state.rows(QUARANTINED))),
        ISSUES: write_lines(staging / ISSUES, _issues(state)),
    }
    if (written[QUARANTINE].lines, written[ISSUES].lines) != (counts.quarantined.total(), counts.issues.total()):
        raise AssertionError(f"lines written and counts differ: {written}, {counts}")
    for name in written:
        copy_file(staging / name, staging / CURRENT / name)
    return written


def _write_manifests(staging: Path, manifest: Manifest, occasion: Occasion) -> None:
    """One without a clock for the output folder, one with time and machine for the run's."""
    write_lines(staging / CURRENT / MANIFEST, [manifest.to_json()])
    occasion.watch.lap("publishing")
    surroundings = {"timings": occasion.watch.timings(), "machine": machine(occasion.settings)}
    write_lines(staging / MANIFEST, [manifest.to_json(**surroundings)])


def _commit(state: State, number: int, snapshot: Snapshot, manifest: Manifest) -> None:
    """The moment from which on the run counts."""
    for statement in APPLY:
        state.execute(statement, {"run": number})
    for table in (*PROGRESS, "snapshot"):
        state.execute(f"DELETE FROM {table}")  # noqa: S608  # a name of ours
    for name, file in snapshot.files.items():
        state.execute("INSERT INTO snapshot VALUES (?, ?, ?, ?)", (name, file.lines, file.bytes, file.sha256))
    summary = json.dumps(manifest.fields(), ensure_ascii=False)
    state.execute("INSERT INTO runs VALUES (?, ?, ?, ?)", (number, manifest.kind, PUBLISHING, summary))
    state.commit()
