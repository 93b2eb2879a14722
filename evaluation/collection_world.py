"""The people and offices behind a synthetic collection, with everything that changes about them over time.

Names follow the skewed frequencies of real ones, so strangers share names; people move, marry, are spelt differently,
numbers change, offices of one name exist in every town. Everything follows from the seed.
"""

import random
from dataclasses import dataclass, field

from pipeline.gazetteer import places
from pipeline.lexicons import words

DAYS = 3000  # that the collection covers
UNITS = (
    ("Jugendamt", "authority"), ("Pressestelle", "authority"), ("Sozialamt", "authority"), ("Standesamt", "authority"),
    ("Amt für Migration und Integration", "authority"), ("Stadtbibliothek", "other"), ("Volkshochschule", "school"),
)  # fmt: skip
BODIES = (
    ("Caritasverband {} e.V.", "association"),
    ("{} Musikverein e.V.", "association"),
    ("Klinikum {}", "hospital"),
)
TOWNS = (
    "Worms", "Alzey", "Bingen", "Lemgo", "Minden", "Herford", "Soest", "Unna", "Hamm", "Lünen", "Celle", "Uelzen",
    "Stade", "Verden", "Peine", "Goslar", "Gifhorn", "Emden", "Aurich", "Jever", "Kiel", "Plön", "Eutin", "Husum",
)  # fmt: skip
PLAIN = str.maketrans({"ü": "ue", "ä": "ae", "ö": "oe", "ß": "ss", " ": "-"})
ROLES = ("Leiter", "Sachbearbeiter", "Pressesprecher", "Vorsitzender", "Referent", "Geschäftsführer", "Koordinator")
BEGINNINGS = ("Alt", "Bruch", "Dorn", "Eich", "Feld", "Grün", "Hag", "Hohen", "Kalt", "Linden", "Mohr", "Neu", "Ober",
              "Rapp", "Stein", "Tann", "Unter", "Wald", "Weiden", "Zier")  # fmt: skip
MIDDLES = ("", "en", "er", "el", "ing", "hof", "acker", "brunn", "kamp", "mann")
ENDINGS = (
    "bach",
    "berg",
    "burger",
    "feld",
    "hauser",
    "hofer",
    "kötter",
    "maier",
    "reuter",
    "ring",
    "stätter",
    "wieser",
)


@dataclass(slots=True)
class Office:
    """A body; units are part of their town's administration."""

    number: int
    name: str
    kind: str
    town: str
    geonames: int
    domain: str
    trunk: str
    parent: int | None = None


@dataclass(slots=True)
class Job:
    """A person's time at an office; ``direct`` is the extension, which may change."""

    office: int
    role: str
    since: int
    direct: str
    new_direct: tuple[int, str] | None = None


@dataclass(slots=True)
class Human:
    """A person with the names borne over time: (first day, family name)."""

    number: int
    given: str
    sex: str
    families: list[tuple[int, str]]
    title: str | None
    jobs: list[Job] = field(default_factory=list)

    def family(self, day: int) -> str:
        """The name on a day."""
        return [name for since, name in self.families if since <= day][-1]

    def job(self, day: int) -> Job:
        """The job on a day."""
        return ([job for job in self.jobs if job.since <= day] or self.jobs[:1])[-1]


class World:
    """Offices and people, and who works where when."""

    def __init__(self, people: int = 5_000, offices: int = 1_200, seed: int = 1) -> None:
        self.random = random.Random(seed)  # noqa: S311  # repeatable test data, no secret
        self.offices = self._make_offices(offices)
        families = self._families()
        self.people = [self._make_person(number, families) for number in range(people)]
        self.staff: dict[int, list[Human]] = {}
        for human in self.people:
            for job in human.jobs:
                self.staff.setdefault(job.office, []).append(human)

    def _make_offices(self, count: int) -> list[Office]:
        towns = [(place.name, place.geonames) for name in TOWNS for place in places(name)[:1]]
        towns += [self._village(number) for number in range(max(0, count // 6 - len(towns)))]
        offices: list[Office] = []
        for name, geonames in towns:
            self._town(offices, name, geonames)
        return offices[:count]

    def _village(self, number: int) -> tuple[str, int]:
        name = f"{BEGINNINGS[number % 20]}{MIDDLES[number // 20 % 10]}{('rode', 'stedt', 'hagen')[number // 200 % 3]}"
        return name, 90_000_000 + number

    def _town(self, offices: list[Office], name: str, geonames: int) -> None:
        slug = name.lower().translate(PLAIN)
        trunk = f"+4962{len(offices) % 90 + 10}{self.random.randrange(100, 999)}"
        city = Office(len(offices), f"Stadt {name}", "municipality", name, geonames, f"{slug}.example", trunk)
        offices.append(city)
        for unit, kind in self.random.sample(UNITS, 4):
            offices.append(Office(len(offices), unit, kind, name, geonames, city.domain, trunk, city.number))
        pattern, kind = self.random.choice(BODIES)
        body = pattern.format(name)
        domain = f"{body.split(' ', 1)[0].lower()}-{slug}.example"
        offices.append(Office(len(offices), body, kind, name, geonames, domain, f"{trunk[:-1]}7"))

    def _families(self) -> tuple[list[str], list[float]]:
        common = list(words("feeds/people.yml", "frequent_families"))
        rare = [a + b + c for a in BEGINNINGS for b in MIDDLES for c in ENDINGS]
        self.random.shuffle(rare)
        weights = [0.0095 / rank**0.72 for rank in range(1, len(common) + len(rare) + 1)]
        return common + rare, weights

    def _make_person(self, number: int, families: tuple[list[str], list[float]]) -> Human:
        pick = self.random
        sex = pick.choice("fm")
        given = words("de/names.yml", f"given_{sex}")
        chosen = pick.choices(given, weights=[1 / (rank + 8) for rank in range(len(given))])[0]
        family = pick.choices(*families)[0]
        human = Human(number, chosen, sex, [(0, family)], pick.choice((None, None, None, "Dr.")))
        if pick.random() < 0.03:
            other = pick.choices(*families)[0]
            human.families.append((pick.randrange(DAYS), f"{family}-{other}" if pick.random() < 0.7 else other))
        human.jobs.append(self._job(0))
        if pick.random() < 0.2:
            human.jobs.append(self._job(pick.randrange(DAYS)))
        return human

    def _job(self, since: int) -> Job:
        pick = self.random
        job = Job(pick.randrange(len(self.offices)), pick.choice(ROLES), since, str(pick.randrange(100, 999)))
        if pick.random() < 0.15:
            job.new_direct = (pick.randrange(DAYS), str(pick.randrange(1000, 9999)))
        return job
