"""Telephone numbers to E.164, with kind and extension."""

from collections.abc import Sequence

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from pipeline.documents import CleanDocument, Issue, Mention
from pipeline.lexicons import words
from pipeline.parts import PhoneParts
from pipeline.values import Phone, PhoneKind

LONGEST = len("+") + 15  # digits of an E.164 number (ITU-T E.164, 6.1); the library lets German ones be longer
NAME = "de/phones.yml"


def normalise(
    document: CleanDocument,  # noqa: ARG001  # every normaliser is called with the document
    mentions: Sequence[Mention],
) -> tuple[tuple[Phone, ...], tuple[Issue, ...]]:
    """The values in text order, and an issue for each mention that has none."""
    phones: list[Phone] = []
    issues: list[Issue] = []
    for mention in mentions:
        phone = value_of(mention)
        if phone is None:
            issues.append(_issue(mention))
        else:
            phones.append(phone)
    return tuple(phones), tuple(issues)


def value_of(mention: Mention) -> Phone | None:
    """The number in E.164; None where the area code is missing or the numbering plan has no such number."""
    parts = mention.parse
    if not isinstance(parts, PhoneParts) or not parts.complete:
        return None
    if (service := _service(mention, parts)) is not None:
        return service
    try:
        number = phonenumbers.parse(parts.digits, parts.region)
    except NumberParseException:
        return None
    plan = phonenumbers.number_type(number)
    if plan == PhoneNumberType.UNKNOWN:
        return None
    value = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    if len(value) > LONGEST:
        return None
    return Phone(mention, value, _kind(parts, plan), parts.extension)


def _service(mention: Mention, parts: PhoneParts) -> Phone | None:
    """A short number: the authorities' as dialled, one that is harmonised across Europe with the country code."""
    if parts.digits in words(NAME, "authorities"):
        return Phone(mention, parts.digits, "service")
    if parts.digits in words(NAME, "harmonised"):
        country = phonenumbers.country_code_for_region(parts.region)
        return Phone(mention, f"+{country}{parts.digits}", "service")
    return None


def _kind(parts: PhoneParts, plan: int) -> PhoneKind:
    """A fax by its label, a mobile by the numbering plan; the label decides where the plan has no mobile range."""
    if parts.kind == "fax":
        return "fax"
    if plan == PhoneNumberType.MOBILE:
        return "mobile"
    return "mobile" if plan == PhoneNumberType.FIXED_LINE_OR_MOBILE and parts.kind == "mobile" else "phone"


def _issue(mention: Mention) -> Issue:
    parts = mention.parse
    if isinstance(parts, PhoneParts) and not parts.complete:
        code, message = "phone-without-area-code", f"{mention.text!r} has no area code and none stands nearby"
    else:
        code, message = "phone-invalid", f"{mention.text!r} is no number of its numbering plan"
    return Issue(code, "warning", message, mention.start, mention.end)
