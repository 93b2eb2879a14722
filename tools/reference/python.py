"""The Python interface that is promised: everything in ``pipeline.__all__``, with signatures and docstrings."""

import inspect
import re
from typing import Any

import pipeline
from pipeline.records import Record
from tools.reference.markdown import prose

INTRODUCTION = """# Python interface

<!-- made by python -m tools.reference from the docstrings; do not edit -->

What `from pipeline import ...` promises; [Python by example](../python.md) shows it at work. The keys of a record are
in the [schema](schema.md).
"""
HIDDEN = frozenset({"raw"})
"""How a document enters the flow: public inside the package alone."""
MODULE = re.compile(r"\b(?:pipeline(?:\.\w+)+|pathlib|collections\.abc|typing)\.")


def python_page() -> str:
    """The page."""
    return "\n".join([INTRODUCTION, *(_section(name, getattr(pipeline, name)) for name in sorted(pipeline.__all__))])


def _section(name: str, thing: Any) -> str:
    if inspect.isfunction(thing):
        return _entry(f"## {name}", name, thing)
    parts = [f"## {name}\n"]
    if not issubclass(thing, Record) and "__init__" in vars(thing):
        parts.append(f"`{name}{_signature(thing.__init__, bound=True)}`\n")
    parts.append(prose(inspect.getdoc(thing) or ""))
    return "\n".join([*parts, *(_entry(f"### {name}.{key}", key, method) for key, method in _methods(thing))])


def _methods(thing: type) -> list[tuple[str, Any]]:
    """The public methods that the class itself defines."""
    own = ((key, getattr(value, "__func__", value)) for key, value in vars(thing).items() if not key.startswith("_"))
    return [(key, value) for key, value in own if inspect.isfunction(value) and key not in HIDDEN]


def _entry(heading: str, name: str, function: Any) -> str:
    bound = "." in heading
    return "\n".join(
        [f"{heading}\n", f"`{name}{_signature(function, bound=bound)}`\n", prose(inspect.getdoc(function) or "")]
    )


def _signature(function: Any, *, bound: bool) -> str:
    """A signature with short names of types, without ``self``."""
    signature = inspect.signature(function)
    parameters = list(signature.parameters.values())[1 if bound else 0 :]
    text = str(signature.replace(parameters=parameters))
    return MODULE.sub("", text).replace("'", "").removesuffix(" -> None")
