"""The command that serves the directory: what it says when it cannot, and that it answers where it says."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest
from typer.testing import CliRunner

from pipeline.cli import app as cli
from pipeline.errors import UsageError
from pipeline.feeds.feed import Feed, feed
from tests.feeds.pages import record
from tests.feeds.test_publish import write


@pytest.fixture
def out(tmp_path: Path) -> Path:
    write(tmp_path, record("a", [{"name": "Ute Erz", "org": "Stadt Worms", "role": "Leiterin"}]))
    feed(tmp_path, Feed())
    return tmp_path


def test_a_port_that_is_taken_is_told_with_the_remedy(out: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = CliRunner().invoke(cli.app, ["serve", "--out", str(out), "--port", str(port)])
    assert isinstance(result.exception, UsageError)
    assert re.search(rf"port {port} cannot be used .*--port", str(result.exception))


def test_the_directory_is_served_until_it_is_stopped(out: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    call = [
        sys.executable,
        "-c",
        "from pipeline.cli import main; main()",
        "serve",
        "--out",
        str(out),
        "--port",
        str(port),
    ]
    with subprocess.Popen(call, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as served:  # noqa: S603  # ourselves
        assert served.stderr is not None
        address = re.search(r"http://\S+/entries", served.stderr.readline())
        assert address is not None
        with urlopen(address.group()) as answer:  # noqa: S310  # our own address
            assert b"Ute Erz" in answer.read()
        os.kill(served.pid, signal.SIGTERM)
        assert "Traceback" not in served.stderr.read()
