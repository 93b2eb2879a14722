"""Mentions -> values: one normaliser a file; bad input gives None and an issue, never a guess."""

from collections.abc import Sequence

from pipeline.documents import CleanDocument, Issue, Label, Mention
from pipeline.normalise import addresses, dates, emails, names, organisations, phones, places, published, urls
from pipeline.values import Values


def normalise(document: CleanDocument, mentions: Sequence[Mention]) -> tuple[Values, tuple[Issue, ...]]:
    """The values of all mentions, in text order, with an issue for each one that could not be normalised."""
    of = {label: [mention for mention in mentions if mention.label is label] for label in Label}
    publication, issues = published.normalise(document, of[Label.DATE])
    resolved_dates, more = dates.normalise(document, of[Label.DATE], publication)
    issues += more
    resolved_phones, more = phones.normalise(document, of[Label.PHONE])
    issues += more
    resolved_emails, more = emails.normalise(document, of[Label.EMAIL])
    issues += more
    resolved_urls, more = urls.normalise(document, of[Label.URL])
    issues += more
    resolved_addresses, more = addresses.normalise(document, of[Label.ADDR])
    issues += more
    values = Values(
        people=names.normalise(document, of[Label.PER], of[Label.TITLE]),
        organisations=organisations.normalise(document, of[Label.ORG]),
        places=places.normalise(document, of[Label.LOC]),
        roles=tuple(of[Label.ROLE]),
        phones=resolved_phones,
        emails=resolved_emails,
        urls=resolved_urls,
        addresses=resolved_addresses,
        dates=resolved_dates,
        published=publication,
    )
    return values, issues
