"""Numbers to E.164: the numbering plan decides, and what is missing stays missing."""

import pytest

from pipeline.documents import CleanDocument, Label, Mention
from pipeline.normalise.phones import normalise, value_of
from pipeline.parts import PhoneParts


def mention(parts: PhoneParts | None) -> Mention:
    return Mention(Label.PHONE, 10, 18, "361-2853", parse=parts)


@pytest.mark.parametrize(
    ("parts", "value", "kind"),
    [
        (PhoneParts("062418531060"), "+4962418531060", "phone"),
        (PhoneParts("062418531060", kind="fax"), "+4962418531060", "fax"),
        (PhoneParts("01721689463", kind="phone"), "+491721689463", "mobile"),
        (PhoneParts("062418531060", kind="mobile"), "+4962418531060", "phone"),
        (PhoneParts("+4574612088", kind="mobile"), "+4574612088", "mobile"),  # Denmark: one range for both
        (PhoneParts("+4574612088"), "+4574612088", "phone"),
        (PhoneParts("055562722", region="AT"), "+4355562722", "phone"),
        (PhoneParts("0473746200", region="IT"), "+390473746200", "phone"),
        (PhoneParts("115"), "115", "service"),
        (PhoneParts("116117"), "+49116117", "service"),
        (PhoneParts("08001234567"), "+498001234567", "phone"),
    ],
)
def test_value_and_kind(parts: PhoneParts, value: str, kind: str) -> None:
    phone = value_of(mention(parts))
    assert phone is not None
    assert (phone.mention, phone.value, phone.kind) == (mention(parts), value, kind)


def test_extension_is_kept() -> None:
    phone = value_of(mention(PhoneParts("0756187101", extension="101")))
    assert phone is not None
    assert phone.extension == "101"


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (PhoneParts("3612853", complete=False), "phone-without-area-code"),
        (PhoneParts("000000000"), "phone-invalid"),
        (PhoneParts("112"), "phone-invalid"),
        (PhoneParts("keine Ziffern"), "phone-invalid"),
        (None, "phone-invalid"),
    ],
)
def test_what_has_no_value_is_reported(empty_page: CleanDocument, parts: PhoneParts | None, code: str) -> None:
    phones, issues = normalise(empty_page, [mention(parts)])
    assert phones == ()
    assert [(issue.code, issue.severity, issue.start, issue.end) for issue in issues] == [(code, "warning", 10, 18)]
    assert issues[0].message.startswith("'361-2853' ")
