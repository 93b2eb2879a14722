"""Between Starlette and the handlers: a request as plain values in, a page or a redirect out.

Handlers are ordinary functions that may block on SQLite, so each runs in a worker thread; nothing else is shared
between requests than the desk, which is safe for threads.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from pipeline.review.desk import Desk
from pipeline.review.language import LANGUAGES, Catalogue, Language, catalogue, preferred
from pipeline.review.sessions import Password, Session, Sessions

MAX_FIELDS = 300
MAX_BODY = 256 * 1024  # bytes
THEMES = ("system", "dark", "light")
SWITCH = ("on", "off")
SHORTCUTS = (
    ("j k", "step"), (". ,", "documents"), ("a", "accept"), ("r", "reject"), ("e", "correct"), ("o", "reassign"),
    ("m", "merge"), ("s", "split"), ("n", "add"), ("x", "suppress"), ("u", "undo"), ("A", "accept_all"), ("t", "note"),
    ("Esc", "escape"), ("w", "why"), ("v", "view"), ("h", "removed"), ("p", "pane"), ("g", "queue"), ("/", "search"),
    ("?", "help"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a reviewer set for the interface."""

    language: Language
    theme: str = "system"
    keys: str = "on"


@dataclass(frozen=True, slots=True)
class Notice:
    """A message above the page."""

    kind: Literal["good", "warn", "bad"]
    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """One request, as a handler sees it."""

    review: "Review"
    path: Mapping[str, str]
    query: Mapping[str, str]
    form: FormData
    session: Session | None
    preferences: Preferences
    here: str

    @property
    def desk(self) -> Desk:
        """Where the data are."""
        return self.review.desk

    @property
    def text(self) -> Catalogue:
        """The messages in the reviewer's language."""
        return catalogue(self.preferences.language)

    @property
    def author(self) -> str:
        """The reviewer's name; handlers that need it are only called with a session."""
        if self.session is None:
            raise AssertionError("an anonymous request reached a handler that needs a reviewer")
        return self.session.author

    def value(self, name: str) -> str:
        """A form field, empty where it is missing."""
        found = self.form.get(name, "")
        return found if isinstance(found, str) else ""

    def values(self, name: str) -> list[str]:
        """All values of a form field."""
        return [found for found in self.form.getlist(name) if isinstance(found, str)]

    def page(self, template: str, status: int = 200, **context: Any) -> HTMLResponse:
        """A rendered template."""
        session = self.session
        common = {
            "t": self.text,
            "prefs": self.preferences,
            "session": session,
            "token": "" if session is None else self.review.sessions.token(session),
            "here": self.here,
            "shortcuts": SHORTCUTS,
            "current": "",
            "blind": False,
            "notice": None,
            "said": None,
            "progress": None if session is None else self.desk.queue.progress(),
        }
        return HTMLResponse(self.review.templates.get_template(template).render(common | context), status)

    def message(self, status: int, key: str) -> HTMLResponse:
        """A page that says one thing, such as that something does not exist."""
        return self.page("message.html", status, heading=self.text(f"{key}.title"), text=self.text(key))


Handler = Callable[[Call], Response]


@dataclass(frozen=True, slots=True)
class Review:
    """Everything that the requests share.

    Attributes:
        author: the reviewer at a browser that has not signed in, where no password is asked for.
        language: of the interface; None for the browser's own.
        cookie: its name; ports share cookies, so that it holds the port.
        secure: whether browsers reach it by HTTPS only.
    """

    desk: Desk
    sessions: Sessions
    password: Password
    author: str
    language: Language | None
    cookie: str
    secure: bool = False
    templates: Environment = field(default_factory=lambda: _templates())

    def endpoint(self, handler: Handler, *, anonymous: bool = False) -> Callable[[Request], Awaitable[Response]]:
        """The handler as Starlette calls it: with a session, and for a form only with the token that belongs to it."""

        async def respond(request: Request) -> Response:
            form = await request.form(max_files=0, max_fields=MAX_FIELDS) if request.method == "POST" else FormData()
            session, fresh = self._session(request)
            if session is None and not anonymous:
                return RedirectResponse("/sign-in", 303)
            call = Call(
                self,
                request.path_params,
                dict(request.query_params),
                form,
                session,
                self._preferences(request),
                _here(request),
            )
            if request.method == "POST" and not self._genuine(session, form, anonymous=anonymous):
                return call.message(403, "error.token")
            response = await run_in_threadpool(handler, call)
            if fresh and session is not None and self.cookie not in response.headers.get("set-cookie", ""):
                self.remember(response, self.cookie, self.sessions.cookie(session))
            return response

        return respond

    def remember(self, response: Response, name: str, value: str) -> None:
        """Sets a cookie that scripts cannot read and other sites do not send."""
        response.set_cookie(name, value, httponly=True, samesite="strict", secure=self.secure, path="/")

    def _session(self, request: Request) -> tuple[Session | None, bool]:
        """The session, and whether it begins here: without a password everybody at this machine is let in."""
        session = self.sessions.read(request.cookies.get(self.cookie))
        if session is not None or self.password.required:
            return session, False
        return self.sessions.begin(self.author), True

    def _genuine(self, session: Session | None, form: FormData, *, anonymous: bool) -> bool:
        if session is None:
            return anonymous  # signing in; `Guard` has compared the origin
        token = form.get("token")
        return isinstance(token, str) and self.sessions.accepts(session, token)

    def _preferences(self, request: Request) -> Preferences:
        stored = dict(pair.split(":", 1) for pair in request.cookies.get("preferences", "").split(".") if ":" in pair)
        accepted = request.headers.get("accept-language", "")
        language = next((one for one in LANGUAGES if one == stored.get("language")), None)
        theme, keys = stored.get("theme", ""), stored.get("keys", "")
        if language is None:
            language = preferred(accepted, LANGUAGES[0]) if self.language is None else self.language
        return Preferences(
            language,
            theme if theme in THEMES else THEMES[0],
            keys if keys in SWITCH else SWITCH[0],
        )


def _here(request: Request) -> str:
    query = request.url.query
    return f"{request.url.path}?{query}" if query else request.url.path


def _templates() -> Environment:
    """Everything is escaped, and a name that a handler forgot is an error and no empty text."""
    environment = Environment(
        loader=PackageLoader("pipeline.review"), autoescape=True, undefined=StrictUndefined, auto_reload=False,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["junk_name"] = lambda name, t: t.name("junk", name)
    environment.filters["part_name"] = lambda name, t: t.name("part", name)
    return environment
