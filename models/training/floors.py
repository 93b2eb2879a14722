"""Floors: the F1 that the embedded models may not fall below, as a JSON file keeps them."""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.evaluate.floors import SLACK

Figures = dict[str, dict[str, float]]
"""F1 by ``MODEL SET`` and label."""


def breaches(path: Path, figures: Figures) -> list[str]:
    """What is wrong with figures in the light of the floors: one line each, nothing where all is well."""
    floors = _load(path)["floors"]
    missing = [f"{name}: no floors yet; write them with --write-floors" for name in figures if name not in floors]
    return missing + [
        f"{name}: {label} has F1 {now:.4f}, below its floor {least}"
        for name, label, now, least in _fallen(floors, figures)
        if now < least - SLACK
    ]


def write(path: Path, figures: Figures, reason: str | None) -> None:
    """Takes figures as the new floors of their sets.

    Raises:
        UsageError: a floor would fall and no reason is given.
    """
    stored = _load(path)
    fallen = list(_fallen(stored["floors"], figures))
    if fallen and reason is None:
        which = ", ".join(f"{name} {label} {least} -> {now:.4f}" for name, label, now, least in fallen)
        raise UsageError(f"floors would fall ({which}); give --accept-lower REASON if that is meant")
    stored["lowered"] += [
        {"set": name, "field": label, "from": least, "to": _rounded_down(now), "reason": reason}
        for name, label, now, least in fallen
    ]
    for name, scores in figures.items():
        stored["floors"][name] = {label: _rounded_down(score) for label, score in scores.items()}
    stored["floors"] = dict(sorted(stored["floors"].items()))
    path.write_text(json.dumps(stored, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _load(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {"floors": {}, "lowered": []}
    try:
        stored: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return {"floors": dict(stored["floors"]), "lowered": list(stored["lowered"])}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"floors {path} are not usable ({error}); restore the file or write it anew") from error


def _fallen(floors: Figures, figures: Figures) -> Iterator[tuple[str, str, float, float]]:
    for name, scores in figures.items():
        for label, least in floors.get(name, {}).items():
            now = scores.get(label, 0.0)
            if now < least:
                yield name, label, now, least


def _rounded_down(figure: float) -> float:
    """To three digits, so that a figure never falls below its own floor."""
    return math.floor(figure * 1000) / 1000
