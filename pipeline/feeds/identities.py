"""Stable ids: an id belongs to one appearance, its anchor, and names whatever entity that appearance is in.

So an id survives added documents; when entities merge the eldest id stays and the others redirect to it; when an entity
splits the part with the anchor keeps the id, and ids that had been redirected come back with their anchors.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Literal

ID_LETTERS = 12  # hexadecimal digits behind the prefix: 48 bits

State = Literal["current", "redirected", "gone"]


@dataclass(frozen=True, slots=True)
class Identity:
    """One id for good.

    Attributes:
        id: "P-" for people or "O-" for organisations and a hash of its first anchor.
        born: number in the order of birth.
        anchor: key of the appearance that it stands for.
        members: keys of the entity when it was last seen, the oldest first, from which a lost anchor is replaced.
        redirect: the id that stands for it since a merge.
    """

    id: str
    born: int
    anchor: str
    members: tuple[str, ...]
    state: State = "current"
    redirect: str | None = None


def assign(entities: Sequence[Sequence[str]], known: Iterable[Identity], prefix: str) -> list[Identity]:
    """Ids for the entities of now, and what became of the known ones.

    Args:
        entities: keys of each entity's appearances, the oldest first; every key in one entity only.
        known: the identities of the last feed.
        prefix: of new ids.

    Returns:
        All identities in order of birth. Each entity is the ``members`` of exactly one current identity.
    """
    entity_of = {key: number for number, members in enumerate(entities) for key in members}
    claims: dict[int, list[Identity]] = {}
    settled: dict[str, Identity] = {}
    for identity in sorted(known, key=lambda identity: identity.born):
        anchored = _anchored(identity, entity_of)
        if anchored is None:
            settled[identity.id] = replace(identity, state="gone", redirect=None)
        else:
            claims.setdefault(entity_of[anchored.anchor], []).append(anchored)
    for number, claimants in claims.items():
        settled |= _settle(claimants, tuple(entities[number]))
    taken, born = set(settled), max((identity.born for identity in settled.values()), default=0)
    unclaimed = sorted(tuple(members) for number, members in enumerate(entities) if number not in claims)
    for offset, members in enumerate(unclaimed, start=1):
        fresh = Identity(_fresh_id(prefix, members[0], taken), born + offset, members[0], members)
        taken.add(fresh.id)
        settled[fresh.id] = fresh
    return sorted(settled.values(), key=lambda identity: identity.born)


def current(identities: Iterable[Identity]) -> dict[str, str]:
    """Id of the entity that each appearance is in."""
    return {key: one.id for one in identities if one.state == "current" for key in one.members}


def _anchored(identity: Identity, entity_of: Mapping[str, int]) -> Identity | None:
    """The identity with an anchor that still exists: its own, else the oldest of what it last held."""
    if identity.anchor in entity_of:
        return identity
    remaining = next((key for key in identity.members if key in entity_of), None)
    return replace(identity, anchor=remaining) if remaining is not None else None


def _settle(claimants: list[Identity], members: tuple[str, ...]) -> dict[str, Identity]:
    """The eldest of the identities in one entity stands for it, the others lead there."""
    eldest, *others = claimants
    found = {eldest.id: replace(eldest, members=members, state="current", redirect=None)}
    for other in others:
        found[other.id] = replace(other, members=(other.anchor,), state="redirected", redirect=eldest.id)
    return found


def _fresh_id(prefix: str, anchor: str, taken: set[str]) -> str:
    """A hash of the anchor; an id that was given away before is never given again."""
    salt = 0
    while True:
        digest = sha256(f"{anchor}\n{salt}".encode() if salt else anchor.encode()).hexdigest()
        if (candidate := f"{prefix}-{digest[:ID_LETTERS]}") not in taken:
            return candidate
        salt += 1
