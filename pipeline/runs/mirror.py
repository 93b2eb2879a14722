"""A copy of the results where others read them, such as a bucket: what `--publish` names.

    URL/runs/000007/...     the files of a run, which never change once they are there
    URL/records.jsonl, ...  as in the output folder; only what differs is sent
    URL/manifest.json       last: it names the run and the digest of every file

A store can replace one object in one step, but not several. Whoever reads compares a file with its digest in the
manifest; where they differ a copy is under way, or was interrupted and waits for the next call.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.read.remote import as_os_errors, filesystem, is_url
from pipeline.runs.publish import ISSUES, QUARANTINE
from pipeline.store.delta import BEFORE, DELTA
from pipeline.store.files import storing
from pipeline.store.history import MANIFEST, RUNS, run_ids
from pipeline.store.lock import locked
from pipeline.store.snapshot import snapshot_files

OF_A_RUN = (DELTA, BEFORE, QUARANTINE, ISSUES, MANIFEST)


class Mirror:
    """The copy below a URL.

    Args:
        url: a folder of a store; made when missing.

    Raises:
        UsageError: it is no URL, or a package for it is missing.
    """

    def __init__(self, url: str) -> None:
        if not is_url(url):
            raise UsageError(
                f"--publish {url} is no URL; name one with a scheme, such as s3://bucket/records or file:///srv/www"
            )
        self._url = url
        self._system, path = filesystem(url)
        self._root = path.rstrip("/")

    def update(self, out: Path) -> None:
        """Sends what the copy lacks of an output folder, the manifest last.

        Raises:
            UsageError: the store refuses; the output folder is complete, and the next call goes on.
            BusyError: another run works on the folder.
        """
        with locked(out):
            try:
                with as_os_errors():
                    self._update(out)
            except OSError as error:
                remedy = f"the records in {out} are complete, and the same call publishes them"
                raise UsageError(f"{self._url} cannot be written ({error.strerror}); {remedy}") from error

    def _update(self, out: Path) -> None:
        there = self._manifest()
        here = _read(out / MANIFEST)
        for run in run_ids(out):
            if not self._system.exists(self._at(f"{RUNS}/{run}/{MANIFEST}")):
                for name in OF_A_RUN:
                    self._send(out, f"{RUNS}/{run}/{name}")
        names = [*(file.relative_to(out).as_posix() for file in snapshot_files(out)), QUARANTINE, ISSUES]
        for name in names:
            if there.get(name) != here[name] or not self._system.exists(self._at(name)):
                self._send(out, name)
        self._send(out, MANIFEST)
        for name in self._former(there, names):
            self._system.rm_file(self._at(name))

    def _former(self, there: dict[str, Any], names: list[str]) -> Iterator[str]:
        """Files of a snapshot in another number of shards."""
        return (name for name in there if not name.startswith(f"{RUNS}/") and name not in names)

    def _manifest(self) -> dict[str, Any]:
        """The files of the copy so far, with their digests; none where it is new or its manifest is damaged."""
        path = self._at(MANIFEST)
        try:
            files = json.loads(self._system.cat_file(path))["files"]
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return {}
        return files if isinstance(files, dict) else {}

    def _send(self, out: Path, name: str) -> None:
        """Sends one file, which appears complete or not at all where the store's own writing does so."""
        target = self._at(name)
        self._system.makedirs(target.rpartition("/")[0], exist_ok=True)
        with (out / name).open("rb") as source, self._system.transaction, self._system.open(target, "wb") as copy:
            shutil.copyfileobj(source, copy, 1024 * 1024)

    def _at(self, name: str) -> str:
        return f"{self._root}/{name}"


def _read(manifest: Path) -> dict[str, Any]:
    with storing(manifest):
        files: dict[str, Any] = json.loads(manifest.read_text(encoding="utf-8"))["files"]
    return files
