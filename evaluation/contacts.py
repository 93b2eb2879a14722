"""Measure phones, e-mails and addresses apart from cleaning: on gold text without its junk, and on suites by others.

    python -m evaluation.contacts [--suites DIR] [--gold DIR ...] [--misses]

Each suite's README names source, licence and counts. What is out of scope, and why, is in ``contacts_scope.yml``.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import phonenumbers
import yaml

from evaluation.oracle import clean_document, read_gold
from pipeline.annotate import addresses, emails, phones, urls
from pipeline.documents import CleanDocument, Label, Mention
from pipeline.evaluate.facts import fold_address
from pipeline.normalise import addresses as address_values
from pipeline.normalise import emails as email_values
from pipeline.normalise import phones as phone_values
from pipeline.values import Address, Email, Phone

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
Case = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Contacts:
    """What the recognisers and normalisers make of a text."""

    phones: tuple[Phone, ...]
    emails: tuple[Email, ...]
    addresses: tuple[Address, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case: whether it came out right, and what to show where it did not."""

    right: bool
    shown: str


def read(document: CleanDocument) -> Contacts:
    """Phones, e-mails and addresses of a text, in the order in which `annotate` looks for them."""
    taken: list[Mention] = []
    found: dict[Callable[..., list[Mention]], list[Mention]] = {}
    for find in (emails.find, urls.find, phones.find, addresses.find):
        found[find] = find(document, tuple(taken))
        taken.extend(found[find])
    return Contacts(
        phone_values.normalise(document, found[phones.find])[0],
        email_values.normalise(document, found[emails.find])[0],
        address_values.normalise(document, found[addresses.find])[0],
    )


def read_text(text: str) -> Contacts:
    """The same for a bare text."""
    return read(clean_document("case", text))


def lines_of(path: Path) -> Iterator[Case]:
    """The cases of a JSONL file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def notations(folder: Path) -> Iterator[Outcome]:
    """Notations of real pages: all numbers of the text, and no other."""
    for case in lines_of(folder / "reallife_notations.jsonl"):
        found = [phone.value for phone in read_text(case["text"]).phones]
        yield Outcome(found == case["gold"], f"{case['text']!r}: {found}")


def matcher_cells(folder: Path) -> Iterator[Outcome]:
    """Cells of libphonenumber's matcher tests that a German page may hold: nothing `phonenumbers` gets must be lost."""
    for case in lines_of(folder / "libphonenumber_matcher.jsonl"):
        if case["region"] != "DE" and not case["text"].startswith("+"):
            continue
        found = {phone.value for phone in read_text(case["text"]).phones}
        is_number = case["min_leniency"] is not None
        right = set(_peer(case["text"])) <= found if is_number else not found
        yield Outcome(right, f"{case['text']!r}: {found}")


def _peer(text: str) -> Iterator[str]:
    for match in phonenumbers.PhoneNumberMatcher(text, "DE"):
        yield phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)


def example_numbers(folder: Path) -> Iterator[Outcome]:
    """One number of each kind in the German plan, as printed nationally behind a label."""
    for case in lines_of(folder / "libphonenumber_de_examples.jsonl"):
        printed = case["nat"] if case["nat"].startswith("0") else f"0{case['nat']}"
        found = [phone.value for phone in read_text(f"Telefon {printed}").phones]
        yield Outcome(found == [case["e164"]], f"{printed!r}: {found}")


def hidden_addresses(folder: Path) -> Iterator[Outcome]:
    """De-obfuscation: the address, or none at all."""
    for case in lines_of(folder / "email.jsonl"):
        found = [email.value for email in read_text(case["text"]).emails]
        wanted = [case["email"].lower()] if case["email"] is not None else []
        yield Outcome(found == wanted, f"{case['text']!r}: {found}")


def postal_labels(folder: Path) -> Iterator[Outcome]:
    """Address labels, read back into their parts."""
    excluded = yaml.safe_load((Path(__file__).parent / "contacts_scope.yml").read_text(encoding="utf-8"))["address_de"]
    for number, case in enumerate(lines_of(folder / "address_formatting.jsonl"), 1):
        if f"address_formatting:{number}" not in excluded:
            yield _postal(case["expected"], _wanted(case))
    for number, case in enumerate(lines_of(folder / "libpostal_parser.jsonl"), 1):
        if f"libpostal_parser:{number}" not in excluded:
            parts = case["components"]
            yield _postal(case["text"], (parts["road"], parts["house_number"], parts["postcode"], parts["city"]))


