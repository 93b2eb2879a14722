"""A contact point with what is true of it whichever name it is held against, looked up once."""

from collections.abc import Container
from dataclasses import dataclass

from pipeline.link.contacts_chains import Chains, read_chains
from pipeline.link.contacts_words import label_features, line_features, named_behind, words_before
from pipeline.link.mailboxes import is_office
from pipeline.link.scene import Item, Kind, Scene

SHORTEST_CENTRAL = 6  # digits of a number that a final 0 makes a switchboard's


@dataclass(frozen=True, slots=True)
class Spot:
    """A contact point and its surroundings.

    Attributes:
        named: the people whom its letters name, each with how well.
        of_value, label, line: features of its value, of the words before it, and of the beginning of its line.
        bracketed: the name in brackets right behind it.
        continues: whether another contact point stands before it on its line, and no name between.
    """

    point: Item
    value: str
    named: dict[int, str]
    chains: Chains
    of_value: list[str]
    label: list[str]
    line: list[str]
    bracketed: Item | None
    continues: bool

    def said(self, *, before: bool, end: int) -> list[str]:
        """What the words around it say of a name before it, or of one behind it up to an offset."""
        other = self.bracketed is not None and (before or self.bracketed.start != end)
        return [*self.label, *(["other-name-in-brackets"] if other else []), *self.line]


def read_spot(scene: Scene, repeated: Container[str], point: Item, value: str, named: dict[int, str]) -> Spot:
    """Looks around a contact point.

    Args:
        scene: the page.
        repeated: values that the page gives more than once.
        point: the contact point.
        value: its normalised value, "" where letters are lost.
        named: the people whom its letters name, each with how well.
    """
    spoken = words_before(scene, point)
    by_kind = _kind_of_mailbox(value, named) if point.kind is Kind.EMAIL else _kind_of_number(point.mention.text)
    return Spot(
        point,
        value,
        named,
        read_chains(scene, point),
        ["repeated-value", *by_kind] if value in repeated else by_kind,
        label_features(spoken),
        line_features(scene, point, spoken),
        named_behind(scene, point),
        _continues(scene, point),
    )


def _kind_of_number(text: str) -> list[str]:
    digits = [char for char in text if char.isdigit()]
    return ["central-number"] if len(digits) >= SHORTEST_CENTRAL and digits[-1] == "0" else []


def _kind_of_mailbox(value: str, named: dict[int, str]) -> list[str]:
    if named:
        return []
    return ["mailbox:lost" if not value else "mailbox:office" if is_office(value) else "mailbox:unknown"]


def _continues(scene: Scene, point: Item) -> bool:
    """Whether another contact point stands before one on its line, and no name between."""
    previous = scene.point_before(point.start)
    if previous is None or previous.line.index != point.line.index:
        return False
    return not scene.count(Kind.PERSON, previous.start, point.start)
