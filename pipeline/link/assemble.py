"""Put the links together: the document's people, organisations and owners, and what a reviewer should look at."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.documents import Issue
from pipeline.link.affiliations import Affiliation
from pipeline.link.contacts import PointLink
from pipeline.link.contacts_features import value_of
from pipeline.link.mailboxes import is_office
from pipeline.link.owners import address_owner, best_owner, organisation_of, url_owner
from pipeline.link.roles import RoleLink
from pipeline.link.scene import Item, Kind, Scene
from pipeline.link.successions import find_successions
from pipeline.values import Evidence, Linked, LinkedOrganisation, LinkedPerson, LinkedPlace, LinkedRole, Owner, Url

SHARED = 0.7  # score from which an organisation owns what people share
DOUBTFUL = 0.6  # links below this score are shown to the reviewer


def assemble(
    scene: Scene,
    roles: Sequence[RoleLink],
    affiliations: Sequence[Affiliation],
    points: Sequence[PointLink],
    places: Sequence[LinkedPlace],
) -> tuple[Linked, list[Issue]]:
    """The document's facts with the issues of doubtful links."""
    owners = _point_owners(scene, points)
    address_owners = [_address_owner(scene, item) for item in _in_order(scene, Kind.ADDRESS)]
    addresses: dict[Owner | None, list[int]] = defaultdict(list)
    for number, owner in enumerate(address_owners):
        addresses[owner].append(number)
    people = _people(scene, roles, affiliations, points, addresses)
    organisations = _organisations(scene, owners, addresses)
    phones = [owners.get(item.start) for item in _in_order(scene, Kind.PHONE, Kind.FAX)]
    emails = [owners.get(item.start) for item in _in_order(scene, Kind.EMAIL)]
    linked = Linked(
        scene.values,
        people,
        organisations,
        tuple(places),
        tuple(phones),
        tuple(emails),
        tuple(address_owners),
        url_owners=tuple(
            url_owner(scene, scene.place(url.mention, Kind.URL, number), _host(url))
            for number, url in enumerate(scene.values.urls)
        ),
        successions=find_successions(scene),
    )
    return linked, [*_doubtful(scene, roles, affiliations, points), *_contradictions(scene, points)]


def _host(url: Url) -> str:
    """The host of a web address: "www.worms.de" of "https://www.worms.de/presse"."""
    return url.value.partition("//")[2].partition("/")[0]


def _in_order(scene: Scene, *kinds: Kind) -> list[Item]:
    """Items of some kinds in the order of their values."""
    return sorted((item for kind in kinds for item in scene.of(kind)), key=lambda item: item.entity)


def _point_owners(scene: Scene, points: Sequence[PointLink]) -> dict[int, Owner]:
    """Owner by the offset of the contact point: the likeliest person, else the organisation it stands with.

    An office's mailbox, and a number that several people share, belong to the organisation where there is one.
    """
    scores: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for link in points:
        scores[link.point.start].append((link.person, link.score))
    owners: dict[int, Owner] = {}
    for item in _in_order(scene, Kind.PHONE, Kind.FAX, Kind.EMAIL):
        value = value_of(scene, item)
        person = best_owner(scores[item.start])
        shared = len(scores[item.start]) > 1 or (item.kind is Kind.EMAIL and is_office(value))
        body = organisation_of(scene, item, value) if person is None or shared else None
        if body is not None and (person is None or (shared and body[1] >= SHARED)):
            owners[item.start] = ("organisation", body[0])
        elif person is not None:
            owners[item.start] = ("person", person[0])
    return owners


def _address_owner(scene: Scene, item: Item) -> Owner | None:
    owner = address_owner(scene, item)
    if owner is None:
        return None
    kind, index, _ = owner
    return ("person", index) if kind is Kind.PERSON else ("organisation", index)


def _people(
    scene: Scene,
    roles: Sequence[RoleLink],
    affiliations: Sequence[Affiliation],
    points: Sequence[PointLink],
    addresses: dict[Owner | None, list[int]],
) -> tuple[LinkedPerson, ...]:
    held: dict[int, list[RoleLink]] = defaultdict(list)
    bodies: dict[int, list[Affiliation]] = defaultdict(list)
    contacts: dict[int, list[PointLink]] = defaultdict(list)
    for role in roles:
        held[role.person].append(role)
    for affiliation in affiliations:
        bodies[affiliation.person].append(affiliation)
    for point in points:
        contacts[point.person].append(point)
    return tuple(
        _person(scene, index, held[index], bodies[index], contacts[index], addresses.get(("person", index), ()))
        for index in range(len(scene.people))
    )


