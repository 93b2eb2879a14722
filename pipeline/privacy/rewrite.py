"""Rewrite an output folder without the suppressed: state, snapshot, runs, decisions, the reviewers' queue, feeds.

Each step can be repeated. Record lines are concealed the same way wherever they stand, so that deltas still fit their
snapshots; digests are written anew with them.
"""

import gzip
import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from pipeline.feeds.feed import Feed, feed
from pipeline.feeds.judgements import judgements
from pipeline.feeds.publish import FOLDER, LATEST, latest, options_of
from pipeline.privacy.blotter import Blotter
from pipeline.privacy.search import find
from pipeline.runs.fingerprints import with_suppressed
from pipeline.runs.staging import finish_publication
from pipeline.store.delta import BEFORE, DELTA
from pipeline.store.files import WrittenFile, replacing, storing, write_lines
from pipeline.store.history import MANIFEST, RUNS, records_at, run_ids, stored_manifest
from pipeline.store.parquet import FILE as TABLE
from pipeline.store.proof import figures_of, snapshot_digests
from pipeline.store.rebuild import SET_ASIDE, open_state
from pipeline.store.snapshot import read_lines, snapshot_files
from pipeline.store.state import SIDECARS, State, pack

DECISIONS, REVIEW = "decisions.sqlite", "review.sqlite"
REPORTS = ("issues.jsonl", "quarantine.jsonl")
TEXTS = (("documents", "problem"), ("results", "problem"), ("results", "issues"), ("problems", "line"))


def rewrite(out: Path, blotter: Blotter) -> Iterator[str]:
    """Rewrites everything; gives the files that changed, by path below ``out``.

    Raises:
        UsageError: the disk is full, or a file cannot be read or written.
        StateError: the state is damaged.
    """
    with open_state(out) as state:
        finish_publication(out, state)
        yield from _state(state, blotter)
        yield from _snapshot(out, state, blotter)
        state.shrink()
    for run in run_ids(out):
        yield from _run(out, out / RUNS / run, blotter)
    yield from _proofs(out)
    yield from _reports(out, out, blotter)
    yield from _decisions(out / DECISIONS, blotter)
    yield from _queue(out / REVIEW, blotter)
    yield from _copies(out)
    yield from _feeds(out, blotter)


def _state(state: State, blotter: Blotter) -> Iterator[str]:
    """Record lines, then the texts of issues and of quarantined documents."""
    changed = 0
    for (number,) in state.execute("SELECT number FROM lines").fetchall():
        line = state.line(number)
        if (concealed := blotter.record(line)) != line:
            state.execute("UPDATE lines SET data = ? WHERE number = ?", (pack(concealed), number))
            changed += 1
    state.database.create_function("blotted", 1, blotter.text, deterministic=True)
    for table, column in TEXTS:
        update = f"UPDATE {table} SET {column} = blotted({column})"  # noqa: S608  # names of ours
        changed += state.execute(f"{update} WHERE {column} IS NOT NULL AND blotted({column}) != {column}").rowcount
    _relabel(state, blotter)
    if changed:
        yield state.path.name


def _relabel(state: State, blotter: Blotter) -> None:
    """Says that the records are as a run with the list makes them, so that the next run does not make them again."""
    for (number,) in state.execute("SELECT number FROM builds").fetchall():
        renewed = state.build(with_suppressed(state.build_of(number), blotter.suppressed))
        for table in ("documents", "results"):
            state.execute(f"UPDATE {table} SET build = ? WHERE build = ?", (renewed, number))  # noqa: S608


def _snapshot(out: Path, state: State, blotter: Blotter) -> Iterator[str]:
    """The files of the snapshot, with their digests in the state."""
    for file in snapshot_files(out):
        written = _lines(file, blotter.record)
        if written is not None:
            name = file.relative_to(out).as_posix()
            figures = (written.lines, written.bytes, written.sha256, name)
            state.execute("UPDATE snapshot SET lines = ?, bytes = ?, sha256 = ? WHERE name = ?", figures)
            yield name


def _run(out: Path, folder: Path, blotter: Blotter) -> Iterator[str]:
    """What a run keeps: its delta, the lines before it, its reports."""
    if _lines(folder / DELTA, blotter.change) is not None:
        yield (folder / DELTA).relative_to(out).as_posix()
    if _packed(folder / BEFORE, blotter.change):
        yield (folder / BEFORE).relative_to(out).as_posix()
    yield from _reports(out, folder, blotter)


