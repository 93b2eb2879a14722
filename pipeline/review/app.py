"""The application: routes, and the guard in front of them."""

from collections.abc import Iterable

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from pipeline.errors import PipelineError
from pipeline.review import actions, checks, entrance, groups, pages
from pipeline.review.security import Guard, Site
from pipeline.review.web import MAX_BODY, Handler, Review

PAGES: Iterable[tuple[str, str, Handler]] = (
    ("GET", "/", pages.queue),
    ("GET", "/documents/{document}", pages.document),
    ("POST", "/documents/{document}", actions.decide),
    ("GET", "/groups", groups.groups),
    ("POST", "/groups", groups.accept),
    ("GET", "/check", checks.overview),
    ("GET", "/check/{document}", checks.check),
    ("POST", "/check/{document}", checks.check),
    ("GET", "/agreement", checks.agreement),
    ("POST", "/runs/accept", actions.accept_run),
    ("POST", "/runs/load", actions.load_run),
)
ANONYMOUS: Iterable[tuple[str, str, Handler]] = (
    ("GET", "/sign-in", entrance.sign_in_page),
    ("POST", "/sign-in", entrance.sign_in),
    ("POST", "/preferences", entrance.preferences),
)


def create_app(review: Review, site: Site) -> Starlette:
    """The application for one output folder.

    Args:
        review: what the requests share.
        site: the names it may be called by.
    """
    routes = [Route(path, review.endpoint(handler), methods=[method]) for method, path, handler in PAGES]
    routes += [
        Route(path, review.endpoint(handler, anonymous=True), methods=[method]) for method, path, handler in ANONYMOUS
    ]
    for name in review.templates.list_templates():
        review.templates.get_template(name)  # compiled now, so that the first reviewer does not wait
    files = StaticFiles(packages=[("pipeline.review", "static")])
    return Starlette(
        routes=[*routes, Mount("/static", files, name="static")],
        middleware=[Middleware(Guard, site=site)],
        exception_handlers={PipelineError: _explained},
        max_body_size=MAX_BODY,
    )


def _explained(request: Request, error: Exception) -> Response:
    """An error that a user can act upon, such as a full disk, as one line."""
    del request
    return PlainTextResponse(str(error), 500)
