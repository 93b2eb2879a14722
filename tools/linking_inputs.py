"""What linking sees of some pages: every pair that its models score, with the features of the pair.

A score that moves changes no decision of most pages, so whole records do not show that a feature is read wrongly. This
snapshot does. It is written by feature, so that a change of one feature is a change of one line.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from evaluation.linking_tasks import candidate_pairs
from evaluation.oracle import marked_page
from evaluation.oracle_scene import GoldScene, gold_scene
from pipeline.link.affiliations import joint_features
from pipeline.link.contacts import point_candidates
from pipeline.link.contacts_features import read_page
from pipeline.link.mailboxes import Mailboxes
from pipeline.link.model import load
from pipeline.link.roles import role_candidates
from pipeline.link.scene import Kind

ROOT = Path(__file__).resolve().parent.parent
PAGES, SNAPSHOTS = ROOT / "tests" / "cases" / "links_inputs.yml", ROOT / "tests" / "golden" / "linking"
Pairs = Iterator[tuple[str, Iterable[str]]]
Json = Any


def pages() -> dict[str, str]:
    """The marked text of every page by its name."""
    found: dict[str, str] = yaml.safe_load(PAGES.read_text(encoding="utf-8"))
    return found


def snapshot(marked: str) -> dict[str, Json]:
    """The pairs of a page with their features, by the models that score them."""
    scene = gold_scene(marked_page("page", marked))
    kinds = {"roles": _roles, "points": _points, "organisations": _organisations}
    return {kind: by_feature(pairs(scene)) for kind, pairs in kinds.items()}


def by_feature(pairs: Pairs) -> dict[str, Json]:
    """The labels of pairs, and for each feature the numbers of the pairs that have it."""
    labels: list[str] = []
    found: dict[str, list[int]] = defaultdict(list)
    for number, (label, features) in enumerate(pairs):
        labels.append(f"{number} {' '.join(label.split())}")
        for feature in features:
            found[feature].append(number)
    return {"pairs": labels, "features": {name: " ".join(map(str, found[name])) for name in sorted(found)}}


def _roles(gold: GoldScene) -> Pairs:
    scene = gold.scene
    for role in scene.of(Kind.ROLE):
        for person, features in role_candidates(scene, role):
            yield f"{scene.people[person].name.name}, {role.mention.text}", features


def _points(gold: GoldScene) -> Pairs:
    scene, page = gold.scene, read_page(gold.scene)
    mailboxes = Mailboxes(scene.people, [mail.value or "" for mail in gold.values.emails])
    for kind in (Kind.PHONE, Kind.FAX, Kind.EMAIL):
        for point in scene.of(kind):
            for person, features in point_candidates(scene, mailboxes, page, point):
                yield f"{scene.people[person].name.name}, {point.mention.text}", features


def _organisations(gold: GoldScene) -> Pairs:
    scene, pairs = gold.scene, candidate_pairs(gold)
    features = joint_features(pairs, load("organisations"))
    for pair in pairs:
        label = f"{scene.people[pair.person].name.name}, {scene.organisations[pair.organisation].name}"
        yield label, features[pair.person, pair.organisation]
