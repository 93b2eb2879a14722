"""A record as a table for notebooks; everything from the document is escaped."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

COLUMNS = ("field", "value", "about", "text")
LINKS = ("phones", "emails", "organisations")
ADDRESS = ("street", "house_number", "postcode", "town")


def record_table(record: Mapping[str, Any]) -> str:
    """An HTML table of the values of a record, given as its JSON."""
    head = "".join(f"<th>{name}</th>" for name in COLUMNS)
    names = {one["id"]: one["name"] for one in (*record["people"], *record["organisations"])}
    rows = "".join(map(_row, _rows(record, names)))
    title = escape(record["title"] or record["source"]["uri"])
    return f"<table><caption>{title}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _row(cells: Iterable[str | None]) -> str:
    inner = "".join(f"<td>{escape(cell if cell is not None else '')}</td>" for cell in cells)
    return f"<tr>{inner}</tr>"


def _rows(record: Mapping[str, Any], names: Mapping[str, str]) -> Iterable[tuple[str | None, ...]]:
    published = record["published"]
    if published is not None:
        yield "published", published["value"], published["basis"], published["text"]
    yield from _entities(record, names)
    yield from _contacts(record, names)
    for date in record["dates"]:
        yield "date", date["value"], date["basis"], date["text"]
    for change in record["successions"]:
        both = (names.get(change[one], change[one]) for one in ("predecessor", "successor"))
        yield "succession", " → ".join(both), change["date"], change["text"]
    for issue in record["issues"]:
        yield issue["severity"], issue["code"], None, issue["message"]


def _entities(record: Mapping[str, Any], names: Mapping[str, str]) -> Iterable[tuple[str | None, ...]]:
    for person in record["people"]:
        roles = ", ".join(role["text"] for role in person["roles"])
        links = [names.get(value, value) for field in LINKS for value in person[field]]
        yield "person", person["name"], "; ".join(filter(None, (roles, *links))), _mentioned(person)
    for body in record["organisations"]:
        about = (body["kind"], names.get(body["part_of"] or ""), *body["phones"], *body["emails"])
        yield "organisation", body["name"], "; ".join(filter(None, about)), _mentioned(body)
    for place in record["places"]:
        yield "place", place["name"], place["state"], _mentioned(place)


def _contacts(record: Mapping[str, Any], names: Mapping[str, str]) -> Iterable[tuple[str | None, ...]]:
    for phone in record["phones"]:
        yield phone["kind"], phone["value"], names.get(phone["owner"] or ""), phone["text"]
    for email in record["emails"]:
        yield "email", email["value"], names.get(email["owner"] or ""), email["text"]
    for url in record["urls"]:
        yield "url", url["value"], names.get(url["owner"] or ""), url["text"]
    for address in record["addresses"]:
        printed = " ".join(filter(None, (address[part] for part in ADDRESS)))
        yield "address", printed, names.get(address["owner"] or ""), address["text"]


def _mentioned(entity: Mapping[str, Any]) -> str:
    return "; ".join(dict.fromkeys(mention["text"] for mention in entity["mentions"]))
