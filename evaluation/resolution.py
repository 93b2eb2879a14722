"""Pairwise precision and recall of entity resolution on a synthetic collection: ``python -m evaluation.resolution``."""

import argparse
import time
from collections import Counter
from collections.abc import Iterable, Sequence

from evaluation.collection import records
from evaluation.collection_world import World
from pipeline.feeds.appearances import OrganisationSeen, PersonSeen, appearances
from pipeline.feeds.clusters import Grouping, Profile
from pipeline.feeds.organisations import resolve_organisations
from pipeline.feeds.people import resolve_people


def pairwise(found: Iterable[Sequence[str]], truth: dict[str, str]) -> tuple[float, float]:
    """Precision and recall over pairs of appearances in one cluster; ``truth`` has the true entity by key."""
    right = together = 0
    for cluster in found:
        labels = Counter(truth[key] for key in cluster)
        right += sum(count * (count - 1) // 2 for count in labels.values())
        together += len(cluster) * (len(cluster) - 1) // 2
    wanted = sum(count * (count - 1) // 2 for count in Counter(truth.values()).values())
    return right / max(together, 1), right / max(wanted, 1)


def clusters(profiles: Sequence[Profile], grouping: Grouping) -> list[list[str]]:
    """Keys of the appearances of each entity."""
    return [[key for number in members for key in profiles[number].keys] for members in grouping.entities]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=5_000)
    parser.add_argument("--offices", type=int, default=1_200)
    parser.add_argument("--releases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    world = World(args.people, args.offices, args.seed)
    people, bodies, truth = observed(world, args.releases)
    started = time.perf_counter()
    body_clusters = clusters(*resolve_organisations(bodies))
    _report("organisations", body_clusters, {seen.key: truth[seen.key] for seen in bodies})
    ids = {key: cluster[0] for cluster in body_clusters for key in cluster}
    parents = {ids[body.key]: ids[body.part_of] for body in bodies if body.part_of is not None}
    person_clusters = clusters(*resolve_people(people, ids, parents))
    _report("people", person_clusters, {seen.key: truth[seen.key] for seen in people})
    print(f"{time.perf_counter() - started:.1f} s")


def observed(world: World, releases: int) -> tuple[list[PersonSeen], list[OrganisationSeen], dict[str, str]]:
    """All appearances of a collection, and the true entity behind each by key."""
    people: list[PersonSeen] = []
    bodies: list[OrganisationSeen] = []
    truth: dict[str, str] = {}
    for labelled in records(world, releases):
        ((found_people, found_bodies),) = appearances([labelled.record])
        ids = [entity.id for entity in labelled.record.people] + [body.id for body in labelled.record.organisations]
        keys = [person.key for person in found_people] + [body.key for body in found_bodies]
        truth |= {key: labelled.truth[local] for key, local in zip(keys, ids, strict=True)}
        people += found_people
        bodies += found_bodies
    return people, bodies, truth


def _report(name: str, found: list[list[str]], truth: dict[str, str]) -> None:
    precision, recall = pairwise(found, truth)
    print(f"{name}: {len(truth)} seen, {len(found)} found, precision {precision:.4f}, recall {recall:.4f}")


if __name__ == "__main__":
    main()
