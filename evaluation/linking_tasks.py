"""What the linking models learn: pairs of mentions with features and whether gold links them."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from evaluation.oracle_scene import GoldScene
from pipeline.documents import Label
from pipeline.link.affiliations import joint_features
from pipeline.link.affiliations_candidates import Pair, all_candidates
from pipeline.link.contacts import link_points, point_candidates
from pipeline.link.contacts_features import read_page, value_of
from pipeline.link.mailboxes import Mailboxes
from pipeline.link.model import LinearModel, load
from pipeline.link.roles import link_roles, role_candidates
from pipeline.link.scene import Kind


class Example(NamedTuple):
    """A candidate link."""

    features: list[str]
    right: bool
    label: str


def fold(text: str) -> str:
    """Text as gold and prediction are compared: case and white space do not count."""
    return " ".join(text.replace("\u00ad", "").split()).casefold()


def role_examples(scene: GoldScene) -> Iterator[Example]:
    """Role and person."""
    expected = {
        fold(person["name"]): {fold(role) for role in person.get("roles") or ()} for person in scene.gold.people
    }
    for role in scene.scene.of(Kind.ROLE):
        for person, features in role_candidates(scene.scene, role):
            name = scene.scene.people[person].name.name
            right = fold(role.mention.text) in expected.get(fold(name), ())
            yield Example(features, right, f"{scene.gold.name} {role.mention.text!r} {name!r}")


def _point_examples(scene: GoldScene, kind: Kind, key: str) -> Iterator[Example]:
    expected = {fold(person["name"]): set(person.get(key) or ()) for person in scene.gold.people}
    mailboxes, page = _mailboxes(scene), read_page(scene.scene)
    for point in scene.scene.of(kind):
        value = value_of(scene.scene, point)
        if not value:
            continue
        for person, features in point_candidates(scene.scene, mailboxes, page, point):
            name = scene.scene.people[person].name.name
            yield Example(features, value in expected.get(fold(name), ()), f"{scene.gold.name} {value} {name!r}")


def phone_examples(scene: GoldScene) -> Iterator[Example]:
    """Telephone or mobile number and person; who owns a fax, gold does not say."""
    return _point_examples(scene, Kind.PHONE, "phones")


def email_examples(scene: GoldScene) -> Iterator[Example]:
    """E-mail address and person."""
    return _point_examples(scene, Kind.EMAIL, "emails")


def organisation_examples(scene: GoldScene) -> Iterator[Example]:
    """Organisation and person, each pair by itself; roles and contact points as their models link them."""
    wanted = _Wanted(scene)
    for pair in candidate_pairs(scene):
        yield Example(list(pair.features), *wanted.of(pair))


def affiliation_examples(scene: GoldScene, local: LinearModel) -> Iterator[Example]:
    """Organisation and person, with what the local model says of the other pairs."""
    wanted = _Wanted(scene)
    pairs = candidate_pairs(scene)
    features = joint_features(pairs, local)
    for pair in pairs:
        yield Example(features[pair.person, pair.organisation], *wanted.of(pair))


def candidate_pairs(scene: GoldScene) -> list[Pair]:
    """The pairs of organisation and person that linking scores."""
    roles = link_roles(scene.scene, scene.columns, load("roles"))
    points = link_points(scene.scene, scene.columns, _mailboxes(scene), load("phones"), load("emails"))
    return all_candidates(scene.scene, roles, points)


def _mailboxes(scene: GoldScene) -> Mailboxes:
    """The scene's people, looked up by the letters of its e-mail addresses."""
    return Mailboxes(scene.scene.people, [email.value or "" for email in scene.scene.values.emails])


class _Wanted:
    """Whether gold ties a person to an organisation."""

    def __init__(self, scene: GoldScene) -> None:
        self._scene = scene
        self._canonical = {
            fold(mention.text): fold(value or mention.text) for mention, value in scene.gold.of(Label.ORG)
        }
        self._expected = {
            fold(person["name"]): {self._canonical.get(fold(name), fold(name)) for name in person.get("orgs") or ()}
            for person in scene.gold.people
        }

    def of(self, pair: Pair) -> tuple[bool, str]:
        """The answer, and a label that names the pair."""
        person = self._scene.scene.people[pair.person].name.name
        organisation = self._scene.scene.organisations[pair.organisation]
        names = {self._canonical.get(fold(n.mention.text), fold(n.mention.text)) for n in organisation.names}
        right = bool(names & self._expected.get(fold(person), set()))
        return right, f"{self._scene.gold.name} {organisation.name!r} {person!r}"


TASKS: dict[str, Callable[[GoldScene], Iterator[Example]]] = {
    "roles": role_examples,
    "phones": phone_examples,
    "emails": email_examples,
    "organisations": organisation_examples,
}
