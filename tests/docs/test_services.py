"""The timer, the services and the line for cron: their commands are ours, their paths agree, systemd takes them."""

import re
import shlex
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import pytest

from tests.docs.calls import press_records
from tests.docs.pages import Block, checked_in, lines_of

BLOCKS = [block for _, block in checked_in("tests/docs/test_services.py")]
PROGRAM = "/opt/press-records/.venv/bin/press-records"
EXIT_CODES = {"1", "130", "143"}
"""Those of the README that are no failure of the call."""
CRON = re.compile(r"(?P<times>(?:\S+ +){5})(?P<program>\S+) (?P<arguments>[^%]+?) >> (?P<log>/\S+) 2>&1")
RANGES = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))


def units() -> dict[str, Block]:
    """The units by the names of their files."""
    found = [block for block in BLOCKS if block.language == "ini"]
    timers = [block for block in found if "[Timer]" in block.body]
    services = [block for block in found if "[Service]" in block.body]
    assert len(timers) == 1
    assert len(services) == 2
    names = ("press-records.timer", "press-records.service", "press-records-watch.service")
    return dict(zip(names, (*timers, *services), strict=True))


def parsed(block: Block) -> ConfigParser:
    parser = ConfigParser(interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # names as systemd spells them
    parser.read_string(block.body)
    return parser


def commands(block: Block) -> list[dict[str, Any]]:
    """The parameters of every command that a unit starts."""
    service = parsed(block)["Service"]
    calls = [shlex.split(value) for name, value in service.items() if name.startswith("Exec")]
    assert {call[0] for call in calls} == {PROGRAM}
    return [press_records(call[1:]) for call in calls]


def cron_line() -> re.Match[str]:
    (line,) = (line for block in BLOCKS if block.language == "cron" for line in lines_of(block))
    match = CRON.fullmatch(line)
    assert match is not None, line
    return match


def test_every_block_is_a_unit_or_a_line_for_cron() -> None:
    assert [block.language for block in BLOCKS if block.language != "cron"] == ["ini"] * len(units())


@pytest.mark.parametrize("name", [name for name in units() if name.endswith(".service")])
def test_the_commands_of_a_service_are_ours_and_work_in_one_folder(name: str) -> None:
    found = commands(units()[name])
    assert {str(parameters["out"]) for parameters in found} == {"/srv/records"}
    assert all(str(path).startswith("/") for parameters in found for path in parameters.get("inputs", ()))
    assert parsed(units()[name])["Service"]["SuccessExitStatus"] in EXIT_CODES


def test_cron_does_what_the_service_does() -> None:
    line = cron_line()
    assert line["program"] == PROGRAM, "cron has a path of its own, which does not lead to the environment"
    by_cron = press_records(shlex.split(line["arguments"]))
    assert by_cron == commands(units()["press-records.service"])[0]


def test_cron_and_the_timer_name_the_same_time() -> None:
    minute, hour, *others = cron_line()["times"].split()
    assert others == ["*"] * 3
    assert all(low <= int(value) <= high for value, (low, high) in zip((minute, hour), RANGES, strict=False))
    timer = parsed(units()["press-records.timer"])["Timer"]["OnCalendar"]
    assert timer == f"*-*-* {int(hour):02}:{int(minute):02}"


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not installed here (Debian: apt-get install systemd)")
    for name, block in units().items():
        (tmp_path / name).write_text(block.body.replace(PROGRAM, "/bin/true"), encoding="utf-8")
    done = subprocess.run(  # noqa: S603  # of the system
        [program, "verify", "--man=no", *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    said = [line for line in done.stderr.splitlines() if str(tmp_path) in line or "press-records" in line]
    assert (done.returncode, said) == (0, [])
