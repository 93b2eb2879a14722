"""Work in processes of this machine, supervised: one that dies or hangs costs its document only.

Each process has a pipe of its own and one task at a time, so that it is always known which document it died of, and no
lock is shared that a dead process could keep. A task is sent only to a process that waits for one, so that neither side
can block the other.
"""

import logging
import multiprocessing
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import suppress
from multiprocessing.connection import wait

from pipeline.errors import DocumentError, UsageError
from pipeline.runs.work import Settled, Task, WorkOrder, failed
from pipeline.runs.worker_process import Logged, Message, Ready, Refused, serve

log = logging.getLogger(__name__)

START_SECONDS = 300.0  # to import the libraries and load a model on a busy machine
STOP_SECONDS = 2.0
MOST_FALSE_STARTS = 3  # processes lost one after the other before any of them was ready
CONTEXT = multiprocessing.get_context("spawn")  # a forked copy of threads and locks of libraries is never sound
BROKEN = (EOFError, OSError)
TIMEOUT, DIED = "timeout", "worker-died"
REMEDY = {
    TIMEOUT: "raise --timeout, or leave the document out",
    DIED: "there may be too little memory for it, or a library crashed; please report it with the document",
}


class Pool:
    """An engine of processes.

    Args:
        workers: most processes; they start when there is work for them.
        timeout: seconds that one document may take.
    """

    def __init__(self, workers: int, timeout: float) -> None:
        self._workers = workers
        self._timeout = timeout

    def settle(self, tasks: Iterable[Task], order: WorkOrder) -> Generator[Settled]:
        """The results as they come; one task at most is read ahead of those that are worked on."""
        supervisor = _Supervisor(iter(tasks), order, self._workers, self._timeout)
        try:
            yield from supervisor.run()
        finally:
            supervisor.stop()


class _Process:
    """A worker process, the task it works on, and the moment by which it must have answered."""

    def __init__(self, order: WorkOrder, timeout: float) -> None:
        self._timeout = timeout
        self.connection, theirs = CONTEXT.Pipe()
        self.process = CONTEXT.Process(target=serve, args=(theirs, order), daemon=True)
        self.process.start()
        theirs.close()  # so that its death ends the connection
        self.task: Task | None = None
        self.ready = False
        self.deadline = time.monotonic() + START_SECONDS

    @property
    def waiting(self) -> bool:
        """Whether nothing is expected of it."""
        return self.ready and self.task is None

    def give(self, task: Task) -> None:
        """Takes a task; a process that is still starting is sent it when it is ready."""
        self.task = task
        if self.ready:
            self._send(task)

    def start_work(self) -> None:
        """The model is loaded."""
        self.ready = True
        if self.task is not None:
            self._send(self.task)

    def _send(self, task: Task) -> None:
        self.deadline = time.monotonic() + self._timeout
        with suppress(*BROKEN):  # its death is noticed where answers are awaited
            self.connection.send(task)

    def kill(self) -> int | None:
        """Ends it; the exit code says what had ended it before, if anything."""
        self.process.kill()
        self.process.join()
        self.connection.close()
        return self.process.exitcode


