"""A new state from the snapshot, where the old one is damaged, missing or from another version."""

import hashlib
import json
import logging
from pathlib import Path

from pipeline.store.damage import damaged, lost
from pipeline.store.files import storing, sync_folder
from pipeline.store.history import has_results, run_folder, run_ids, run_name, stored_manifest
from pipeline.store.snapshot import read_lines, record_id, snapshot_files
from pipeline.store.state import SIDECARS, STATE, State, knows_nothing, pack

log = logging.getLogger(__name__)

NEW, SET_ASIDE = f"{STATE}.new", f"{STATE}.damaged"
INSERT = """
INSERT INTO documents VALUES (:id, :uri, :sha256, '', NULL, NULL, 'emitted', :line, NULL, :run, :run)
"""


def open_state(out: Path) -> State:
    """The state of an output folder; where it is missing and there are results, one made from them.

    Raises:
        StateError: it is damaged, knows less than the folder holds, or is from a newer version.
        UsageError: it cannot be read or written.
    """
    path = out / STATE
    if not path.exists() and has_results(out):
        log.warning("%s is missing; it is made from the snapshot, and all documents are worked on again", path)
        rebuild(out)
    if has_results(out) and path.stat().st_size == 0:
        raise lost(path)
    state = State(out)
    try:
        _require_all_runs(state, out)
    except BaseException:
        state.close()
        raise
    return state


def _require_all_runs(state: State, out: Path) -> None:
    """A state that knows less than the folder holds would begin anew, and overwrite what is there."""
    last = state.value("SELECT coalesce(max(number), 0) FROM runs")
    newest = max(map(int, run_ids(out)), default=0)
    if has_results(out) and knows_nothing(state.database):
        raise lost(state.path)
    if last < newest:
        raise damaged(state.path, f"it ends with run {run_name(last)} and is older than {run_folder(out, newest)}")


def rebuild(out: Path) -> int:
    """Makes the state anew; the old one is kept beside it. What made the records is not known any more.

    Returns:
        The number of documents in it.

    Raises:
        UsageError: the snapshot cannot be read or the state not written.
    """
    with storing(out / NEW):
        for suffix in SIDECARS:
            (out / f"{NEW}{suffix}").unlink(missing_ok=True)
    with State(out, NEW) as state:
        documents = _fill(state, out)
        state.commit()
    with storing(out / STATE):
        for suffix in reversed(SIDECARS):  # the file itself last: while it is there, it is the state
            old = out / f"{STATE}{suffix}"
            if old.exists():
                old.replace(out / f"{SET_ASIDE}{suffix}")
        (out / NEW).replace(out / STATE)
        sync_folder(out)
    return documents


def _fill(state: State, out: Path) -> int:
    runs = [int(name) for name in run_ids(out)]
    snapshot = _Snapshot(state, max(runs, default=0))
    for file in snapshot_files(out):
        snapshot.take(file, file.relative_to(out).as_posix())
    for number in runs:
        kind, manifest = _manifest(out, number)
        state.execute("INSERT INTO runs VALUES (?, ?, 'published', ?)", (number, kind, manifest))
    return snapshot.documents


class _Snapshot:
    """Takes the records of the files that make up the snapshot; what is no record, or not in order, is left out."""

    def __init__(self, state: State, last_run: int) -> None:
        self._state = state
        self._run = last_run
        self._last_id = ""
        self.documents = 0

    def take(self, file: Path, name: str) -> None:
        """Takes a file. One with lines that are left out is recorded without a digest, so that it is written anew."""
        lines = kept = 0
        for line in read_lines(file):
            lines += 1
            kept += self._take_line(line)
        if kept < lines:
            log.warning("%s: %d of %d lines are no records in order; they are left out", file, lines - kept, lines)
        with storing(file), file.open("rb") as data:
            digest = hashlib.file_digest(data, "sha256").hexdigest() if kept == lines else ""
        self._state.execute("INSERT INTO snapshot VALUES (?, ?, ?, ?)", (name, kept, file.stat().st_size, digest))
        self.documents += kept

    def _take_line(self, line: str) -> bool:
        try:
            record = json.loads(line)
            name, source = str(record["id"]), record["source"]
            row = {"id": name, "uri": str(source["uri"]), "sha256": str(source["sha256"]), "run": self._run}
        except (ValueError, KeyError, TypeError):
            return False
        if name <= self._last_id or record_id(line) != name:
            return False
        number = self._state.execute("INSERT INTO lines (data) VALUES (?)", (pack(line),)).lastrowid
        self._state.execute(INSERT, row | {"line": number})
        self._last_id = name
        return True


def _manifest(out: Path, number: int) -> tuple[str, str]:
    """Kind and manifest of a run; an empty one where it cannot be read."""
    manifest = stored_manifest(out, number)
    if manifest is None or "kind" not in manifest:
        log.warning("%s has no readable manifest", run_folder(out, number))
        return "run", "{}"
    return str(manifest["kind"]), json.dumps(manifest, ensure_ascii=False)
