"""The tally of every field of one record against its gold document.

A pair (person and role, phone, ...) counts where both of its ends are right.
"""

from collections.abc import Callable, Iterable, Sequence

from pipeline.evaluate.facts import (
    Address,
    Facts,
    Names,
    PersonFacts,
    fold,
    gold_facts,
    is_bare_office,
    lines_to_keep,
    lines_to_remove,
    record_facts,
)
from pipeline.evaluate.gold import GoldDocument
from pipeline.evaluate.tally import Tally, compare
from pipeline.records import Record

Field = Callable[[Facts, Facts], Tally]


def score(record: Record, gold: GoldDocument) -> dict[str, Tally]:
    """The tallies of all fields, in the order they are printed."""
    predicted, expected = record_facts(record, gold), gold_facts(gold)
    return {name: field(predicted, expected) for name, field in FIELDS.items()} | _cleaning(record, gold)


def bag(predicted: Iterable[Names], gold: Sequence[Names]) -> Tally:
    """Entities that go by several names: each gold entity can be found once, a second one for it is wrong."""
    left, found, wrong = list(gold), 0, 0
    for names in predicted:
        hit = next((candidate for candidate in left if names & candidate), None)
        if hit is None:
            wrong += 1
        else:
            left.remove(hit)
            found += 1
    return Tally(found, wrong, len(left))


def _people(predicted: Facts, gold: Facts) -> Tally:
    return compare({person.name for person in predicted.people}, {person.name for person in gold.people})


def _organisations(predicted: Facts, gold: Facts) -> Tally:
    named = [names for names in predicted.organisations if not is_bare_office(names)]
    return bag(named, [names for names in gold.organisations if not is_bare_office(names)])


def _places(predicted: Facts, gold: Facts) -> Tally:
    """A town that stands in an address is neither hit nor miss."""
    towns = {town for _, _, _, town in gold.addresses}
    return bag([names for names in predicted.places if not names & towns], [n for n in gold.places if not n & towns])


def _phones(predicted: Facts, gold: Facts) -> Tally:
    return compare({number for number, _ in predicted.phones}, {number for number, _ in gold.phones})


def _addresses(predicted: Facts, gold: Facts) -> Tally:
    """An address is right where street and number agree, and postcode and town where the gold has them."""
    left, found = sorted(gold.addresses), 0
    for address in sorted(predicted.addresses):
        hit = next((candidate for candidate in left if _agrees(address, candidate)), None)
        if hit is not None:
            left.remove(hit)
            found += 1
    return Tally(found, len(predicted.addresses) - found, len(left))


def _agrees(address: Address, gold: Address) -> bool:
    return address[:2] == gold[:2] and all(
        not part or found == part for found, part in zip(address[2:], gold[2:], strict=True)
    )


def _date_values(predicted: Facts, gold: Facts) -> Tally:
    return compare({value for _, value in predicted.dates if value}, {value for _, value in gold.dates if value})


def _date_extents(predicted: Facts, gold: Facts) -> Tally:
    found = (predicted.dates & gold.dates).total()
    return Tally(found, predicted.dates.total() - found, gold.dates.total() - found)


def _published(predicted: Facts, gold: Facts) -> Tally:
    if predicted.published == gold.published:
        return Tally(tp=int(gold.published is not None))
    return Tally(fp=int(predicted.published is not None), fn=int(gold.published is not None))


def _pairs(items: Callable[[PersonFacts], Iterable[str]]) -> Field:
    def field(predicted: Facts, gold: Facts) -> Tally:
        left, right = ({(p.name, item) for p in facts.people for item in items(p)} for facts in (predicted, gold))
        return compare(left, right)

    return field


def _person_phones(predicted: Facts, gold: Facts) -> Tally:
    """A fax belongs to nobody here."""
    fax = {number for number, kind in gold.phones | predicted.phones if kind == "fax"}
    return _pairs(lambda person: person.phones - fax)(predicted, gold)


def _cleaning(record: Record, gold: GoldDocument) -> dict[str, Tally]:
    text = fold(record.text)
    keep = lines_to_keep(gold)
    remove = [line for line in lines_to_remove(gold) if line not in set(keep)]
    kept, leaked = sum(line in text for line in keep), sum(line in text for line in remove)
    return {
        "content kept": Tally(tp=kept, fn=len(keep) - kept),
        "junk removed": Tally(tp=len(remove) - leaked, fn=leaked),
    }


FIELDS: dict[str, Field] = {
    "people": _people,
    "organisations": _organisations,
    "places": _places,
    "phones": _phones,
    "phones+kind": lambda predicted, gold: compare(predicted.phones, gold.phones),
    "emails": lambda predicted, gold: compare(predicted.emails, gold.emails),
    "addresses": _addresses,
    "dates (value)": _date_values,
    "dates (extent+value)": _date_extents,
    "published": _published,
    "person-role": _pairs(lambda person: person.roles),
    "person-phone": _person_phones,
    "person-email": _pairs(lambda person: person.emails),
    "person-organisation": _pairs(lambda person: person.organisations),
}
