"""Values -> people, organisations, places and their contact points, each link with its reason."""

from pipeline.documents import CleanDocument, Issue, Linked, Values


def link(document: CleanDocument, values: Values) -> tuple[Linked, tuple[Issue, ...]]:
    """The document's people and organisations with everything that belongs to them."""
    owners = (None,)
    return Linked(
        values,
        phone_owners=owners * len(values.phones),
        email_owners=owners * len(values.emails),
        address_owners=owners * len(values.addresses),
    ), ()
