"""What a run did, as ``manifest.json``: no clock in it, so that equal runs leave equal folders."""

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from pipeline.documents import EntityRecogniser
from pipeline.settings import Settings
from pipeline.store import WrittenFile
from pipeline.version import __version__

MANIFEST_SCHEMA = "press-run/1"


@dataclass(slots=True)
class Counts:
    """How many inputs there were and what became of them.

    Attributes:
        quarantined: by reason.
        ignored: folder entries that were not taken for documents, by reason; no inputs.
        issues: of the emitted records, by code.
    """

    inputs: int = 0
    emitted: int = 0
    suppressed: int = 0
    unchanged: int = 0
    quarantined: Counter[str] = field(default_factory=Counter)
    ignored: Counter[str] = field(default_factory=Counter)
    issues: Counter[str] = field(default_factory=Counter)

    def check(self) -> None:
        """Nothing may be lost.

        Raises:
            AssertionError: the counts do not add up, which is a defect of the pipeline.
        """
        settled = self.emitted + self.suppressed + self.unchanged + self.quarantined.total()
        if self.inputs != settled:
            raise AssertionError(f"{self.inputs} inputs, but {settled} accounted for: {self}")


@dataclass(frozen=True, slots=True)
class Manifest:
    """The run's result; `to_json` is what ``manifest.json`` holds."""

    counts: Counts
    inputs: tuple[str, ...]
    model: EntityRecogniser
    settings: Settings
    files: dict[str, WrittenFile]

    def to_json(self) -> str:
        """Indented JSON with keys in a fixed order."""
        return json.dumps(self._fields(), indent=2, ensure_ascii=False)

    def _fields(self) -> dict[str, Any]:
        counts = self.counts
        return {
            "schema": MANIFEST_SCHEMA,
            "pipeline": __version__,
            "model": {"name": self.model.name, "version": self.model.version, "sha256": self.model.sha256},
            "settings": self.settings.model_dump(mode="json"),
            "settings_sha256": self.settings.sha256(),
            "inputs": list(self.inputs),
            "counts": {
                "inputs": counts.inputs,
                "emitted": counts.emitted,
                "quarantined": counts.quarantined.total(),
                "suppressed": counts.suppressed,
                "unchanged": counts.unchanged,
                "ignored": counts.ignored.total(),
            },
            "quarantined": _sorted(counts.quarantined),
            "ignored": _sorted(counts.ignored),
            "issues": _sorted(counts.issues),
            "files": {name: asdict(file) for name, file in self.files.items()},
        }


def _sorted(counter: Counter[str]) -> dict[str, int]:
    return dict(sorted(counter.items()))
