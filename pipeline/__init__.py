"""press-records: scraped German press releases in, validated and grounded records out.

The names below are the Python interface; see `pipeline.api`. They are loaded when they are first used, since the
libraries behind them take seconds to import.
"""

from typing import TYPE_CHECKING, Any

from pipeline.version import __version__ as __version__

if TYPE_CHECKING:
    from pipeline.api import Document, Failure, Pipeline, extract
    from pipeline.errors import DocumentError, PipelineError
    from pipeline.records import Record

__all__ = ["Document", "DocumentError", "Failure", "Pipeline", "PipelineError", "Record", "extract"]

_HOMES = {"Record": "records", "DocumentError": "errors", "PipelineError": "errors"}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"pipeline.{_HOMES.get(name, 'api')}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