def _wanted(case: Case) -> tuple[str, ...]:
    """Street, number, postcode and town of a label, from its components and the line of its postcode."""
    parts = case["components"]
    street = next((parts[key] for key in ("road", "pedestrian", "hamlet") if key in parts), "")
    town = re.search(r"^\d{4,5} (.+)$", case["expected"], re.MULTILINE)
    postcode = str(parts.get("postcode", "")).split(",")[0]
    number = parts.get("house_number") or parts.get("housenumber") or ""  # one case spells the key its own way
    return street, number, postcode, town[1] if town is not None else ""


def _postal(text: str, wanted: tuple[str, ...]) -> Outcome:
    found = [(a.street, a.house_number, a.postcode, a.town) for a in read_text(text).addresses]
    right = [tuple((part or "").casefold() for part in each) for each in found] == [tuple(p.casefold() for p in wanted)]
    return Outcome(right, f"{text!r}: {found}")


SUITES: dict[str, tuple[str, Callable[[Path], Iterator[Outcome]]]] = {
    "phone notations": ("phones_de", notations),
    "libphonenumber cells": ("phones_de", matcher_cells),
    "example numbers": ("phones_de", example_numbers),
    "e-mail de-obfuscation": ("email_deobfuscation", hidden_addresses),
    "address labels": ("address_de", postal_labels),
}


def gold_figures(folder: Path) -> Counter[tuple[str, str]]:
    """How often a field is right, wrong or missing in a folder of gold documents."""
    counts: Counter[tuple[str, str]] = Counter()
    for path in sorted(folder.glob("*.gold.txt")):
        gold = read_gold(path)
        found = read(gold.document)
        numbers = {tuple((value or "").split()) for _, value in gold.of(Label.PHONE)}
        mails = {value for _, value in gold.of(Label.EMAIL) if value != "?"}
        postal = {fold_address(*(value or "|||").split("|")) for _, value in gold.of(Label.ADDR)}
        got = {fold_address(a.street, a.house_number, a.postcode, a.town) for a in found.addresses}
        for field, has, wants in (
            ("phones", {p.value for p in found.phones}, {number[0] for number in numbers}),
            ("phones+kind", {(p.value, p.kind) for p in found.phones}, numbers),
            ("e-mails", {e.value for e in found.emails if e.value is not None}, mails),
            ("addresses", got, postal),
        ):
            counts.update({(field, "hit"): len(has & wants), (field, "wrong"): len(has - wants)})
            counts[field, "missing"] += len(wants - has)
    return counts


def f1(hit: int, wrong: int, missing: int) -> tuple[float, float, float]:
    """Precision, recall and their harmonic mean; 1 where nothing was there and nothing was found."""
    precision = hit / (hit + wrong) if hit + wrong else 1.0
    recall = hit / (hit + missing) if hit + missing else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def print_suites(folder: Path, *, misses: bool) -> None:
    """One line a suite."""
    for name, (suite, cases) in SUITES.items():
        outcomes = list(cases(folder / suite))
        print(f"{name:24} {sum(outcome.right for outcome in outcomes):4} of {len(outcomes)}")
        if misses:
            for outcome in outcomes:
                if not outcome.right:
                    print(f"    {outcome.shown}")


def print_gold(folders: Sequence[Path]) -> None:
    """One line a folder and field."""
    for folder in folders:
        counts = gold_figures(folder)
        for field in ("phones", "phones+kind", "e-mails", "addresses"):
            hit, wrong, missing = (counts[field, what] for what in ("hit", "wrong", "missing"))
            p, r, f = f1(hit, wrong, missing)
            cells = f"({hit} right, {wrong} wrong, {missing} missing)"
            print(f"{folder.name:8} {field:12} P {p:.3f}  R {r:.3f}  F1 {f:.3f}   {cells}")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--suites", type=Path, default=SHARED / "suites")
    parser.add_argument("--gold", type=Path, nargs="*", default=[SHARED / "gold" / name for name in ("dev", "seeds")])
    parser.add_argument("--misses", action="store_true", help="show the cases that came out wrong")
    arguments = parser.parse_args()
    print_suites(arguments.suites, misses=arguments.misses)
    print_gold(arguments.gold)


if __name__ == "__main__":
    main()
