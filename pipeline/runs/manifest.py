"""What a run did, as ``manifest.json``: no clock and no machine in it, so that equal runs leave equal files."""

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from pipeline.documents import ModelIdentity
from pipeline.settings import Settings
from pipeline.store import WrittenFile
from pipeline.store.state import Build
from pipeline.version import __version__

MANIFEST_SCHEMA = "press-run/1"


@dataclass(slots=True)
class Counts:
    """How many inputs there were and what became of them.

    Attributes:
        emitted: worked on, with a record.
        unchanged: not worked on, since nothing that makes their record has changed.
        quarantined: by reason, with those that an earlier run put there and that are still the same.
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


@dataclass(slots=True)
class Changes:
    """What happened to the snapshot.

    Attributes:
        records: in it afterwards.
        gone: documents of which a complete input held nothing any more; their records are among the deleted.
        modified: by cause, several joined with ``+``.
    """

    records: int = 0
    added: int = 0
    deleted: int = 0
    gone: int = 0
    modified: Counter[str] = field(default_factory=Counter)

    def check(self, before: int) -> None:
        """The snapshot must have grown by what was added and deleted.

        Raises:
            AssertionError: it has not, which is a defect of the pipeline.
        """
        if before + self.added - self.deleted != self.records:
            raise AssertionError(f"{before} records before, {self.records} afterwards, but changes are {self}")


@dataclass(frozen=True, slots=True)
class Manifest:
    """The run's result.

    Attributes:
        run: its id.
        kind: ``run`` or ``rollback``; a rollback works on no documents and has no model and no build.
        inputs: as given.
        files: what it wrote or left as it was, by path below the output folder.
    """

    run: str
    kind: str
    counts: Counts
    changes: Changes
    inputs: tuple[str, ...]
    model: ModelIdentity | None
    settings: Settings
    build: Build | None
    files: dict[str, WrittenFile]

    def to_json(self, **surroundings: dict[str, Any]) -> str:
        """Indented JSON with keys in a fixed order, those of the surroundings last."""
        return json.dumps(self.fields() | surroundings, indent=2, ensure_ascii=False)

    def fields(self) -> dict[str, Any]:
        """What the JSON holds."""
        counts, changes = self.counts, self.changes
        return {
            "schema": MANIFEST_SCHEMA,
            "run": self.run,
            "kind": self.kind,
            "pipeline": __version__,
            "model": None if self.model is None else asdict(self.model),
            "settings": self.settings.model_dump(mode="json", exclude={"workers", "timeout", "shards"}),
            "settings_sha256": self.settings.sha256(),
            "fingerprints": None if self.build is None else asdict(self.build),
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
            "changes": {
                "records": changes.records,
                "added": changes.added,
                "modified": changes.modified.total(),
                "deleted": changes.deleted,
                "gone": changes.gone,
            },
            "modified": _sorted(changes.modified),
            "files": {name: asdict(file) for name, file in self.files.items()},
        }


def _sorted(counter: Counter[str]) -> dict[str, int]:
    return dict(sorted(counter.items()))
