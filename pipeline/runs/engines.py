"""Who works on the tasks of a run: this process, a pool of processes, or a cluster. All give the same results."""

from collections.abc import Generator, Iterable
from typing import Protocol

from pipeline.runs.work import Settled, Task, WorkOrder


class Engine(Protocol):
    """Settles tasks in any order, each once, holding only a bounded number of them at a time."""

    def settle(self, tasks: Iterable[Task], order: WorkOrder) -> Generator[Settled]:
        """The results as they come; closing the iterator stops all work.

        Raises:
            PipelineError: the installation or the model is damaged.
        """


class Inline:
    """Works in this process, one task after the other: no protection against crashes and hangs."""

    def settle(self, tasks: Iterable[Task], order: WorkOrder) -> Generator[Settled]:
        """The results in the order of the tasks; the model is loaded when the first one comes."""
        worker = None
        for task in tasks:
            worker = worker or order.worker()
            yield worker.work(task)
