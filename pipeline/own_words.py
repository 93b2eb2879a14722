"""Entries of a user's own, laid over the lexicons of the package.

The folder that ``PRESS_RECORDS_WORDS`` names holds files called like those under ``resources/de``: what their lists and
mappings say is added to what the package knows. The environment names it, since lexicons are read while modules load,
and so that every process of a run reads the same.
"""

import os
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from pipeline.errors import LexiconError

VARIABLE = "PRESS_RECORDS_WORDS"
LANGUAGE = "de"
# Regular expressions: the tests measure how long ours take on hostile input, and nobody would measure others.
CLOSED = frozenset({"patterns"})
# Mappings to kinds, genders and the like, whose values the code must know.
FIXED_VALUES = frozenset({"heads", "beginnings", "legal_forms", "modifiers", "year_edges", "states"})


@cache
def own_files() -> Mapping[str, bytes]:
    """The files of the folder by name; none where no folder is named.

    Raises:
        LexiconError: there is no such folder, a file cannot be read, or no lexicon is called like one of them.
    """
    named = os.environ.get(VARIABLE, "")
    if named == "":
        return {}
    folder = Path(named)
    if not folder.is_dir():
        raise LexiconError(f"{VARIABLE} names {folder}, which is no folder; it must hold files such as roles.yml")
    found = {path.name: path for path in sorted(folder.iterdir()) if path.suffix in {".yml", ".yaml"}}
    known = sorted(file.name for file in files("pipeline").joinpath("resources", LANGUAGE).iterdir())
    for name, path in found.items():
        if name not in known:
            raise LexiconError(f"{path}: there is no lexicon of that name; there are {', '.join(known)}")
    return {name: _bytes(path) for name, path in found.items()}


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise LexiconError(f"{path} cannot be read ({error.strerror})") from error


def laid_over(name: str, shipped: Mapping[str, Any]) -> Mapping[str, Any]:
    """A lexicon of the package, such as ``de/roles.yml``, with the user's entries.

    Raises:
        LexiconError: the user's file is no YAML, or says something that the lexicon has no place for.
    """
    language, _, file = name.partition("/")
    content = own_files().get(file) if language == LANGUAGE else None
    if content is None:
        return shipped
    where = str(Path(os.environ[VARIABLE]) / file)
    try:
        own = yaml.safe_load(content)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise LexiconError(f"{where} is not valid YAML: {error}") from error
    if not isinstance(own, dict):
        raise LexiconError(f"{where} must be a mapping at the top level, as in the package's {name}")
    return {**shipped, **{key: _section(where, shipped, key, value) for key, value in own.items()}}


def _section(where: str, shipped: Mapping[str, Any], key: object, own: object) -> Any:
    """What stands under a key at the top: the package's entries and the user's."""
    if key not in shipped or key in CLOSED:
        open_keys = ", ".join(sorted(shipped.keys() - CLOSED))
        raise LexiconError(f"{where}: {key!r} takes no entries; there are {open_keys}")
    return _joined(f"{where}: {key}", shipped[str(key)], own, fixed=key in FIXED_VALUES)


def _joined(where: str, shipped: Any, own: Any, *, fixed: bool = False) -> Any:
    if isinstance(shipped, dict):
        return _with_entries(where, shipped, own, fixed=fixed)
    if not isinstance(shipped, list):
        return _like(where, own, (shipped,))
    if not isinstance(own, list):
        raise LexiconError(f"{where} must be a list")
    entries = [_cased(_like(where, entry, shipped), shipped) for entry in own]
    return [*shipped, *(entry for entry in entries if entry not in shipped)]


def _cased(entry: Any, shipped: Iterable[Any]) -> Any:
    """An entry in lower case where the whole list is: "Quartiersmanager" among the roles."""
    lower = isinstance(entry, str) and all(str(one).islower() for one in shipped)
    return entry.lower() if lower else entry


def _with_entries(where: str, shipped: Mapping[str, Any], own: object, *, fixed: bool) -> dict[str, Any]:
    """A mapping with more entries, or other values for those it has; one of lists has its keys."""
    if not isinstance(own, dict):
        raise LexiconError(f"{where} must be a mapping")
    nested = any(isinstance(value, dict | list) for value in shipped.values())
    joined = dict(shipped)
    for key, value in own.items():
        if nested and key not in shipped:
            raise LexiconError(f"{where}: there is no {key!r}; there are {', '.join(map(str, shipped))}")
        if not isinstance(key, str) or (fixed and value not in shipped.values()):
            values = ", ".join(sorted({str(one) for one in shipped.values()}))
            raise LexiconError(f"{where}: {key!r} has the value {value!r}; it must be one of {values}")
        one = f"{where}: {key}"
        joined[key] = _joined(one, shipped[key], value) if nested else _like(one, value, shipped.values())
    return joined


def _like(where: str, entry: Any, shipped: Iterable[Any]) -> Any:
    """An entry of a type that the lexicon has there; YAML reads "ja", "on" and numbers without quotes as none."""
    kinds = {type(one) for one in shipped}
    if type(entry) not in kinds or entry == "":
        expected = " or ".join(sorted(kind.__name__ for kind in kinds))
        raise LexiconError(f"{where}: {entry!r} must be of the type {expected}, and not empty (quote yes, no, on, off)")
    return entry
