"""Which organisations of different documents are one body.

A name that tells a body apart by itself ("Stadt Worms", "Caritasverband Karlsruhe e.V.") is enough; a name that many
bodies bear ("Jugendamt", "Pressestelle") needs the same parent, publisher, mailbox domain or number.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz

from pipeline.feeds.appearances import OrganisationSeen
from pipeline.feeds.clusters import Evidence, Grouping, Judgement, Match, Rules, group
from pipeline.folding import fold
from pipeline.gazetteer import is_place
from pipeline.lexicons import lexicon, words
from pipeline.normalise.organisations_forms import head_of_word, name_key

WEIGHTS = "feeds/organisations.yml"
WORD = re.compile(r"[^\W_][\w.&-]*")
NO_WORD = re.compile(r"[^\w&]+")
MUNICIPALITY = "municipality"
SIMILAR = 92.0  # rapidfuzz ratio of two keys that differ by a slip or an ending


@dataclass(frozen=True, slots=True)
class OrganisationProfile:
    """Appearances of one name in one setting.

    Attributes:
        key: the folded name without legal form.
        distinctive: whether the name belongs to one body only.
        parents: keys of the names of the bodies it is part of.
        domains: of its mailboxes, without those of mail providers.
    """

    keys: tuple[str, ...]
    records: frozenset[str]
    key: str
    distinctive: bool
    parents: frozenset[str]
    domains: frozenset[str]
    numbers: frozenset[str]
    publishers: frozenset[str]


def resolve_organisations(
    seen: Sequence[OrganisationSeen], judgements: Iterable[Judgement] = ()
) -> tuple[list[OrganisationProfile], Grouping]:
    """Profiles of the appearances, and which of them are one body."""
    profiles = _profiles(seen)
    rules = Rules(
        narrow_blocks=_narrow_blocks,
        wide_blocks=lambda profile: (" ".join(sorted(significant_words(profile.key))),) if profile.distinctive else (),
        compare=_compare,
        contradict=_contradict,
        threshold=_weight("threshold"),
    )
    return profiles, group(profiles, rules, judgements)


def organisation_key(name: str) -> str:
    """The folded name without legal form, under which spellings meet."""
    return fold(name_key(name))


def is_distinctive(body: OrganisationSeen) -> bool:
    """Whether a name belongs to one body only: it holds a town, a legal form, or a municipality's rank and name."""
    found = WORD.findall(body.name)
    if body.kind == MUNICIPALITY and len(found) > 1:
        return True
    return any(word in body.towns for word in found) or _is_distinctive_name(body.name)


@lru_cache(maxsize=50_000)
def _is_distinctive_name(name: str) -> bool:
    has_legal_form = name_key(name) != NO_WORD.sub(" ", name.casefold()).strip()
    return has_legal_form or any(_names_town(word) for word in WORD.findall(name))


def _names_town(word: str) -> bool:
    if not word[:1].isupper() or head_of_word(word.casefold()) is not None:
        return False
    parts = (word, word.removesuffix("er"), *word.split("-"))
    return any(is_place(part) for part in parts if part)


def _profiles(seen: Sequence[OrganisationSeen]) -> list[OrganisationProfile]:
    names = {body.key: organisation_key(body.name) for body in seen}
    grouped: dict[tuple[object, ...], list[OrganisationSeen]] = defaultdict(list)
    for body in seen:
        grouped[_setting(body, names)].append(body)
    profiles = [_profile(members, names) for members in grouped.values()]
    return sorted(profiles, key=lambda profile: profile.keys[0])


def _setting(body: OrganisationSeen, names: dict[str, str]) -> tuple[object, ...]:
    """What appearances must share to be one profile; the second of a name in one record stays alone."""
    if is_distinctive(body) and not body.repeats:
        return (names[body.key],)
    if body.repeats or (body.part_of is None and body.publisher is None):
        return (body.key,)
    domains = mail_domains((*body.contacts.emails, *body.staff_emails))
    return (names[body.key], names.get(body.part_of or ""), body.publisher, frozenset(domains))


def _profile(members: list[OrganisationSeen], names: dict[str, str]) -> OrganisationProfile:
    return OrganisationProfile(
        keys=tuple(sorted(body.key for body in members)),
        records=frozenset(body.sighting.record for body in members),
        key=names[members[0].key],
        distinctive=is_distinctive(members[0]),
        parents=frozenset(names[body.part_of] for body in members if body.part_of in names),
        domains=frozenset(
            domain for body in members for domain in mail_domains((*body.contacts.emails, *body.staff_emails))
        ),
        numbers=frozenset(number for body in members for number in body.contacts.numbers),
        publishers=frozenset(body.publisher for body in members if body.publisher is not None),
    )


def mail_domains(emails: Iterable[str]) -> set[str]:
    """Domains that say something about a body: those of mail providers do not."""
    return {email.partition("@")[2] for email in emails} - _mail_providers()


def _narrow_blocks(profile: OrganisationProfile) -> Iterable[str]:
    head = profile.key.split(" ", 1)[0]
    for kind, values in (("d", profile.domains), ("n", profile.numbers)):
        yield from (f"{head}|{kind}|{value}" for value in values)
    for kind, values in (("u", profile.parents), ("p", profile.publishers)):
        yield from (f"{profile.key}|{kind}|{value}" for value in values)


def _contradict(left: OrganisationProfile, right: OrganisationProfile) -> bool:
    """Whether two bearers of a common name belong to different bodies; otherwise a third one could join them."""
    if left.distinctive and right.distinctive:
        return False
    known = ((left.domains, right.domains), (left.parents, right.parents))
    return any(a and b and a.isdisjoint(b) for a, b in known)


def _compare(left: OrganisationProfile, right: OrganisationProfile) -> Match | None:
    name = _name_evidence(left, right)
    if name is None:
        return None
    evidence = [Evidence(_weight("prior"), "two organisations are rarely one"), name]
    for field in ("parents", "domains", "numbers", "publishers"):
        a, b = getattr(left, field), getattr(right, field)
        if a and b:
            word = "same" if a & b else "other"
            evidence.append(Evidence(_weight(f"{word}_{field}"), f"{word} {_label(field)}"))
    return Match(tuple(evidence))


def _name_evidence(left: OrganisationProfile, right: OrganisationProfile) -> Evidence | None:
    if left.key == right.key:
        weight = "distinctive_name" if left.distinctive else "common_name"
        return Evidence(_weight(weight), "same name")
    if significant_words(left.key) == significant_words(right.key):
        weight = "distinctive_words" if left.distinctive and right.distinctive else "common_words"
        return Evidence(_weight(weight), "same words in the name")
    if fuzz.ratio(left.key, right.key, score_cutoff=SIMILAR) and left.distinctive == right.distinctive:
        return Evidence(_weight("similar_name"), "similar name")
    return None


@lru_cache(maxsize=50_000)
def significant_words(key: str) -> frozenset[str]:
    """The words of a key that tell bodies apart: no articles and prepositions."""
    return frozenset(key.split()) - _fillers()


@cache
def _weight(name: str) -> float:
    return float(lexicon(WEIGHTS)["bits"][name])


@cache
def _label(field: str) -> str:
    return str(lexicon(WEIGHTS)["labels"][field])


@cache
def _fillers() -> frozenset[str]:
    return frozenset(fold(word) for word in words(WEIGHTS, "fillers"))


@cache
def _mail_providers() -> frozenset[str]:
    return frozenset(words(WEIGHTS, "mail_providers"))
