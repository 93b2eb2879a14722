"""Publishing in one step: a run's files are made in a hidden folder, the state says "go", then they get their names.

    out/runs/.000007/                 made, synced to disk
    out/runs/.000007/current/...      what is to replace files of the output folder
    state.sqlite                      one transaction: documents, snapshot and run 7 as "publishing"
    out/...                           every file of current/ is renamed into its place
    out/runs/000007/                  the folder is renamed
    state.sqlite                      run 7 is "published"

Killed before the transaction, nothing has happened, and the results wait in the state. Killed behind it, the renames
that are left are done at the next start: each is done or not done, and doing it again changes nothing.
"""

import shutil
from contextlib import suppress
from pathlib import Path

from pipeline.store.damage import damaged
from pipeline.store.files import storing, sync_folder
from pipeline.store.history import RUNS, run_folder, run_name
from pipeline.store.snapshot import RECORDS, SHARDS, shard_files
from pipeline.store.state import State

CURRENT = "current"
PUBLISHING, PUBLISHED = "publishing", "published"


def staging_folder(out: Path, number: int) -> Path:
    """Where the files of a run are made."""
    return out / RUNS / f".{run_name(number)}"


def new_staging(out: Path, number: int) -> Path:
    """An empty folder for the files of a run.

    Raises:
        UsageError: the disk is full or the folder not writable.
    """
    folder = staging_folder(out, number)
    with storing(folder):
        (out / RUNS).mkdir(exist_ok=True)
        for stray in (out / RUNS).glob(".*"):
            shutil.rmtree(stray)
        (folder / CURRENT).mkdir(parents=True)
    return folder


def sync_staging(folder: Path) -> None:
    """Makes the names of the staged files durable."""
    for inner in (folder / CURRENT, folder, folder.parent):
        sync_folder(inner)


def finish_publication(out: Path, state: State) -> int | None:
    """Gives the files of a run whose publication was interrupted their names; its number, None where there is none.

    Raises:
        UsageError: the disk is full or the folder not writable.
        StateError: there is a run of that number already, so the state is not the one of this folder; nothing is moved.
    """
    number: int | None = state.value("SELECT number FROM runs WHERE phase = ?", (PUBLISHING,))
    if number is None:
        return None
    staging, run = staging_folder(out, number), run_folder(out, number)
    if staging.is_dir() and run.exists():
        raise damaged(state.path, f"it is about to publish {run}, which is there already")
    with storing(out):
        _replace_current(out, staging / CURRENT)
        _remove_former(out, {name for (name,) in state.rows("SELECT name FROM snapshot")})
        if staging.is_dir():
            staging.rename(run)
        sync_folder(out / RUNS)
    state.execute("UPDATE runs SET phase = ? WHERE number = ?", (PUBLISHED, number))
    state.commit()
    return number


def _replace_current(out: Path, current: Path) -> None:
    if not current.is_dir():
        return
    for file in sorted(file for file in current.rglob("*") if file.is_file()):
        target = out / file.relative_to(current)
        target.parent.mkdir(exist_ok=True)
        file.replace(target)
        sync_folder(target.parent)
    sync_folder(out)
    shutil.rmtree(current)


def _remove_former(out: Path, names: set[str]) -> None:
    """Snapshot files of another number of shards."""
    for file in (out / RECORDS, *shard_files(out)):
        if file.relative_to(out).as_posix() not in names:
            file.unlink(missing_ok=True)
    with suppress(OSError):  # not there, or not empty
        (out / SHARDS).rmdir()