def _reports(out: Path, folder: Path, blotter: Blotter) -> Iterator[str]:
    """Issues and quarantine, and the digests in the manifest beside them."""
    for name in REPORTS:
        if _lines(folder / name, blotter.text) is not None:
            yield (folder / name).relative_to(out).as_posix()
    path = folder / MANIFEST
    if not path.exists():
        return
    text = path.read_text(encoding="utf-8")
    manifest = json.loads(text)
    for name, facts in manifest["files"].items():
        facts |= _facts(folder / Path(name).name if folder != out else out / name)
    renewed = json.dumps(manifest, indent=2, ensure_ascii=False)
    if renewed != text.rstrip("\n"):
        write_lines(path, [renewed])
        yield path.relative_to(out).as_posix()


def _proofs(out: Path) -> Iterator[str]:
    """The digests of the snapshot that every run left, as it is without the suppressed: rolling back asks for them."""
    for run in run_ids(out):
        manifest = stored_manifest(out, int(run)) or {}
        recorded = snapshot_digests(manifest)
        if recorded is None:
            continue
        renewed = figures_of(records_at(out, run), recorded)
        if any(manifest["files"].get(name) != asdict(file) for name, file in renewed.items()):
            manifest["files"] |= {name: asdict(file) for name, file in renewed.items()}
            write_lines(out / RUNS / run / MANIFEST, [json.dumps(manifest, indent=2, ensure_ascii=False)])
            yield f"{RUNS}/{run}/{MANIFEST}"


def _decisions(path: Path, blotter: Blotter) -> Iterator[str]:
    """Entries of the log that hold a word are deleted, the one exception to its being append-only."""
    if not path.exists():
        return
    with storing(path), closing(sqlite3.connect(path, isolation_level=None)) as database:
        rows = database.execute("SELECT id, body FROM entries").fetchall()
        naming = [(name,) for name, body in rows if blotter.finds(body)]
        if not naming:
            return
        (trigger,) = database.execute("SELECT sql FROM sqlite_master WHERE name = 'no_removal'").fetchone()
        database.execute("BEGIN IMMEDIATE")
        database.execute("DROP TRIGGER no_removal")
        database.executemany("DELETE FROM entries WHERE id = ?", naming)
        database.execute(trigger)
        database.execute("COMMIT")
        database.execute("VACUUM")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    yield path.name


def _queue(path: Path, blotter: Blotter) -> Iterator[str]:
    """The queue of the review app is removed; the app makes it again when it starts."""
    if path.exists() and any(hit.file.startswith(REVIEW) for hit in find(path.parent, blotter.words)):
        for suffix in SIDECARS:
            path.with_name(f"{path.name}{suffix}").unlink(missing_ok=True)
        yield path.name


def _copies(out: Path) -> Iterator[str]:
    """Copies of the records are removed: a table that can be made again, a damaged state that nothing can search."""
    for path in (out / TABLE, *sorted(out.glob(f"{SET_ASIDE}*"))):
        if path.exists():
            with storing(path):
                path.unlink()
            yield path.name


def _feeds(out: Path, blotter: Blotter) -> Iterator[str]:
    """Feeds that name the suppressed are removed, once a new one without them is published."""
    current = latest(out)
    if current is None:
        return
    naming = {hit.file.split("/")[0] for hit in find(out / FOLDER, blotter.words)} - {LATEST}
    if current.name in naming:
        published = feed(out, Feed(**options_of(current), judgements=judgements(out), conceal=blotter.conceal))
        yield f"{FOLDER}/{published.feed}"
    for name in sorted(naming):
        with storing(out / FOLDER / name):
            shutil.rmtree(out / FOLDER / name)
        yield f"{FOLDER}/{name}"


def _lines(path: Path, change: Callable[[str], str]) -> WrittenFile | None:
    """Rewrites a file of lines where any of them changes; None where it stays."""
    if not path.exists() or all(change(line) == line for line in read_lines(path)):
        return None
    return write_lines(path, map(change, read_lines(path)))


def _packed(path: Path, change: Callable[[str], str]) -> bool:
    """Likewise for a packed file; whether it changed."""
    if not path.exists():
        return False
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        before = [line.removesuffix("\n") for line in lines]
    after = [change(line) for line in before]
    if after == before:
        return False
    with storing(path), replacing(path) as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed:
        packed.writelines(f"{line}\n".encode() for line in after)
    return True


def _facts(file: Path) -> dict[str, object]:
    """Lines, bytes and digest of a file that a manifest lists; nothing where another run has replaced it since."""
    if not file.exists():
        return {}
    data = file.read_bytes()
    return {"lines": data.count(b"\n"), "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
