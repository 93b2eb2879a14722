"""Names, ids and folders of the examples, and what stands for them in the world that the pages are tried in."""

import json
import re
from pathlib import Path

from pipeline.store.decisions import DecisionLog

DECISION = "34671c71dc8c209fc1cf"
"""The decision of the examples."""
BEARER = ("Thomas Müller", "Stadt Worms")
"""Somebody of the examples with an organisation; without one, it is ``PERSON``."""
PERSON = "Ute Erz"
PERSON_HERE = "Ayşe Brandt"


def as_in_this_world(script: str, folder: Path) -> str:
    """The script with ids and folders of this world for those of the examples."""
    for root in ("/srv/", "/mnt/"):
        script = script.replace(root, f"{folder}{root}")
    script = script.replace(PERSON, PERSON_HERE)
    for example, one in zip(BEARER, _bearer(folder / "out"), strict=False):
        script = script.replace(example, one)
    script = script.replace(DECISION, _decision(folder / "out"))
    people = iter(_people(folder / "out"))
    return re.sub(r"\bP-[0-9a-f]{12}\b", lambda match: next(people, match[0]), script)


def _decision(out: Path) -> str:
    path = out / "decisions.sqlite"
    return next((entry.id for _, entry in DecisionLog(path).since()), "") if path.exists() else ""


def _bearer(out: Path) -> tuple[str, ...]:
    """Somebody with an organisation."""
    path = out / "records.jsonl"
    for record in map(json.loads, path.read_text(encoding="utf-8").splitlines() if path.exists() else ()):
        bodies = {body["id"]: body["name"] for body in record["organisations"]}
        for person in record["people"]:
            if person["given"] and person["family"] and person["organisations"]:
                return person["name"], bodies[person["organisations"][0]]
    return ()


def _people(out: Path) -> list[str]:
    feeds = sorted(out.glob("feed/[0-9]*/directory.jsonl"))
    if not feeds:
        return []
    with feeds[-1].open(encoding="utf-8") as lines:
        return [entry["id"] for entry in map(json.loads, lines) if entry["kind"] == "person"][:2]
