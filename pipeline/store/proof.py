"""An earlier snapshot with its proof: the way back to it is only as good as every file on it.

The manifest of a run has the digests of the snapshot that it left. What the way back leads to is compared with them.
"""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.errors import StateError
from pipeline.store.delta import BEFORE
from pipeline.store.files import WrittenFile
from pipeline.store.history import MANIFEST, records_at, run_folder, run_name, stored_manifest
from pipeline.store.snapshot import RECORDS, SHARD_NAME, SHARDS, record_id, shard_file

Digests = dict[str, str]
BACKUP = "put it back from a backup, or choose a later run"


def proven_records_at(out: Path, run_id: str, last: int) -> Iterator[str]:
    """Like `records_at`; a difference is told behind the last line.

    Args:
        out: the output folder.
        run_id: a run that is kept.
        last: number of the last run, as the state knows it.

    Raises:
        UsageError: there is no such run, or it is not kept any more.
        StateError: a file on the way back is missing, damaged or altered; the message names it.
    """
    lines = records_at(out, run_id)
    _require_every_run(out, int(run_id), last)
    recorded = _recorded(out, int(run_id))
    if recorded is None:
        manifest = run_folder(out, int(run_id)) / MANIFEST
        raise StateError(f"{manifest} has no digests of the records, so that nothing proves them; {BACKUP}")
    return _compared(lines, recorded, out, int(run_id), last)


def figures_of(lines: Iterable[str], names: Iterable[str]) -> dict[str, WrittenFile]:
    """Lines, bytes and digest of every file that a snapshot is cut into, by name."""
    tally = _Tally(names)
    for line in lines:
        tally.take(line)
    return tally.figures()


def snapshot_digests(manifest: dict[str, object]) -> Digests | None:
    """The digests of the snapshot's files in a manifest; None where it has none."""
    files = manifest.get("files")
    if not isinstance(files, dict):
        return None
    own = {name: str(facts.get("sha256")) for name, facts in files.items() if _of_snapshot(name)}
    return own or None


def _of_snapshot(name: str) -> bool:
    folder, _, file = name.rpartition("/")
    return name == RECORDS or (folder == SHARDS and SHARD_NAME.fullmatch(file) is not None)


def _recorded(out: Path, number: int) -> Digests | None:
    manifest = stored_manifest(out, number)
    return None if manifest is None else snapshot_digests(manifest)


class _Tally:
    """Figures of record lines as they pass, sorted by id, by the file that each belongs to."""

    def __init__(self, names: Iterable[str]) -> None:
        self._digests = {name: hashlib.sha256() for name in names}
        self._sizes = dict.fromkeys(self._digests, (0, 0))
        lengths = (len(Path(name).stem) for name in self._digests if name != RECORDS)
        self._length = max(lengths, default=0)

    def take(self, line: str) -> None:
        """The next line; a file of another name makes a difference all the same."""
        name, data = shard_file(record_id(line)[: self._length]), line.encode() + b"\n"
        if name not in self._digests:
            self._digests[name], self._sizes[name] = hashlib.sha256(), (0, 0)
        self._digests[name].update(data)
        lines, size = self._sizes[name]
        self._sizes[name] = lines + 1, size + len(data)

    def figures(self) -> dict[str, WrittenFile]:
        """What they are now."""
        return {name: WrittenFile(*self._sizes[name], digest.hexdigest()) for name, digest in self._digests.items()}

    def digests(self) -> Digests:
        """The digests alone."""
        return {name: digest.hexdigest() for name, digest in self._digests.items()}


def _compared(lines: Iterator[str], recorded: Digests, out: Path, number: int, last: int) -> Iterator[str]:
    tally = _Tally(recorded)
    for line in lines:
        tally.take(line)
        yield line
    if tally.digests() != recorded:
        raise StateError(_culprit(out, number, last))


def _require_every_run(out: Path, number: int, last: int) -> None:
    for later in range(number + 1, last + 1):
        folder = run_folder(out, later)
        if not folder.is_dir():
            way = f"without it nothing leads back to run {run_name(number)}"
            raise StateError(f"{folder} is missing, and {way}; put it back from a backup, or choose a run behind it")


def _culprit(out: Path, number: int, last: int) -> str:
    """Which file leads astray: going back step by step, the first whose step gives other records than it should."""
    for candidate in range(last, number - 1, -1):
        recorded = _recorded(out, candidate)
        if recorded is None:
            continue
        figures = figures_of(records_at(out, run_name(candidate)), recorded)
        found = {name: file.sha256 for name, file in figures.items()}
        if found == recorded:
            continue
        manifest = run_folder(out, candidate) / MANIFEST
        if candidate == last:
            name = next(name for name in {**recorded, **found} if recorded.get(name) != found.get(name))
            return f"{out / name} is not what {manifest} has the digest of; 'press-records run' writes it anew"
        step = run_folder(out, candidate + 1) / BEFORE
        return f"{step} does not lead to what {manifest} has the digest of, one of both was altered; {BACKUP}"
    raise AssertionError(f"run {run_name(number)} is as its manifest says, and was told not to be")
