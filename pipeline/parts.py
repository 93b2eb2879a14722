"""What the contact recognisers understood of a phone number or an address, before validation."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PhoneParts:
    """A number's digits with the inherited trunk written out."""

    digits: str


@dataclass(frozen=True, slots=True)
class AddressParts:
    """An address's parts as printed; None where the text does not say."""

    street: str | None = None
    house_number: str | None = None
    postcode: str | None = None
    town: str | None = None
    country: str | None = None
