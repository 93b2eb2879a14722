"""Folders, stores and ids of the examples, and what stands for them in the world that the pages are tried in."""

from pathlib import Path

from pipeline.store.decisions import DecisionLog

DECISION = "34671c71dc8c209fc1cf"
"""The decision of the examples, whose id holds the time of its making."""


def as_in_this_world(script: str, folder: Path) -> str:
    """The script with ids and folders of this world for those of the examples; a folder stands for a bucket."""
    for root in ("/srv/", "/mnt/"):
        script = script.replace(root, f"{folder}{root}")
    script = script.replace("s3://", f"file://{folder}/buckets/")
    return script.replace(DECISION, _decision(folder / "out"))


def _decision(out: Path) -> str:
    path = out / "decisions.sqlite"
    return next((entry.id for _, entry in DecisionLog(path).since()), "") if path.exists() else ""
