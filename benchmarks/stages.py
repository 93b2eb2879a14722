"""Where the time of a document goes, and how long the libraries take that one would put together instead."""

import argparse
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from benchmarks.documents import Release, releases
from pipeline.annotate.ner import LoadedModel, load_model
from pipeline.decisions import Decisions
from pipeline.documents import CleanDocument, EntityRecogniser, Mention, RawDocument
from pipeline.runs import load_recogniser
from pipeline.runs.work import Task, Worker
from pipeline.settings import Settings

ROUNDS = 3
Work = Callable[[RawDocument, "Laps"], None]


@dataclass
class Timed:
    """A model that adds up its processor time."""

    model: EntityRecogniser
    seconds: float = 0.0
    name: str = field(init=False)
    version: str = field(init=False)
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        self.name, self.version, self.sha256 = self.model.name, self.model.version, self.model.sha256

    def recognise(self, document: CleanDocument) -> list[Mention]:
        """What the model finds."""
        started = time.process_time()
        found = self.model.recognise(document)
        self.seconds += time.process_time() - started
        return found


def raw(release: Release) -> RawDocument:
    """A release as reading gives it."""
    media_type = "text/html" if release.name.endswith(".html") else "text/plain"
    return RawDocument(release.name, release.name, release.name, media_type, "utf-8", "0" * 64, release.text)


def shares(_folder: Path, options: argparse.Namespace) -> None:
    """The share of a document's time outside the entity model; the best of some rounds."""
    documents = [raw(release) for release in releases(min(options.documents, 200))]
    for name in options.models:
        model = Timed(load_recogniser(name))
        worker = Worker(model, Settings())
        best = min((_round(worker, model, documents) for _ in range(ROUNDS)), key=sum)
        within, outside = (1000 * seconds / len(documents) for seconds in best)
        share = outside / (within + outside)
        print(
            f"{name}: model {within:.1f} ms, everything else {outside:.1f} ms a document, {share:.0%} outside the model"
        )


def _round(worker: Worker, model: Timed, documents: Sequence[RawDocument]) -> tuple[float, float]:
    """Seconds within and outside the model."""
    model.seconds, started = 0.0, time.process_time()
    for document in documents:
        worker.work(Task(document, Decisions()))
    return model.seconds, time.process_time() - started - model.seconds


def peers(_folder: Path, options: argparse.Namespace) -> None:
    """The same documents through trafilatura, the same model, PhoneNumberMatcher and dateparser's search."""
    documents = [raw(release) for release in releases(min(options.documents, 100))]
    for name in options.models:
        model = load_model(name)
        ours, theirs = laps(whole(model), documents), laps(stack(model), documents)
        print(f"{name}: ours {ours.of(documents)}, theirs {theirs.of(documents)} ms a document")
        print(f"{name}: {theirs.total / ours.total:.1f} times as fast as the libraries put together")


def whole(model: LoadedModel) -> Work:
    """A document through the whole flow."""
    return partial(_whole, Worker(model, Settings()))


def stack(model: LoadedModel) -> Work:
    """A document through the libraries put together."""
    return partial(_put_together, model)


def laps(work: Work, documents: Sequence[RawDocument]) -> "Laps":
    """The time of each part over all documents, lexicons and models loaded before."""
    for document in documents[:3]:
        work(document, Laps())
    spent = Laps()
    for document in documents:
        work(document, spent)
    return spent


class Laps:
    """Processor seconds by part."""

    def __init__(self) -> None:
        self._spent: Counter[str] = Counter()
        self._clock = time.process_time()

    def start(self) -> None:
        """What comes next counts."""
        self._clock = time.process_time()

    def lap(self, part: str) -> None:
        """What came since belongs to a part."""
        now = time.process_time()
        self._spent[part] += now - self._clock
        self._clock = now

    @property
    def parts(self) -> dict[str, float]:
        """Seconds by part."""
        return dict(self._spent)

    @property
    def total(self) -> float:
        """Seconds of all parts."""
        return sum(self._spent.values())

    def of(self, documents: Sequence[RawDocument]) -> str:
        """Milliseconds a document, in all and by part."""
        each = 1000 / len(documents)
        parts = ", ".join(f"{part} {seconds * each:.1f}" for part, seconds in self._spent.items())
        return f"{self.total * each:.1f} ({parts})"


def _whole(worker: Worker, document: RawDocument, spent: Laps) -> None:
    spent.start()
    worker.work(Task(document, Decisions()))
    spent.lap("all")


def _put_together(model: LoadedModel, document: RawDocument, spent: Laps) -> None:
    import trafilatura
    from dateparser.search import search_dates
    from phonenumbers import PhoneNumberMatcher

    text = document.text
    spent.start()
    if document.media_type == "text/html":
        text = trafilatura.extract(text, include_comments=False, include_tables=True) or ""
        spent.lap("trafilatura")
    model.entities(text)
    spent.lap("model")
    list(PhoneNumberMatcher(text, "DE"))
    spent.lap("PhoneNumberMatcher")
    search_dates(text, languages=["de"])
    spent.lap("search_dates")
