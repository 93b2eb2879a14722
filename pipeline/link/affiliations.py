"""Which organisations a person belongs to: every pair scored by itself, then in the light of the others."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.link.affiliations_candidates import ABBREVIATED, Pair, all_candidates
from pipeline.link.contacts import PointLink
from pipeline.link.continued_rows import CONTINUED
from pipeline.link.model import LinearModel
from pipeline.link.roles import RoleLink
from pipeline.link.scene import Scene

SCORE_LIMITS = (0.05, 0.15, 0.3, 0.5, 0.7, 0.9)
SCORE_BUCKETS = ("none", "faint", "low", "middling", "likely", "high", "certain")
# On pages in sections that places head ("Oldenburg"), the district of that name employs the people of its section;
# right for 28 of 33 such pairs of gold. Too few pages are like that for a model to learn it.
SECTION = 0.8
SURE = frozenset({"section-of-place", ABBREVIATED, CONTINUED})
LIKELY = 0.4  # a first score from which a person counts as belonging to a body


@dataclass(frozen=True, slots=True)
class Affiliation:
    """A person's tie to an organisation; ``role`` is the role that the text gives in it, if any."""

    person: int
    organisation: int
    score: float
    reasons: tuple[str, ...]
    role: int | None = None


def link_organisations(
    scene: Scene, roles: Sequence[RoleLink], points: Sequence[PointLink], local: LinearModel, joint: LinearModel
) -> list[Affiliation]:
    """People with the organisations they work for, preside over or belong to.

    A first model scores every pair by itself; a second one sees in addition what the first says of the other pairs:
    whether most people of the page, or the people before and behind, belong to the same body.
    """
    pairs = all_candidates(scene, roles, points)
    features = joint_features(pairs, local)
    found = []
    for pair in pairs:
        named = features[pair.person, pair.organisation]
        score = joint.score(named)
        if not SURE.isdisjoint(pair.features):
            score = max(score, SECTION)
        if score >= joint.threshold:
            found.append(Affiliation(pair.person, pair.organisation, score, joint.reasons(named), pair.role))
    return found


def joint_features(pairs: Sequence[Pair], local: LinearModel) -> dict[tuple[int, int], list[str]]:
    """The features of each pair with what the local model says of the pairs around it."""
    view = _View(pairs, local)
    return {(pair.person, pair.organisation): [*pair.features, *view.features(pair)] for pair in pairs}


class _View:
    """The local scores of a document's pairs, summed up by person, organisation, paragraph and enumeration."""

    def __init__(self, pairs: Sequence[Pair], local: LinearModel) -> None:
        self._scores = {(pair.person, pair.organisation): local.score(pair.features) for pair in pairs}
        self._people = sorted({pair.person for pair in pairs})
        self._place = {person: index for index, person in enumerate(self._people)}
        self._own: dict[int, list[float]] = defaultdict(list)
        self._sums: dict[tuple[str, int, int], float] = defaultdict(float)
        self._units: dict[tuple[int, int], list[float]] = defaultdict(list)
        self._members: dict[tuple[str, int], set[int]] = defaultdict(set)
        for pair in pairs:
            score = self._scores[pair.person, pair.organisation]
            self._own[pair.person].append(score)
            for group in _groups(pair):
                self._sums[*group, pair.organisation] += score
                self._members[group].add(pair.person)
            if pair.part_of is not None:
                self._units[pair.person, pair.part_of].append(score)
        for scores in self._own.values():
            scores.sort()

    def features(self, pair: Pair) -> list[str]:
        """How a pair's score compares with the person's other scores, and with other people's of the same body."""
        own = self._scores[pair.person, pair.organisation]
        index = self._place[pair.person]
        sides = [self._people[i] for i in (index - 1, index + 1) if 0 <= i < len(self._people)]
        beside = sum(self._scores.get((person, pair.organisation), 0.0) > LIKELY for person in sides)
        found = _seen_from_afar(pair, own, self._own[pair.person], self._others(("all", 0), pair, own), beside)
        for group in _groups(pair)[1:]:
            if len(self._members[group]) > 1:
                found.append(f"{group[0]}-score-{_bucket(self._others(group, pair, own))}")
        if listed := [self._scores.get((pair.person, other), 0.0) for other in pair.listed]:
            found.append(f"listed-with-score-{_bucket(max(listed))}")
        if units := self._units.get((pair.person, pair.organisation)):
            found.append(f"unit-score-{_bucket(max(units))}")
        return found

    def _others(self, group: tuple[str, int], pair: Pair, own: float) -> float:
        """The mean score of the other people of a group."""
        return (self._sums[*group, pair.organisation] - own) / max(len(self._members[group]) - 1, 1)


def _groups(pair: Pair) -> tuple[tuple[str, int], ...]:
    return ("all", 0), ("paragraph", pair.paragraph), ("enumeration", pair.chain)


def _seen_from_afar(pair: Pair, own: float, scores: Sequence[float], others: float, beside: int) -> list[str]:
    """Features of a pair's score among all of the person's, in rising order, and among others' of the same body."""
    near = "near" if any(_begins(pair.features, start) for start in ("card:", "prose:", "role-")) else "far"
    rank, lower = len(scores) - bisect_right(scores, own), bisect_left(scores, own)
    best_other = scores[-1] if rank else scores[lower - 1] if lower else 0.0
    own_bucket, others_bucket = _bucket(own), _bucket(others)
    return [
        f"own-score-{own_bucket}",
        f"others-score-{others_bucket}",
        f"{near}:others-score-{others_bucket}",
        f"rank-{min(rank, 3)}:own-score-{own_bucket}",
        f"people-beside-{beside}",
        f"{near}:people-beside-{beside}",
        f"best-other-{_bucket(best_other)}",
    ]


def _begins(features: Sequence[str], start: str) -> bool:
    """Whether any of some sorted features begins so."""
    index = bisect_left(features, start)
    return index < len(features) and features[index].startswith(start)


def _bucket(score: float) -> str:
    return SCORE_BUCKETS[bisect_right(SCORE_LIMITS, score)]
