"""Merge the mentions of organisations: inflected forms, abbreviations, short forms; find units and their bodies."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from pipeline.documents import CleanDocument
from pipeline.lexicons import mapping, words
from pipeline.link.organisations_initials import Abbreviations
from pipeline.link.organisations_parts import Organisation, set_parts
from pipeline.link.organisations_short import MUNICIPAL, spell_out
from pipeline.values import OrganisationName, PlaceName

CAPITALS = re.compile(r"[A-ZÄÖÜ]{2,6}\b")
SMALL_LETTERS = re.compile(r"[a-zäöü]{3,5}")  # "dpa", "agah"
NO_WORD = re.compile(r"[^\w&]+")
# A short form is resolved only where it is at least this long, or several words.
SHORTEST = 4


@dataclass(slots=True)
class _Cluster:
    """Mentions that share a key, or were found to be short for it."""

    key: str
    names: list[OrganisationName] = field(default_factory=list)
    score: float = 1.0

    def settled(self) -> Organisation:
        """The organisation under its fullest name, of equally full ones the most frequent."""
        full = [name.name for name in self.names if name.key == self.key]
        counts = Counter(full or [name.name for name in self.names])
        name = max(counts, key=lambda name: (len(name.split()), counts[name], -len(name), name))
        kinds = Counter(name.kind for name in self.names if name.kind != "other")
        kind = kinds.most_common(1)[0][0] if kinds else "other"
        names = sorted(self.names, key=lambda name: name.mention.start)
        return Organisation(name, kind, names, self.score)


def merge_organisations(
    document: CleanDocument, names: Sequence[OrganisationName], places: Sequence[PlaceName] = ()
) -> list[Organisation]:
    """The document's organisations in order of appearance, each with all its mentions.

    Places count where a district is named in full as a place and in short as a body: "des Landkreises".
    """
    by_key: dict[str, _Cluster] = {}
    for name in spell_out(document.text, names, places):
        by_key.setdefault(name.key, _Cluster(name.key)).names.append(name)
    resolved = _resolve(by_key)
    for key, target in resolved.items():
        _move(by_key, key, target)
    found = [cluster.settled() for cluster in by_key.values()]
    found.sort(key=lambda organisation: organisation.names[0].mention.start)
    set_parts(document.text, found)
    return found


def _move(by_key: dict[str, _Cluster], key: str, target: str) -> None:
    """Joins one organisation to another, unless a chain of short forms has led back to itself."""
    if key in by_key and target in by_key and key != target:
        source = by_key.pop(key)
        by_key[target].names += source.names
        by_key[target].score = min(by_key[target].score, 0.85)


def _resolve(by_key: dict[str, _Cluster]) -> dict[str, str]:
    """Short keys with the longer key that each stands for; chains are followed to their end."""
    longer = _abbreviations(by_key)
    tails, heads = _ends(by_key)
    meant = Abbreviations(by_key)
    for key, organisation in by_key.items():
        if key in longer:
            continue
        target = _by_abbreviation(organisation, meant, by_key) or _longer(organisation, tails, heads)
        if target is not None:
            longer[key] = target
    return {key: _end_of_chain(key, longer) for key in longer}


def _end_of_chain(key: str, longer: dict[str, str]) -> str:
    seen = {key}
    while (following := longer.get(key)) is not None and following not in seen:
        seen.add(following)
        key = following
    return key


def _abbreviations(by_key: dict[str, _Cluster]) -> dict[str, str]:
    """Keys of abbreviations that the text introduces in brackets behind the full name."""
    found: dict[str, str] = {}
    for key, organisation in by_key.items():
        for name in organisation.names:
            if name.abbreviation is not None:
                short = name.abbreviation.casefold().strip(".")
                for candidate in (short, NO_WORD.sub(" ", short).strip()):
                    if candidate in by_key and candidate != key:
                        found.setdefault(candidate, key)
    return found


def _by_abbreviation(organisation: _Cluster, meant: Abbreviations, by_key: dict[str, _Cluster]) -> str | None:
    """The one organisation that is abbreviated so: "KI" for "Kommunales Integrationszentrum"."""
    first = organisation.names[0]
    matching = meant.known_as(organisation.key)
    if not matching and (CAPITALS.match(first.name) or SMALL_LETTERS.fullmatch(first.name)):
        matching = [key for key in meant.meant_by(organisation.key) if _same_kind(first, by_key[key].names[0])]
    return matching[0] if len(matching) == 1 else None


def _same_kind(short: OrganisationName, full: OrganisationName) -> bool:
    """Whether both can be one body; of an abbreviation the kind is often not known."""
    return short.kind == full.kind or "other" in {short.kind, full.kind}


def _ends(by_key: dict[str, _Cluster]) -> tuple[dict[str, list[_Cluster]], dict[str, list[_Cluster]]]:
    """Organisations by every run of words that ends, and by every run that begins, a longer key."""
    tails: dict[str, list[_Cluster]] = defaultdict(list)
    heads: dict[str, list[_Cluster]] = defaultdict(list)
    for key, organisation in by_key.items():
        parts = key.split()
        for count in range(1, min(len(parts), 8)):
            tails[" ".join(parts[-count:])].append(organisation)
            heads[" ".join(parts[:count])].append(organisation)
        for word in parts[1:-1]:
            tails[word].append(organisation)
    return tails, heads


def _longer(organisation: _Cluster, tails: dict[str, list[_Cluster]], heads: dict[str, list[_Cluster]]) -> str | None:
    """The longer name that a short form stands for: the only one, else the one named last before it."""
    key = organisation.key
    if (len(key) < SHORTEST and " " not in key and not key.isalpha()) or _has_legal_form(organisation):
        return None
    longer = [*heads[key], *tails[key]]
    if _is_municipality(organisation):  # "Enzkreis" is no short form of "Landratsamt Enzkreis"
        longer = [other for other in longer if _is_municipality(other)]
    candidates = list(dict.fromkeys(o.key for o in longer if o.key != key and not _is_offshoot(o.key, key)))
    if len(candidates) == 1:
        return candidates[0]
    if not candidates or not organisation.names:
        return None
    others = {other.key: other for other in longer}
    first = organisation.names[0].mention.start
    before = {name: _last_before(others[name], first) for name in candidates}
    best = max(candidates, key=lambda name: before[name])
    return best if before[best] >= 0 else None


def _is_offshoot(longer: str, key: str) -> bool:
    """Whether the longer name is of a body of its own: the "Freundeskreis Stadtmuseum", the "CDU-Fraktion"."""
    before, _, behind = longer.partition(key)
    apart = not _supporters().isdisjoint(before.split())
    return apart or (bool(behind.split()) and behind.split()[0] in _offshoots())


@cache
def _supporters() -> frozenset[str]:
    return frozenset(words("de/organisations.yml", "supporters"))


@cache
def _offshoots() -> frozenset[str]:
    return frozenset(words("de/organisations.yml", "offshoots"))


def _has_legal_form(organisation: _Cluster) -> bool:
    """Whether a mention gives the name in full: "EWE AG" is not short for "EWE Wasser"."""
    return any(name.name.endswith(_legal_forms()) for name in organisation.names)


@cache
def _legal_forms() -> tuple[str, ...]:
    return tuple(f" {form}" for form in mapping("de/organisations.yml", "legal_forms"))


def _is_municipality(organisation: _Cluster) -> bool:
    return organisation.names[0].kind == "municipality" and organisation.key not in MUNICIPAL


def _last_before(organisation: _Cluster, offset: int) -> int:
    starts = [name.mention.start for name in organisation.names]
    index = bisect_left(starts, offset) - 1
    return starts[index] if index >= 0 else -1
