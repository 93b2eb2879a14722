"""How far reviewers agree, from blind double checks: percentage and Cohen's kappa.

J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20 (1960): kappa is
the agreement beyond what the two reviewers' own frequencies would give by chance, as a share of what is possible.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figures:
    """Agreement over pairs of verdicts; ``kappa`` is None where both always said the same one thing."""

    judged: int
    agreement: float
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Judged:
    """One change that two reviewers judged, the second one blind."""

    document: str
    field: str
    first_author: str
    first_verdict: str
    author: str
    verdict: str


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """The figures of a pair of reviewers, of one field or (empty) of all."""

    first: str
    second: str
    field: str
    figures: Figures


def figures(pairs: Sequence[tuple[str, str]]) -> Figures:
    """Agreement over at least one pair of verdicts."""
    count = len(pairs)
    observed = sum(first == second for first, second in pairs) / count
    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    chance = sum(firsts[verdict] * seconds[verdict] for verdict in firsts) / count**2
    return Figures(count, observed, None if chance == 1 else (observed - chance) / (1 - chance))


def table(judged: Iterable[Judged]) -> list[AgreementRow]:
    """Every pair of reviewers, all fields together and then each; who was first does not matter for the pair."""
    groups: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    for found in judged:
        sides = sorted([(found.first_author, found.first_verdict), (found.author, found.verdict)])
        verdicts = (sides[0][1], sides[1][1])
        for field in ("", found.field):
            groups.setdefault((sides[0][0], sides[1][0], field), []).append(verdicts)
    return [AgreementRow(*key, figures(pairs)) for key, pairs in sorted(groups.items())]
