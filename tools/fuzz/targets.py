"""All targets by name; each takes any bytes and raises where an invariant does not hold."""

from collections.abc import Callable

from tools.fuzz.finders import FINDERS
from tools.fuzz.readers import READERS

TARGETS: dict[str, Callable[[bytes], None]] = {**READERS, **FINDERS}
