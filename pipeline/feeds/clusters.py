"""Group profiles into entities: reviewers' judgements first, then the strongest evidence, never across a contradiction.

The result depends on the set of profiles only, never on their order.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Generic, Literal, Protocol, TypeVar

Verdict = Literal["same", "different"]
LARGEST_BLOCK = 60  # profiles; larger blocks hold names so common that the name alone never joins two of them


@dataclass(frozen=True, slots=True)
class Judgement:
    """A reviewer's word on two appearances; later ones win over earlier ones that contradict them.

    Attributes:
        left: key of an appearance, as ``right``.
        order: place in the decision log.
    """

    left: str
    right: str
    verdict: Verdict
    order: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for or against two profiles being one entity, in bits (log2 of the odds)."""

    bits: float
    reason: str


@dataclass(frozen=True, slots=True)
class Match:
    """The evidence on two profiles."""

    evidence: tuple[Evidence, ...]

    @property
    def bits(self) -> float:
        """The sum."""
        return sum(item.bits for item in self.evidence)


class Profile(Protocol):
    """Appearances that agree so closely that they are one entity without comparison."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the appearances, sorted."""

    @property
    def records(self) -> frozenset[str]:
        """Ids of their records."""


P = TypeVar("P", bound=Profile)


@dataclass(frozen=True)
class Rules(Generic[P]):
    """What tells one kind of entity apart.

    Attributes:
        narrow_blocks: keys under which profiles are always compared: the name and something in common.
        wide_blocks: keys of the name alone, used while not too many profiles share one.
        compare: the evidence on two profiles; None where they cannot be one.
        contradict: whether two profiles can never be in one entity, whatever else joins them.
        threshold: bits that join.
    """

    narrow_blocks: Callable[[P], Iterable[str]]
    wide_blocks: Callable[[P], Iterable[str]]
    compare: Callable[[P, P], Match | None]
    contradict: Callable[[P, P], bool]
    threshold: float


@dataclass(frozen=True, slots=True)
class Grouping:
    """Entities as sorted tuples of profile numbers, and the match that joined each two profiles."""

    entities: tuple[tuple[int, ...], ...]
    joins: dict[tuple[int, int], Match] = field(default_factory=dict)


def group(profiles: Sequence[P], rules: Rules[P], judgements: Iterable[Judgement] = ()) -> Grouping:
    """Groups profiles, which must be sorted by their first key."""
    forest = _Forest(profiles, rules.contradict)
    _apply(forest, profiles, judgements)
    joins = {(left, right): match for (left, right), match in _ranked(profiles, rules) if forest.join(left, right)}
    return Grouping(forest.groups(), joins)


def _ranked(profiles: Sequence[P], rules: Rules[P]) -> list[tuple[tuple[int, int], Match]]:
    """Pairs over the threshold, the strongest first; equally strong ones by their keys."""
    found = []
    for left, right in _candidates(profiles, rules):
        match = rules.compare(profiles[left], profiles[right])
        if match is not None and match.bits >= rules.threshold:
            found.append(((left, right), match))
    found.sort(key=lambda item: (-round(item[1].bits, 6), profiles[item[0][0]].keys[0], profiles[item[0][1]].keys[0]))
    return found


def _candidates(profiles: Sequence[P], rules: Rules[P]) -> set[tuple[int, int]]:
    narrow: dict[str, list[int]] = defaultdict(list)
    wide: dict[str, list[int]] = defaultdict(list)
    for number, profile in enumerate(profiles):
        for key in rules.narrow_blocks(profile):
            narrow[key].append(number)
        for key in rules.wide_blocks(profile):
            wide[key].append(number)
    pairs: set[tuple[int, int]] = set()
    for block in narrow.values():
        pairs.update(_pairs(block))
    for block in wide.values():
        if len(block) <= LARGEST_BLOCK:
            pairs.update(combinations(block, 2))
    return pairs


def _pairs(block: list[int]) -> Iterable[tuple[int, int]]:
    """All pairs of a block; of a very large one each profile with its next neighbours, which keeps time linear."""
    if len(block) <= LARGEST_BLOCK:
        return combinations(block, 2)
    return ((block[i], block[j]) for i in range(len(block)) for j in range(i + 1, min(len(block), i + LARGEST_BLOCK)))


class _Forest(Generic[P]):
    """Union-find whose trees know what they must not be joined with."""

    def __init__(self, profiles: Sequence[P], contradict: Callable[[P, P], bool]) -> None:
        self._profiles = profiles
        self._contradict = contradict
        self._parent = list(range(len(profiles)))
        self._members = {number: [number] for number in range(len(profiles))}
        self._records = {number: set(profile.records) for number, profile in enumerate(profiles)}
        self._apart: dict[int, set[int]] = defaultdict(set)

    def root(self, number: int) -> int:
        """The representative of a profile's tree."""
        while self._parent[number] != number:
            self._parent[number] = self._parent[self._parent[number]]
            number = self._parent[number]
        return number

    def join(self, left: int, right: int, *, judged: bool = False) -> bool:
        """Joins two trees unless something forbids it; a judgement is stopped by a newer judgement only."""
        a, b = self.root(left), self.root(right)
        if a == b:
            return True
        if b in self._apart[a] or (not judged and self._clash(a, b)):
            return False
        if len(self._members[a]) < len(self._members[b]):
            a, b = b, a
        self._parent[b] = a
        self._members[a] += self._members.pop(b)
        self._records[a] |= self._records.pop(b)
        for other in self._apart.pop(b, set()):
            self._apart[other].discard(b)
            self._apart[other].add(a)
            self._apart[a].add(other)
        return True

    def keep_apart(self, left: int, right: int) -> None:
        """Forbids two trees to be joined, unless a newer judgement has joined them."""
        a, b = self.root(left), self.root(right)
        if a != b:
            self._apart[a].add(b)
            self._apart[b].add(a)

    def groups(self) -> tuple[tuple[int, ...], ...]:
        """The trees, sorted."""
        return tuple(sorted(tuple(sorted(members)) for members in self._members.values()))

    def _clash(self, a: int, b: int) -> bool:
        """Whether one document holds members of both trees, as two entities, or two of their profiles contradict."""
        if not self._records[a].isdisjoint(self._records[b]):
            return True
        pairs = ((self._profiles[i], self._profiles[j]) for i in self._members[a] for j in self._members[b])
        return any(self._contradict(left, right) for left, right in pairs)


def _apply(forest: _Forest[P], profiles: Sequence[P], judgements: Iterable[Judgement]) -> None:
    """Newest first, so that a judgement which contradicts newer ones has no effect."""
    holder = {key: number for number, profile in enumerate(profiles) for key in profile.keys}
    for judgement in sorted(judgements, key=lambda judgement: -judgement.order):
        left, right = holder.get(judgement.left), holder.get(judgement.right)
        if left is None or right is None:
            continue
        if judgement.verdict == "same":
            forest.join(left, right, judged=True)
        else:
            forest.keep_apart(left, right)
