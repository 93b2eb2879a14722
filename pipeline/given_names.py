"""The given names that are common in Germany, from `resources/de/names.yml`."""

from collections.abc import Mapping
from functools import cache
from typing import Literal

from pipeline.lexicons import words

LEXICON = "de/names.yml"


@cache
def given_names() -> Mapping[str, Literal["f", "m"]]:
    """Each name with the sex of most of its bearers."""
    female: dict[str, Literal["f", "m"]] = dict.fromkeys(words(LEXICON, "given_f"), "f")
    male: dict[str, Literal["f", "m"]] = dict.fromkeys(words(LEXICON, "given_m"), "m")
    return female | male
