"""A second reading against gold: names compared under their canonical form."""

from pathlib import Path

from evaluation.agreement import compared
from evaluation.oracle import read_gold

GOLD = """# published: none
---
[Ute Erz](PER), [Amt](ORG Amt für Kultur), und [Jan Ott](PER)
===
people:
  - {name: Ute Erz, roles: [], orgs: [Amt für Kultur], phones: [], emails: []}
  - {name: Jan Ott, roles: [], orgs: [], phones: [], emails: []}
"""


def test_a_body_counts_under_any_of_its_names(tmp_path: Path) -> None:
    path = tmp_path / "a.gold.txt"
    path.write_text(GOLD, encoding="utf-8")
    expected, read = compared(read_gold(path), {"ute erz": ["amt"], "Jan Ott": ["Amt für Kultur"]})
    assert expected == {("ute erz", "amt für kultur")}
    assert read == {("ute erz", "amt für kultur"), ("jan ott", "amt für kultur")}
