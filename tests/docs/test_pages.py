"""Every block of the documentation is run in order, page by page, as a reader would; the rest is checked elsewhere."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.docs.kitchen import write_clients
from tests.docs.pages import PAGE_NOT_RUN, ROOT, blocks, documented, shown
from tests.docs.world import MODEL

PAGES = documented()
WITH_BLOCKS = [page for page, path in PAGES.items() if blocks(path.read_text(encoding="utf-8"))]
PATIENCE = 600.0  # seconds; a busy machine is no defect
AT_ONCE = os.cpu_count() or 1
Reading = subprocess.CompletedProcess[str]


@pytest.fixture(scope="session")
def kitchen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the ``world`` that pages are tried in copies of, and programs that start at once in ``bin``."""
    folder = tmp_path_factory.mktemp("docs")
    address, programs = folder / "kitchen", folder / "bin"
    for made in (folder / "world", programs):
        made.mkdir()
    environment = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    process = subprocess.Popen(  # noqa: S603  # our own
        [sys.executable, "-m", "tests.docs.kitchen", str(folder / "world"), str(address)],
        cwd=ROOT, env=environment, start_new_session=True,
    )  # fmt: skip
    write_clients(programs, address)
    (programs / "python").symlink_to(sys.executable)
    deadline = monotonic() + PATIENCE
    while not address.exists() and monotonic() < deadline:
        assert process.poll() is None, "the kitchen did not open"
        sleep(0.05)
    yield folder
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture(scope="session")
def readings(kitchen: Path, request: pytest.FixtureRequest) -> Iterator[Mapping[str, Future[Reading]]]:
    """What comes of each page that is asked for; several are read at the same time."""
    functions = (item for item in request.session.items if isinstance(item, pytest.Function))
    asked = [str(one.callspec.params["page"]) for one in functions if "readings" in one.fixturenames]
    with ThreadPoolExecutor(AT_ONCE) as readers:
        yield {page: readers.submit(_read, page, kitchen) for page in asked}
        readers.shutdown(cancel_futures=True)


def _read(page: str, kitchen: Path) -> Reading:
    folder = kitchen / page.replace("/", "-")
    folder.mkdir()
    environment = os.environ | {
        "PATH": f"{kitchen / 'bin'}:{os.environ['PATH']}", "PRESS_RECORDS_MODEL": MODEL, "COLUMNS": "200",
        "USER": "erika",
    }  # fmt: skip
    return subprocess.run(  # noqa: S603  # likewise
        [kitchen / "bin" / "read-page", page, kitchen / "world", folder], env=environment, text=True, cwd=folder,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, timeout=PATIENCE,
    )  # fmt: skip


@pytest.mark.parametrize("page", WITH_BLOCKS)
def test_every_block_runs(page: str, readings: Mapping[str, Future[Reading]]) -> None:
    reading = readings[page].result()
    assert reading.returncode == 0, reading.stdout


def test_the_readme_and_its_python_are_among_what_runs() -> None:
    runs = {(page, block.language) for page in WITH_BLOCKS for block in blocks(PAGES[page].read_text("utf-8"))
            if block.test is None}  # fmt: skip
    assert {("README.md", "python"), ("README.md", "sh"), ("docs/tutorial.md", "python")} <= runs


def test_blocks_that_are_not_run_with_their_page_are_checked_in_a_file_of_tests() -> None:
    found = {block.test for path in PAGES.values() for block in blocks(path.read_text(encoding="utf-8"))} - {None}
    assert {test for test in found if f'checked_in("{test}")' not in (ROOT / str(test)).read_text("utf-8")} == set()


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
    text = "<!-- checked in tests/a.py: because -->\n```sh\na\n```\n\n```sh\nb\n```\n"
    assert [(block.body, block.test) for block in blocks(text)] == [("a\n", "tests/a.py"), ("b\n", None)]
