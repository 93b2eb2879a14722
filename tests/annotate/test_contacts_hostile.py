"""The contact recognisers on text that somebody wrote to stop them: ten times the text, ten times the time."""

from collections.abc import Callable
from types import ModuleType

import pytest

from pipeline.annotate import addresses, emails, phones, urls
from pipeline.documents import CleanDocument

SMALL, LARGE = 10_000, 100_000
MEGABYTE = 1_000_000
TOLERANCE = 3.0  # for a machine that does other things meanwhile; a quadratic rule needs ten
SHORTEST = 0.01  # seconds of processor time below which a measurement says nothing
FIGURES = ("1", ".", " ", "1 ", "1.", "1. ")
SEEDS = {
    phones: "0|0 |0-|(0|+49 |0341 123 |-12 |Tel. 12 |Tel. 0341 1234-0, -12 |DW 12, |\t12 |/-12|a. |\n",
    emails: "@|a@|a.|(at)|a at |a(at)b(punkt)|a@b.|a.b.c.d@|[|bcdfghjklmn |Kern bcdfghjkl |@\n",
    urls: "www.|a.|http://a|a-|a.de/|a.a.a.a.a.|https://|.de",
    addresses: "12345 Aa |Straße 1 |Am A |12345 Aa, A 1\n|A 1 |Aa |Postfach 1 |8 rue |12345\n|Straße des |1234 Bad ",
}
Seconds = Callable[[Callable[[], object]], float]


def name(module: ModuleType) -> str:
    return module.__name__.rsplit(".", 1)[-1]


def filled(seed: str, size: int) -> str:
    return (seed * (size // len(seed) + 1))[:size]


@pytest.mark.parametrize(
    ("recogniser", "seed"),
    [pytest.param(r, s, id=f"{name(r)}-{s!r}") for r, seeds in SEEDS.items() for s in seeds.split("|")],
)
def test_time_grows_no_faster_than_the_text(
    page: Callable[[str], CleanDocument], seconds: Seconds, recogniser: ModuleType, seed: str
) -> None:
    small, large = page(filled(seed, SMALL)), page(filled(seed, LARGE))
    unit = max(seconds(lambda: recogniser.find(small, ())), seconds(lambda: recogniser.find(small, ())), SHORTEST)
    assert seconds(lambda: recogniser.find(large, ())) < TOLERANCE * unit * LARGE / SMALL


@pytest.mark.parametrize("recogniser", SEEDS, ids=name)
@pytest.mark.parametrize("seed", FIGURES)
def test_a_megabyte_of_figures_takes_seconds(
    page: Callable[[str], CleanDocument], seconds: Seconds, recogniser: ModuleType, seed: str
) -> None:
    document = page(filled(seed, MEGABYTE))
    assert seconds(lambda: recogniser.find(document, ())) < 20
