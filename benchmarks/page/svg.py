"""Small plots as SVG text: bars and lines. The same figures give the same bytes; nothing is drawn by a library."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

COLOURS = ("#1f5fa8", "#c25b12", "#3b7d3a", "#7a4fa3", "#8a6d1d", "#4d4d4d", "#a83257")
WIDTH = 640
LEFT, RIGHT, TOP, BOTTOM = 190, 60, 16, 40
BAR, GAP = 14, 10
PLOT_HEIGHT = 260
Point = tuple[float, float]
Axes = Literal["linear", "logarithmic", "unit"]


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps figures to pixels, by themselves or by their logarithm."""

    low: float
    high: float
    first: float
    last: float
    logarithmic: bool = False

    def at(self, figure: float) -> float:
        """The pixel of a figure."""
        low, high, value = (self._seen(number) for number in (self.low, self.high, figure))
        share = (value - low) / (high - low) if high > low else 0.0
        return self.first + share * (self.last - self.first)

    def _seen(self, number: float) -> float:
        return math.log10(max(number, 1e-9)) if self.logarithmic else number

    def ticks(self) -> list[float]:
        """Round figures for the axis: powers of ten, or five steps."""
        if self.logarithmic:
            first, last = math.floor(math.log10(self.low)), math.ceil(math.log10(self.high))
            return [tick for power in range(first, last + 1) if self.low <= (tick := 10.0**power) <= self.high]
        return [self.low + (self.high - self.low) * step / 5 for step in range(6)]


def bars(rows: Sequence[tuple[str, Mapping[str, float]]], unit: str = "", most: float | None = None) -> str:
    """Horizontal bars, one group a row, one bar a series; a series that a row lacks leaves no gap.

    Args:
        rows: (label, figure by series).
        unit: written behind each figure.
        most: the figure at the right edge; the greatest by default.
    """
    series = list(dict.fromkeys(name for _, figures in rows for name in figures))
    greatest = most if most is not None else max((v for _, figures in rows for v in figures.values()), default=1.0)
    scale = Scale(0.0, greatest or 1.0, LEFT, WIDTH - RIGHT)
    parts, y = [], TOP + (18 if len(series) > 1 else 0)
    for label, figures in rows:
        middle = y + BAR * len(figures) / 2 + 4
        parts.append(_text(LEFT - 8, middle, label, "end"))
        for name, figure in figures.items():
            width = max(scale.at(figure) - LEFT, 0.5)
            colour = COLOURS[series.index(name) % len(COLOURS)]
            parts.append(f'<rect x="{LEFT}" y="{y:.1f}" width="{width:.1f}" height="{BAR - 2}" fill="{colour}"/>')
            parts.append(_text(LEFT + width + 4, y + BAR - 4, f"{_short(figure)}{unit}"))
            y += BAR
        y += GAP
    legend = _legend(series, TOP) if len(series) > 1 else []
    return _picture(y + 4, [*legend, *parts])


def lines(curves: Mapping[str, Sequence[Point]], x_label: str, y_label: str, axes: Axes = "linear") -> str:
    """Curves over two axes.

    Args:
        curves: points of each, in the order of x.
        x_label: what stands below.
        y_label: what stands at the top of the other axis.
        axes: from 0 on, by powers of ten, or both from 0 to 1 with the diagonal.
    """
    x, y = _scales([point for points in curves.values() for point in points], axes)
    base, top = TOP + PLOT_HEIGHT, TOP
    parts = [
        f'<polyline points="{LEFT / 2},{top} {LEFT / 2},{base} {WIDTH - RIGHT},{base}" fill="none" stroke="#444"/>'
    ]
    parts += [_text(x.at(tick), base + 14, _short(tick), "middle") for tick in x.ticks()]
    parts += [_text(LEFT / 2 - 6, y.at(tick) + 4, _short(tick), "end") for tick in y.ticks()]
    parts += [_text(WIDTH / 2, base + 32, x_label, "middle"), _text(LEFT / 2 + 8, top + 4, y_label)]
    if axes == "unit":
        ends = f"{x.at(0):.1f},{y.at(0):.1f} {x.at(1):.1f},{y.at(1):.1f}"
        parts.append(f'<polyline points="{ends}" stroke="#999" stroke-dasharray="4"/>')
    for number, (name, points) in enumerate(curves.items()):
        colour = COLOURS[number % len(COLOURS)]
        placed = " ".join(f"{x.at(a):.1f},{y.at(b):.1f}" for a, b in points)
        parts.append(f'<polyline points="{placed}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x.at(a):.1f}" cy="{y.at(b):.1f}" r="2.5" fill="{colour}"/>' for a, b in points]
        parts.append(_text(LEFT / 2 + 14, top + 24 + 15 * number, name, colour=colour))
    return _picture(base + BOTTOM, parts)


def _scales(points: Sequence[Point], axes: Axes) -> tuple[Scale, Scale]:
    across, up = (LEFT / 2, WIDTH - RIGHT), (TOP + PLOT_HEIGHT, TOP)
    if axes == "unit":
        return Scale(0, 1, *across), Scale(0, 1, *up)
    highest = [max((point[axis] for point in points), default=1.0) for axis in (0, 1)]
    if axes == "linear":
        return Scale(0, highest[0], *across), Scale(0, highest[1], *up)
    edges = [
        (10 ** math.floor(math.log10(min(p[axis] for p in points))), 10 ** math.ceil(math.log10(highest[axis])))
        for axis in (0, 1)
    ]
    return Scale(*edges[0], *across, logarithmic=True), Scale(*edges[1], *up, logarithmic=True)


def _legend(series: Sequence[str], y: float) -> list[str]:
    parts, x = [], float(LEFT)
    for number, name in enumerate(series):
        parts.append(f'<rect x="{x:.1f}" y="{y - 9}" width="10" height="10" fill="{COLOURS[number % len(COLOURS)]}"/>')
        parts.append(_text(x + 14, y, name))
        x += 26 + 6.6 * len(name)
    return parts


def _text(x: float, y: float, text: str, anchor: str = "start", colour: str = "#222") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(text)}</text>'


def _short(figure: float) -> str:
    """Three digits that count, thousands set apart."""
    if figure == 0:
        return "0"
    digits = max(2 - math.floor(math.log10(abs(figure))), 0)
    text = f"{figure:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text and abs(figure) >= 1 else text


def _picture(height: float, parts: Sequence[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" font-family="sans-serif" '
    sheet = '<rect width="100%" height="100%" fill="white"/>'
    return "\n".join([f'{head}font-size="11">', sheet, *parts, "</svg>"]) + "\n"
