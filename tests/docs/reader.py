"""Somebody who tries a page of the documentation out, block after block, in a copy of the prepared world."""

import http.client
import itertools
import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

from tests.docs.calls import check_call
from tests.docs.ids import as_in_this_world
from tests.docs.pages import Block, blocks, documented, shown
from tests.docs.world import lay_out

FROM_SCRATCH = {"docs/tutorial.md"}
"""Pages that begin without results."""
APART = {"README.md"}
"""Pages whose blocks stand for themselves, each in a folder of its own."""
STAY_OPEN = re.compile(r"^press-records (review|serve|watch)\b.*$", re.MULTILINE)
ENDED = {"review": {0, 130, 254}, "serve": {0, 130, 254}, "watch": {0, 130}}
OF_ITS_OWN = re.compile(r"^(?:press-records (?:review|serve|watch)|pip)\b.*$", re.MULTILINE)
"""Commands that stay open, or are looked at only."""
TELLS_BY_CODE = re.compile(r"^(press-records (?:diff .*--fail-on|feed .*--min-)[^#\n]*).*$", re.MULTILINE)
"""Commands whose exit code 1 is an answer."""
DATA: dict[str, Callable[[str], object]] = {
    "json": lambda text: [json.loads(part) for part in _values(text)],
    "toml": tomllib.loads,
}
PATIENCE = 600.0  # seconds; a busy machine is no defect
PORTS = range(20_000, 32_000)
"""Below those that the system hands out to callers, so that a free port stays free."""


def read_page(page: str, world: str, folder: str) -> None:
    """Does what a page says.

    Raises:
        AssertionError: something did not do what the page says.
    """
    reader = None
    for number, block in enumerate(blocks(documented()[page].read_text(encoding="utf-8"))):
        if reader is None or page in APART:
            place = Path(folder) / str(number)
            lay_out(place) if page in FROM_SCRATCH else shutil.copytree(world, place)
            os.chdir(place)
            reader = Reader(place)
        reader.read(page, block)


class Reader:
    """What somebody who reads a page has before them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.printed = ""
        self.names: dict[str, object] = {"__name__": "snippets"}

    def read(self, page: str, block: Block) -> None:
        """Does what the block says."""
        if block.test is not None:
            return
        if block.language == "sh":
            self.printed = "".join(map(self._run, _parts(block.body)))
        elif block.language == "python":
            exec(compile(block.body, f"{page}, line {block.line}", "exec"), self.names)  # noqa: S102  # our own
        elif block.language == "text":
            assert shown(block.body, self.printed), f"line {block.line} shows what was not printed:\n{self.printed}"
        else:
            assert block.language in DATA, f"line {block.line}: neither run nor checked elsewhere"
            DATA[block.language](block.body)

    def _run(self, script: str) -> str:
        if script.startswith("pip "):
            check_call(shlex.split(script, comments=True))
            return ""
        script = as_in_this_world(script, self.folder)
        stays = STAY_OPEN.match(script)
        if stays is not None:
            return self._visit(stays[1], script)
        strict = TELLS_BY_CODE.sub(r"\1 || [ $? -eq 1 ]", script)
        done = subprocess.run(  # noqa: S603  # our own documentation
            ["/bin/bash", "-euo", "pipefail", "-c", strict], cwd=self.folder, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, timeout=PATIENCE,
        )  # fmt: skip
        assert done.returncode == 0, f"{script}\nends with {done.returncode}:\n{done.stdout}"
        return done.stdout

    def _visit(self, command: str, script: str) -> str:
        """Starts what runs until it is stopped, waits until it answers, and stops it."""
        port = _free_port()
        options = {"review": f" --no-open --port {port}", "serve": f" --port {port}", "watch": " --quiet 0.5"}[command]
        line = f"exec {script.partition('  #')[0].strip()}{options}"
        with subprocess.Popen(  # noqa: S603  # likewise
            ["/bin/bash", "-c", line], cwd=self.folder, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        ) as process:
            assert process.stderr is not None
            said = process.stderr.readline()
            if command != "watch":
                _wait_for_an_answer(port, process)
            process.send_signal(signal.SIGINT)
            said += process.communicate(timeout=PATIENCE)[1]
        assert process.returncode in ENDED[command], f"{script}\nends with {process.returncode}:\n{said}"
        return said


def _parts(script: str) -> list[str]:
    """A script cut so that each command that needs it is a part of its own."""
    joined = script.replace("\\\n", " ")
    parts, end = [], 0
    for match in OF_ITS_OWN.finditer(joined):
        parts += [joined[end : match.start()], match[0]]
        end = match.end()
    return [part for part in (*parts, joined[end:]) if part.strip()]


def _values(text: str) -> list[str]:
    """A block of JSON: one value, or one a line."""
    try:
        json.loads(text)
    except json.JSONDecodeError:
        return text.splitlines()
    return [text]


def _free_port() -> int:
    """A port that nobody listens at; each process looks from another place on, so that two seldom meet."""
    start = os.getpid() * 7 % len(PORTS)
    for port in itertools.chain(PORTS[start:], PORTS[:start]):
        try:
            with socket.create_server(("127.0.0.1", port)):
                return port
        except OSError:
            continue
    raise AssertionError("no port is free")


def _wait_for_an_answer(port: int, process: subprocess.Popen[str]) -> None:
    deadline = monotonic() + PATIENCE
    while monotonic() < deadline and process.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            connection.request("GET", "/")
            assert connection.getresponse().status < 500
        except OSError:
            sleep(0.1)
        else:
            return
    process.kill()
    raise AssertionError(f"no answer: {process.communicate()[1]}")
