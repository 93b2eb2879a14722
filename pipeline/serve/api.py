"""Routes of the API: search, entry, changes, and their OpenAPI description."""

import json
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from pipeline.errors import PipelineError
from pipeline.serve.catalogue import Catalogue
from pipeline.serve.openapi import DESCRIPTION, INDEX

MOST, USUAL = 200, 50
DIGITS = 18  # more are no number of ours, and Python refuses to convert thousands of them
KINDS = ("person", "organisation")
LOCAL = ("127.0.0.1", "localhost", "[::1]")
HEADERS = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'", "Vary": "Accept"}


def make_app(out: Path, hosts: Iterable[str] = LOCAL) -> Starlette:
    """The application over the feeds of an output folder.

    Args:
        out: folder of the runs.
        hosts: names under which it may be asked; others are refused, so that no web page can reach it by rebinding.
    """
    service = _Service(Catalogue(out))
    routes = [
        Route("/", service.index),
        Route("/entries", service.search),
        Route("/entries/{id}", service.entry),
        Route("/changes", service.changes),
        Route("/openapi.json", service.description),
    ]
    middleware = [Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)]
    handlers: dict[Any, Any] = {HTTPException: _refused, PipelineError: _unavailable}
    return Starlette(routes=routes, middleware=middleware, exception_handlers=handlers)


class _Service:
    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def index(self, request: Request) -> Response:
        """The routes, for who opens the address in a browser."""
        return _answer(request, json.dumps(INDEX, indent=2))

    def search(self, request: Request) -> Response:
        """Entries that hold all words of ``q``, a page at a time."""
        feed, query = self._catalogue.feed(), request.query_params
        limit, kind = _limit(query.get("limit", str(USUAL))), query.get("kind")
        if kind is not None and kind not in KINDS:
            raise HTTPException(422, f"kind is one of {', '.join(KINDS)}")
        lines = self._catalogue.search(query.get("q", ""), kind, query.get("after", ""), limit + 1)
        page = lines[:limit]
        following = json.loads(page[-1])["id"] if len(lines) > limit else None
        body = f'{{"feed": "{feed}", "entries": [{", ".join(page)}], "next": {json.dumps(following)}}}'
        return _answer(request, body)

    def entry(self, request: Request) -> Response:
        """One entry; an id that was merged leads to the one that stands for it."""
        self._catalogue.feed()
        identifier = request.path_params["id"]
        line = self._catalogue.entry(identifier)
        if line is not None:
            return _answer(request, line)
        known, target = self._catalogue.redirect(identifier)
        if target is not None:
            return RedirectResponse(str(request.url_for("entry", id=target).path), 301, HEADERS)
        raise HTTPException(410 if known else 404, f"{identifier} is {'gone' if known else 'not an entry'}")

    def changes(self, request: Request) -> Response:
        """What every feed behind ``since`` added, modified and deleted."""
        since = request.query_params.get("since", "")
        current = self._catalogue.feed()
        if not since.isdecimal() or len(since) > DIGITS or int(since) > int(current):
            raise HTTPException(422, f"since is the number of a feed, at most {current}")
        found = self._catalogue.changes_since(since)
        if found is None:
            raise HTTPException(410, f"deltas behind feed {since} are not kept; start from all entries")
        feeds = ", ".join(f'{{"feed": "{name}", "changes": [{", ".join(lines)}]}}' for name, lines in found)
        return _answer(request, f'{{"feed": "{current}", "feeds": [{feeds}]}}')

    def description(self, request: Request) -> Response:
        """This API as OpenAPI."""
        return _answer(request, json.dumps(DESCRIPTION))


def _limit(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text[:DIGITS]) <= MOST:
        raise HTTPException(422, f"limit is a number from 1 to {MOST}")
    return int(text)


def _answer(request: Request, body: str) -> Response:
    tag = f'"{sha256(body.encode()).hexdigest()[:32]}"'
    headers = {**HEADERS, "ETag": tag, "Cache-Control": "no-cache"}
    if tag in request.headers.get("if-none-match", "").split(", "):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def _refused(request: Request, error: HTTPException) -> Response:
    del request
    return JSONResponse({"error": error.detail}, error.status_code, HEADERS)


def _unavailable(request: Request, error: PipelineError) -> Response:
    del request
    return JSONResponse({"error": str(error)}, 503, HEADERS)
