"""Entity models that are slow, or that end or stall the process they run in; importable by worker processes."""

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.documents import CleanDocument, Mention
from tests.fakes import PatternModel


@dataclass(frozen=True)
class SlowModel(PatternModel):
    """Takes its time, so that something is going on when a fault strikes."""

    seconds: float = 0.05

    def recognise(self, document: CleanDocument) -> list[Mention]:
        time.sleep(self.seconds)
        return super().recognise(document)


@dataclass(frozen=True)
class LocatingModel(SlowModel):
    """Leaves a file with the id of every node of a Ray cluster that it works on.

    Where a test has written into that file, it stalls until the file is gone: a worker may outlive its node for as long
    as the cluster takes to notice, and would end its work meanwhile.
    """

    folder: str = ""

    def recognise(self, document: CleanDocument) -> list[Mention]:
        import ray

        mark = Path(self.folder) / ray.get_runtime_context().get_node_id()
        mark.touch()
        while mark.exists() and mark.stat().st_size:
            time.sleep(0.1)
        return super().recognise(document)


@dataclass(frozen=True)
class KillingModel(PatternModel):
    """Ends its process at one word, as a crash in a library or the memory's end would, and hangs at another."""

    kill: str = "Absturz"
    hang: str = "Stillstand"

    def recognise(self, document: CleanDocument) -> list[Mention]:
        if self.kill in document.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if self.hang in document.text:
            time.sleep(3600)
        return super().recognise(document)


@dataclass(frozen=True)
class DyingAtStart(PatternModel):
    """Ends the processes that it is sent to, as often as it is told, while they load it.

    Attributes:
        notches: a file that gets a byte for each.
    """

    notches: str = ""
    times: int = 1

    def __reduce__(self) -> tuple[Callable[[str, int], PatternModel], tuple[str, int]]:
        return _arrive, (self.notches, self.times)


def _arrive(notches: str, times: int) -> PatternModel:
    with open(notches, "ab+") as file:
        if file.tell() < times:
            file.write(b"x")
            file.flush()
            os.kill(os.getpid(), signal.SIGKILL)
    return PatternModel()
