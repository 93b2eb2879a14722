"""Write golden records of the demo corpus, what linking sees of some pages, and the examples in the documentation.

    python tools/make_golden.py          writes tests/golden/, the blocks in README.md and docs/record.md
    python tools/make_golden.py linking  writes tests/golden/linking/ alone, in seconds

A change of rules or model then shows as a diff to be reviewed. Digests of model and settings are left out: they change
with every training, and say nothing that the other fields do not show.
"""

import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline.decisions import Decisions
from pipeline.documents import RawDocument
from pipeline.flow import process
from pipeline.read import read_inputs
from pipeline.runs import load_recogniser
from pipeline.settings import load_settings
from tools.linking_inputs import SNAPSHOTS, pages, snapshot

ROOT = Path(__file__).resolve().parent.parent
CORPUS, GOLDEN = ROOT / "corpus", ROOT / "tests" / "golden"
EXAMPLE = "jugendamt-alzey"
NAMES = (
    EXAMPLE,
    "bauamt-leutkirch",
    "foerderverein-hitzacker",
    "integrationszentrum-minden",
    "landgericht-stendal",
    "regionalstellen-vorarlberg",
    "seniorenbeirat-st-wendel",
    "sportverein-hachenburg",
    "veranstaltungstipps-wetzlar",
)
EXAMPLE_KEYS = {
    "README.md": ("schema", "id", "published", "people", "phones", "dates"),
    "docs/record.md": (
        "title", "published", "removed", "people", "organisations", "phones", "emails", "addresses", "dates",
    ),
}  # fmt: skip
BLOCK = re.compile(r"(?<=<!-- example -->\n).*?(?=<!-- /example -->)", re.DOTALL)
LINE = 120
Json = Any


def records() -> Iterator[tuple[str, Json]]:
    """(name, normalised record) of the golden pages, in the order of their names."""
    settings = load_settings()
    model = load_recogniser(settings.model)
    for raw in read_inputs([CORPUS], settings.max_bytes):
        if isinstance(raw, RawDocument) and page_name(raw.path) in NAMES:
            record = process(raw, model, settings, Decisions())
            yield page_name(raw.path), normalised(json.loads(record.to_json()))


def page_name(path: str) -> str:
    """The name of a page: its file's up to the first dot, or the id of a dump's line."""
    return path.rpartition("#")[2].rpartition("/")[2].partition(".")[0]


def normalised(record: Json) -> Json:
    """A record without what depends on the place it was made at, or on the bytes of the model."""
    source = record["source"] | {"uri": f"corpus/{record['source']['path']}"}
    provenance = {"pipeline": record["provenance"]["pipeline"], "schema": record["provenance"]["schema"]}
    return _with_rounded_scores(record | {"source": source, "provenance": provenance})


def _with_rounded_scores(value: Json) -> Json:
    if isinstance(value, dict):
        return {key: round(v, 2) if key == "score" else _with_rounded_scores(v) for key, v in value.items()}
    return [_with_rounded_scores(item) for item in value] if isinstance(value, list) else value


def example(record: Json, keys: Sequence[str]) -> Json:
    """Some keys of a record: of each list the first entry, of phones and dates the harder second."""
    chosen = {key: slice(1, 2) if key in {"phones", "dates"} else slice(1) for key in keys}
    return {key: value[part] if isinstance(value := record[key], list) else value for key, part in chosen.items()}


def pretty(value: Json, indent: int = 0, used: int = 0) -> str:
    """JSON that breaks only what does not fit on a line.

    Args:
        value: what to print.
        indent: columns in front of the lines of the value.
        used: columns already taken on the first line.
    """
    flat = json.dumps(value, ensure_ascii=False)
    if used + len(flat) < LINE or not isinstance(value, dict | list) or not value:
        return flat
    inner = " " * (indent + 2)
    if isinstance(value, dict):
        keyed = ((f"{json.dumps(key)}: ", item) for key, item in value.items())
        parts = [key + pretty(item, indent + 2, indent + 2 + len(key)) for key, item in keyed]
    else:
        parts = [pretty(item, indent + 2, indent + 2) for item in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return f"{opening}\n{inner}" + f",\n{inner}".join(parts) + f"\n{' ' * indent}{closing}"


def with_example(name: str, page: str, record: Json) -> str:
    """A page of the documentation with its example replaced.

    Args:
        name: of the page, a key of ``EXAMPLE_KEYS``.
        page: its text.
        record: the golden record of ``EXAMPLE``.

    Raises:
        ValueError: the page has no such block, or more than one.
    """
    block = f"```json\n{pretty(example(record, EXAMPLE_KEYS[name]))}\n```\n"
    replaced, count = BLOCK.subn(lambda _: block, page)
    if count != 1:
        raise ValueError(f"{name} needs one block '<!-- example -->' ... '<!-- /example -->'")
    return replaced


def write_examples(record: Json) -> None:
    """Rewrites the pages that show parts of a record."""
    for name in EXAMPLE_KEYS:
        page = ROOT / name
        page.write_text(with_example(name, page.read_text(encoding="utf-8"), record), encoding="utf-8")


def write_snapshots() -> None:
    """Rewrites what the linking models see of their pages, one file a page."""
    SNAPSHOTS.mkdir(parents=True, exist_ok=True)
    for left_over in SNAPSHOTS.glob("*.json"):
        left_over.unlink()
    for name, marked in pages().items():
        (SNAPSHOTS / f"{name}.json").write_text(f"{pretty(snapshot(marked))}\n", encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    """Writes all files, or the snapshots alone."""
    write_snapshots()
    print(f"wrote what the linking models see of {len(pages())} pages")
    if "linking" in arguments:
        return 0
    GOLDEN.mkdir(exist_ok=True)
    for name, record in records():
        text = json.dumps(record, indent=1, ensure_ascii=False)
        (GOLDEN / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")
        if name == EXAMPLE:
            write_examples(record)
    print(f"wrote {len(NAMES)} golden records and the examples in {' and '.join(EXAMPLE_KEYS)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
