"""Whose mailbox it is, by the letters of its local part: "ute.erz@" is Ute Erz's."""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from pipeline.lexicons import words
from pipeline.link.people import Person
from pipeline.link.people_names import NO_LETTER, mail_forms

PARTS = re.compile(r"[._+\-\d]+")
SHORTEST = 3  # letters of a family name that is looked for inside a local part
SHORTEST_ROLE = 5  # letters of a role that are looked for in a local part
QUALITIES = ("full", "family", "part")  # how well a local part names a person, best first


class Mailboxes:
    """The people of a document, looked up by the letters of e-mail addresses."""

    def __init__(self, people: Sequence[Person]) -> None:
        self._keys = [_keys(person) for person in people]
        self._by_family: dict[str, set[int]] = defaultdict(set)
        for index, (_, families) in enumerate(self._keys):
            for family in families:
                self._by_family[family].add(index)
        self._cache: dict[str, dict[int, str]] = {}

    def matches(self, address: str) -> dict[int, str]:
        """People whose name is in the local part, each with how well: "full", "family" or "part"."""
        local = address.partition("@")[0].casefold()
        if local not in self._cache:
            self._cache[local] = self._find(local)
        return self._cache[local]

    def _find(self, local: str) -> dict[int, str]:
        parts = [part for part in PARTS.split(local) if part]
        squeezed = NO_LETTER.sub("", local)
        found: dict[int, str] = {}
        for piece in _pieces(parts, squeezed):
            for index in self._by_family.get(piece, ()):
                quality = self._quality(index, piece, parts, squeezed)
                if quality is not None:
                    found[index] = min(quality, found.get(index, quality), key=QUALITIES.index)
        return found

    def _quality(self, index: int, family: str, parts: list[str], squeezed: str) -> str | None:
        """How the rest of the local part fits the given name; None where it speaks of somebody else."""
        given, _ = self._keys[index]
        rest = squeezed.replace(family, "", 1)
        if not rest:
            return "family"
        if any(rest in (name, name[0]) or (len(rest) <= 3 and name.startswith(rest)) for name in given):
            return "full"
        if given and rest == "".join(name[0] for name in sorted(given, key=len)):
            return "full"
        if any(part == family for part in parts):
            return "part" if not any(part in given for part in parts) else "full"
        return None


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
    edges = {squeezed[i:] for i in range(min(len(squeezed), 14))} | {squeezed[:-i] for i in range(1, 3)}
    return {piece for piece in joined | edges if len(piece) >= SHORTEST}


def _keys(person: Person) -> tuple[frozenset[str], frozenset[str]]:
    """Spellings of the given names and of the family names, as they stand in e-mail addresses."""
    given = {
        form for name in person.names for word in re.split(r"[\s-]+", name.given or "") for form in mail_forms(word)
    }
    families: set[str] = set()
    for name in (person.name, *person.names):
        tail = name.family.split()[-1] if name.family else ""
        for family in (name.family, tail, *tail.split("-")):
            families |= {form for form in mail_forms(family) if len(form) >= SHORTEST}
    return frozenset(form for form in given if form), frozenset(families)


@cache
def _mailboxes() -> frozenset[str]:
    return frozenset(words("de/contacts.yml", "mailboxes"))
