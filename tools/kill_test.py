"""Kill a run anywhere, run it again, and compare every byte with a run that was left alone.

    python -m tools.kill_test --documents 500 --kills 60

Two runs are disturbed in turns: the first one over a folder, and a second one after a tenth of the documents changed,
some came, some went and some broke. A process is killed with SIGKILL at a random moment, and the call is repeated
until it ends; a repetition may be killed as well. Every fourth time it is a worker process that is killed, and the run
has to come through by itself.
"""

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.documents import releases, write_folder

COMMAND = (sys.executable, "-c", "from pipeline.cli import main; main()")
ENDED = {0, 1}  # exit codes of a run that came to its end
DEFECT = b"Traceback"
MOST_CALLS = 12  # of one run, before it counts as one that never ends
AGAIN = 0.3  # share of repetitions that are killed as well
ORPHANS_SECONDS = 30.0
TIMED = ("timings", "machine")  # parts of a run's own manifest that no two runs share

DOCUMENTS = """
SELECT id, uri, sha256, source, decisions, status, problem, first_seen, changed, data,
    pipeline, model, settings, lexicons
FROM documents LEFT JOIN builds ON builds.number = build LEFT JOIN lines ON lines.number = line ORDER BY id
"""
OTHERS = ("SELECT * FROM runs ORDER BY number", "SELECT * FROM snapshot ORDER BY name", "SELECT count(*) FROM lines",
          "SELECT * FROM results")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scene:
    """A run to disturb: its input, what its output folder holds before, and what it must hold afterwards."""

    number: int
    pages: Path
    before: Path | None
    expected: dict[str, str]
    seconds: float


def end_state(out: Path) -> dict[str, str]:
    """A digest of everything that equal runs make equal: published files by path, and what the state says."""
    found = {}
    for file in sorted(out.rglob("*")):
        name = file.relative_to(out).as_posix()
        if file.is_file() and not name.startswith((".lock", "state.sqlite")):
            found[name] = _digest(_untimed(file) if name.startswith("runs/") else file.read_bytes())
    with closing(sqlite3.connect(out / "state.sqlite")) as database:
        for query in (DOCUMENTS, *OTHERS):
            rows = "\n".join(map(repr, database.execute(query)))
            found[f"state: {' '.join(query.split())[:60]}"] = _digest(rows.encode())
        found["state: integrity"] = str(database.execute("PRAGMA integrity_check").fetchone()[0])
    return found


def _untimed(file: Path) -> bytes:
    if file.name != "manifest.json":
        return file.read_bytes()
    manifest = json.loads(file.read_bytes())
    return json.dumps({key: value for key, value in manifest.items() if key not in TIMED}).encode()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def differences(expected: dict[str, str], found: dict[str, str]) -> list[str]:
    """What is not as it should be, by name."""
    return sorted(name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name))


def is_over(out: Path, number: int) -> bool:
    """Whether a run was published to the last step before its process ended; the same call would begin another one."""
    if not (out / "state.sqlite").is_file():
        return False
    with closing(sqlite3.connect(out / "state.sqlite")) as database, suppress(sqlite3.OperationalError):
        query = "SELECT 1 FROM runs WHERE number = ? AND phase = 'published'"
        return database.execute(query, (number,)).fetchone() is not None
    return False


