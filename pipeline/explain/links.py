"""The links of a document as a graph: people, offices and contact points, and what ties them together."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pipeline.flow import Trace
from pipeline.values import Evidence, Linked, LinkedPerson, Owner

Side = Literal["office", "person", "point"]


@dataclass(frozen=True, slots=True)
class Node:
    """Something that is linked; ``key`` tells it from all others, ``notes`` are further lines about it."""

    key: str
    side: Side
    kind: str
    label: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """A link; ``score`` is None where the text says so by its form alone, or a reviewer decided."""

    source: str
    target: str
    kind: str
    score: float | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Graph:
    """All nodes in text order, and all links between them."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def graph_of(trace: Trace) -> Graph:
    """The links of a traced document, as they stand in its record."""
    linked = trace.linked
    return Graph(tuple(_nodes(linked)), tuple(_edges(linked)))


def _nodes(linked: Linked) -> Iterator[Node]:
    for number, body in enumerate(linked.organisations):
        yield Node(f"organisation-{number}", "office", body.kind, body.name)
    for number, person in enumerate(linked.people):
        name = f"{person.title} {person.name}" if person.title is not None else person.name
        yield Node(f"person-{number}", "person", "person", name, tuple(_roles(linked, person)))
    for number, phone in enumerate(linked.values.phones):
        yield Node(f"phone-{number}", "point", phone.kind, phone.value)
    for number, email in enumerate(linked.values.emails):
        yield Node(f"email-{number}", "point", "email", email.value or f"{email.mention.text} (letters are lost)")
    for number, address in enumerate(linked.values.addresses):
        yield Node(f"address-{number}", "point", "address", _line(address.mention.text))
    for number, url in enumerate(linked.values.urls):
        yield Node(f"url-{number}", "point", "url", url.value)


def _roles(linked: Linked, person: LinkedPerson) -> Iterator[str]:
    evidence = _by_place(person)
    for role in person.roles:
        status = role.mention.attributes.get("status", "")
        at = "" if role.organisation is None else f" at {linked.organisations[role.organisation].name}"
        score = evidence.get(("role", role.mention.start))
        said = "" if score is None else f" {score.score:.2f}"
        yield f"{_line(role.mention.text)}{f' ({status})' if status else ''}{at}{said}"


def _edges(linked: Linked) -> Iterator[Edge]:
    for number, person in enumerate(linked.people):
        yield from _of_person(linked, f"person-{number}", person)
    for number, body in enumerate(linked.organisations):
        if body.part_of is not None:
            yield Edge(f"organisation-{number}", f"organisation-{body.part_of}", "part of")
    yield from _owned(linked)
    people = {mention: f"person-{n}" for n, person in enumerate(linked.people) for mention in _spans(person)}
    for link in linked.successions:
        successor = people.get((link.successor.start, link.successor.end))
        predecessor = people.get((link.predecessor.start, link.predecessor.end))
        if successor is not None and predecessor is not None and successor != predecessor:
            when = () if link.date is None or link.date.value is None else (f"since {link.date.value}",)
            yield Edge(successor, predecessor, "succeeds", link.score, (f"{_line(link.cue.text)!r}", *when))


def _of_person(linked: Linked, key: str, person: LinkedPerson) -> Iterator[Edge]:
    evidence = _by_place(person)
    for number in person.organisations:
        known = evidence.get(("organisation", linked.organisations[number].mentions[0].start))
        yield _edge(key, f"organisation-{number}", "belongs to", known)
    for number in person.phones:
        yield _edge(
            key, f"phone-{number}", "phone", evidence.get(("phone", linked.values.phones[number].mention.start))
        )
    for number in person.emails:
        yield _edge(
            key, f"email-{number}", "email", evidence.get(("email", linked.values.emails[number].mention.start))
        )
    for number in person.addresses:
        yield Edge(key, f"address-{number}", "address")
    for number, (phone, owner) in enumerate(zip(linked.values.phones, linked.phone_owners, strict=True)):
        if number not in person.phones and owner is not None and f"person-{owner[1]}" == key and owner[0] == "person":
            yield _edge(key, f"phone-{number}", phone.kind, evidence.get((phone.kind, phone.mention.start)))


def _owned(linked: Linked) -> Iterator[Edge]:
    """What belongs to a body, and the web addresses of people."""
    lists: tuple[tuple[str, tuple[Owner | None, ...]], ...] = (
        ("phone", linked.phone_owners),
        ("email", linked.email_owners),
        ("address", linked.address_owners),
        ("url", linked.url_owners),
    )
    for kind, owners in lists:
        for number, owner in enumerate(owners):
            if owner is not None and (owner[0] == "organisation" or kind == "url"):
                yield Edge(f"{owner[0]}-{owner[1]}", f"{kind}-{number}", kind)


def _edge(source: str, target: str, kind: str, known: Evidence | None) -> Edge:
    if known is None:
        return Edge(source, target, kind)
    return Edge(source, target, kind, known.score, known.reasons)


def _by_place(person: LinkedPerson) -> dict[tuple[str, int], Evidence]:
    return {(evidence.kind, evidence.start): evidence for evidence in person.evidence}


def _spans(person: LinkedPerson) -> list[tuple[int, int]]:
    return [(mention.start, mention.end) for mention in person.mentions]


def _line(text: str) -> str:
    return " ".join(text.split())
