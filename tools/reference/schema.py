"""Every model of the record with its keys and types, from the JSON Schema."""

from typing import Any

from pipeline.records import SCHEMA_NAME, Record
from tools.reference.markdown import code, prose, table

INTRODUCTION = f"""# Schema

<!-- made by python -m tools.reference from pipeline/records.py; do not edit -->

All keys of `{SCHEMA_NAME}` in the order in which they are written. `press-records schema` prints the same as JSON
Schema; [the record](../record.md) explains the meaning. Offsets count code points of the decoded source.
"""


def schema_page() -> str:
    """The page."""
    schema = Record.model_json_schema(by_alias=True)
    models = {"Record": schema, **schema["$defs"]}
    return "\n".join([INTRODUCTION, *(_section(name, model) for name, model in models.items())])


def _section(name: str, model: dict[str, Any]) -> str:
    required = set(model.get("required", ()))
    rows = (
        (code(key), _type(one), "" if key in required else _default(one)) for key, one in model["properties"].items()
    )
    about = prose(model.get("description", ""))
    return "\n".join([f"## {name}\n", about, table(("key", "type", "default"), rows)])


def _default(one: dict[str, Any]) -> str:
    default = one.get("default")
    return code("null" if default is None else default)


def _type(one: dict[str, Any]) -> str:
    """A type in words; other models by name, with a link to their table."""
    if "$ref" in one:
        name = one["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in one:
        return " or ".join(_type(choice) for choice in one["anyOf"])
    if "enum" in one:
        return ", ".join(code(value) for value in one["enum"])
    if "const" in one:
        return code(one["const"])
    if one["type"] == "array":
        return f"list of {_type(one['items'])}"
    return f"{one['type']}{_limits(one)}"


def _limits(one: dict[str, Any]) -> str:
    if "minimum" in one and "maximum" in one:
        return f" from {one['minimum']:g} to {one['maximum']:g}"
    return f" from {one['minimum']:g}" if "minimum" in one else ""
