"""Whose mailbox it is; the answer may not hang on the order in which a set happens to be read."""

import pytest

from pipeline.documents import Label, Mention
from pipeline.link import mailboxes
from pipeline.link.mailboxes import Mailboxes
from pipeline.link.people import Person
from pipeline.values import PersonName

NAME = PersonName(Mention(Label.PER, 0, 22, "Najet Trabelsi-Krull"), "Najet Trabelsi-Krull", "Najet", "Trabelsi-Krull")


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize(
    ("address", "quality"),
    [
        ("trabelsi-krull@stadt.example", "family"),
        ("najet.trabelsi@stadt.example", "full"),
        ("krull@stadt.example", "family"),
        ("krull-presse@stadt.example", "part"),
    ],
)
def test_the_best_reading_wins(address: str, quality: str, descending: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    pieces = mailboxes._pieces
    monkeypatch.setattr(mailboxes, "_pieces", lambda *args: sorted(pieces(*args), reverse=descending))
    assert Mailboxes([Person(NAME, [NAME])]).matches(address) == {0: quality}


def test_another_name_does_not_match() -> None:
    assert Mailboxes([Person(NAME, [NAME])]).matches("presse@stadt.example") == {}