class _Supervisor:
    def __init__(self, tasks: Iterator[Task], order: WorkOrder, workers: int, timeout: float) -> None:
        self._tasks = tasks
        self._order = order
        self._most = workers
        self._timeout = timeout
        self._processes: list[_Process] = []
        self._next: Task | None = None
        self._returned: deque[Task] = deque()
        self._suspects: deque[Task] = deque()
        self._false_starts = 0
        self._alone: Task | None = None

    def run(self) -> Iterator[Settled]:
        """Feeds the processes and gives their results.

        A suspect, whose process died or hung, is tried once more when nothing else is going on: if it was the others
        that took the memory or the time, it comes through.
        """
        self._next = next(self._tasks, None)
        while self._next is not None or self._returned or self._suspects or self._busy():
            self._hand_out()
            if self._next is None and not self._returned:
                self._next = next(self._tasks, None)
                if self._next is not None:
                    continue
            yield from self._answers()

    def stop(self) -> None:
        """Ends all processes; those that wait for work end by themselves when their connection closes."""
        for process in self._processes:
            process.connection.close()
            if not process.waiting:
                process.process.kill()
        for process in self._processes:
            process.process.join(STOP_SECONDS)
            process.process.kill()
            process.process.join()

    def _busy(self) -> bool:
        return any(process.task is not None for process in self._processes)

    def _hand_out(self) -> None:
        """Gives the next task to a process that has none, if it may be given out now."""
        if self._alone is not None:
            return
        if self._suspects:
            if not self._busy():
                self._alone = self._suspects.popleft()
                self._free_process().give(self._alone)
            return
        waiting = self._returned or self._next is not None
        if waiting and (process := self._free_process_or_none()) is not None:
            process.give(self._take_next())

    def _take_next(self) -> Task:
        if self._returned:
            return self._returned.popleft()
        task, self._next = self._next, None
        if task is None:
            raise AssertionError("nothing is waiting")
        return task

    def _free_process(self) -> _Process:
        process = self._free_process_or_none()
        if process is None:
            raise AssertionError("nothing is going on, and yet every process has a task")
        return process

    def _free_process_or_none(self) -> _Process | None:
        """One that waits, one that starts, or a new one while there may be more."""
        free = sorted((p for p in self._processes if p.task is None), key=lambda p: not p.ready)
        if not free and len(self._processes) < self._most:
            free = [_Process(self._order, self._timeout)]
            self._processes += free
        return free[0] if free else None

    def _answers(self) -> Iterator[Settled]:
        """Waits until a process answers, dies or is late."""
        expected = [process for process in self._processes if not process.waiting]
        patience = min((process.deadline for process in expected), default=0.0) - time.monotonic()
        answering = wait([process.connection for process in self._processes], max(patience, 0.0))
        for process in list(self._processes):
            if process.connection in answering:
                yield from self._answer(process)
            elif process in expected and time.monotonic() > process.deadline:
                process.kill()
                yield from self._lost(process, TIMEOUT, f"took longer than {self._timeout:g} seconds")

    def _answer(self, process: _Process) -> Iterator[Settled]:
        try:
            message: Message = process.connection.recv()
        except BROKEN:
            process.process.join(STOP_SECONDS)  # for the exit code of its own
            log.warning("a worker process ended with exit code %s", process.kill())
            yield from self._lost(process, DIED, "ended its worker process")
            return
        match message:
            case Ready():
                self._false_starts = 0
                process.start_work()
            case Logged():
                logging.getLogger(message.logger).log(message.level, "%s", message.message)
            case Refused():
                raise message.kind(message.message)
            case Settled():
                process.task = self._alone = None
                self._hand_out()  # first, so that it works while the result is stored
                yield message

    def _lost(self, process: _Process, code: str, what: str) -> Iterator[Settled]:
        """Its task is tried once more alone, and given up when it fails again."""
        self._processes.remove(process)
        task = process.task
        if not process.ready:
            self._start_again(task, what)
            return
        if task is None:
            return
        if task is not self._alone:
            log.warning("document %s %s; it is tried once more alone", task.document.uri, what)
            self._suspects.append(task)
            return
        self._alone = None
        yield failed(task, DocumentError(code, f"the document {what}, twice; {REMEDY[code]}"))

    def _start_again(self, task: Task | None, what: str) -> None:
        """Another process takes the task of one that was lost before it was ready."""
        self._false_starts += 1
        if self._false_starts > MOST_FALSE_STARTS:
            raise UsageError(
                f"worker processes do not start (the last one {what}); check the memory, or use fewer --workers"
            )
        if task is not None:
            (self._suspects if task is self._alone else self._returned).appendleft(task)
        if task is self._alone:
            self._alone = None
