"""The pages of the tests as examples that the linking models learn from."""

from pathlib import Path

from evaluation.linking_cases import case_examples

PAGE = """
group:
  card:
    page: |
      [Leiterin](ROLE) [Ute Erz](PER), [06241 853-10](PHONE +49624185310 phone)
      [Koch](ROLE) [Jan Ott](PER)
    people:
      Ute Erz: {roles: [Leiterin], phones: ["624185310"]}
      Jan Ott: {phones: []}
"""


def test_only_people_whose_links_are_listed_give_examples(tmp_path: Path) -> None:
    file = tmp_path / "cases.yml"
    file.write_text(PAGE, encoding="utf-8")
    roles = {(page, one.label, one.right) for page, one in case_examples(file, "roles")}
    assert roles == {
        ("group-card", "group-card 'Leiterin' 'Ute Erz'", True),
        ("group-card", "group-card 'Koch' 'Ute Erz'", False),
    }
    phones = {(one.label, one.right) for _, one in case_examples(file, "phones")}
    assert phones == {
        ("group-card +49624185310 'Ute Erz'", True),
        ("group-card +49624185310 'Jan Ott'", False),
    }
