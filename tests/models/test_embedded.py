"""What ships under ``models/``: small, complete, and safe on every processor."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from pipeline.annotate.ner_models import embedded_folder, embedded_names, file_sha256, models_folder

MEGABYTE = 1_000_000
INT8 = 3
TRANSFORMERS = [name for name in embedded_names() if (models_folder() / name / "press_ner").is_dir()]


def test_all_models_together_stay_small() -> None:
    files = [file for name in embedded_names() for file in (models_folder() / name).rglob("*") if file.is_file()]
    assert sum(file.stat().st_size for file in files) < 60 * MEGABYTE


@pytest.mark.parametrize("name", embedded_names())
def test_the_manifest_lists_every_file_and_no_other(name: str) -> None:
    folder = embedded_folder(name)
    manifest = json.loads((models_folder() / "manifest.json").read_text(encoding="utf-8"))[name]
    assert manifest == {
        file.relative_to(folder).as_posix(): file_sha256(file) for file in folder.rglob("*") if file.is_file()
    }


def varint(data: memoryview, at: int) -> tuple[int, int]:
    number, shift = 0, 0
    while True:
        byte = data[at]
        number |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return number, at


def fields(data: memoryview) -> Iterator[tuple[int, memoryview | int]]:
    """Field numbers and values of a protobuf message: ONNX files are one, and reading two levels needs no library."""
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        if key & 7 == 0:
            value, at = varint(data, at)
            yield key >> 3, value
        else:
            assert key & 7 in (1, 2, 5)
            size, at = varint(data, at) if key & 7 == 2 else ({1: 8, 5: 4}[key & 7], at)
            yield key >> 3, data[at : at + size]
            at += size


def integer_weights(path: Path) -> Iterator[tuple[str, np.ndarray]]:
    """Name and values of every int8 constant of an ONNX file."""
    model = dict(fields(memoryview(path.read_bytes())))
    for number, value in fields(model[7]):
        if number == 5:
            tensor = dict(fields(value))
            if tensor[2] == INT8 and 9 in tensor:
                yield bytes(tensor[8]).decode(), np.frombuffer(tensor[9], dtype=np.int8)


@pytest.mark.parametrize("name", TRANSFORMERS)
def test_integer_products_can_not_saturate(name: str) -> None:
    """Without VNNI, x86 kernels add two products of an unsigned and a signed byte in 16 signed bits."""
    checked = 0
    for tensor, weights in integer_weights(embedded_folder(name) / "press_ner" / "model.onnx"):
        if tensor.startswith("layers.") and tensor.endswith(".weight"):
            assert 2 * 255 * int(np.abs(weights.astype(np.int16)).max()) <= np.iinfo(np.int16).max, tensor
            checked += 1
    assert checked >= 8


SCRIPT = """
import sys
from pipeline.annotate.ner import load_model
print([(e.start, e.end, e.label, e.score) for e in load_model(sys.argv[1]).entities(open(sys.argv[2]).read())])
"""


@pytest.mark.parametrize("name", embedded_names())
def test_the_same_bytes_in_every_process(name: str, tmp_path: Path) -> None:
    text = tmp_path / "release.txt"
    text.write_text(
        "Die Leiterin Petra Lang (Stadt Worms) kam am 3. Mai nach Höxter.\n\nUwe Klein\nJugendamt\n" * 30,
        encoding="utf-8",
    )

    def found(seed: str, threads: str) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": seed, "OMP_NUM_THREADS": threads, "PYTHONUTF8": "1"}
        command = [sys.executable, "-c", SCRIPT, name, str(text)]
        # Our own interpreter and script.
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)  # noqa: S603
        return done.stdout

    first = found("0", "1")
    assert "PER" in first
    assert found("4711", "2") == first
