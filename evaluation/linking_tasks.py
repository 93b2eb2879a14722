"""What the linking models learn: pairs of mentions with features and whether gold links them."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from evaluation.oracle_scene import GoldScene
from pipeline.documents import Label
from pipeline.link.affiliations import candidates, read_frame, roles_of
from pipeline.link.contacts import point_candidates, read_page, value_of
from pipeline.link.mailboxes import Mailboxes
from pipeline.link.model import load
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
    expected = {fold(person["name"]): {fold(role) for role in person.get("roles") or ()} for person in scene.gold.people}
    for role in scene.scene.of(Kind.ROLE):
        for person, features in role_candidates(scene.scene, scene.columns, role):
            name = scene.scene.people[person].name.name
            right = fold(role.mention.text) in expected.get(fold(name), ())
            yield Example(features, right, f"{scene.gold.name} {role.mention.text!r} {name!r}")


def _point_examples(scene: GoldScene, kind: Kind, key: str) -> Iterator[Example]:
    expected = {fold(person["name"]): set(person.get(key) or ()) for person in scene.gold.people}
    mailboxes, page = Mailboxes(scene.scene.people), read_page(scene.scene)
    for point in scene.scene.of(kind):
        value = value_of(scene.scene, point)
        if not value:
            continue
        for person, features in point_candidates(scene.scene, scene.columns, mailboxes, page, point):
            name = scene.scene.people[person].name.name
            yield Example(features, value in expected.get(fold(name), ()), f"{scene.gold.name} {value} {name!r}")


def phone_examples(scene: GoldScene) -> Iterator[Example]:
    """Telephone or mobile number and person; who owns a fax, gold does not say."""
    return _point_examples(scene, Kind.PHONE, "phones")


def email_examples(scene: GoldScene) -> Iterator[Example]:
    """E-mail address and person."""
    return _point_examples(scene, Kind.EMAIL, "emails")


def organisation_examples(scene: GoldScene) -> Iterator[Example]:
    """Organisation and person; roles as the role model links them."""
    canonical = {fold(mention.text): fold(value or mention.text) for mention, value in scene.gold.of(Label.ORG)}
    expected = {
        fold(person["name"]): {canonical.get(fold(name), fold(name)) for name in person.get("orgs") or ()}
        for person in scene.gold.people
    }
    held = link_roles(scene.scene, scene.columns, load("roles"))
    frame, roles = read_frame(scene.scene), roles_of(scene.scene, held)
    for person, entity in enumerate(scene.scene.people):
        wanted = expected.get(fold(entity.name.name), set())
        for organisation, (features, _) in candidates(scene.scene, frame, roles, person).items():
            names = {fold(name.mention.text) for name in scene.scene.organisations[organisation].names}
            right = bool({canonical.get(name, name) for name in names} & wanted)
            label = f"{scene.gold.name} {scene.scene.organisations[organisation].name!r} {entity.name.name!r}"
            yield Example(features, right, label)


TASKS: dict[str, Callable[[GoldScene], Iterator[Example]]] = {
    "roles": role_examples,
    "phones": phone_examples,
    "emails": email_examples,
    "organisations": organisation_examples,
}
