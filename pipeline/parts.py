"""What the contact recognisers understood of a phone number or an address, before validation."""

from dataclasses import dataclass
from typing import Literal

DeviceKind = Literal["phone", "fax", "mobile"]


@dataclass(frozen=True, slots=True)
class PhoneParts:
    """A number as it would be dialled, with an inherited trunk written out.

    Attributes:
        digits: digits only, with a leading ``+`` where the country code is part of it; a short code such as ``115``.
        region: ISO 3166-1 code of the numbering plan in which digits without ``+`` are read.
        kind: what the label beside the number says ("Fax"); None where it says nothing.
        extension: the digits behind the trunk, where the notation shows them.
        complete: False for a local number whose area code the text does not give.
    """

    digits: str
    region: str = "DE"
    kind: DeviceKind | None = None
    extension: str | None = None
    complete: bool = True


@dataclass(frozen=True, slots=True)
class AddressParts:
    """An address's parts as printed; None where the text does not say.

    Attributes:
        country: ISO 3166-1 code, from the prefix ("CH-8001"), the country's name or the rest of the document.
    """

    street: str | None = None
    house_number: str | None = None
    postcode: str | None = None
    town: str | None = None
    country: str | None = None
