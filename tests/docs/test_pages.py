"""Every block of the documentation is run in order, page by page, as a reader would; what cannot run says why."""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.kitchen import write_client
from tests.docs.pages import PAGE_NOT_RUN, ROOT, Block, blocks, documented, shown
from tests.docs.world import MODEL, lay_out, work

PAGES = documented()
FROM_SCRATCH = {"docs/tutorial.md"}
"""Pages that begin without results."""
APART = {"README.md"}
"""Pages whose blocks stand for themselves, each in a folder of its own."""
REASONS = Counter(
    {
        "sets up an environment of its own": 4,
        "needs a network": 1,
        "needs a network and a spider of yours": 1,
        "needs a network or a container engine": 2,
        "needs a Ray cluster": 2,
        "configuration of systemd": 3,
        "configuration of cron": 1,
        "configuration of nginx": 1,
        "takes half an hour, and the development tools": 1,
    }
)
"""Why blocks are not run, and how many there may be for each reason."""
STAY_OPEN = re.compile(r"^press-records (review|serve|watch)\b.*$", re.MULTILINE)
ENDED = {"review": {0, -signal.SIGINT, 130}, "serve": {0, -signal.SIGINT, 130}, "watch": {0, 130}}
OF_ITS_OWN = re.compile(r"^press-records (?:review|serve|watch|judge)\b.*$", re.MULTILINE)
"""Commands that stay open, or that name ids which the ones before have made."""
TELLS_BY_CODE = re.compile(r"^(press-records (?:diff .*--fail-on|feed .*--min-)[^#\n]*).*$", re.MULTILINE)
"""Commands whose exit code 1 is an answer."""
DATA = {"json": lambda text: [json.loads(part) for part in _values(text)], "toml": tomllib.loads}
PATIENCE = 60.0


def _values(text: str) -> list[str]:
    """A block of JSON: one value, or one a line."""
    try:
        json.loads(text)
    except json.JSONDecodeError:
        return text.splitlines()
    return [text]


