"""The other side of the pool: a process that loads the model once and works on one task at a time."""

import logging
import signal
from dataclasses import dataclass
from multiprocessing.connection import Connection

from pipeline.errors import PipelineError
from pipeline.reference_cycles import collect_rarely
from pipeline.runs.work import Settled, WorkOrder


@dataclass(frozen=True, slots=True)
class Ready:
    """The model is loaded."""


@dataclass(frozen=True, slots=True)
class Logged:
    """A log record of the process, to be shown by the one that has the terminal."""

    logger: str
    level: int
    message: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Every document would fail: the model or the installation is damaged."""

    kind: type[PipelineError]
    message: str


Message = Ready | Logged | Refused | Settled


class _ToParent(logging.Handler):
    def __init__(self, connection: Connection) -> None:
        super().__init__(logging.WARNING)
        self.setFormatter(logging.Formatter("%(message)s"))
        self._connection = connection

    def emit(self, record: logging.LogRecord) -> None:
        self._connection.send(Logged(record.name, record.levelno, self.format(record)))


def serve(connection: Connection, order: WorkOrder) -> None:
    """Answers every task with its result until the connection closes, also when the other side has died.

    Ctrl-C reaches all processes of a terminal; only the first one decides what follows.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    collect_rarely()
    logging.basicConfig(handlers=[_ToParent(connection)], force=True)
    try:
        worker = order.worker()
        connection.send(Ready())
        while True:
            connection.send(worker.work(connection.recv()))
    except PipelineError as error:
        connection.send(Refused(type(error), str(error)))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
