"""Records, inputs or gold pages -> an evaluation."""

import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pipeline.documents import EntityRecogniser
from pipeline.errors import UsageError
from pipeline.evaluate.gold import GoldDocument, gold_digest, gold_documents
from pipeline.evaluate.score import score
from pipeline.evaluate.tally import Tally
from pipeline.records import Record
from pipeline.runs import Listener, run
from pipeline.settings import Settings
from pipeline.store import write_lines


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Tallies by document and field.

    Attributes:
        gold: path of the gold folder.
        digest: of the gold; figures are comparable only where it is equal.
        missing: gold documents without a record.
        records: what was scored, by the name of its gold document.
    """

    gold: Path
    digest: str
    documents: dict[str, dict[str, Tally]]
    missing: tuple[str, ...]
    records: dict[str, Record] = field(default_factory=dict)

    def totals(self) -> dict[str, Tally]:
        """The micro-averaged tally of every field."""
        fields = dict.fromkeys(field for tallies in self.documents.values() for field in tallies)
        return {name: reduce(Tally.plus, (t[name] for t in self.documents.values()), Tally()) for name in fields}

    def worst(self, count: int) -> list[tuple[str, dict[str, Tally]]]:
        """The documents with most errors, with the fields that have any."""
        ranked = sorted(self.documents.items(), key=lambda item: -sum(tally.errors for tally in item[1].values()))
        return [(name, {field: t for field, t in fields.items() if t.errors}) for name, fields in ranked[:count]]

    def to_json(self) -> dict[str, Any]:
        """The figures, for machines."""
        figures = {
            name: {"p": t.precision, "r": t.recall, "f1": t.f1, "tp": t.tp, "fp": t.fp, "fn": t.fn}
            for name, t in self.totals().items()
        }
        return {**figures, "missing": list(self.missing)}


def evaluate_records(records: Path, gold: Path) -> Evaluation:
    """Scores a JSONL file of records.

    Args:
        records: ``records.jsonl`` of a run.
        gold: folder of gold documents; one is matched by the stem of the record's path, or a dump line's id.

    Raises:
        UsageError: a file is unreadable or a line is no record; the message names both.
    """
    by_name = {name: record for record in read_records(records) for name in _names(record)}
    expected = list(gold_documents(gold))
    scored = {one.name: by_name[one.name] for one in expected if one.name in by_name}
    documents = {one.name: score(scored[one.name], one) for one in expected if one.name in scored}
    missing = tuple(one.name for one in expected if one.name not in scored)
    return Evaluation(gold, gold_digest(gold), documents, missing, scored)


def evaluate_inputs(
    inputs: Sequence[Path],
    gold: Path,
    model: EntityRecogniser,
    settings: Settings,
    listener: Listener = lambda _: None,
) -> Evaluation:
    """Runs the pipeline over inputs in a temporary folder and scores the records.

    Args:
        inputs: files, folders, dumps.
        gold: folder of gold documents.
        model: the entity model.
        settings: of the run.
        listener: told after every document, and why one is quarantined.
    """
    with tempfile.TemporaryDirectory(prefix="press-records-") as folder:
        out = Path(folder) / "out"
        run(inputs, out, model, settings, listener=listener)
        return evaluate_records(out / "records.jsonl", gold)


def evaluate_gold(
    gold: Path,
    model: EntityRecogniser,
    settings: Settings,
    *,
    given_dates: bool,
    listener: Listener = lambda _: None,
) -> Evaluation:
    """Runs the pipeline over the gold documents' own pages, junk included and markup removed, and scores the records.

    Args:
        gold: folder of gold documents.
        model: the entity model.
        settings: of the run.
        given_dates: whether the run is told each page's publication date, as a dump of a feed would.
        listener: told after every document, and why one is quarantined.
    """
    with tempfile.TemporaryDirectory(prefix="press-records-") as folder:
        pages = Path(folder) / "pages.jsonl"
        write_lines(pages, _pages(gold_documents(gold), given_dates=given_dates))
        return evaluate_inputs([pages], gold, model, settings, listener)


def _pages(documents: Iterable[GoldDocument], *, given_dates: bool) -> Iterator[str]:
    for document in documents:
        published = document.published if given_dates else None
        yield json.dumps({"id": document.name, "text": document.text, "published": published}, ensure_ascii=False)


def read_records(file: Path) -> Iterator[Record]:
    """The records of a JSONL file, one in memory at a time.

    Raises:
        UsageError: the file cannot be read or a line is no record.
    """
    number = 0
    try:
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                number += 1
                yield Record.model_validate_json(line)
    except OSError as error:
        raise UsageError(f"records {file} cannot be read ({error.strerror}); check the path") from error
    except (ValidationError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{file}, line {number}: not a press-record/1 ({error}); make it with 'press-records run'"
        ) from error


def is_records_file(path: Path) -> bool:
    """Whether a file holds records rather than a dump of pages: by its first line."""
    if path.suffix != ".jsonl" or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(64).startswith(b'{"schema":"press-record/')


def _names(record: Record) -> set[str]:
    """Every name a record can be matched by."""
    return {_stem(record.source.path), record.id, _stem(record.source.uri)}


def _stem(path: str) -> str:
    """``a01`` for ``pages/a01.txt``, ``a01.html.gz`` and ``dump.jsonl#a01``."""
    name = path.rsplit("/", 1)[-1].removesuffix(".gz")
    stem = name.split("#")[-1]
    return stem.rsplit(".", 1)[0] if "." in name else stem
