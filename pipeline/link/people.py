"""Merge the mentions of people: which names of a document mean the same person."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipeline.documents import CleanDocument, Issue
from pipeline.link.people_names import (
    better_name,
    genitive_stems,
    given_keys,
    heads_couple,
    initials_agree,
    mail_forms,
    name_key,
    shares_family,
    spelling_variant,
    titles_before,
    with_one_letter_less,
)
from pipeline.values import Email, PersonName

GIVEN_GAP = ("und", "&", "u.", "sowie", "/")


@dataclass(slots=True)
class Person:
    """One person in the making: the names seen so far, with the mentions that carry them."""

    name: PersonName
    names: list[PersonName] = field(default_factory=list)
    score: float = 1.0
    reasons: list[str] = field(default_factory=list)

    @property
    def gender(self) -> str | None:
        """The sex that forms of address or given names tell, if any does."""
        return next((name.gender for name in self.names if name.gender is not None), None)

    @property
    def title(self) -> str | None:
        """The longest title that any mention carries."""
        return max((name.title for name in self.names if name.title is not None), key=len, default=None)


def merge_people(
    document: CleanDocument, names: Sequence[PersonName], emails: Sequence[Email] = ()
) -> tuple[list[Person], list[Issue]]:
    """The document's people in order of appearance, each with all its mentions.

    Full names meet first; then single names are read as the family name, else the given name, of a full one.
    """
    merger = _Merger(document.text, names, emails)
    merger.full_names()
    merger.shared_family_names()
    merger.single_names()
    people = sorted(merger.people, key=lambda person: min(name.mention.start for name in person.names))
    for person in people:
        person.names.sort(key=lambda name: name.mention.start)
    return people, merger.issues


class _Merger:
    def __init__(self, text: str, names: Sequence[PersonName], emails: Sequence[Email]) -> None:
        self.text = text
        self.names = names
        self._mailboxes = [(mail.value or "").partition("@")[0] for mail in emails]
        self.people: list[Person] = []
        self.issues: list[Issue] = []
        self._by_key: dict[str, Person] = {}
        self._by_family: dict[str, list[Person]] = defaultdict(list)
        self._by_both: dict[tuple[str, str], list[Person]] = defaultdict(list)
        self._by_spelling: dict[tuple[str, str], list[Person]] = defaultdict(list)
        self._by_given: dict[str, list[Person]] = defaultdict(list)
        self._owner: dict[int, Person] = {}
        self._alone = {name_key(name.name) for name in names}

    def full_names(self) -> None:
        """Names with given and family name: the same key, a genitive, an initial, a second given name left out."""
        full = [name for name in self.names if name.given is not None]
        for name in sorted(full, key=lambda name: (-len((name.given or "").replace(".", "")), name.mention.start)):
            person, reason = self._known(name)
            if person is None:
                self._add(name)
            else:
                self._join(person, name, reason)

    def shared_family_names(self) -> None:
        """For example "Petra und Uwe Lang": a single name joined to a full one shares its family name."""
        following: PersonName | None = None
        chained = False
        for name in reversed(self.names):
            shared = name.given is None and following is not None and self._shares(name, following, chained)
            if shared and following is not None:
                self._as_given_name(name, self._owner[id(following)])
            chained = shared
            following = name if id(name) in self._owner else None

    def single_names(self) -> None:
        """Family names alone, or given names alone."""
        for name in self.names:
            if id(name) in self._owner:
                continue
            candidates, reason = self._candidates(name)
            if all(self._contradicts(name, person) for person in candidates):
                self._add(self._without_genitive(name))
            elif len(candidates) == 1:
                self._join(candidates[0], name, reason)
            else:
                self._join(self._choose(candidates, name), name, reason)

    def _known(self, name: PersonName) -> tuple[Person | None, str]:
        for key in (name_key(name.name), *genitive_stems(name_key(name.name))):
            if (person := self._by_key.get(key)) is not None:
                return person, "same name"
        turned = self._by_key.get(" ".join(reversed(name_key(name.name).split())))
        if turned is not None:
            if turned.name.gender is None and name.gender is not None:
                turned.name = name  # a known given name stands first in this one
            return turned, "same name, family name first"
        agreeing = [
            person
            for family in (name_key(name.family), *genitive_stems(name_key(name.family)))
            for person in self._sharing_given(name.given or "", family)
            if initials_agree(name.given or "", person.name.given or "")
        ]
        if len(agreeing) == 1:
            return agreeing[0], "initial and family name agree"
        return self._variant(name)

    def _sharing_given(self, given: str, family: str) -> list[Person]:
        """People of a family name who share a given name or, where one is an initial, the first letter."""
        found = {id(person): person for word in given_keys(given) for person in self._by_both.get((family, word), ())}
        return list(found.values())

    def _variant(self, name: PersonName) -> tuple[Person | None, str]:
        """A different spelling of a known person's family name, of several the first; merged with an issue."""
        given = name_key(name.given or "")
        near = [p for cut in with_one_letter_less(name.family) for p in self._by_spelling.get((given, cut), ())]
        for person in sorted(near, key=lambda person: person.name.mention.start):
            if not spelling_variant(name.family, person.name.family) or not self._one_is_a_slip(name, person):
                continue
            message = f"{name.name!r} is read as a spelling of {person.name.name!r}"
            self.issues.append(Issue("name-variant", "warning", message, name.mention.start, name.mention.end))
            person.score = min(person.score, 0.8)
            return person, "spelt two ways"
        return None, ""

    def _one_is_a_slip(self, name: PersonName, person: Person) -> bool:
        """Whether a mailbox bears one spelling and none the other, and the two never stand on one line."""
        borne = [
            any(form in box for box in self._mailboxes for form in mail_forms(n.family)) for n in (name, person.name)
        ]
        first, last = sorted((name.mention.start, person.name.mention.start))
        return borne[0] != borne[1] and "\n" in self.text[first:last]

    def _shares(self, name: PersonName, following: PersonName, chained: bool) -> bool:  # noqa: FBT001 - private
        couple = heads_couple(self.text, name.mention.start)
        between = self.text[name.mention.end : following.mention.start].split()
        between = [word for word in between if not couple or word not in titles_before()]
        joined = between == [","] if chained else len(between) == 1 and between[0] in GIVEN_GAP
        if not joined or id(following) not in self._owner:
            return False
        key = name_key(name.family)
        known = key in self._by_family or any(stem in self._by_family for stem in genitive_stems(key))
        alone = couple or (name.title is None and not self._addressed(name))
        return not known and alone and name_key(name.family).isalpha()

    def _addressed(self, name: PersonName) -> bool:
        before = self.text[max(0, name.mention.start - 12) : name.mention.start].split()
        return bool(before) and before[-1] in {"Frau", "Herr", "Herrn", "Dr.", "Prof."}

    def _as_given_name(self, name: PersonName, partner: Person) -> None:
        family = partner.name.family
        full = PersonName(name.mention, f"{name.family} {family}", name.family, family, name.title, name.gender)
        person = self._by_key.get(name_key(full.name))
        if person is None:
            self._add(full, "shares the family name that follows")
        else:
            self._join(person, full, "same name")
        self._owner[id(name)] = self._owner[id(full)]

    def _candidates(self, name: PersonName) -> tuple[list[Person], str]:
        key = name_key(name.family)
        for form in (key, *genitive_stems(key)):
            if form in self._by_family:
                return self._by_family[form], "family name"
        for form in (key, *genitive_stems(key)):
            if form in self._by_given and not self._addressed(name):
                return self._by_given[form], "given name"
        return [], ""

    def _contradicts(self, name: PersonName, person: Person) -> bool:
        """Whether a form of address says that a name is of the other sex: "Frau Meier" and "Herr Meier" are two."""
        return self._addressed(name) and None not in {name.gender, person.gender} and name.gender != person.gender

    def _without_genitive(self, name: PersonName) -> PersonName:
        """The base form of a single name that stands in it elsewhere: "von Dalwigs" beside "von Dalwig"."""
        stems = genitive_stems(name_key(name.family))
        if not any(stem in self._alone for stem in stems):
            return name
        length = next(len(stem) for stem in stems if stem in self._alone)
        base = name.family[:length]
        return replace(name, name=base, family=base)

    def _choose(self, candidates: list[Person], name: PersonName) -> Person:
        """Of several people of one name the one whose sex and title agree; else the one named last, with an issue."""
        fitting = [person for person in candidates if name.gender is None or person.gender in {None, name.gender}]
        titled = [person for person in fitting if name.title is not None and person.title == name.title]
        fitting = titled or fitting or candidates
        if len(fitting) > 1:
            message = f"{name.mention.text!r} may mean {len(fitting)} people of that name"
            self.issues.append(Issue("name-ambiguous", "warning", message, name.mention.start, name.mention.end))
        before = [person for person in fitting if person.names[-1].mention.start < name.mention.start]
        return max(before or fitting, key=lambda person: _last_before(person, name.mention.start))

    def _add(self, name: PersonName, reason: str = "") -> None:
        person = Person(name, [name])
        if reason:
            person.reasons.append(reason)
        self.people.append(person)
        self._owner[id(name)] = person
        self._index(person, name)

    def _index(self, person: Person, name: PersonName) -> None:
        self._by_key.setdefault(name_key(name.name), person)
        for family in shares_family(name.given, name.family):
            if person not in self._by_family[family][-1:]:
                self._by_family[family].append(person)
        if name.given is not None:
            for word in (*given_keys(name.given), *(key[0] for key in given_keys(name.given))):
                self._by_both[name_key(name.family), word].append(person)
            for cut in with_one_letter_less(name.family):
                self._by_spelling[name_key(name.given), cut].append(person)
            for given in {name_key(name.given), name_key(name.given.split()[0])}:
                if person not in self._by_given[given][-1:]:
                    self._by_given[given].append(person)

    def _join(self, person: Person, name: PersonName, reason: str) -> None:
        person.names.append(name)
        person.name = better_name(person.name, name)
        if reason and reason not in person.reasons:
            person.reasons.append(reason)
        self._owner[id(name)] = person


def _last_before(person: Person, offset: int) -> int:
    return max((name.mention.start for name in person.names if name.mention.start < offset), default=-1)
