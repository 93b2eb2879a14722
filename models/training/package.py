"""Puts an exported network into a spaCy pipeline directory, and writes the manifest of all embedded models."""

import json
from pathlib import Path
from typing import Any

import spacy

from models.training.samples import LABELS
from pipeline.annotate import onnx_ner
from pipeline.annotate.ner_models import MANIFEST, file_sha256


def package(
    network: Path, folder: Path, meta: dict[str, Any], *, temperature: float, budget: int, context: int
) -> None:
    """A loadable pipeline from a folder with ``model.onnx`` and ``tokenizer.json``."""
    nlp = spacy.util.load_model_from_config(_config(temperature, budget, context), auto_fill=True)
    component: onnx_ner.PressNer = nlp.get_pipe("press_ner")  # type: ignore[assignment]  # spaCy types components loosely
    component.from_disk(network, exclude=[onnx_ner.SELF_TEST_NAME])
    nlp.meta.update(meta)
    nlp.to_disk(folder, exclude=["vocab"])


def _config(temperature: float, budget: int, context: int) -> spacy.Config:
    settings = {
        "factory": "press_ner",
        "labels": list(LABELS),
        "temperature": temperature,
        "budget": budget,
        "context": context,
    }
    return spacy.Config({"nlp": {"lang": "de", "pipeline": ["press_ner"], "tokenizer": {"@tokenizers": "press_words"}},
                         "components": {"press_ner": settings}})  # fmt: skip


def write_manifest(models: Path) -> None:
    """SHA-256 of every file of every embedded model (the folders with a ``config.cfg``)."""
    manifest = {
        folder.name: {
            file.relative_to(folder).as_posix(): file_sha256(file)
            for file in sorted(folder.rglob("*"))
            if file.is_file()
        }
        for folder in sorted(models.iterdir())
        if (folder / "config.cfg").is_file()
    }
    (models / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
