"""What can be set, from the model of the settings."""

import re
from typing import Any

from pipeline.settings import BESIDE_THE_RECORD, ENVIRONMENT_PREFIX, Settings
from tools.reference.markdown import attributes, code, table

INTRODUCTION = """# Settings

<!-- made by python -m tools.reference from pipeline/settings.py; do not edit -->

A TOML file (`--settings press.toml`), then variables, then flags; the last one wins. Unknown names and unusable values
end the call with exit code 2. *In the fingerprint* are the settings that can change a record: when one of them changes,
the next run works on all documents again. (The model has a fingerprint of its own.)
"""


def settings_page() -> str:
    """The page."""
    meanings = attributes(str(Settings.__doc__).replace("\n    ", "\n"))
    schema = Settings.model_json_schema(mode="serialization")["properties"]
    rows = (_row(name, schema.get(name, {}), meanings[name]) for name in Settings.model_fields)
    header = ("setting", "variable", "flag", "values", "default", "in the fingerprint", "meaning")
    return f"{INTRODUCTION}\n{table(header, rows)}"


def _row(name: str, schema: dict[str, Any], meaning: str) -> tuple[str, ...]:
    default = Settings.model_fields[name].default
    fingerprint = "no" if name in BESIDE_THE_RECORD else "yes"
    flag = f"--{name.replace('_', '-')}"
    names = (code(name), code(f"{ENVIRONMENT_PREFIX}{name.upper()}"), code(flag))
    return (*names, _values(schema), code(default) or "none", fingerprint, re.sub(r"\s+", " ", meaning))


def _values(schema: dict[str, Any]) -> str:
    """The type of a value with its bounds, in words."""
    if "anyOf" in schema:
        return ", ".join(_values(one) for one in schema["anyOf"] if one.get("type") != "null")
    if "enum" in schema:
        return ", ".join(code(value) for value in schema["enum"])
    bounds = {"exclusiveMinimum": "over", "maximum": "at most"}
    limits = [f"{word} {schema[key]:g}" for key, word in bounds.items() if key in schema]
    return ", ".join([schema.get("type", "string"), *limits])
