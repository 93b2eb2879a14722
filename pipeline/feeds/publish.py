"""Publish a directory: files, delta and identities appear together, or nothing does.

    out/feed/000001/        one feed: directory.jsonl, other formats, delta.jsonl, identities.jsonl, manifest.json
    out/feed/latest.json    which feed is current, with the SHA-256 of each of its files

A feed is built beside the others under a temporary name, checked, renamed, and only then named by the pointer.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from pipeline.errors import StateError, UsageError
from pipeline.feeds.delta import applied, changes, digest
from pipeline.feeds.directory import Directory
from pipeline.feeds.formats import EXPORTERS, jsonl
from pipeline.feeds.identities import Identity
from pipeline.store import make_folder, write_lines
from pipeline.store.files import storing, sync_folder

FOLDER, LATEST = "feed", "latest.json"
DELTA, IDENTITIES, MANIFEST = "delta.jsonl", "identities.jsonl", "manifest.json"
SCHEMA = "press-feed/1"
DIGITS = 6


@dataclass(frozen=True, slots=True)
class Published:
    """A feed as it was published.

    Attributes:
        feed: its number, zero-padded.
        counts: entries by kind, and what the delta adds, changes and removes.
        files: SHA-256 and size of each file by its path below the feed's folder.
    """

    feed: str
    folder: Path
    counts: dict[str, int]
    files: dict[str, dict[str, Any]]


def latest(out: Path) -> Path | None:
    """The folder of the current feed, None before the first.

    Raises:
        StateError: the pointer is damaged or leads nowhere.
    """
    pointer = out / FOLDER / LATEST
    if not pointer.exists():
        return None
    try:
        name = json.loads(pointer.read_text(encoding="utf-8"))["feed"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StateError(f"{pointer} is damaged ({error}); restore it, or move {out / FOLDER} away") from error
    folder = out / FOLDER / str(name)
    if not (folder / jsonl.FILE).is_file():
        raise StateError(f"{pointer} names the feed {name}, which is not there; move {out / FOLDER} away to start anew")
    return folder


def previous_entries(folder: Path | None) -> list[str]:
    """The entry lines of a feed; none before the first."""
    return [] if folder is None else (folder / jsonl.FILE).read_text(encoding="utf-8").splitlines()


def previous_identities(folder: Path | None) -> list[Identity]:
    """The identities that a feed left; none before the first.

    Raises:
        StateError: the file is damaged.
    """
    if folder is None:
        return []
    path = folder / IDENTITIES
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        return [Identity(**{**row, "members": tuple(row["members"])}) for row in rows]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StateError(f"{path} is damaged ({error}); restore it, or ids will not be stable") from error


def options_of(folder: Path) -> dict[str, Any]:
    """How a feed was asked for, as given to `publish`."""
    options: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["options"]
    return options


def publish(
    out: Path, directory: Directory, formats: Sequence[str], options: dict[str, Any] | None = None
) -> Published:
    """Writes a new feed and makes it the current one.

    Args:
        out: folder of the runs.
        directory: what to publish.
        formats: names of exporters.
        options: for the manifest: how the feed was asked for.

    Raises:
        UsageError: a format is unknown or needs an extra, or the disk is full; the current feed stays as it is.
        StateError: the current feed is damaged, or delta and full export disagree.
    """
    unknown = [name for name in formats if name not in EXPORTERS]
    if unknown:
        raise UsageError(f"no such format: {', '.join(unknown)}; there are {', '.join(EXPORTERS)}")
    before = latest(out)
    root = out / FOLDER
    make_folder(root)
    number = f"{_last_number(root) + 1:0{DIGITS}d}"
    with storing(root):
        building = Path(tempfile.mkdtemp(prefix=f".{number}-", dir=root))
    try:
        counts = _write(building, directory, previous_entries(before), formats)
        return _make_current(root, building, number, {"options": options or {}, "counts": counts})
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _write(folder: Path, directory: Directory, before: list[str], formats: Iterable[str]) -> dict[str, int]:
    """All files of a feed but its manifest; counts of the entries and of the delta."""
    for name in sorted({"jsonl", *formats}):
        EXPORTERS[name](directory.entries, folder)
    write_lines(folder / IDENTITIES, (json.dumps(asdict(one), ensure_ascii=False) for one in directory.identities))
    after = [entry.to_json() for entry in directory.entries]
    found = list(changes(before, after))
    write_lines(folder / DELTA, (change.to_json() for change in found))
    if digest(applied(before, (folder / DELTA).read_text(encoding="utf-8").splitlines())) != digest(after):
        raise StateError("the delta does not give the full export; nothing is published, please report this")
    counts = {kind: sum(entry.kind == kind for entry in directory.entries) for kind in ("person", "organisation")}
    return counts | {op: sum(change.op == op for change in found) for op in ("ADD", "MOD", "DEL")}


def _make_current(root: Path, building: Path, number: str, contents: dict[str, Any]) -> Published:
    """Names the finished folder and then the pointer; a crash in between leaves the last feed current."""
    files = {path.relative_to(building).as_posix(): _facts(path) for path in _files(building)}
    facts = {"schema": SCHEMA, "feed": number, **contents, "files": files}
    write_lines(building / MANIFEST, [json.dumps(facts, indent=2, ensure_ascii=False)])
    target = root / number
    with storing(root):
        for path in _files(building):
            _sync(path)
        building.chmod(0o755)
        building.rename(target)
        sync_folder(root)
    write_lines(root / LATEST, [json.dumps(facts, indent=2, ensure_ascii=False)])
    return Published(number, target, contents["counts"], files)


def _last_number(root: Path) -> int:
    return max((int(path.name) for path in root.iterdir() if path.name.isdecimal() and path.is_dir()), default=0)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _facts(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        hashed = sha256()
        for block in iter(lambda: file.read(1 << 20), b""):
            hashed.update(block)
    return {"sha256": hashed.hexdigest(), "bytes": path.stat().st_size}


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