@pytest.fixture(scope="session")
def commands(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for PATH with a ``press-records`` that starts at once, and ``python``."""
    folder = tmp_path_factory.mktemp("bin")
    address = folder / "kitchen"
    kitchen = subprocess.Popen([sys.executable, str(ROOT / "tests/docs/kitchen.py"), str(address)], cwd=ROOT)  # noqa: S603
    write_client(folder / "press-records", address)
    (folder / "python").symlink_to(sys.executable)
    deadline = time.monotonic() + PATIENCE
    while not address.exists() and time.monotonic() < deadline:
        assert kitchen.poll() is None, "the kitchen did not open"
        time.sleep(0.05)
    yield folder
    kitchen.kill()
    kitchen.wait()


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that pages are tried in a copy of; made once."""
    folder = tmp_path_factory.mktemp("world")
    lay_out(folder)
    before = Path.cwd()
    os.chdir(folder)
    try:
        work(folder)
    finally:
        os.chdir(before)
    return folder


class Reader:
    """Somebody who tries a page out, block after block."""

    def __init__(self, folder: Path, commands: Path) -> None:
        self.folder = folder
        self.printed = ""
        self.names: dict[str, object] = {"__name__": "snippets"}
        self.environment = os.environ | {
            "PATH": f"{commands}:{os.environ['PATH']}", "PRESS_RECORDS_MODEL": MODEL, "COLUMNS": "200", "USER": "erika",
        }  # fmt: skip

    def read(self, page: str, block: Block) -> None:
        """Does what the block says."""
        if block.reason is not None:
            return
        if block.language == "sh":
            self.printed = "".join(map(self._run, _parts(block.body)))
        elif block.language == "python":
            exec(compile(block.body, page, "exec"), self.names)  # noqa: S102  # our own documentation
        elif block.language == "text":
            assert shown(block.body, self.printed), f"line {block.line} shows what was not printed:\n{self.printed}"
        else:
            assert block.language in DATA, f"line {block.line}: say how to run {block.language or 'it'}, or why not"
            DATA[block.language](block.body)

    def _run(self, script: str) -> str:
        script = self._meant(script)
        stays = STAY_OPEN.match(script)
        if stays is not None:
            return self._visit(stays[1], script)
        strict = TELLS_BY_CODE.sub(r"\1 || [ $? -eq 1 ]", script)
        done = subprocess.run(  # noqa: S603  # our own documentation
            ["/bin/bash", "-euo", "pipefail", "-c", strict], cwd=self.folder, env=self.environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, timeout=PATIENCE,
        )  # fmt: skip
        assert done.returncode == 0, f"{script}\nends with {done.returncode}:\n{done.stdout}"
        return done.stdout

    def _visit(self, command: str, script: str) -> str:
        """Starts what runs until it is stopped, waits until it answers, and stops it."""
        port = _free_port()
        options = {"review": f" --no-open --port {port}", "serve": f" --port {port}", "watch": " --quiet 0.5"}[command]
        line = f"exec {Path(sys.executable).parent}/{script.partition('  #')[0].strip()}{options}"
        with subprocess.Popen(  # noqa: S603  # likewise
            ["/bin/bash", "-c", line], cwd=self.folder, env=self.environment, text=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        ) as process:  # fmt: skip
            assert process.stderr is not None
            said = process.stderr.readline()
            if command != "watch":
                _wait_for_an_answer(port, process)
            process.send_signal(signal.SIGINT)
            said += process.communicate(timeout=PATIENCE)[1]
        assert process.returncode in ENDED[command], f"{script}\nends with {process.returncode}:\n{said}"
        return said

    def _meant(self, script: str) -> str:
        """The script with ids and folders of this world for those of the examples."""
        for root in ("/srv/", "/mnt/"):
            script = script.replace(root, f"{self.folder}{root}")
        script = script.replace("Ute Erz", "Ayşe Brandt")
        for example, one in zip(("Thomas Müller", "Stadt Worms"), _bearer(self.folder / "out"), strict=False):
            script = script.replace(example, one)
        script = script.replace("34671c71dc8c209fc1cf", _decision(self.folder / "out"))
        people = iter(_people(self.folder / "out"))
        return re.sub(r"\bP-[0-9a-f]{12}\b", lambda match: next(people, match[0]), script)


def _parts(script: str) -> list[str]:
    """A script cut so that each command that needs it is a part of its own."""
    joined = script.replace("\\\n", " ")
    parts, end = [], 0
    for match in OF_ITS_OWN.finditer(joined):
        parts += [joined[end : match.start()], match[0]]
        end = match.end()
    return [part for part in (*parts, joined[end:]) if part.strip()]


def _decision(out: Path) -> str:
    from pipeline.store.decisions import DecisionLog

    path = out / "decisions.sqlite"
    return next((entry.id for _, entry in DecisionLog(path).since()), "") if path.exists() else ""


def _bearer(out: Path) -> tuple[str, ...]:
    """Somebody with an organisation."""
    path = out / "records.jsonl"
    for record in map(json.loads, path.read_text(encoding="utf-8").splitlines() if path.exists() else ()):
        bodies = {body["id"]: body["name"] for body in record["organisations"]}
        for person in record["people"]:
            if person["given"] and person["family"] and person["organisations"]:
                return person["name"], bodies[person["organisations"][0]]
    return ()


def _people(out: Path) -> list[str]:
    feeds = sorted(out.glob("feed/[0-9]*/directory.jsonl"))
    if not feeds:
        return []
    with feeds[-1].open(encoding="utf-8") as lines:
        return [entry["id"] for entry in map(json.loads, lines) if entry["kind"] == "person"][:2]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _wait_for_an_answer(port: int, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/")
            assert connection.getresponse().status < 500
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(
        f"no answer: {process.stderr.read() if process.stderr is not None and process.poll() is not None else ''}"
    )


@pytest.mark.parametrize("page", PAGES)
def test_every_block_runs(
    page: str, world: Path, commands: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = blocks(PAGES[page].read_text(encoding="utf-8"))
    if not found:
        return
    monkeypatch.setenv("PRESS_RECORDS_MODEL", MODEL)
    reader = None
    for number, block in enumerate(found):
        if reader is None or page in APART:
            folder = tmp_path / str(number)
            lay_out(folder) if page in FROM_SCRATCH else shutil.copytree(world, folder)
            monkeypatch.chdir(folder)
            reader = Reader(folder, commands)
        reader.read(page, block)


def test_what_is_not_run_has_one_of_few_reasons() -> None:
    texts = (path.read_text(encoding="utf-8") for path in PAGES.values())
    given = Counter(block.reason for text in texts for block in blocks(text) if block.reason is not None)
    assert {reason: count for reason, count in given.items() if count > REASONS[reason]} == {}


def test_only_the_made_page_of_commands_is_left_out() -> None:
    left_out = [path for path in (ROOT / "docs").rglob("*.md") if PAGE_NOT_RUN in path.read_text(encoding="utf-8")]
    assert [path.relative_to(ROOT / "docs").as_posix() for path in left_out] == ["reference/commands.md"]


@pytest.mark.parametrize(
    ("expected", "printed", "fits"),
    [
        ("a\n...\nc", "a\nb\nc", True),
        ("a ... c", "a b c", True),
        ("c\na", "a\nc", False),
        ("d", "a\nb", False),
        ("a  b", "a b", True),
        ("", "a", True),
    ],
)
def test_shortened_output_is_compared(expected: str, printed: str, fits: bool) -> None:
    assert shown(expected, printed) is fits


def test_a_marker_belongs_to_the_block_below_it() -> None:
    text = "<!-- not run: because -->\n```sh\na\n```\n\n```sh\nb\n```\n"
    assert [(block.body, block.reason) for block in blocks(text)] == [("a\n", "because"), ("b\n", None)]
