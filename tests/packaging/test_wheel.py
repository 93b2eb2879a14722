"""The wheel works where the checkout is not: built, installed into a clean environment, and run with its model."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"
PAGES = ("jugendamt-alzey.html", "kita-tantow.txt")
CODE_SUFFIXES = {".py", ".pyc"}
LIMIT = 100_000_000
"""Bytes; what a release may weigh."""

PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input")


def call(*command: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PRESS_RECORDS_"))}
    return subprocess.run(  # noqa: S603  # our own programs
        list(map(str, command)),
        cwd=cwd,
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    built = call(*PIP, "wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", folder, ROOT, cwd=folder)
    assert built.returncode == 0, built.stderr
    (file,) = folder.glob("press_records-*.whl")
    return file


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ``bin`` folder of an environment with the wheel; libraries come from this one, the checkout does not."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    done = call(*PIP, "--python", python, "install", "--no-deps", "--no-index", wheel, cwd=folder)
    assert done.returncode == 0, done.stderr
    (packages,) = folder.glob("lib/python*/site-packages")
    # A path in a .pth file is searched behind the wheel, and the .pth file of the editable checkout in it is not read.
    (packages / "libraries.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    return folder / "bin"


def test_the_wheel_holds_every_data_file(wheel: Path) -> None:
    tracked = call("git", "ls-files", "pipeline", cwd=ROOT).stdout.splitlines()
    data = {name for name in tracked if Path(name).suffix not in CODE_SUFFIXES}
    assert {"pipeline/py.typed", "pipeline/schema/record.schema.json"} <= data
    names = set(zipfile.ZipFile(wheel).namelist())
    assert data - names == set()
    assert not [name for name in names if "__pycache__" in name or name.startswith(("tests/", "models/"))]


def test_the_wheel_holds_every_model_file(wheel: Path) -> None:
    manifest = json.loads((ROOT / "models" / "manifest.json").read_text(encoding="utf-8"))
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        f"pipeline/_models/{file.relative_to(ROOT / 'models').as_posix()}"
        for folder in (ROOT / "models").iterdir()
        if (folder / "meta.json").is_file()
        for file in folder.rglob("*")
        if file.is_file()
    }
    assert len(wanted) > len(manifest)
    assert wanted | {"pipeline/_models/manifest.json", "pipeline/_models/README.md"} <= names


def test_the_wheel_stays_small(wheel: Path) -> None:
    assert wheel.stat().st_size < LIMIT


def test_the_code_is_that_of_the_wheel(installed: Path, tmp_path: Path) -> None:
    shown = call(installed / "python", "-c", "import pipeline; print(pipeline.__file__)", cwd=tmp_path).stdout
    assert Path(shown.strip()).is_relative_to(installed.parent)


def test_the_command_says_its_version(installed: Path, wheel: Path, tmp_path: Path) -> None:
    shown = call(installed / "press-records", "--version", cwd=tmp_path)
    assert shown.returncode == 0, shown.stderr
    assert wheel.name.split("-")[1] in shown.stdout


def test_pages_become_records_with_the_embedded_model(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    for name in PAGES:
        shutil.copy(CORPUS / name, tmp_path / "pages")
    done = call(installed / "press-records", "run", "pages", "--out", "out", "--workers", "1", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = (tmp_path / "out" / "records.jsonl").read_text(encoding="utf-8").splitlines()
    records = {record["source"]["path"]: record for record in map(json.loads, lines)}
    assert len(records) == len(PAGES)
    golden = json.loads((ROOT / "tests" / "golden" / "jugendamt-alzey.json").read_text(encoding="utf-8"))
    (page,) = (record for path, record in records.items() if path.endswith("jugendamt-alzey.html"))
    assert page["provenance"]["model"]["name"] == "accurate"
    assert [one["name"] for one in page["people"]] == [one["name"] for one in golden["people"]]
    assert [one["value"] for one in page["phones"]] == [one["value"] for one in golden["phones"]]


def test_the_review_starts(installed: Path, tmp_path: Path) -> None:
    shown = call(installed / "press-records", "review", "--help", cwd=tmp_path, COLUMNS="120")
    assert shown.returncode == 0, shown.stderr
    assert "Usage" in shown.stdout
