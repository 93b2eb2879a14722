"""Gold documents brought as far as linking: normalised oracle mentions, entities and the scene of a document."""

from dataclasses import dataclass

from evaluation.oracle import GoldDocument, addresses_of, dates_of, emails_of, phones_of, urls_of
from pipeline.annotate import roles
from pipeline.documents import Label, Mention
from pipeline.link.columns import Columns
from pipeline.link.organisations import merge_organisations
from pipeline.link.people import merge_people
from pipeline.link.scene import Scene
from pipeline.normalise import names, organisations, places
from pipeline.values import Values


@dataclass(frozen=True, slots=True)
class GoldScene:
    """A gold document with the scene that linking sees."""

    gold: GoldDocument
    values: Values
    scene: Scene
    columns: Columns


def oracle_values(gold: GoldDocument, entities: list[Mention] | None = None) -> Values:
    """Values of the gold mentions; roles and titles come from their recogniser.

    Args:
        gold: the document.
        entities: PER, ORG and LOC mentions to use in place of the gold ones.
    """
    given = [mention for mention, _ in gold.annotations if mention.label not in {Label.ROLE, Label.TITLE}]
    if entities is not None:
        given = [m for m in given if m.label not in {Label.PER, Label.ORG, Label.LOC}] + entities
    found = roles.find(gold.document, given)
    of = {label: [m for m in (*given, *found) if m.label is label] for label in Label}
    return Values(
        people=names.normalise(gold.document, of[Label.PER], of[Label.TITLE]),
        organisations=organisations.normalise(gold.document, of[Label.ORG]),
        places=places.normalise(gold.document, of[Label.LOC]),
        roles=tuple(of[Label.ROLE]),
        phones=phones_of(gold),
        emails=emails_of(gold),
        urls=urls_of(gold),
        addresses=addresses_of(gold),
        dates=dates_of(gold),
    )


def gold_scene(gold: GoldDocument) -> GoldScene:
    """The scene of a gold document."""
    values = oracle_values(gold)
    people, _ = merge_people(gold.document, values.people, values.emails)
    scene = Scene(
        gold.document, values, people, merge_organisations(gold.document, values.organisations, values.places)
    )
    return GoldScene(gold, values, scene, Columns(scene))
