"""The documentation says what is there: commands, flags, targets, fields, links and figures."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from typer.main import get_command

from pipeline.cli.app import app
from pipeline.evaluate.score import FIELDS
from pipeline.records import Record
from pipeline.settings import Settings
from pipeline.version import __version__
from tools.readme_figures import SETS, table

ROOT = Path(__file__).resolve().parent.parent
PAGES = [
    ROOT / name
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "corpus/README.md", "tests/cases/README.md")
]
PAGES += sorted((ROOT / "docs").rglob("*.md"))
TEXTS = {str(page.relative_to(ROOT)): page.read_text(encoding="utf-8") for page in PAGES}
GROUP: Any = get_command(app)
COMMANDS: dict[str, Any] = GROUP.commands
BEFORE_COMMAND = {name: 1 if option.is_flag else 2 for option in GROUP.params for name in option.opts}
"""Options of the program itself, with the number of words that each takes up."""

CODE = re.compile(r"```(?:sh|toml|json)\n(.*?)```|`([^`\n]+)`", re.DOTALL)
LINK = re.compile(r"\]\((?!https?://)([^)#\s]+)(?:#[^)]*)?\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def code(text: str) -> list[str]:
    """Every line of code in a page, comments cut off."""
    blocks = ((fenced or inline) for fenced, inline in CODE.findall(text))
    return [line.split("  #")[0].strip() for block in blocks for line in block.splitlines()]


def calls(text: str, program: str) -> list[list[str]]:
    """The arguments of every call of a program."""
    return [line.split()[1:] for line in code(text) if line.startswith(f"{program} ")]


@pytest.mark.parametrize("page", TEXTS)
def test_every_command_and_flag_exists(page: str) -> None:
    for call in calls(TEXTS[page], "press-records"):
        while call and call[0] in BEFORE_COMMAND:
            call = call[BEFORE_COMMAND[call[0]] :]  # what is left of it
        if not call:
            continue
        assert call[0] in COMMANDS, call
        command = COMMANDS[call[0]]
        if hasattr(command, "commands"):
            assert call[1] in command.commands, call
            command = command.commands[call[1]]
        options = {name for parameter in command.params for name in parameter.opts}
        assert {word for word in call if word.startswith("--")} <= options, call


def test_every_command_is_documented() -> None:
    documented = {call[0] for call in calls(TEXTS["README.md"], "press-records")}
    assert set(COMMANDS) <= documented


@pytest.mark.parametrize("page", TEXTS)
def test_every_make_target_exists(page: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    assert {call[0] for call in calls(TEXTS[page], "make")} <= targets


@pytest.mark.parametrize("page", TEXTS)
def test_every_script_and_module_exists(page: str) -> None:
    for call in (call for line in code(TEXTS[page]) for call in calls(f"`{line}`", "python")):
        module = call[1].replace(".", "/") if call[0] == "-m" else call[0].removesuffix(".py")
        assert (ROOT / f"{module}.py").is_file() or (ROOT / module / "__main__.py").is_file(), call


@pytest.mark.parametrize("page", TEXTS)
def test_every_internal_link_resolves(page: str) -> None:
    folder = (ROOT / page).parent
    broken = [target for target in LINK.findall(CODE.sub("", TEXTS[page])) if not (folder / target).exists()]
    assert broken == []


@pytest.mark.parametrize("page", ["README.md", "docs/record.md"])
def test_every_field_of_the_record_is_explained(page: str) -> None:
    explained = " ".join(line for line in TEXTS[page].splitlines() if line.startswith("| `"))
    fields = [field.alias or name for name, field in Record.model_fields.items()]
    assert [field for field in fields if not re.search(rf"`{field}[`.\[]", explained)] == []


def test_every_setting_is_documented() -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", TEXTS["README.md"], re.DOTALL)
    assert set(tomllib.loads(block)) == set(Settings.model_fields)


def test_both_quoted_commands_stand_in_the_readme() -> None:
    assert {"make run", "make test"} <= set(code(TEXTS["README.md"]))


def test_changelog_has_the_current_version() -> None:
    versions = [heading for heading in HEADING.findall(TEXTS["CHANGELOG.md"]) if re.match(r"\[\d", heading)]
    assert versions[0].startswith(f"[{__version__}]")


def test_figures_become_a_table() -> None:
    figure = {"p": 0.9, "r": 0.8, "f1": 0.847}
    figures = {"corpus": {"people": figure, "missing": []}, "dev": {"people": figure, "missing": []}}
    assert table(figures).splitlines() == [
        f"| field | P ({SETS['dev']}) | R | F1 |",
        "| --- | ---: | ---: | ---: |",
        "| people | 0.900 | 0.800 | 0.847 |",
    ]


def test_figures_without_a_known_set_are_refused() -> None:
    with pytest.raises(KeyError):
        table({"corpus": {"people": {"p": 1, "r": 1, "f1": 1}}})


def test_readme_holds_the_figures_of_every_field() -> None:
    block = TEXTS["README.md"].partition("<!-- figures -->")[2].partition("<!-- /figures -->")[0]
    fields = [line.split("|")[1].strip() for line in block.splitlines()[2:]]
    assert [field for field in FIELDS if field not in fields] == []


def test_picture_is_a_safe_drawing_of_the_golden_record() -> None:
    drawing = (ROOT / "docs" / "picture.svg").read_text(encoding="utf-8")
    root = ElementTree.fromstring(drawing)  # noqa: S314  # our own file
    assert {element.tag.rpartition("}")[2] for element in root.iter()} == {"svg", "rect", "path", "circle", "g", "text"}
    assert not re.search(r"href|url\(|@import", drawing)
    shown = {element.text for element in root.iter() if element.tag.endswith("}text")}
    record = json.loads((ROOT / "tests" / "golden" / "jugendamt-alzey.json").read_text(encoding="utf-8"))
    expected = [record["published"], *record["phones"], *record["emails"], *record["dates"]]
    assert {entry["value"] or "null" for entry in expected} <= shown
    assert {entity["name"] for entity in record["people"] + record["organisations"]} <= shown
