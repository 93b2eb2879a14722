"""Work on a Ray cluster, for collections that one machine is too small for: the same worker, in actors on many nodes.

This process reads the inputs, streams documents to the actors and takes their results; it alone writes the state.
"""

import logging
from collections.abc import Generator, Iterable
from importlib import import_module
from typing import Any

from pipeline.errors import UsageError
from pipeline.reference_cycles import collect_rarely
from pipeline.runs.fingerprints import build_of
from pipeline.runs.models import identity_of
from pipeline.runs.ray_dispatch import Dispatcher, Workplace
from pipeline.runs.work import Settled, Task, Worker, WorkOrder

SILENT = {"include_dashboard": False, "log_to_driver": False, "logging_level": logging.ERROR}


class RayEngine:
    """An engine of Ray actors.

    Connects to the cluster that Ray finds by itself (``RAY_ADDRESS``, or one that runs on this machine), and starts one
    on this machine where there is none. Every node needs the same version of press-records.

    Args:
        workers: most actors; None for one for every processor of the cluster.
        timeout: seconds that one document may take.

    Raises:
        UsageError: Ray is not installed.
    """

    def __init__(self, workers: int | None, timeout: float) -> None:
        self._workers = workers
        self._timeout = timeout
        self._ray = _load_ray()

    def settle(self, tasks: Iterable[Task], order: WorkOrder) -> Generator[Settled]:
        """The results as they come; a few tasks an actor are on their way at a time."""
        ray, connected = self._ray, self._ray.is_initialized()
        if not connected:
            _connect(ray)
        place = Workplace(ray, ray.remote(Remote), ray.put(order), build_of(identity_of(order.model), order.settings))
        dispatcher = Dispatcher(place, iter(tasks), self._workers or _processors(ray), self._timeout)
        try:
            yield from dispatcher.run()
        finally:
            dispatcher.stop()
            if not connected:
                ray.shutdown()


class Remote:
    """What runs on the nodes; the model is loaded by `start`, whose errors come back as they are."""

    def __init__(self) -> None:
        self._worker: Worker | None = None

    def start(self, order: WorkOrder) -> tuple[Any, str]:
        """The fingerprints of what this node works with, and the node's id."""
        collect_rarely()
        self._worker = order.worker()
        node = import_module("ray").get_runtime_context().get_node_id()
        return build_of(identity_of(order.model), order.settings), node

    def work(self, task: Task) -> Settled:
        """Settles a task."""
        if self._worker is None:
            raise AssertionError("work before start")
        return self._worker.work(task)


def _load_ray() -> Any:
    try:
        return import_module("ray")
    except ImportError as error:
        raise UsageError(
            f"--engine ray needs Ray, which is not usable here ({error}); install press-records[ray]"
        ) from error


def _connect(ray: Any) -> None:
    try:
        ray.init(**SILENT)
    except Exception as error:  # Ray raises a bare Exception where its node does not come up in time
        raise UsageError(f"the Ray cluster cannot be reached ({error}); check RAY_ADDRESS, or start one") from error


def _processors(ray: Any) -> int:
    return max(int(ray.cluster_resources().get("CPU", 1)), 1)
