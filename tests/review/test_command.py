"""``press-records review`` as a user calls it."""

import re
import signal
import subprocess
import sys
import urllib.request

import pytest
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.errors import UsageError
from tests.review.workplace import Workplace

INTERRUPTED = 130


def call(*arguments: str) -> None:
    result = CliRunner().invoke(app, ["review", *arguments])
    assert result.exception is not None
    raise result.exception


def test_what_cannot_work_is_said(changed: Workplace) -> None:
    out = str(changed.out)
    with pytest.raises(UsageError, match="holds no finished run"):
        call("--out", str(changed.pages))
    with pytest.raises(UsageError, match="choose one of de, en"):
        call("--out", out, "--lang", "fr")
    with pytest.raises(UsageError, match="no loopback address"):
        call("--out", out, "--host", "0.0.0.0")  # noqa: S104  # that it is refused is the point
    with pytest.raises(UsageError, match="--author is empty"):
        call("--out", out, "--author", " ")
    with pytest.raises(UsageError, match="has a path"):
        call("--out", out, "--public-url", "https://review.example/app")
    with pytest.raises(UsageError, match="cannot be read"):
        call("--out", out, "--password-file", str(changed.root / "none.txt"))
    with pytest.raises(UsageError, match="no run 000009"):
        call("--out", out, "--since", "9", "--port", "0", "--no-open")


def test_it_serves_until_it_is_interrupted(changed: Workplace) -> None:
    listen = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"  # may be inherited as ignored
    program = f"{listen}; from pipeline.cli import main; main()"
    options = ["--out", str(changed.out), "--port", "0", "--no-open", "--author", "Kim"]
    command = [sys.executable, "-c", program, "review", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:  # noqa: S603  # ourselves
        assert server.stderr is not None
        address = next(filter(None, (re.search(r"http://127\.0\.0\.1:\d+/", line) for line in server.stderr)))
        with urllib.request.urlopen(address.group()) as response:  # noqa: S310  # our own server
            assert "Kim" in response.read().decode()
        server.send_signal(signal.SIGINT)
        assert server.wait(60) == INTERRUPTED
        assert "Traceback" not in server.stderr.read()


def test_the_help_has_examples() -> None:
    result = CliRunner().invoke(app, ["review", "--help"])
    assert "press-records review --out out" in result.output
    assert "loopback" in result.output.lower()
