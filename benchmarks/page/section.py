"""What a topic gives the page: its figures as data, and the text and plots made of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured; the small one only shows that everything works."""

    documents: int = 1_000
    rounds: int = 3
    sizes: Sequence[int] = (500, 2_000, 8_000)
    lengths: Sequence[int] = (1_000, 4_000, 16_000, 64_000, 256_000)
    gold: int | None = None
    models: Sequence[str] = ("fast", "accurate")


SMOKE = Effort(documents=3, rounds=1, sizes=(3, 6), lengths=(1_000, 2_000), gold=2, models=("fast",))


@dataclass(slots=True)
class Section:
    """A part of the page; ``plots`` by name, without suffix."""

    title: str
    body: list[str] = field(default_factory=list)
    plots: dict[str, str] = field(default_factory=dict)

    def say(self, text: str) -> None:
        """Adds a paragraph."""
        self.body.append(text)

    def table(self, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Adds a table; all columns but the first are figures."""
        lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
        self.body.append("\n".join(f"| {' | '.join(map(cell, line))} |" for line in lines))

    def plot(self, name: str, caption: str, picture: str) -> None:
        """Adds a plot."""
        self.plots[name] = picture
        self.body.append(f"![{caption}](benchmarks/{name}.svg)")


def cell(value: object) -> str:
    """A table's cell: shares with three digits, times and sizes with as many as they need."""
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:.3f}" if abs(value) <= 1 else f"{value:.2f}" if abs(value) < 10 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def figures(right: int, said: int, gold: int) -> dict[str, float]:
    """Precision, recall and F1."""
    precision, recall = right / said if said else 1.0, right / gold if gold else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"p": round(precision, 4), "r": round(recall, 4), "f1": round(f1, 4)}


class Topic(Protocol):
    """A module of this package that measures something."""

    LIBRARIES: Sequence[str]

    def measure(self, effort: Effort) -> Data:
        """The figures, as JSON holds them."""

    def section(self, data: Data) -> Section:
        """The part of the page."""
