"""Merge the mentions of places, and find out which place of a name is meant."""

from collections import defaultdict
from collections.abc import Sequence
from math import asin, cos, radians, sin, sqrt

from pipeline.documents import Issue
from pipeline.gazetteer import places
from pipeline.lexicons import mapping
from pipeline.values import Address, GeoPlace, LinkedPlace, Phone, PlaceName

EARTH_RADIUS = 6371.0  # km
NEARBY = 60.0  # km within which another place of the document speaks for a candidate
DOMINANT = 20  # a candidate with this many times the people of the next is meant where nothing else speaks
TOWN = 20_000  # people of a place that is not outdone by a hamlet in the right state
LARGE = 100_000  # people; below this a name alone proves little


def merge_places(
    names: Sequence[PlaceName], addresses: Sequence[Address], phones: Sequence[Phone]
) -> tuple[list[LinkedPlace], list[Issue]]:
    """The document's places in order of appearance, with what GeoNames knows of them where it is beyond doubt.

    An ambiguous name is settled by the places around it: other names, towns of addresses, area codes of numbers.
    """
    groups: dict[str, list[PlaceName]] = defaultdict(list)
    for name in names:
        groups[_key(name.name)].append(name)
    anchors = [*_anchors(groups), *_towns(addresses)]
    states = {anchor.state for anchor in anchors} or _states_of_area_codes(phones)
    found, issues = [], []
    for group in groups.values():
        mentions = tuple(name.mention for name in group)
        geo, score = _resolve(group[0].candidates, anchors, states)
        if geo is None and group[0].candidates:
            first = mentions[0]
            message = f"{group[0].name!r} may be any of {len(group[0].candidates)} places"
            issues.append(Issue("place-ambiguous", "info", message, first.start, first.end))
        found.append(LinkedPlace(group[0].name, mentions, geo, score))
    return found, issues


def _key(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").split())


def _anchors(groups: dict[str, list[PlaceName]]) -> list[GeoPlace]:
    """The places of the document that can only be one."""
    return [group[0].candidates[0] for group in groups.values() if len(group[0].candidates) == 1]


def _towns(addresses: Sequence[Address]) -> list[GeoPlace]:
    """The towns of the document's addresses that can only be one place."""
    found = [places(address.town) for address in addresses if address.town is not None]
    return [candidates[0] for candidates in found if len(candidates) == 1]


def _states_of_area_codes(phones: Sequence[Phone]) -> set[str]:
    """The states in which the area codes of the document's numbers lie."""
    zones = mapping("de/area_codes.yml", "states")
    codes = {phone.value[3:5] for phone in phones if phone.kind != "mobile" and phone.value.startswith("+49")}
    return {state for code in codes if code in zones for state in zones[code].split(", ")}


def _resolve(
    candidates: Sequence[GeoPlace], anchors: Sequence[GeoPlace], states: set[str]
) -> tuple[GeoPlace | None, float]:
    """The candidate meant, and how sure that is: the only one, the one near other places, a city among hamlets."""
    if not candidates:
        return None, 1.0
    if len(candidates) == 1:
        return candidates[0], 0.95
    near = [place for place in candidates if any(distance(place, anchor) < NEARBY for anchor in anchors)]
    if len(near) == 1:
        return near[0], 0.9
    same_state = [place for place in near or candidates if place.state in states]
    if len(same_state) == 1:
        rival = max(place.population for place in near or candidates)
        outshone = rival > TOWN and rival > DOMINANT * max(same_state[0].population, 1)
        return (None, 0.6) if outshone else (same_state[0], 0.8)
    city = _city(same_state or near or candidates)
    return (None, 0.6) if city is None else (city, 0.8)


def _city(candidates: Sequence[GeoPlace]) -> GeoPlace | None:
    """The one that is so much larger than all others of its name that it is meant where nothing speaks for another."""
    first, second = sorted(candidates, key=lambda place: -place.population)[:2]
    large = first.population > LARGE and first.population > DOMINANT * max(second.population, 1)
    return first if large else None


def distance(left: GeoPlace, right: GeoPlace) -> float:
    """Great-circle distance in kilometres (haversine formula)."""
    lat1, lat2 = radians(left.latitude), radians(right.latitude)
    half_lat, half_lon = (lat2 - lat1) / 2, radians(right.longitude - left.longitude) / 2
    return 2 * EARTH_RADIUS * asin(sqrt(sin(half_lat) ** 2 + cos(lat1) * cos(lat2) * sin(half_lon) ** 2))
