"""E-mail addresses: de-obfuscated by the recogniser, checked for syntax here."""

from collections.abc import Sequence

from email_validator import EmailNotValidError, validate_email

from pipeline.documents import CleanDocument, Issue, Mention
from pipeline.values import Email


def normalise(
    document: CleanDocument,  # noqa: ARG001  # every normaliser is called with the document
    mentions: Sequence[Mention],
) -> tuple[tuple[Email, ...], tuple[Issue, ...]]:
    """The values in text order, and an issue for each mention that has none."""
    emails = tuple(Email(mention, value_of(mention)) for mention in mentions)
    return emails, tuple(_issue(email.mention) for email in emails if email.value is None)


def value_of(mention: Mention) -> str | None:
    """The address in lower case; None where letters are lost or the syntax is wrong (RFC 5321, without network)."""
    address = mention.attributes.get("address")
    if address is None:
        return None
    try:
        return validate_email(address, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        return None


def _issue(mention: Mention) -> Issue:
    if "address" in mention.attributes:
        return Issue("email-invalid", "warning", f"{mention.text!r} is no valid address", mention.start, mention.end)
    message = f"{mention.text!r} stands where an e-mail address should be; letters are lost and not guessed"
    return Issue("email-unrecoverable", "warning", message, mention.start, mention.end)
