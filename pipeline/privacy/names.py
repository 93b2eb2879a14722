"""Which people of a record somebody is, by name and, if given, organisation."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.errors import UsageError
from pipeline.feeds.names import NameForm, compare_family, compare_given, name_form
from pipeline.feeds.organisations import organisation_key
from pipeline.normalise.names import parse
from pipeline.records import Person, Record


@dataclass(frozen=True, slots=True)
class Subject:
    """The person that is asked about.

    Attributes:
        organisation: None for all people of the name.
    """

    name: str
    form: NameForm
    organisation: str | None = None

    def matches(self, person: Person, record: Record) -> bool:
        """Whether a person of a record may be the subject: family name and given name agree, initials included."""
        if person.family is None or not self._named_like(person):
            return False
        bodies = {body.id: body.name for body in record.organisations}
        theirs = {organisation_key(bodies[body]) for body in person.organisations if body in bodies}
        return self.organisation is None or organisation_key(self.organisation) in theirs

    def _named_like(self, person: Person) -> bool:
        form = name_form(person.given, person.family or person.name)
        given = compare_given(self.form.given, form.given)
        return given in {"equal", "variant", "initial"} and compare_family(self.form.family, form.family) == "equal"

    def people_of(self, record: Record) -> Iterator[Person]:
        """The people of a record who may be the subject."""
        return (person for person in record.people if self.matches(person, record))


def subject_of(name: str, organisation: str | None = None) -> Subject:
    """The subject of a name as people write it: "Dr. Ute Erz", "Erz, Ute".

    Raises:
        UsageError: it holds no given and family name.
    """
    parts = parse(name)
    if parts is None or parts.given is None:
        raise UsageError(f"{name!r} is no full name; write given and family name, such as 'Ute Erz'")
    return Subject(parts.full, name_form(parts.given, parts.family), organisation)
