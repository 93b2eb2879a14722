"""What a record misses and what it gets wrong, item by item, as the figures count it."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pipeline.evaluate.facts import Facts, Names, PersonFacts, gold_facts, is_bare_office, record_facts
from pipeline.evaluate.gold import GoldDocument
from pipeline.records import Record

Items = Callable[[Facts], Iterable[str]]
SEPARATOR = " → "


@dataclass(frozen=True, slots=True)
class Difference:
    """The items of one field that differ; ``missed`` are in the gold alone, ``wrong`` in the record alone."""

    field: str
    missed: tuple[str, ...]
    wrong: tuple[str, ...]


def differences(record: Record, gold: GoldDocument) -> list[Difference]:
    """The fields in which a record differs from its gold, in the order of the figures."""
    predicted, expected = record_facts(record, gold), gold_facts(gold)
    found = []
    for name, items in FIELDS.items():
        left, right = Counter(items(expected)), Counter(items(predicted))
        missed, wrong = tuple(sorted((left - right).elements())), tuple(sorted((right - left).elements()))
        if missed or wrong:
            found.append(Difference(name, missed, wrong))
    entities = (("organisations", _bodies), ("places", lambda facts: facts.places))
    return found + [one for name, of in entities if (one := _entities(name, of(predicted), of(expected))) is not None]


def _bodies(facts: Facts) -> tuple[Names, ...]:
    return tuple(names for names in facts.organisations if not is_bare_office(names))


def _entities(field: str, predicted: tuple[Names, ...], expected: tuple[Names, ...]) -> Difference | None:
    """Entities that go by several names are the same where they share one."""
    missed = tuple(sorted(_shown(names) for names in expected if not any(names & other for other in predicted)))
    wrong = tuple(sorted(_shown(names) for names in predicted if not any(names & other for other in expected)))
    return Difference(field, missed, wrong) if missed or wrong else None


def _shown(names: Names) -> str:
    return max(names, key=lambda name: (len(name), name))


def _links(items: Callable[[PersonFacts], Iterable[str]]) -> Items:
    return lambda facts: (f"{person.name}{SEPARATOR}{item}" for person in facts.people for item in items(person))


FIELDS: dict[str, Items] = {
    "people": lambda facts: {person.name for person in facts.people},
    "phones+kind": lambda facts: (f"{number} ({kind})" for number, kind in facts.phones),
    "emails": lambda facts: facts.emails,
    "addresses": lambda facts: (" ".join(filter(None, address)) for address in facts.addresses),
    "dates (extent+value)": lambda facts: (f"{text} = {value or '?'}" for text, value in facts.dates.elements()),
    "published": lambda facts: () if facts.published is None else (facts.published,),
    "person-role": _links(lambda person: person.roles),
    "person-phone": _links(lambda person: person.phones),
    "person-email": _links(lambda person: person.emails),
    "person-organisation": _links(lambda person: person.organisations),
}