def _person(
    scene: Scene,
    index: int,
    roles: Sequence[RoleLink],
    bodies: Sequence[Affiliation],
    points: Sequence[PointLink],
    addresses: Sequence[int],
) -> LinkedPerson:
    person = scene.people[index]
    body_of_role = {body.role: body.organisation for body in bodies if body.role is not None}
    linked_roles = _distinct_roles(scene, roles, body_of_role)
    scores = [*(link.score for link in roles), *(link.score for link in bodies), *(link.score for link in points)]
    numbers = [link for link in points if link.point.kind is Kind.PHONE]
    mails = [link for link in points if link.point.kind is Kind.EMAIL]
    return LinkedPerson(
        name=person.name.name,
        given=person.name.given,
        family=person.name.family,
        title=person.title,
        mentions=tuple(name.mention for name in person.names),
        roles=linked_roles,
        organisations=tuple(dict.fromkeys(body.organisation for body in bodies)),
        phones=tuple(sorted(link.point.entity for link in numbers)),
        emails=tuple(sorted(link.point.entity for link in mails)),
        addresses=tuple(addresses),
        score=round(min([person.score, *scores]), 2),
        reasons=(*person.reasons, *_reasons(scene, roles, bodies, points)),
        evidence=tuple(_evidence(scene, roles, bodies, points)),
    )


def _distinct_roles(scene: Scene, roles: Sequence[RoleLink], body_of_role: dict[int, int]) -> tuple[LinkedRole, ...]:
    """Each role once, at its first mention; a mention with a body goes before one without."""
    best: dict[str, LinkedRole] = {}
    for link in sorted(roles, key=lambda link: link.role):
        mention = scene.values.roles[link.role]
        role = LinkedRole(mention, body_of_role.get(link.role))
        key = " ".join(mention.text.split()).casefold()
        if key not in best or (best[key].organisation is None and role.organisation is not None):
            best[key] = role
    return tuple(sorted(best.values(), key=lambda role: role.mention.start))


def _evidence(
    scene: Scene, roles: Sequence[RoleLink], bodies: Sequence[Affiliation], points: Sequence[PointLink]
) -> Iterator[Evidence]:
    for role in roles:
        yield Evidence("role", scene.values.roles[role.role].start, role.score, role.reasons)
    for body in bodies:
        start = scene.organisations[body.organisation].names[0].mention.start
        yield Evidence("organisation", start, body.score, body.reasons)
    for link in points:
        yield Evidence(link.point.kind.value, link.point.start, link.score, link.reasons)


def _reasons(
    scene: Scene, roles: Sequence[RoleLink], bodies: Sequence[Affiliation], points: Sequence[PointLink]
) -> list[str]:
    found = [_reason("role", scene.values.roles[link.role].text, link.score, link.reasons) for link in roles]
    found += [
        _reason("organisation", scene.organisations[link.organisation].name, link.score, link.reasons)
        for link in bodies
    ]
    found += [_reason(link.point.kind.value, link.point.mention.text, link.score, link.reasons) for link in points]
    return list(dict.fromkeys(found))


def _reason(kind: str, text: str, score: float, reasons: Sequence[str]) -> str:
    said = f": {', '.join(reasons)}" if reasons else ""
    return f"{kind} {' '.join(text.split())} ({score:.2f}){said}"


def _organisations(
    scene: Scene, owners: dict[int, Owner], addresses: dict[Owner | None, list[int]]
) -> tuple[LinkedOrganisation, ...]:
    phones: dict[int, list[int]] = defaultdict(list)
    emails: dict[int, list[int]] = defaultdict(list)
    for item in _in_order(scene, Kind.PHONE, Kind.FAX, Kind.EMAIL):
        owner = owners.get(item.start)
        if owner is not None and owner[0] == "organisation":
            (emails if item.kind is Kind.EMAIL else phones)[owner[1]].append(item.entity)
    return tuple(
        LinkedOrganisation(
            name=organisation.name,
            kind=organisation.kind,
            mentions=tuple(name.mention for name in organisation.names),
            phones=tuple(phones[index]),
            emails=tuple(emails[index]),
            addresses=tuple(addresses.get(("organisation", index), ())),
            part_of=organisation.part_of,
            score=organisation.score,
        )
        for index, organisation in enumerate(scene.organisations)
    )


def _doubtful(
    scene: Scene, roles: Sequence[RoleLink], affiliations: Sequence[Affiliation], points: Sequence[PointLink]
) -> list[Issue]:
    """An issue for every link that is less than likely, at the place that a reviewer should read."""
    doubts = [(scene.values.roles[link.role], link.person, link.score) for link in roles]
    doubts += [(link.point.mention, link.person, link.score) for link in points]
    doubts += [
        (scene.organisations[link.organisation].names[0].mention, link.person, link.score) for link in affiliations
    ]
    return [
        Issue(
            "link-doubtful",
            "info",
            f"{' '.join(mention.text.split())!r} may not belong to {scene.people[person].name.name} ({score:.2f})",
            mention.start,
            mention.end,
        )
        for mention, person, score in doubts
        if score < DOUBTFUL
    ]


def _contradictions(scene: Scene, points: Sequence[PointLink]) -> list[Issue]:
    """One personal address under several people: at most one of them can be meant."""
    holders: dict[str, dict[int, Item]] = defaultdict(dict)
    for link in points:
        value = value_of(scene, link.point)
        if link.point.kind is Kind.EMAIL and value and not is_office(value):
            holders[value].setdefault(link.person, link.point)
    found = []
    for value, people in holders.items():
        if len(people) > 1:
            item = next(iter(people.values()))
            names = ", ".join(scene.people[person].name.name for person in sorted(people))
            found.append(Issue("email-shared", "info", f"{value} stands with {names}", item.start, item.end))
    return found
