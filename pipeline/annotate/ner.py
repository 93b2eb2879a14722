"""Loads an entity model, embedded or the user's own, and reads documents with it."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import spacy
from spacy.language import Language
from spacy.tokens import Span

from pipeline.annotate import onnx_ner
from pipeline.annotate.ner_models import identify, model_folder
from pipeline.annotate.ner_repair import Found, repair
from pipeline.documents import Block, CleanDocument, Label, Mention
from pipeline.errors import ModelError

LABELS = {"PER": Label.PER, "PERSON": Label.PER, "PS": Label.PER, "ORG": Label.ORG, "LOC": Label.LOC, "GPE": Label.LOC}
"""Labels of common spaCy pipelines and ours; any other entity is ignored."""

CHUNK = 100_000
"""Characters read at once: spaCy's own pipelines need memory by length, and refuse texts above a million characters."""

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """A spaCy pipeline that finds people, organisations and places.

    Attributes:
        sha256: over all files of the pipeline's folder, see `ner_models.folder_sha256`.
    """

    name: str
    version: str
    sha256: str
    nlp: Language

    def recognise(self, document: CleanDocument) -> list[Mention]:
        """PER, ORG and LOC mentions in text order; none crosses a block's end or another one."""
        return [
            Mention(
                entity.label,
                entity.start,
                entity.end,
                document.text[entity.start : entity.end],
                entity.score,
                f"ner:{self.name}",
            )
            for entity in self.entities(document.text, document.blocks)
        ]

    def entities(self, text: str, blocks: Sequence[Block] = ()) -> list[Found]:
        """The entities of a text with mended edges; where blocks are given, each inside one of them."""
        found: list[Found] = []
        readable = _LONE_SURROGATE.sub("\ufffd", text)  # spaCy hashes UTF-8, which has none
        for start, end in _chunks(text, blocks):
            doc = self.nlp(readable[start:end])
            found.extend(_found(ent, start) for ent in doc.ents if ent.label_ in LABELS)
        if blocks:
            found = [piece for entity in found for piece in _within_blocks(entity, blocks)]
        return repair(text, found)


def _found(ent: Span, offset: int) -> Found:
    return Found(ent.start_char + offset, ent.end_char + offset, LABELS[ent.label_], float(ent._.score))


def _chunks(text: str, blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Spans of at most `CHUNK` characters that end between blocks, or inside a block that is longer than that."""
    start = 0
    ends = [block.end for block in blocks]
    while len(text) - start > CHUNK:
        index = bisect_right(ends, start + CHUNK)
        end = ends[index - 1] if index and ends[index - 1] > start else _space(text, start)
        yield start, end
        start = end
    if start < len(text):
        yield start, len(text)


def _space(text: str, start: int) -> int:
    at = text.rfind(" ", start + CHUNK // 2, start + CHUNK)
    return at if at > start else start + CHUNK


def _within_blocks(entity: Found, blocks: Sequence[Block]) -> Iterator[Found]:
    """The part of an entity inside the block or table cell where it begins."""
    index = bisect_right(blocks, entity.start, key=lambda block: block.start) - 1
    if index < 0:
        return
    block = blocks[index]
    cells = [cell for cell in block.cells if cell[0] <= entity.start < cell[1]]
    limit = cells[0][1] if cells else block.end
    if entity.start < limit:
        yield Found(entity.start, min(entity.end, limit), entity.label, entity.score)


def load_model(spec: str) -> LoadedModel:
    """Loads an entity model.

    Args:
        spec: name of an embedded model (``accurate``, ``fast``, ``cnn``), a spaCy pipeline directory, or the name of an
            installed spaCy pipeline package.

    Raises:
        ModelError: there is no such model, a file is missing or damaged, or it knows none of our labels.
    """
    onnx_ner.register()
    folder = model_folder(spec)
    try:
        nlp = spacy.load(folder)
    except ModelError:
        raise
    except Exception as error:  # spaCy and onnxruntime raise whatever the damaged part of a folder makes them raise
        raise ModelError(
            f"model {folder} cannot be loaded ({error}); see models/README.md for what a model must be"
        ) from error
    if not any(label in LABELS for pipe in nlp.pipe_names for label in getattr(nlp.get_pipe(pipe), "labels", ())):
        raise ModelError(f"model {folder} has none of the labels {', '.join(LABELS)}; choose another with --model")
    identity = identify(spec)
    return LoadedModel(identity.name, identity.version, identity.sha256, nlp)
