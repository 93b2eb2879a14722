"""E-mail addresses: syntax is checked, lost letters are reported and never guessed."""

import pytest

from pipeline.documents import CleanDocument, Label, Mention
from pipeline.normalise.emails import normalise


def mention(address: str | None) -> Mention:
    attributes = {"address": address} if address is not None else {}
    return Mention(Label.EMAIL, 3, 9, "abcdef", attributes=attributes)


@pytest.mark.parametrize(
    ("address", "value"),
    [("Presse@Stadt-Worms.DE", "presse@stadt-worms.de"), ("info@münchen.de", "info@münchen.de")],
)
def test_valid_addresses_are_lower_case(empty_page: CleanDocument, address: str, value: str) -> None:
    emails, issues = normalise(empty_page, [mention(address)])
    assert [email.value for email in emails] == [value]
    assert issues == ()


@pytest.mark.parametrize(
    ("address", "code"),
    [(None, "email-unrecoverable"), ("a..b@stadt.de", "email-invalid"), ("x@-stadt.de", "email-invalid")],
)
def test_others_keep_their_mention_without_a_value(empty_page: CleanDocument, address: str | None, code: str) -> None:
    emails, issues = normalise(empty_page, [mention(address)])
    assert [email.value for email in emails] == [None]
    assert [(issue.code, issue.severity, issue.start, issue.end) for issue in issues] == [(code, "warning", 3, 9)]
    assert issues[0].message.startswith("'abcdef' ")
