"""Who is one entity across documents: pairs from a table, the synthetic collection, judgements, order."""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import pytest
import yaml

from evaluation.collection import records
from evaluation.collection_world import World
from evaluation.resolution import clusters, observed, pairwise
from pipeline.feeds.clusters import Judgement
from pipeline.feeds.directory import Directory, build
from pipeline.feeds.organisations import resolve_organisations
from pipeline.feeds.people import resolve_people
from tests.feeds.pages import record, seen

T = TypeVar("T")
CASES = yaml.safe_load((Path(__file__).parents[1] / "cases/resolution.yml").read_text(encoding="utf-8"))


def names_of(case: dict[str, Any]) -> str:
    return str(case["why"])


@pytest.mark.parametrize("case", CASES["people"], ids=names_of)
def test_people(case: dict[str, Any]) -> None:
    pages = [record(side, [_person(case[side])], **_page(case[side])) for side in ("left", "right")]
    people = [entry for entry in build(*seen(*pages)).entries if entry.kind == "person"]
    assert (len(people) == 1) == case["same"]


@pytest.mark.parametrize("case", CASES["organisations"], ids=names_of)
def test_organisations(case: dict[str, Any]) -> None:
    pages = [record(side, [], organisations=[_body(case[side])], **_page(case[side])) for side in ("left", "right")]
    name = case["left"]["name"]
    bodies = [entry for entry in build(*seen(*pages)).entries if name in (entry.name, *entry.other_names)]
    joined = any(entry.documents == 2 for entry in bodies)
    assert joined == case["same"]


def _person(side: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in side.items() if key != "publisher"}


def _body(side: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in side.items() if key != "publisher"}


def _page(side: dict[str, str]) -> dict[str, str]:
    return {"publisher": side["publisher"]} if "publisher" in side else {}


def test_a_collection_with_known_truth_is_resolved_precisely() -> None:
    people, bodies, truth = observed(World(people=600, offices=150, seed=3), releases=2_400)
    body_clusters = clusters(*resolve_organisations(bodies))
    precision, recall = pairwise(body_clusters, {one.key: truth[one.key] for one in bodies})
    assert precision >= 0.99
    assert recall >= 0.92
    ids = {key: cluster[0] for cluster in body_clusters for key in cluster}
    precision, recall = pairwise(
        clusters(*resolve_people(people, ids, {})), {one.key: truth[one.key] for one in people}
    )
    assert precision >= 0.99
    assert recall >= 0.90


def test_the_order_of_the_documents_does_not_matter() -> None:
    pages = [labelled.record for labelled in records(World(people=60, offices=24, seed=5), 150)]
    expected = _clusters(build(*seen(*pages)))
    for seed in range(20):
        shuffled = _shuffled(pages, seed)
        assert _clusters(build(*seen(*shuffled))) == expected


def test_portions_give_the_clusters_of_the_whole_and_ids_keep_their_meaning() -> None:
    pages = [labelled.record for labelled in records(World(people=60, offices=24, seed=5), 120)]
    expected = _clusters(build(*seen(*pages)))
    for seed in range(20):
        shuffled = _shuffled(pages, seed)
        cuts = sorted(_shuffled(range(1, len(pages)), seed)[:3])
        directory = Directory((), ())
        anchors: dict[str, str] = {}
        for end in (*cuts, len(pages)):
            directory = build(*seen(*shuffled[:end]), directory.identities)
            anchors |= {one.id: one.anchor for one in directory.identities if one.id not in anchors}
            _ids_lead_to_their_anchors(directory, anchors)
        assert _clusters(directory) == expected


def _shuffled(items: Sequence[T], seed: int) -> list[T]:
    return random.Random(seed).sample(items, len(items))  # noqa: S311  # a repeatable order, no secret


def _ids_lead_to_their_anchors(directory: Directory, anchors: dict[str, str]) -> None:
    by_id = {one.id: one for one in directory.identities}
    for name, anchor in anchors.items():
        identity = by_id[name]
        end = by_id[identity.redirect] if identity.redirect is not None else identity
        assert end.state == "current"
        assert anchor in end.members


def _clusters(directory: Directory) -> set[frozenset[str]]:
    return {frozenset(one.members) for one in directory.identities if one.state == "current"}


def test_a_judgement_joins_and_parts() -> None:
    pages = [record(name, [{"name": "Thomas Müller", "org": f"Stadt {name}"}]) for name in ("Worms", "Emden", "Kiel")]
    people, bodies = seen(*pages)
    keys = [person.key for person in people]
    together = (Judgement(keys[0], keys[1], "same", 1), Judgement(keys[1], keys[2], "same", 2))
    assert _people(build(people, bodies, (), together)) == [3]
    parted = (*together, Judgement(keys[0], keys[2], "different", 3))
    assert sorted(_people(build(people, bodies, (), parted))) == [1, 2]
    again = (*parted, Judgement(keys[0], keys[2], "same", 4))
    assert sorted(_people(build(people, bodies, (), again)), reverse=True)[0] >= 2


def test_different_wins_over_the_evidence() -> None:
    pages = [record(name, [{"name": "Gundolf Schellhaas-Witte"}]) for name in ("a", "b")]
    people, bodies = seen(*pages)
    assert _people(build(people, bodies)) == [2]
    apart = [Judgement(people[0].key, people[1].key, "different", 1)]
    assert _people(build(people, bodies, (), apart)) == [1, 1]


def test_two_people_of_one_document_are_never_one() -> None:
    page = record("a", [{"name": "Gundolf Schellhaas-Witte"}, {"name": "Gundolf Schellhaas-Witte"}])
    assert _people(build(*seen(page))) == [1, 1]


def _people(directory: Directory) -> list[int]:
    return [len(one.members) for one in directory.identities if one.id.startswith("P-") and one.state == "current"]
