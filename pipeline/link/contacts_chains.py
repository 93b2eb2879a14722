"""Names joined before a contact point: they share it, or each has one of as many numbers, in the same order."""

from dataclasses import dataclass

from pipeline.link.scene import JOINED, Item, Kind, Scene

RUN_GAP = 25  # characters between two numbers of one run: a slash, a label
RUN_LINES = 4  # lines below a name on which the run of its numbers begins
LONGEST_RUN = LONGEST_CHAIN = 6  # numbers of a run, names of a chain
LISTED_REACH = 120  # characters between two names of a list with contact points between them


@dataclass(frozen=True, slots=True)
class Chains:
    """The names joined before one contact point.

    Attributes:
        joined: people of two or more names that commas and "und" join.
        paired: for each list of as many names as numbers the contact point's place, and the place of each person.
    """

    joined: frozenset[int]
    paired: tuple[tuple[int, dict[int, int]], ...]

    def features(self, person: int, *, crowded: bool) -> list[str]:
        """How a person's name stands in the chain; ``crowded`` where other names stand between it and the point."""
        for order, places in self.paired:
            place = places.get(person)
            if place is not None:
                return ["paired-in-order" if place == order else "paired-with-other"]
        return ["joined-names"] if crowded and person in self.joined else []


NO_CHAINS = Chains(frozenset(), ())


def read_chains(scene: Scene, point: Item) -> Chains:
    """The names joined before a contact point: by commas alone, and with contact points of another kind between."""
    nearest = scene.before(Kind.PERSON, point.start, LONGEST_CHAIN)
    if len(nearest) < 2:
        return NO_CHAINS
    chain = _chain(scene, point, nearest, past_others=False)
    longer = _chain(scene, point, nearest, past_others=True) if len(chain) < len(nearest) else chain
    paired = []
    for names in (chain, longer):
        order = _order(scene, point, names) if len(names) > 1 else None
        if order is not None:
            paired.append((order, {name.entity: i for i, name in reversed(list(enumerate(names)))}))
    return Chains(frozenset(name.entity for name in chain) if len(chain) > 1 else frozenset(), tuple(paired))


def alike(scene: Scene, point: Item, other: Item) -> bool:
    """Whether two contact points of one kind are both desk telephones, both mobiles, both e-mail addresses."""
    phones = scene.values.phones
    return point.kind is not Kind.PHONE or phones[point.entity].kind == phones[other.entity].kind


def _chain(scene: Scene, point: Item, nearest: list[Item], *, past_others: bool) -> list[Item]:
    """The joined names that end nearest before a contact point, in text order."""
    chain = nearest[:1]
    for item in nearest[1:]:
        if not scene.joined(item, chain[-1]) and not (past_others and _listed(scene, item, chain[-1], point.kind)):
            break
        chain.append(item)
    return chain[::-1]


def _order(scene: Scene, point: Item, names: list[Item]) -> int | None:
    """A number's place in a run of as many numbers as there are names before it; None where they are not as many."""
    points = [other for other in _points_behind(scene, names[-1], point.kind) if alike(scene, point, other)]
    if len(points) != len(names):
        return None
    return next((i for i, other in enumerate(points) if other.start == point.start), None)


def _listed(scene: Scene, left: Item, right: Item, kind: Kind) -> bool:
    """Whether two names of one line are joined, with contact points of another kind between them."""
    apart = right.line.index != left.line.index or right.start - left.end > LISTED_REACH
    if apart or scene.count(kind, left.end, right.start):
        return False
    return JOINED.fullmatch("".join(scene.words_between(left.end, right.start))) is not None


def _points_behind(scene: Scene, last: Item, kind: Kind) -> list[Item]:
    """The run of contact points of one kind that begins behind a name, up to the next name or other words."""
    following = scene.next_from(Kind.PERSON, last.end)
    stop = len(scene.text) if following is None else following.start
    run: list[Item] = []
    for point in scene.between(kind, last.end, stop)[:LONGEST_RUN]:
        if point.line.index - last.line.index > RUN_LINES or (run and point.start - run[-1].end > RUN_GAP):
            break
        run.append(point)
    return run
