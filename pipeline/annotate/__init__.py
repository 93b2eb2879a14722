"""CleanDocument -> mentions: the entity model and one recogniser a file for everything with a form of its own."""

from pipeline.annotate import (
    addressed,
    addresses,
    bodies,
    capitals,
    dates,
    emails,
    name_columns,
    name_lists,
    phones,
    roles,
    split_names,
    units,
    urls,
)
from pipeline.annotate.overlaps import settle
from pipeline.annotate.unbroken import unbroken
from pipeline.documents import CleanDocument, EntityRecogniser, Issue, Mention


def annotate(document: CleanDocument, model: EntityRecogniser) -> tuple[tuple[Mention, ...], tuple[Issue, ...]]:
    """All mentions of the document in text order, overlaps settled.

    Forms that cannot be mistaken come first; each later recogniser sees what is already taken.
    """
    taken: list[Mention] = []
    for recogniser in (emails.find, urls.find, phones.find, addresses.find, dates.find):
        taken.extend(unbroken(document, recogniser(document, tuple(taken))))
    entities = settle(unbroken(document, model.recognise(document)), taken)
    entities = capitals.joined(document, name_columns.joined(document, entities))
    entities = name_lists.without_birth_names(document, name_lists.joined(document, entities))
    entities = name_lists.with_suffixes(document, split_names.joined(document, entities, taken))
    entities = bodies.without_compounds(document, entities)
    entities = bodies.without_inhabitants(document, entities)
    entities = bodies.without_nouns(addressed.without_roles(bodies.families(bodies.agreeing(entities))))
    entities = units.numbered(document, entities, taken)
    found = [*taken, *entities]
    found.extend(addressed.find(document, tuple(found)))
    found.extend(roles.find(document, tuple(found)))
    found = bodies.acting(document, found)
    return tuple(sorted(found, key=lambda mention: (mention.start, mention.end))), ()
