"""What a process remembers is bounded: memory stays flat in the number of pages."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import pipeline

# Their arguments are names and numbers of ours (lexicons, keys, years), never a page's words.
OURS = {
    "pipeline.annotate.bodies._noun_in_front", "pipeline.annotate.dates.feasts.weekday_of",
    "pipeline.annotate.dates.moments.word_readers", "pipeline.annotate.roles_nouns._exact",
    "pipeline.annotate.roles_status._mark_behind", "pipeline.annotate.roles_status._patterns",
    "pipeline.clean.trees.trees",
}  # fmt: skip
OUR_PARAMETERS = frozenset({"name", "key", "field", "language", "kind", "year", "model", "label", "index"})


def caches() -> Iterator[tuple[str, int | None, tuple[str, ...]]]:
    """Every cached function of the package with the size of its cache and its parameters."""
    for info in pkgutil.walk_packages(pipeline.__path__, "pipeline."):
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            if hasattr(value, "cache_parameters") and value.__module__ == info.name:
                parameters = tuple(inspect.signature(value.__wrapped__).parameters)
                yield f"{info.name}.{name}", value.cache_parameters()["maxsize"], parameters


def test_caches_of_pages_words_are_bounded() -> None:
    found = list(caches())
    assert any(name == "pipeline.annotate.roles_nouns.role_noun" for name, _, _ in found)
    unbounded = [
        name
        for name, size, parameters in found
        if size is None and parameters and name not in OURS and not set(parameters) <= OUR_PARAMETERS
    ]
    assert unbounded == []
