"""Places and countries by their German name, from GeoNames (CC BY 4.0, see resources/geo/README.md)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.errors import LexiconError
from pipeline.lexicons import KNOWN_WORDS, mapping, resource_text
from pipeline.values import GeoPlace

TABLE = "geo/places_de.tsv"
NAMES = "geo/names_de.yml"
COLUMNS = 7
HOME = "DE"  # places at home have a state instead of a country
# What stands behind the name proper: "Halle (Saale)", "Marburg an der Lahn", "Wittstock/Dosse".
_QUALIFIER = re.compile(r" ?(?:\(|/| an der | am | im | in der | in | bei | ob der | vor der | auf ).*$")
_QUALIFIED = re.compile(r"\(([^()]+)\)$|(?:/| an der | am | im | in der )([^ /()]+)$")
_OFFICE = re.compile(r" \d{1,2}$")
_SAINT = re.compile(r"^St\. ?(?=[A-ZÄÖÜ])")


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows as text, and the rows of each name by number; rows become `GeoPlace` only when asked for."""

    rows: tuple[str, ...]
    index: Mapping[str, tuple[int, ...]]


def places(name: str) -> tuple[GeoPlace, ...]:
    """The places that bear a name, the most populous first; empty if there is none.

    "Halle" finds Halle (Saale) and Halle (Westf.), "St. Wendel" finds Sankt Wendel, "Spittal/Drau" finds Spittal an der
    Drau. A place abroad has its country as ``state``.
    """
    found = [_place(_table().rows[number]) for number in _rows(name)]
    return tuple(sorted(found, key=lambda place: (-place.population, place.geonames)))


def is_place(name: str) -> bool:
    """Whether any place or country bears a name."""
    return bool(_rows(name))


def is_qualifier(name: str) -> bool:
    """Whether a name tells places apart: "Saale" in "Halle (Saale)", "Dosse" in "Wittstock/Dosse"."""
    return name in _qualifiers()


@cache
def _qualifiers() -> frozenset[str]:
    names = (row.split("\t") for row in _table().rows)
    matches = (_QUALIFIED.search(name) for _, main, _, _, _, _, others in names for name in (main, *others.split("|")))
    return frozenset(match[1] or match[2] for match in matches if match is not None)


@lru_cache(maxsize=KNOWN_WORDS)
def country_of(name: str) -> str | None:
    """ISO 3166-1 code of the country of the best known place of a name, a post office number ("Bern 8") left out."""
    found = places(_OFFICE.sub("", name))
    return country_code(found[0].state) or HOME if found else None


def country_code(name: str) -> str | None:
    """ISO 3166-1 code of a country by its German name."""
    return _countries().get(name.strip())


@cache
def _countries() -> Mapping[str, str]:
    return {name: code for code, name in mapping(NAMES, "countries").items()} | dict(mapping(NAMES, "country_aliases"))


def _rows(name: str) -> tuple[int, ...]:
    """Numbers of the rows for a name, for the name without its qualifier where the full one is unknown."""
    key = _key(name)
    index = _table().index
    return index.get(key) or index.get(_QUALIFIER.sub("", key), ())


def _key(name: str) -> str:
    return _SAINT.sub("Sankt ", name.strip())


def _place(row: str) -> GeoPlace:
    geonames, name, area, latitude, longitude, population, _ = row.split("\t")
    state = mapping(NAMES, "states").get(area) or mapping(NAMES, "countries").get(area, area)
    return GeoPlace(int(geonames), name, state, float(latitude), float(longitude), int(population))


@cache
def _table() -> _Table:
    """The table with its index, read once a process.

    Raises:
        LexiconError: a row does not have seven columns.
    """
    rows = tuple(line for line in resource_text(TABLE).splitlines() if line[:1] != "#")
    index: dict[str, tuple[int, ...]] = {}
    for number, row in enumerate(rows):
        columns = row.split("\t")
        if len(columns) != COLUMNS:
            raise LexiconError(f"{TABLE}, row {number + 1}: {COLUMNS} columns expected; run tools/make_gazetteer.py")
        for name in _names(columns[1], columns[6]):
            index[name] = (*index.get(name, ()), number)
    return _Table(rows, index)


def _names(name: str, others: str) -> set[str]:
    """Every key under which a place is found."""
    names = {_key(name)}
    if others:
        names.update(_key(other) for other in others.split("|"))
    if any(sign in name for sign in "(/ "):
        names.add(_key(_QUALIFIER.sub("", name)))
    return names - {""}
