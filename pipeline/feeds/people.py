"""Which people of different documents are one person.

A rare name is enough; a frequent one needs an organisation, a number, a mailbox or a publisher in common. Two sexes,
two given names or two people of one document never are one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from math import log2

from pipeline.feeds.appearances import AGAIN, PersonSeen
from pipeline.feeds.clusters import Evidence, Grouping, Judgement, Match, Rules, group
from pipeline.feeds.names import NameForm, compare_family, compare_given, name_form
from pipeline.feeds.organisations import mail_domains, organisation_key
from pipeline.feeds.rarity import Rarity
from pipeline.folding import fold
from pipeline.lexicons import lexicon, words

WEIGHTS = "feeds/people.yml"


@dataclass(frozen=True, slots=True)
class PersonProfile:
    """Appearances of one name in one organisation, or of one name in one document where no organisation is known.

    Attributes:
        organisations: ids of resolved organisations.
        related: these and the bodies that they are part of.
        offices: names of the organisations.
        sex: by the given name, None where it does not tell.
    """

    keys: tuple[str, ...]
    records: frozenset[str]
    name: NameForm
    organisations: frozenset[str]
    related: frozenset[str]
    offices: frozenset[str]
    numbers: frozenset[str]
    mailboxes: frozenset[str]
    publishers: frozenset[str]
    places: frozenset[int]
    roles: frozenset[str]
    sex: str | None


@dataclass(frozen=True)
class _Collection:
    """What comparing two profiles must know of all of them."""

    rarity: Rarity
    names_with: Mapping[str, int]


def resolve_people(
    seen: Sequence[PersonSeen],
    organisation_of: Mapping[str, str],
    parents: Mapping[str, str],
    judgements: Iterable[Judgement] = (),
) -> tuple[list[PersonProfile], Grouping]:
    """Profiles of the appearances, and which of them are one person.

    Args:
        seen: all people of all records.
        organisation_of: id of the resolved organisation by key of an organisation's appearance.
        parents: id of the body that a resolved organisation is part of.
        judgements: of reviewers.
    """
    profiles = _profiles(seen, organisation_of, parents)
    collection = _Collection(Rarity(profile.name for profile in profiles), _names_with(profiles))
    rules = Rules(
        narrow_blocks=_narrow_blocks,
        wide_blocks=_name_blocks,
        compare=partial(_compare, collection),
        contradict=_contradict,
        threshold=_weight("threshold"),
    )
    return profiles, group(profiles, rules, judgements)


def _profiles(
    seen: Sequence[PersonSeen], organisation_of: Mapping[str, str], parents: Mapping[str, str]
) -> list[PersonProfile]:
    grouped: dict[tuple[object, ...], list[PersonSeen]] = defaultdict(list)
    for person in seen:
        bodies = frozenset(organisation_of[key] for key in person.organisations if key in organisation_of)
        name = name_form(person.given, person.family)
        alone = person.repeats or not bodies or not name.given
        grouped[(person.key,) if alone else (name, bodies)].append(person)
    profiles = [_profile(members, organisation_of, parents) for members in grouped.values()]
    return sorted(profiles, key=lambda profile: profile.keys[0])


def _profile(
    members: list[PersonSeen], organisation_of: Mapping[str, str], parents: Mapping[str, str]
) -> PersonProfile:
    name = name_form(members[0].given, members[0].family)
    bodies = _union(members, lambda person: (organisation_of[k] for k in person.organisations if k in organisation_of))
    return PersonProfile(
        keys=tuple(sorted(person.key for person in members)),
        records=_union(members, lambda person: (person.sighting.record,)),
        name=name,
        organisations=bodies,
        related=frozenset(parents[body] for body in bodies if body in parents) | bodies,
        offices=_union(members, lambda person: map(_office_name, person.organisations)),
        numbers=_union(members, lambda person: person.contacts.numbers),
        mailboxes=_union(members, lambda person: person.contacts.emails),
        publishers=_union(members, lambda person: (person.publisher,) if person.publisher is not None else ()),
        places=frozenset(place for person in members for place in person.places),
        roles=_union(members, lambda person: (fold(role.text) for role in person.roles)),
        sex=_sexes().get(name.given[0]) if name.given else None,
    )


def _office_name(key: str) -> str:
    """The folded name in the key of an organisation's appearance."""
    return organisation_key(key.split("/", 2)[2].partition(AGAIN)[0])


