"""``directory.vcf``: vCard 4.0 (RFC 6350), one card an entry, lines folded at 75 octets, values escaped."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from pipeline.feeds.entries import Entry
from pipeline.feeds.formats.csv import holding
from pipeline.store import write_lines

FILE = "directory.vcf"
LONGEST = 75  # octets of a line without its break (RFC 6350, section 3.2)
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
BREAK = re.compile(r"\r\n?|[\n\x85\u2028\u2029]")
SPECIAL = re.compile(r"([\\,;])")
ADDRESS = re.compile(r"(?:(?P<street>[^,]{0,120}), )?(?:(?P<postcode>\d{4,5}) )?(?P<town>.{1,120})")
TYPES = {"phone": "work,voice", "mobile": "cell", "fax": "work,fax"}


def write(entries: Sequence[Entry], folder: Path) -> None:
    """Writes the file into a folder."""
    write_lines(folder / FILE, chain.from_iterable(map(card, entries)))


def card(entry: Entry) -> Iterator[str]:
    """The lines of one card, folded; the file ends each with a carriage return as well (RFC 6350, section 3.2)."""
    for line in _properties(entry):
        for piece in fold(line):
            yield f"{piece}\r"


def fold(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, never inside a character; continuations begin with a space."""
    piece, size = "", 0
    for char in line:
        width = len(char.encode())
        if size + width > LONGEST:
            yield piece
            piece, size = " ", 1
        piece += char
        size += width
    yield piece


def escape(value: str) -> str:
    """A text value (RFC 6350, section 3.4)."""
    escaped = SPECIAL.sub(r"\\\1", CONTROLS.sub("", BREAK.sub("\n", value)))
    return escaped.replace("\n", "\\n").replace("\t", " ")


def _properties(entry: Entry) -> Iterator[str]:
    yield from ("BEGIN:VCARD", "VERSION:4.0", f"UID:urn:press-records:{entry.id}")
    yield f"KIND:{'individual' if entry.kind == 'person' else 'org'}"
    yield f"FN:{escape(entry.name)}"
    if entry.kind == "person":
        parts = (entry.family or entry.name, entry.given or "", "", entry.title or "", "")
        yield f"N:{';'.join(escape(part) for part in parts)}"
    yield from _roles(entry)
    yield from _contacts(entry)
    if entry.sources:
        yield f"SOURCE;VALUE=text:{escape(entry.sources[-1].uri)}"
    if entry.freshness is not None and len(entry.freshness) == len("2021-02-02"):
        yield f"REV:{entry.freshness.replace('-', '')}T000000Z"
    yield "END:VCARD"


def _roles(entry: Entry) -> Iterator[str]:
    for role in entry.roles:
        if role.status == "current":
            yield f"TITLE:{escape(role.text)}"
    for body in entry.organisations[:1]:
        yield f"ORG:{escape(body.name)}"
    if entry.kind == "organisation":
        yield f"ORG:{escape(entry.name)}"


def _contacts(entry: Entry) -> Iterator[str]:
    for kind, types in TYPES.items():
        for value in holding(entry, kind):
            yield (
                f'TEL;TYPE="{types}";VALUE=uri:tel:{value}'
                if "," in types
                else f"TEL;TYPE={types};VALUE=uri:tel:{value}"
            )
    for value in holding(entry, "email"):
        yield f"EMAIL:{escape(value)}"
    for value in holding(entry, "address"):
        yield f"ADR:{_address(value)}"


def _address(line: str) -> str:
    """The seven parts of an address; what cannot be parted stands in the street (RFC 6350, section 6.3.1)."""
    match = ADDRESS.fullmatch(line)
    street, postcode, town = match.group("street", "postcode", "town") if match is not None else (line, None, None)
    return ";".join(escape(part or "") for part in ("", "", street, town, "", postcode, ""))
