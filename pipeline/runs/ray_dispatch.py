"""Which actor works on which document, and what follows when an actor or its whole node is lost.

A task has at most one call that counts. When an actor or its node dies, that call is given up before the task is given
out again, so that a result can reach the state only once, whatever the cluster does.
"""

import logging
import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from pipeline.errors import DocumentError, PipelineError, UsageError
from pipeline.runs.pool import DIED, REMEDY, START_SECONDS, TIMEOUT
from pipeline.runs.work import Settled, Task, failed
from pipeline.store.state import Build

log = logging.getLogger(__name__)

AHEAD = 2  # tasks an actor has at a time: the second one travels while the first one is worked on
PATIENCE_SECONDS = 5.0  # between looks at deadlines when nothing is heard
NEWS_SECONDS = 16.0  # until a cluster knows of a dead node: Ray checks every 3 seconds and gives up after 5 failures
NEWS_INTERVAL = 0.2
UNREACHABLE = "unreachable"
MOST_LOSSES = 5  # of a document with a node or a connection, before it is suspected after all
MOST_FALSE_STARTS = 10  # actors lost one after the other before any of them was ready


@dataclass(frozen=True, slots=True)
class Workplace:
    """Where actors are made.

    Attributes:
        ray: the module, connected.
        remote: the class of the actors.
        order: the work order, stored in the cluster.
        build: what every node must work with.
    """

    ray: Any
    remote: Any
    order: Any
    build: Build

    def new_actor(self) -> "Actor":
        """An actor that starts as soon as a node has a processor for it; Ray neither restarts it nor repeats a call."""
        handle = self.remote.options(num_cpus=1, max_restarts=0, max_task_retries=0).remote()
        return Actor(handle, handle.start.remote(self.order))

    def end(self, actor: "Actor") -> None:
        """Ends an actor, whatever it does."""
        with suppress(Exception):  # it may have ended, or the connection
            self.ray.kill(actor.handle)

    def is_alive(self, node: str) -> bool:
        """Whether the cluster still has a node; that it has died is often known later than the death of its actors."""
        deadline = time.monotonic() + NEWS_SECONDS
        while any(known["Alive"] for known in self.ray.nodes() if known["NodeID"] == node):
            if time.monotonic() >= deadline:
                return True
            time.sleep(NEWS_INTERVAL)
        return False

    def answered(self, references: list[Any], patience: float) -> list[Any]:
        """All references with an answer, or the first one that gets it within so many seconds."""
        done, _ = self.ray.wait(references, num_returns=len(references), timeout=0.0)
        if not done:
            done, _ = self.ray.wait(references, num_returns=1, timeout=patience)
        return list(done)


@dataclass(eq=False, slots=True)
class Actor:
    """An actor as seen from here.

    Attributes:
        start: the call that loads the model.
        node: where it is; None until it is ready.
        calls: what it was given, in the order in which it works.
        deadline: by when the first of the calls must have been answered.
    """

    handle: Any
    start: Any
    node: str | None = None
    calls: deque[tuple[Any, Task]] = field(default_factory=deque)
    deadline: float = 0.0

    @property
    def expected(self) -> Any:
        """What it answers next; None where nothing is expected of it."""
        if self.node is None:
            return self.start
        return self.calls[0][0] if self.calls else None

    def give(self, task: Task, timeout: float) -> None:
        """Sends it a task."""
        if not self.calls:
            self.deadline = time.monotonic() + timeout
        self.calls.append((self.handle.work.remote(task), task))

    def finish(self, timeout: float) -> Task:
        """Its first task is done, and the next one begins."""
        self.deadline = time.monotonic() + timeout
        return self.calls.popleft()[1]