def _union(members: Iterable[PersonSeen], values: Callable[[PersonSeen], Iterable[str]]) -> frozenset[str]:
    return frozenset(value for person in members for value in values(person))


def _names_with(profiles: Iterable[PersonProfile]) -> dict[str, int]:
    """How many different names use each number or mailbox."""
    names: dict[str, set[NameForm]] = defaultdict(set)
    for profile in profiles:
        for value in profile.numbers | profile.mailboxes:
            names[value].add(profile.name)
    return {value: len(found) for value, found in names.items()}


def _name_blocks(profile: PersonProfile) -> list[str]:
    """The family name's words with the first letter of the given name; a missing given name meets nobody."""
    return [f"{word}|{profile.name.given[0][0]}" for word in profile.name.family] if profile.name.given else []


def _narrow_blocks(profile: PersonProfile) -> Iterable[str]:
    shared = (
        *profile.related,
        *profile.numbers,
        *profile.mailboxes,
        *profile.publishers,
    )
    slip = f"{profile.name.family[-1][:3]}|{profile.name.given[0][:1] if profile.name.given else ''}"
    heads = [*(word for word in profile.name.family), slip] if profile.name.family else []
    return (f"{head}|{value}" for head in heads for value in shared)


def _contradict(left: PersonProfile, right: PersonProfile) -> bool:
    """Whether two names can never be one person's."""
    if left.sex is not None and right.sex is not None and left.sex != right.sex:
        return True
    given = compare_given(left.name.given, right.name.given)
    return given == "conflict" or compare_family(left.name.family, right.name.family) == "different"


def _compare(collection: _Collection, left: PersonProfile, right: PersonProfile) -> Match | None:
    if _contradict(left, right):
        return None
    evidence = [
        Evidence(-_weight("population"), "many people could bear the name"),
        *_name_evidence(collection.rarity, left, right),
        *_body_evidence(left, right),
        *_contact_evidence(collection, left, right),
    ]
    for field, label in (("publishers", "same_publisher"), ("places", "same_place"), ("roles", "same_role")):
        if getattr(left, field) & getattr(right, field):
            evidence.append(Evidence(_weight(label), label.replace("_", " ")))
    return Match(tuple(evidence))


def _name_evidence(rarity: Rarity, left: PersonProfile, right: PersonProfile) -> list[Evidence]:
    given = compare_given(left.name.given, right.name.given)
    family = compare_family(left.name.family, right.name.family)
    shared = set(left.name.family) & set(right.name.family) or set(left.name.family)
    bits = rarity.family_bits(shared) + min(rarity.given_bits(left.name), rarity.given_bits(right.name))
    found = [Evidence(min(bits, _weight("largest_name")), "the name is this rare")]
    if given != "equal":
        found.append(Evidence(_weight(f"given_{given}"), f"given name: {given}"))
    if family != "equal":
        found.append(Evidence(_weight(f"family_{family}"), f"family name: {family}"))
    return found


def _body_evidence(left: PersonProfile, right: PersonProfile) -> list[Evidence]:
    if left.organisations & right.organisations:
        return [Evidence(_weight("same_organisation"), "same organisation")]
    if left.related & right.related:
        return [Evidence(_weight("related_organisation"), "organisations of one body")]
    if left.offices & right.offices:
        return [Evidence(_weight("alike_organisation"), "organisations of one name")]
    if left.organisations and right.organisations:
        return [Evidence(_weight("other_organisation"), "other organisations")]
    return []


def _contact_evidence(collection: _Collection, left: PersonProfile, right: PersonProfile) -> list[Evidence]:
    found = []
    for field, label in (("numbers", "same_number"), ("mailboxes", "same_mailbox")):
        shared = getattr(left, field) & getattr(right, field)
        if shared:
            names = min(collection.names_with[value] for value in shared)
            found.append(Evidence(max(_weight(label) - 2 * log2(names), 1.0), label.replace("_", " ")))
    if not left.mailboxes & right.mailboxes and mail_domains(left.mailboxes) & mail_domains(right.mailboxes):
        found.append(Evidence(_weight("other_mailbox"), "another mailbox in the same domain"))
    return found


@cache
def _weight(name: str) -> float:
    return float(lexicon(WEIGHTS)["bits"][name])


@cache
def _sexes() -> dict[str, str]:
    female = dict.fromkeys(map(fold, words("de/names.yml", "given_f")), "f")
    male = dict.fromkeys(map(fold, words("de/names.yml", "given_m")), "m")
    return {name: sex for name, sex in (female | male).items() if (name in female) != (name in male)}
