"""Whose mailbox it is, by the letters of its local part: "ute.erz@" is Ute Erz's."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from pipeline.given_names import given_names
from pipeline.lexicons import words
from pipeline.link.people import Person
from pipeline.link.people_names import NO_LETTER, mail_forms

PARTS = re.compile(r"[._+\-\d]+")
NAME_BREAK = re.compile(r"[\s-]+")
SHORTEST = 3  # letters of a family name that is looked for inside a local part
SHORTEST_ROLE = 5  # letters of a role that are looked for in a local part
LONGEST_START = 3  # letters of a given name that may stand for it
LONGEST_GIVEN = 13  # letters that may stand before a family name with nothing between them
MOST_PARTS = 8  # parts of a local part that are looked at
MOST_NAMESAKES = 20  # people whom a local part fits equally; of more of them it tells nobody apart
# How a local part bears a name, best first; "half" is one half of a double name.
READINGS = ("whole:given", "half:given", "whole:start", "half:start", "whole", "half", "loose:given", "loose")
QUALITY = {"whole": "family", "half": "family", "loose": "part"}  # the others bear the full name


class Mailboxes:
    """The people of a document, looked up by the letters of e-mail addresses.

    A local part goes to the people whom it fits best: "anna.adler-busch@" to Anna Adler-Busch and not to Anna Adler,
    "p.lang@" to Peter Lang where Petra Lang has "petra.lang@".
    """

    def __init__(self, people: Sequence[Person], addresses: Iterable[str] = ()) -> None:
        self._nameless: set[int] = set()
        self._by_name: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        for index, person in enumerate(people):
            self._add(index, person)
        self._cache: dict[str, dict[int, str]] = {}
        self._settled: set[int] = set()  # people with a mailbox that bears their full name and nobody else's
        for address in addresses:
            found = self._read(address)
            if len(found) == 1 and "full" in found.values():
                self._settled.update(found)

    def matches(self, address: str) -> dict[int, str]:
        """People whose name is in the local part, each with how well: "full", "family" or "part"."""
        found = self._read(address)
        if len(found) < 2:
            return found
        waiting = {index: quality for index, quality in found.items() if index not in self._settled}
        return waiting or found

    def _read(self, address: str) -> dict[int, str]:
        local = address.partition("@")[0].casefold()
        if local not in self._cache:
            self._cache[local] = self._find(local)
        return self._cache[local]

    def _add(self, index: int, person: Person) -> None:
        whole, half = _families(person)
        given, starts = _given_names(person)
        if not given:
            self._nameless.add(index)
        for kind, families in (("whole", whole), ("half", half - whole)):
            for family in families:
                self._by_name[kind, family, ""].append(index)
                for name in given:
                    self._by_name[f"{kind}:given", family, name].append(index)
                for start in starts - given:
                    self._by_name[f"{kind}:start", family, start].append(index)

    def _find(self, local: str) -> dict[int, str]:
        parts = [part for part in PARTS.split(local) if part][:MOST_PARTS]
        squeezed = NO_LETTER.sub("", local)
        found: dict[str, dict[int, None]] = defaultdict(dict)
        for piece in _pieces(parts, squeezed):
            for reading, people in self._readings(piece, parts, squeezed):
                found[reading].update(dict.fromkeys(people))
        best = next((reading for reading in READINGS if found.get(reading)), "")
        people = sorted(found[best])
        return dict.fromkeys(people, QUALITY.get(best, "full")) if len(people) <= MOST_NAMESAKES else {}

    def _readings(self, family: str, parts: list[str], squeezed: str) -> Iterator[tuple[str, list[int]]]:
        """How a local part can be read if one piece of it is a family name, with the people it then fits."""
        rest = squeezed.replace(family, "", 1)
        for kind in ("whole", "half"):
            for reading in (f"{kind}:given", f"{kind}:start") if rest else (kind,):
                yield reading, self._people(reading, family, rest)
            if family in parts:
                yield "loose:given", [i for part in parts for i in self._people(f"{kind}:given", family, part)]
                yield "loose", self._loosely(self._people(kind, family, ""), family, parts)

    def _people(self, reading: str, family: str, given: str) -> list[int]:
        """The people of a name, one more than can be told apart at the most."""
        return self._by_name.get((reading, family, given), [])[: MOST_NAMESAKES + 1]

    def _loosely(self, people: list[int], family: str, parts: list[str]) -> list[int]:
        """The bearers of a family name beside other words; a given name or an initial there is somebody else's."""
        others = any(len(part) == 1 or part in _known_given_names() for part in parts if part != family)
        return [index for index in people if index in self._nameless] if others else people


def is_office(address: str) -> bool:
    """Whether the local part names an office ("info", "presse") or begins with such a word."""
    first = PARTS.split(address.partition("@")[0].casefold())
    return any(part in _mailboxes() for part in first)


def names_role(address: str, roles: Sequence[str]) -> bool:
    """Whether the local part is called after one of the roles: "vorstand@" and "Vorstandssprecher", "landrat@"."""
    local = [part for part in PARTS.split(address.partition("@")[0].casefold()) if len(part) >= SHORTEST_ROLE]
    words_of_roles = {NO_LETTER.sub("", form) for role in roles for word in role.split() for form in mail_forms(word)}
    nouns = [noun for noun in words_of_roles if len(noun) >= SHORTEST_ROLE]
    return any(noun.startswith(part) or part.startswith(noun) for part in local for noun in nouns)


def _pieces(parts: list[str], squeezed: str) -> set[str]:
    """Every piece of a local part that may be a family name: its parts, joined neighbours, and each tail and head."""
    joined = {"".join(parts[i:j]) for i in range(len(parts)) for j in range(i + 1, min(len(parts), i + 4) + 1)}
    edges = {squeezed[i:] for i in range(LONGEST_GIVEN + 1)} | {squeezed[:-i] for i in range(1, 3)}
    return {piece for piece in joined | edges if len(piece) >= SHORTEST}


def _given_names(person: Person) -> tuple[frozenset[str], frozenset[str]]:
    """The given names as they stand in e-mail addresses, in full and by their first letters."""
    full: set[str] = set()
    starts: set[str] = set()
    for name in person.names:
        forms = [form for word in NAME_BREAK.split(name.given or "") if (form := mail_forms(word))]
        full |= {form for word in forms for form in word} | mail_forms(name.given or "")
        starts |= {form[:length] for word in forms for form in word for length in range(1, LONGEST_START + 1)}
        starts.add("".join(min(word)[0] for word in forms))
    return frozenset(full), frozenset(starts - {""})


def _families(person: Person) -> tuple[frozenset[str], frozenset[str]]:
    """Spellings of the family names, with and without particles, and of the halves of double names."""
    whole: set[str] = set()
    half: set[str] = set()
    for name in (person.name, *person.names):
        tail = name.family.split()[-1] if name.family else ""
        whole |= mail_forms(name.family) | mail_forms(tail)
        half |= {form for part in tail.split("-") for form in mail_forms(part)}
    return frozenset(f for f in whole if len(f) >= SHORTEST), frozenset(f for f in half if len(f) >= SHORTEST)


@cache
def _known_given_names() -> frozenset[str]:
    return frozenset(form for name in given_names() for form in mail_forms(name))


@cache
def _mailboxes() -> frozenset[str]:
    return frozenset(words("de/contacts.yml", "mailboxes"))