class Dispatcher:
    """Hands out tasks and takes answers.

    Args:
        place: where actors are made.
        tasks: read as they are needed.
        workers: most actors.
        timeout: seconds that one document may take.
    """

    def __init__(self, place: Workplace, tasks: Iterator[Task], workers: int, timeout: float) -> None:
        self._place = place
        self._tasks = tasks
        self._most = workers
        self._timeout = timeout
        self._actors: list[Actor] = []
        self._returned: deque[Task] = deque()
        self._suspects: deque[Task] = deque()
        self._alone: Task | None = None
        self._exhausted = False
        self._heard = time.monotonic()
        self._false_starts = 0
        self._losses: Counter[str] = Counter()

    def run(self) -> Iterator[Settled]:
        """The results as they come; a suspect is tried once more when nothing else is going on.

        Raises:
            UsageError: a node differs from this machine, or none has a processor to spare.
            PipelineError: the installation or the model is damaged.
        """
        while not self._exhausted or self._returned or self._suspects or self._busy():
            self._hand_out()
            if self._busy() or self._returned or self._suspects:
                yield from self._answers()

    def stop(self) -> None:
        """Ends all actors."""
        for actor in self._actors:
            self._place.end(actor)

    def _busy(self) -> bool:
        return any(actor.calls for actor in self._actors)

    def _hand_out(self) -> None:
        """Gives tasks to actors that can take some, if they may be given out now."""
        if self._alone is not None:
            return
        if self._suspects:
            if not self._busy() and (actor := self._free()) is not None:
                self._alone = self._suspects.popleft()
                actor.give(self._alone, self._timeout)
            return
        while (task := self._next()) is not None:
            actor = self._free()
            if actor is None:
                self._returned.appendleft(task)
                return
            actor.give(task, self._timeout)

    def _next(self) -> Task | None:
        if self._returned:
            return self._returned.popleft()
        task = None if self._exhausted else next(self._tasks, None)
        self._exhausted = self._exhausted or task is None
        return task

    def _free(self) -> Actor | None:
        """The ready actor with least to do; more actors are made while there is work for them."""
        free = [actor for actor in self._actors if actor.node is not None and len(actor.calls) < AHEAD]
        if all(actor.calls for actor in free) and len(self._actors) < self._most:
            self._actors.append(self._place.new_actor())
        return min(free, key=lambda actor: len(actor.calls), default=None)

    def _answers(self) -> Iterator[Settled]:
        """Waits until an actor answers, dies or is late."""
        expected = {actor.expected: actor for actor in self._actors if actor.expected is not None}
        deadlines = [actor.deadline - time.monotonic() for actor in self._actors if actor.calls]
        for reference in self._place.answered(list(expected), max(min([*deadlines, PATIENCE_SECONDS]), 0.0)):
            self._heard = time.monotonic()
            yield from self._answer(expected[reference], reference)
        for actor in [actor for actor in self._actors if self._is_late(actor)]:
            yield from self._lost(actor, TIMEOUT, f"took longer than {self._timeout:g} seconds")
        self._require_actors()

    def _is_late(self, actor: Actor) -> bool:
        """Whether its time is over and it has not answered while others were listened to."""
        late = bool(actor.calls) and time.monotonic() > actor.deadline
        return late and not self._place.answered([actor.expected], 0.0)

    def _require_actors(self) -> None:
        """Raises an error where no actor starts: a cluster that is full or broken would be waited for for ever."""
        if self._false_starts > MOST_FALSE_STARTS:
            raise UsageError("workers on the Ray cluster end before they are ready; check the memory of its nodes")
        started = any(actor.node is not None for actor in self._actors)
        if not started and time.monotonic() - self._heard > START_SECONDS:
            raise UsageError(f"no node of the Ray cluster had a processor to spare for {START_SECONDS:g} seconds")

    def _answer(self, actor: Actor, reference: Any) -> Iterator[Settled]:
        exceptions = self._place.ray.exceptions
        try:
            answer = self._place.ray.get(reference)
        except exceptions.RayTaskError as error:
            if isinstance(error.cause, PipelineError):
                raise error.cause from None
            log.warning("a worker on the Ray cluster failed: %s", error.cause)
            yield from self._lost(actor, DIED, "ended its worker process")
        except exceptions.ActorUnavailableError:
            yield from self._lost(actor, UNREACHABLE, "ended its worker process")
        except exceptions.RayError as error:
            log.warning("a worker on the Ray cluster ended: %s", error)
            yield from self._lost(actor, DIED, "ended its worker process")
        else:
            yield from self._take(actor, answer)

    def _take(self, actor: Actor, answer: Any) -> Iterator[Settled]:
        if actor.node is None:
            build, actor.node = answer
            self._false_starts = 0
            self._require_same(build, actor.node)
            return
        if actor.finish(self._timeout) is self._alone:
            self._alone = None
        self._hand_out()  # first, so that it works while the result is stored
        yield answer

    def _require_same(self, build: Build, node: str | None) -> None:
        if build != self._place.build:
            raise UsageError(
                f"node {node} of the Ray cluster has another version of press-records, its lexicons or libraries, or "
                "another model; install the same everywhere"
            )

    def _lost(self, actor: Actor, code: str, what: str) -> Iterator[Settled]:
        """What it had not begun is given out again; what it died of is tried once more alone, then given up.

        When the whole node is gone or cannot be reached, the document is not to blame.
        """
        self._actors.remove(actor)
        self._place.end(actor)
        tasks = [task for _, task in actor.calls]
        if actor.node is None:
            self._false_starts += 1
        elif self._is_innocent(actor.node, code, tasks):
            log.warning("node %s of the Ray cluster is lost; its documents are given out again", actor.node)
        elif tasks:
            yield from self._suspect(tasks.pop(0), code, what)
        if self._alone in tasks:
            self._alone = None
        self._returned.extendleft(reversed(tasks))

    def _is_innocent(self, node: str, code: str, tasks: list[Task]) -> bool:
        """Whether it was the node, or the way to it; a document that this happens to again and again is suspected."""
        if code == TIMEOUT or (code == DIED and self._place.is_alive(node)):
            return False
        self._losses.update(task.id for task in tasks[:1])
        return all(self._losses[task.id] <= MOST_LOSSES for task in tasks[:1])

    def _suspect(self, task: Task, code: str, what: str) -> Iterator[Settled]:
        if task is not self._alone:
            log.warning("document %s %s; it is tried once more alone", task.document.uri, what)
            self._suspects.append(task)
            return
        self._alone = None
        code = DIED if code == UNREACHABLE else code
        yield failed(task, DocumentError(code, f"the document {what}, twice; {REMEDY[code]}"))
