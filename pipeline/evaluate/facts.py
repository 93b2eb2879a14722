"""Gold and record as comparable facts: folded strings in sets."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.evaluate.gold import Annotation, GoldDocument
from pipeline.records import Person, Record

INVISIBLE = re.compile("[\u00ad\u200b]")
SPACE = re.compile(r"\s+")
STREET_WORD = re.compile(r"str(?:a(?:ß|ss)e|\.)")
# A bare office word ("Jugendamt", "Stadtrat") may or may not be taken for an organisation: neither hit nor miss.
OFFICE = re.compile(
    r"[\w-]{0,80}(?:amt|amts|amtes|center|stelle|rat|rats|rates|verwaltung|dezernat|referat|ausschuss|behörde|präsidium|büro"
    r"|tag|tags|tages)"
)
SHORTEST_LINE = 4  # shorter lines occur anywhere
POST_BOX = "postfach"

Names = frozenset[str]
Address = tuple[str, str, str, str]


def fold(text: str | None) -> str:
    """Text as it is compared: compatibility forms, case and white space do not count."""
    visible = INVISIBLE.sub("", unicodedata.normalize("NFKC", text or ""))
    return SPACE.sub(" ", visible).strip().casefold()


def fold_street(text: str | None) -> str:
    """A street's name with "Straße", "Strasse" and "Str." alike."""
    return STREET_WORD.sub("str", fold(text)).replace(" ", "").rstrip(".")


def fold_address(street: str | None, number: str | None, postcode: str | None, town: str | None) -> Address:
    """A postal address as it is compared; "Postfach 1842" is one name, whether or not its figures stand apart."""
    name, house = fold_street(street), fold(number).replace(" ", "")
    if name == POST_BOX:
        name, house = name + house, ""
    return name, house, (postcode or "").strip(), fold(town)


def is_bare_office(names: Iterable[str]) -> bool:
    """Whether all names of an organisation are office words alone."""
    return all(OFFICE.fullmatch(name) for name in names)


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A person with everything linked to them."""

    name: str
    roles: Names
    organisations: Names
    phones: frozenset[str]
    emails: frozenset[str]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is compared, for gold and record alike.

    Attributes:
        organisations: each with all its names; likewise ``places``.
        dates: (surface, EDTF or None), as often as printed.
    """

    people: tuple[PersonFacts, ...]
    organisations: tuple[Names, ...]
    places: tuple[Names, ...]
    phones: frozenset[tuple[str, str]]
    emails: frozenset[str]
    addresses: frozenset[Address]
    dates: Counter[tuple[str, str | None]]
    published: str | None


def gold_facts(gold: GoldDocument) -> Facts:
    """The facts of a gold document; organisations of people by canonical name."""
    organisations = _aliases(gold.of("ORG"))
    canonical = _canonical(organisations)
    people = (
        PersonFacts(
            fold(person.name),
            frozenset(map(fold, person.roles)),
            frozenset(canonical.get(fold(name), fold(name)) for name in person.organisations),
            frozenset(person.phones),
            frozenset(person.emails),
        )
        for person in gold.people
    )
    return Facts(
        people=tuple(people),
        organisations=tuple(map(frozenset, organisations.values())),
        places=tuple(map(frozenset, _aliases(gold.of("LOC")).values())),
        phones=frozenset(_phone(annotation) for annotation in gold.of("PHONE")),
        emails=frozenset(a.value for a in gold.of("EMAIL") if a.value is not None and a.value != "?"),
        addresses=frozenset(_address(annotation) for annotation in gold.of("ADDR")),
        dates=Counter((fold(a.surface), None if a.value == "?" else a.value) for a in gold.of("DATE")),
        published=gold.published,
    )


def record_facts(record: Record, gold: GoldDocument) -> Facts:
    """The facts of a record; an organisation goes by the gold's canonical name wherever one of its names is known."""
    canonical = _canonical(_aliases(gold.of("ORG")))
    names = {
        body.id: frozenset(map(fold, (body.name, *(m.text for m in body.mentions)))) for body in record.organisations
    }
    called = {id_: _called(surfaces, canonical) for id_, surfaces in names.items()}
    return Facts(
        people=tuple(_person(person, called) for person in record.people),
        organisations=tuple(names.values()),
        places=tuple(frozenset(map(fold, (p.name, *(m.text for m in p.mentions)))) for p in record.places),
        phones=frozenset((phone.value, phone.kind) for phone in record.phones),
        emails=frozenset(email.value for email in record.emails if email.value),
        addresses=frozenset(fold_address(a.street, a.house_number, a.postcode, a.town) for a in record.addresses),
        dates=Counter((fold(date.text), date.value) for date in record.dates),
        published=None if record.published is None else record.published.value,
    )


def lines_to_keep(gold: GoldDocument) -> list[str]:
    """The folded content lines of a page, in order, repetitions included."""
    junk = {fold(line) for _, line in gold.junk}
    lines = (fold(line) for line in gold.text.split("\n") if len(line.strip()) >= SHORTEST_LINE)
    return [line for line in lines if line not in junk and len(line) >= SHORTEST_LINE]


def lines_to_remove(gold: GoldDocument) -> list[str]:
    """The folded junk lines of a page, in order, repetitions included."""
    return [line for line in (fold(line) for _, line in gold.junk) if len(line) >= SHORTEST_LINE]


def _aliases(annotations: Iterable[Annotation]) -> dict[str, set[str]]:
    """Canonical name -> all its surfaces, in the order of the text."""
    found: dict[str, set[str]] = {}
    for annotation in annotations:
        name = fold(annotation.value or annotation.surface)
        found.setdefault(name, {name}).add(fold(annotation.surface))
    return found


def _canonical(aliases: dict[str, set[str]]) -> dict[str, str]:
    return {surface: name for name, surfaces in aliases.items() for surface in surfaces}


def _called(surfaces: Names, canonical: dict[str, str]) -> str:
    ordered = sorted(surfaces)
    return next((canonical[name] for name in ordered if name in canonical), ordered[0])


def _person(person: Person, called: dict[str, str]) -> PersonFacts:
    bodies = {*person.organisations, *(role.organisation for role in person.roles if role.organisation is not None)}
    return PersonFacts(
        fold(person.name),
        frozenset(fold(role.text) for role in person.roles),
        frozenset(called[body] for body in bodies if body in called),
        frozenset(person.phones),
        frozenset(person.emails),
    )


def _phone(annotation: Annotation) -> tuple[str, str]:
    number, kind = (annotation.value or "").split()
    return number, kind


def _address(annotation: Annotation) -> Address:
    street, number, postcode, town = (annotation.value or "").split("|")
    return fold_address(street, number, postcode, town)
