"""Entity models that are slow, or that end or stall the process they run in; importable by worker processes."""

import os
import signal
import time
from dataclasses import dataclass

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
