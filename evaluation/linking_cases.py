"""Pages of the tests as examples: layouts that were thought out, and of which annotated documents have too few."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from evaluation.linking_tasks import TASKS, Example
from evaluation.oracle import marked_page
from evaluation.oracle_scene import gold_scene

COUNTRY = "+49"  # which the numbers of the cases leave out


def case_examples(path: Path, task: str) -> Iterator[tuple[str, Example]]:
    """The candidate links of each case, with the case's name, of the people whose links of this kind it lists in full.

    Args:
        path: a file like ``tests/cases/links_roles.yml``.
        task: ``roles``, ``phones`` or ``emails``.
    """
    for group, members in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        for name, case in members.items():
            listed = {person: facts for person, facts in case["people"].items() if task in facts}
            people = tuple({"name": person, task: _full(task, facts[task])} for person, facts in listed.items())
            scene = gold_scene(marked_page(f"{group}-{name}", case["page"], people))
            names = tuple(map(repr, listed))
            yield from ((f"{group}-{name}", one) for one in TASKS[task](scene) if one.label.endswith(names))


def _full(task: str, values: list[Any]) -> list[str]:
    return [f"{COUNTRY}{value}" if task == "phones" else str(value) for value in values]
