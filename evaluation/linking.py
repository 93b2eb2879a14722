"""Measure normalising names and linking apart from recognition: gold mentions in, links out.

    python -m evaluation.linking GOLD_DIR ... [--drop SHARE] [--worst N]

A figure is micro-averaged over documents; a pair counts where both of its ends are right. ``--drop`` leaves out a
share of the entity mentions, chosen by their offset, to show how links degrade when recognition is imperfect.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from zlib import crc32

from evaluation.oracle import GoldDocument, read_gold
from evaluation.oracle_scene import oracle_values
from pipeline.documents import Label, Mention
from pipeline.link import link
from pipeline.values import Linked, Phone

ENTITIES = frozenset({Label.PER, Label.ORG, Label.LOC})
Pairs = set[tuple[str, str]]
AGAIN = " (again)"  # marks a second entity for one of gold
FIELDS = ("people", "organisations", "places", "person-role", "person-organisation", "person-phone", "person-email")


def fold(text: str) -> str:
    """Text as gold and prediction are compared: case, soft hyphens and white space do not count."""
    return " ".join(text.replace("\u00ad", "").replace("\u200b", "").split()).casefold()


def measure(gold: GoldDocument, linked: Linked) -> dict[str, tuple[set[object], set[object]]]:
    """Found and expected facts of one document, by field."""
    orgs = _Aliases(gold, Label.ORG, [(o.name, o.mentions) for o in linked.organisations])
    places = _Aliases(gold, Label.LOC, [(p.name, p.mentions) for p in linked.places])
    fax = {phone.value for phone in linked.values.phones if phone.kind == "fax"}
    found: dict[str, set[object]] = defaultdict(set)
    for person in linked.people:
        name = fold(person.name)
        found["people"].add(name)
        found["person-role"] |= {(name, fold(role.mention.text)) for role in person.roles}
        found["person-organisation"] |= {
            (name, orgs.found[index].removesuffix(AGAIN)) for index in person.organisations
        }
        found["person-phone"] |= {(name, _number(linked.values.phones[index])) for index in person.phones}
        found["person-email"] |= {(name, linked.values.emails[index].value or "") for index in person.emails}
    expected: dict[str, set[object]] = defaultdict(set)
    for fact in gold.people:
        name = fold(fact["name"])
        expected["people"].add(name)
        expected["person-role"] |= {(name, fold(role)) for role in fact.get("roles") or ()}
        expected["person-organisation"] |= {(name, orgs.canonical(org)) for org in fact.get("orgs") or ()}
        expected["person-phone"] |= {(name, number) for number in fact.get("phones") or () if number not in fax}
        expected["person-email"] |= {(name, address) for address in fact.get("emails") or ()}
    found["organisations"], expected["organisations"] = set(orgs.found), orgs.expected
    found["places"], expected["places"] = set(places.found), places.expected
    found["person-email"] = {pair for pair in found["person-email"] if isinstance(pair, tuple) and pair[1]}
    return {field: (found[field], expected[field]) for field in FIELDS}


class _Aliases:
    """Canonical names of gold, and for each found entity the canonical name that one of its surfaces has."""

    def __init__(self, gold: GoldDocument, label: Label, entities: Iterable[tuple[str, tuple[Mention, ...]]]) -> None:
        self._canonical: dict[str, str] = {}
        for mention, value in gold.of(label):
            self._canonical.setdefault(fold(mention.text), fold(value or mention.text))
            self._canonical.setdefault(fold(value or mention.text), fold(value or mention.text))
        self.expected: set[object] = set(self._canonical.values())
        self.found: list[str] = []
        taken: Counter[str] = Counter()
        for name, mentions in entities:
            canonical = self._of([fold(name), *(fold(mention.text) for mention in mentions)])
            taken[canonical] += 1
            self.found.append(canonical if taken[canonical] == 1 else f"{canonical}{AGAIN}")

    def canonical(self, name: str) -> str:
        """The canonical name of a gold name."""
        return self._canonical.get(fold(name), fold(name))

    def _of(self, surfaces: list[str]) -> str:
        return next((self._canonical[surface] for surface in surfaces if surface in self._canonical), surfaces[0])


def _number(phone: Phone) -> str:
    return phone.value


def thinned(gold: GoldDocument, share: float) -> list[Mention]:
    """The entity mentions of a document without a share of them; the choice depends on name and offset alone."""
    mentions = [mention for mention, _ in gold.annotations if mention.label in ENTITIES]
    return [m for m in mentions if crc32(f"{gold.name}:{m.start}".encode()) % 1000 >= share * 1000]


def main() -> None:
    """Prints the figures of every folder of gold documents."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--drop", type=float, default=0.0)
    parser.add_argument("--worst", type=int, default=0)
    options = parser.parse_args()
    for folder in options.folders:
        _report(folder, options.drop, options.worst)


def _report(folder: Path, drop: float, worst: int) -> None:
    totals: dict[str, Counter[str]] = {field: Counter() for field in FIELDS}
    errors: list[tuple[int, str]] = []
    for path in sorted(folder.glob("*.gold.txt")):
        gold = read_gold(path)
        linked, _ = link(gold.document, oracle_values(gold, thinned(gold, drop) if drop else None))
        wrong = 0
        for field, (found, expected) in measure(gold, linked).items():
            totals[field].update(tp=len(found & expected), fp=len(found - expected), fn=len(expected - found))
            wrong += len(found ^ expected)
        errors.append((wrong, gold.name))
    print(f"{folder}: {len(errors)} documents")
    for field, total in totals.items():
        print(f"  {field:20} {_figures(total['tp'], total['fp'], total['fn'])}")
    for wrong, name in sorted(errors, reverse=True)[:worst]:
        print(f"  {name}: {wrong} facts wrong")


def _figures(right: int, spurious: int, missed: int) -> str:
    precision = right / (right + spurious) if right + spurious else 1.0
    recall = right / (right + missed) if right + missed else 1.0
    both = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return f"P {precision:.3f}  R {recall:.3f}  F1 {both:.3f}   tp {right} fp {spurious} fn {missed}"


if __name__ == "__main__":
    main()
