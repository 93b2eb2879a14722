"""How well a reader ties people to bodies: a second annotator, who did not know the gold, against it.

    python -m evaluation.agreement [GOLD_DIR [READING_DIR]]

READING_DIR holds a ``NAME.yml`` for each ``NAME.gold.txt``: people, each with the bodies that the page links them to.
"""

import sys
from pathlib import Path

import yaml

from evaluation.linking_tasks import fold
from evaluation.oracle import GoldDocument, read_gold
from pipeline.documents import Label

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT.parent / "shared" / "gold" / "dev"
READING = ROOT / "gold" / "second_reading"

Pairs = set[tuple[str, str]]  # person, body


def compared(gold: GoldDocument, reading: dict[str, list[str]]) -> tuple[Pairs, Pairs]:
    """The pairs of the gold and of the reading, bodies under their canonical names."""
    canonical = {fold(mention.text): fold(value or mention.text) for mention, value in gold.of(Label.ORG)}
    expected = {str(person["name"]): [str(body) for body in person.get("orgs") or ()] for person in gold.people}

    def pairs(tied: dict[str, list[str]]) -> Pairs:
        return {(fold(name), canonical.get(fold(body), fold(body))) for name in tied for body in tied[name] or ()}

    return pairs(expected), pairs(reading)


def main() -> None:
    """Prints precision, recall and F1, and the page with the most pairs too many."""
    folders = [Path(argument) for argument in sys.argv[1:3]]
    folder, readings = [*folders, *(GOLD, READING)[len(folders) :]]
    right, extra, missed = 0, {}, 0
    for path in sorted(folder.glob("*.gold.txt")):
        gold = read_gold(path)
        reading = yaml.safe_load((readings / f"{gold.name}.yml").read_text(encoding="utf-8")) or {}
        expected, read = compared(gold, reading)
        right, missed = right + len(expected & read), missed + len(expected - read)
        extra[gold.name] = len(read - expected)
    if not extra:
        raise SystemExit(f"{folder} holds no gold documents; name the folder of dev's")
    wrong = sum(extra.values())
    print(
        f"{len(extra)} pages: precision {right / (right + wrong):.3f}  recall {right / (right + missed):.3f}", end="  "
    )
    print(f"F1 {2 * right / (2 * right + wrong + missed):.3f}; too many {wrong}", end=", ")
    print(f"most on {max(extra, key=lambda name: extra[name])} ({max(extra.values())})")


if __name__ == "__main__":
    main()
