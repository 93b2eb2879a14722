"""Web addresses with a scheme and a host in lower case."""

from collections.abc import Sequence
from urllib.parse import urlsplit, urlunsplit

from pipeline.documents import CleanDocument, Issue, Mention
from pipeline.values import Url


def normalise(
    document: CleanDocument,  # noqa: ARG001  # every normaliser is called with the document
    mentions: Sequence[Mention],
) -> tuple[tuple[Url, ...], tuple[Issue, ...]]:
    """The values in text order, and an issue for each mention that has none."""
    values = [(mention, value_of(mention.text)) for mention in mentions]
    urls = tuple(Url(mention, value) for mention, value in values if value is not None)
    return urls, tuple(_issue(mention) for mention, value in values if value is None)


def value_of(surface: str) -> str | None:
    """The address; ``https`` where the text gives no scheme, as browsers do. None where there is no usable host."""
    written = surface if "://" in surface else f"https://{surface}"
    try:
        parts = urlsplit(written)
        host = parts.hostname
    except ValueError:
        return None
    if host is None or "." not in host or parts.scheme.lower() not in ("http", "https"):
        return None
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path, parts.query, parts.fragment))


def _issue(mention: Mention) -> Issue:
    return Issue("url-invalid", "info", f"{mention.text!r} has no usable host", mention.start, mention.end)
