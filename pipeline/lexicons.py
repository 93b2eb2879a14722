"""Typed, cached access to the lexicons under ``resources``.

A lexicon is a commented YAML file; a loader checks its shape once a process and says which file is wrong.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from pipeline.errors import LexiconError
from pipeline.own_words import laid_over

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # PyYAML built without libyaml: slower, same result
    from yaml import SafeLoader  # type: ignore[assignment]  # the pure-Python loader has the same interface

KNOWN_WORDS = 8192  # words of pages whose kind a rule remembers: most are common, and memory must not grow


def resource_text(name: str) -> str:
    """The text of a file under ``resources``, such as ``de/titles.yml``.

    Raises:
        LexiconError: there is no such file.
    """
    try:
        return files("pipeline").joinpath("resources", name).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise LexiconError(f"lexicon resources/{name} is missing; reinstall press-records") from error


@cache
def lexicon(name: str) -> Mapping[str, Any]:
    """A YAML lexicon with the user's own entries as a mapping, read once a process.

    Raises:
        LexiconError: the file is missing, is no YAML, or is not a mapping at the top.
    """
    try:
        data = yaml.load(resource_text(name), Loader=SafeLoader)
    except yaml.YAMLError as error:
        raise LexiconError(f"lexicon resources/{name} is not valid YAML: {error}") from error
    if not isinstance(data, dict):
        raise LexiconError(f"lexicon resources/{name} must be a mapping at the top level")
    return laid_over(name, data)


@cache
def words(name: str, key: str) -> tuple[str, ...]:
    """The list of strings under ``key`` of a lexicon.

    Raises:
        LexiconError: the key is missing or does not hold strings only.
    """
    value = lexicon(name).get(key)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise LexiconError(f"lexicon resources/{name}: {key!r} must be a list of strings (quote yes, no, on, off)")
    return tuple(value)


@cache
def mapping(name: str, key: str) -> Mapping[str, str]:
    """The string-to-string mapping under ``key`` of a lexicon.

    Raises:
        LexiconError: the key is missing or does not hold strings only.
    """
    value = lexicon(name).get(key)
    if not isinstance(value, dict) or not all(isinstance(k, str) and isinstance(v, str) for k, v in value.items()):
        raise LexiconError(f"lexicon resources/{name}: {key!r} must map strings to strings")
    return value
