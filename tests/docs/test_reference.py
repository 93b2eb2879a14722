"""The pages that are made from the code say what the code says."""

import pytest

from tools.reference import FOLDER, PAGES


@pytest.mark.parametrize("name", PAGES)
def test_page_is_up_to_date(name: str) -> None:
    committed = (FOLDER / name).read_text(encoding="utf-8")
    assert committed == PAGES[name](), "make reference renews it"


def test_no_other_page_lies_beside_them() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(PAGES)
