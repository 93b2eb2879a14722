"""Build hook: a wheel carries the embedded models; an editable install finds them in ``models/`` and copies nothing."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class EmbedModels(BuildHookInterface[Any]):
    """Adds every model folder, the manifest and the card to ``pipeline/_models``."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before the wheel is written."""
        if version == "editable":
            return
        models = Path(self.root) / "models"
        wanted = [entry for entry in models.iterdir() if (entry / "meta.json").is_file()]
        wanted += [models / "manifest.json", models / "README.md"]
        for entry in wanted:
            build_data["force_include"][str(entry)] = f"pipeline/_models/{entry.name}"
