"""Finds, checks and fingerprints entity models on disk."""

import hashlib
import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pipeline.documents import ModelIdentity
from pipeline.errors import ModelError

MANIFEST = "manifest.json"
_PACKAGE = Path(__file__).resolve().parents[1]
_BLOCK = 1 << 20


@cache
def models_folder() -> Path:
    """Where the embedded models are: inside the installed package, or beside it in a checkout."""
    installed = _PACKAGE / "_models"
    return installed if installed.is_dir() else _PACKAGE.parent / "models"


def embedded_names() -> tuple[str, ...]:
    """Names of the embedded models.

    Raises:
        ModelError: the manifest is missing or damaged.
    """
    return tuple(_manifest())


def embedded_folder(name: str) -> Path:
    """The folder of an embedded model whose files are all there and intact.

    Raises:
        ModelError: a file is missing or differs from the manifest.
    """
    folder = models_folder() / name
    for relative, expected in _manifest()[name].items():
        _check(folder / relative, expected)
    return folder


def _check(file: Path, expected: str) -> None:
    remedy = "run `git checkout -- models` in a checkout, or reinstall press-records"
    try:
        actual = file_sha256(file)
    except OSError as error:
        raise ModelError(
            f"model file {file} cannot be read ({error.strerror}); expected sha256 {expected}; {remedy}"
        ) from error
    if actual != expected:
        raise ModelError(f"model file {file} is damaged: sha256 is {actual}, expected {expected}; {remedy}")


def _manifest() -> dict[str, dict[str, str]]:
    path = models_folder() / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"model manifest {path} cannot be read ({error}); reinstall press-records") from error
    return {str(name): dict(files) for name, files in manifest.items()}


def file_sha256(file: Path) -> str:
    """Hexadecimal SHA-256 of a file."""
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def folder_sha256(folder: Path) -> str:
    """One SHA-256 over all files of a folder: of the lines ``sha256  relative/path``, sorted by path."""
    files = {file.relative_to(folder).as_posix(): file for file in folder.rglob("*") if file.is_file()}
    lines = (f"{file_sha256(files[relative])}  {relative}\n" for relative in sorted(files))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def identify(spec: str) -> ModelIdentity:
    """The identity of the model a user names, without loading it.

    Raises:
        ModelError: there is no such model, or it is damaged.
    """
    folder = model_folder(spec)
    meta = _meta(folder)
    name = spec if spec in embedded_names() else str(meta.get("name", folder.name))
    return ModelIdentity(name, str(meta.get("version", "")), folder_sha256(folder))


def _meta(folder: Path) -> dict[str, Any]:
    try:
        meta: dict[str, Any] = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{folder} is no spaCy pipeline package ({error}); choose another with --model") from error
    return meta


def model_folder(spec: str) -> Path:
    """The folder of the model a user names: an embedded one, a spaCy pipeline directory, or an installed package.

    Raises:
        ModelError: there is no such model, or an embedded one is damaged.
    """
    if spec in embedded_names():
        return embedded_folder(spec)
    folder = Path(spec)
    if (folder / "config.cfg").is_file():
        return folder
    if spec.isidentifier() and (module := find_spec(spec)) is not None and module.origin is not None:
        return _inside_package(Path(module.origin).parent)
    names = ", ".join(embedded_names())
    choices = f"an embedded one ({names}), a spaCy pipeline directory or an installed pipeline package"
    raise ModelError(f"there is no model {spec!r}; name {choices}")


def _inside_package(package: Path) -> Path:
    """The versioned data folder inside an installed spaCy pipeline package."""
    meta = _meta(package)
    return package / f"{meta['lang']}_{meta['name']}-{meta['version']}"
