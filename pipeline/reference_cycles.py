"""How often a process looks for reference cycles."""

import gc

NEW_CONTAINERS = 20_000  # before the youngest objects are looked through; 700 is the figure of Python 3.11


def collect_rarely() -> None:
    """Has a process of ours look for reference cycles after more new objects than usual.

    The blocks, runs and mentions of a document die by their reference counts. By default they are looked through dozens
    of times before, and promoted to the objects that a full collection walks over. For processes that belong to us
    only, since the figure holds for the whole process; ``python -m benchmarks.clean`` prints what it gains.
    """
    gc.set_threshold(NEW_CONTAINERS)