def change_pages(pages: Path, documents: int) -> None:
    """What a night brings: a tenth changes, a twentieth comes, a twentieth goes, and a few files break."""
    files = sorted(file for file in pages.rglob("*") if file.is_file())
    for file in files[::10]:
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("Telefon", "Rufnummer").replace("1", "2", 1), encoding="utf-8")
    for file in files[1::20]:
        file.unlink()
    for file in files[2::100]:
        file.write_bytes(b"")
    for file in files[3::100]:
        file.write_bytes(b"%PDF-1.7 cut off")
    write_folder(pages / "new", releases(max(documents // 20, 1), first=documents))


def start(scene_pages: Path, out: Path, workers: int) -> subprocess.Popen[bytes]:
    """A run in a session of its own, so that its orphans can be counted."""
    arguments = ("run", str(scene_pages), "--out", str(out), "--model", "none", "--complete", "--workers", str(workers))
    return subprocess.Popen(
        (*COMMAND, *arguments), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )


def finish(process: subprocess.Popen[bytes]) -> None:
    """Waits for the end of a run.

    Raises:
        AssertionError: it failed.
    """
    _, said = process.communicate()
    if process.returncode not in ENDED or DEFECT in said:
        raise AssertionError(f"the run ended with exit code {process.returncode}:\n{said.decode(errors='replace')}")


def kill_after(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Kills a run, and waits until its workers have noticed; False where it had ended before.

    Raises:
        AssertionError: workers stay behind.
    """
    try:
        process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        _require_no_orphans(process.pid)
        return True
    finish(process)
    return False


def _require_no_orphans(session: int) -> None:
    until = time.monotonic() + ORPHANS_SECONDS
    with suppress(ProcessLookupError):
        while time.monotonic() < until:
            os.killpg(session, 0)
            time.sleep(0.05)
        raise AssertionError(f"processes of session {session} outlive their run")


def kill_worker_after(process: subprocess.Popen[bytes], seconds: float, choice: random.Random) -> bool:
    """Kills one of the processes that work for a run; False where there was none."""
    time.sleep(seconds)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    with suppress(OSError):
        workers = [int(pid) for pid in children.read_text().split() if b"spawn_main" in _command_of(pid)]
        if workers:
            os.kill(choice.choice(workers), signal.SIGKILL)
            return True
    return False


def _command_of(pid: str) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def prepare(folder: Path, documents: int, workers: int) -> list[Scene]:
    """Both runs, undisturbed."""
    first_pages, second_pages = folder / "first", folder / "second"
    write_folder(first_pages, releases(documents))
    shutil.copytree(first_pages, second_pages)
    change_pages(second_pages, documents)
    # Paths are part of a record, so both runs read from one place, which is switched.
    pages = folder / "pages"
    scenes: list[Scene] = []
    before: Path | None = None
    for number, source in enumerate((first_pages, second_pages), 1):
        _switch(pages, source)
        out = folder / f"undisturbed-{number}"
        if before is not None:
            shutil.copytree(before, out)
        started = time.monotonic()
        finish(start(pages, out, workers))
        scenes.append(Scene(number, source, before, end_state(out), time.monotonic() - started))
        before = out
    return scenes


def _switch(link: Path, target: Path) -> None:
    link.unlink(missing_ok=True)
    link.symlink_to(target, target_is_directory=True)


def disturb(scene: Scene, folder: Path, workers: int, choice: random.Random, *, worker: bool) -> int:
    """Kills a run once or more, or one of its workers, and has it end; how many kills hit.

    Raises:
        AssertionError: the end state differs from that of the undisturbed run.
    """
    pages, out = folder / "pages", folder / "out"
    _switch(pages, scene.pages)
    shutil.rmtree(out, ignore_errors=True)
    if scene.before is not None:
        shutil.copytree(scene.before, out)
    hits = 0
    for call in range(MOST_CALLS):
        process = start(pages, out, workers)
        if worker and call == 0:
            hits += kill_worker_after(process, choice.uniform(0.3, 0.9) * scene.seconds, choice)
            finish(process)
            break
        if call == 0 or choice.random() < AGAIN:
            killed = kill_after(process, choice.uniform(0.0, 1.0) * scene.seconds)
            hits += killed
            if not killed or is_over(out, scene.number):
                break
            continue
        finish(process)
        break
    wrong = differences(scene.expected, end_state(out))
    if wrong:
        raise AssertionError(f"run {scene.number}, {hits} kills: not as undisturbed: {', '.join(wrong)}")
    return hits


def kill_test(folder: Path, documents: int, kills: int, workers: int, seed: int) -> None:
    """Disturbs runs until enough kills have hit.

    Raises:
        AssertionError: one of them did not end as if nothing had happened.
    """
    scenes = prepare(folder, documents, workers)
    for scene in scenes:
        print(f"run {scene.number} undisturbed: {scene.seconds:.1f} s, {len(scene.expected)} digests", flush=True)
    choice = random.Random(seed)  # noqa: S311  # repeatable, not secret
    hits = trials = 0
    while hits < kills:
        worker = trials % 4 == 3
        scene = scenes[trials // 2 % 2] if worker else scenes[trials % 2]
        hits += disturb(scene, folder, workers, choice, worker=worker)
        trials += 1
        print(f"trial {trials}: {hits} kills so far, the end state is the same", flush=True)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kill-test-") as folder:
        kill_test(Path(folder), arguments.documents, arguments.kills, arguments.workers, arguments.seed)


if __name__ == "__main__":
    main()
