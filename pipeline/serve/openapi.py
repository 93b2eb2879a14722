"""The API's description, OpenAPI 3.1."""

from typing import Any

from pipeline.feeds.entries import Entry
from pipeline.version import __version__

ENTRY = {"$ref": "#/components/schemas/Entry"}
PROBLEM = {"description": "Refused; the body says why.", "content": {"application/json": {}}}


def _answer(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _parameter(name: str, where: str, description: str, kind: str = "string") -> dict[str, Any]:
    return {
        "name": name,
        "in": where,
        "required": where == "path",
        "description": description,
        "schema": {"type": kind},
    }


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": sorted(properties)}


TEXT: dict[str, Any] = {"type": "string"}
CHANGE = _object(op={"enum": ["ADD", "MOD", "DEL"]}, id=TEXT, entry={"anyOf": [ENTRY, {"type": "null"}]})
PAGE = _object(feed=TEXT, entries={"type": "array", "items": ENTRY}, next={"type": ["string", "null"]})
CHANGES = _object(
    feed=TEXT, feeds={"type": "array", "items": _object(feed=TEXT, changes={"type": "array", "items": CHANGE})}
)

DESCRIPTION: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "press-records directory", "version": __version__},
    "paths": {
        "/": {
            "get": {
                "operationId": "index",
                "summary": "The routes, and what each answers.",
                "responses": {"200": _answer("Summaries by route.", _object(routes={"type": "object"}))},
            }
        },
        "/entries": {
            "get": {
                "operationId": "search",
                "summary": "Entries that hold all words, in the order of their ids.",
                "parameters": [
                    _parameter("q", "query", "Words or their beginnings; none for all entries."),
                    _parameter("kind", "query", "person or organisation."),
                    _parameter("after", "query", "The field next of the last page."),
                    _parameter("limit", "query", "Entries a page, at most 200.", "integer"),
                ],
                "responses": {"200": _answer("A page.", PAGE), "304": {"description": "As before."}, "422": PROBLEM},
            }
        },
        "/entries/{id}": {
            "get": {
                "operationId": "entry",
                "summary": "One entry.",
                "parameters": [_parameter("id", "path", "Its id, or one that was merged into it.")],
                "responses": {
                    "200": _answer("The entry.", ENTRY),
                    "301": {"description": "Merged into another entry."},
                    "304": {"description": "As before."},
                    "404": PROBLEM,
                    "410": PROBLEM,
                },
            }
        },
        "/changes": {
            "get": {
                "operationId": "changes",
                "summary": "What later feeds added, modified and deleted.",
                "parameters": [_parameter("since", "query", "Number of the feed that you have.")],
                "responses": {"200": _answer("Deltas, oldest first.", CHANGES), "410": PROBLEM, "422": PROBLEM},
            }
        },
    },
    "components": {"schemas": {"Entry": Entry.model_json_schema(ref_template="#/components/schemas/{model}")}},
}
DESCRIPTION["components"]["schemas"] |= DESCRIPTION["components"]["schemas"]["Entry"].pop("$defs")
INDEX = {"routes": {route: methods["get"]["summary"] for route, methods in DESCRIPTION["paths"].items()}}
INDEX["routes"]["/openapi.json"] = "Parameters and answers of these."
