"""Signing in and the reviewers' preferences."""

from urllib.parse import urlsplit

from starlette.responses import RedirectResponse, Response

from pipeline.review.language import LANGUAGES
from pipeline.review.sessions import clean_name
from pipeline.review.web import SWITCH, THEMES, Call, Notice


def sign_in_page(call: Call) -> Response:
    """Asks for a name, and for the password where there is one."""
    return _form(call, 200, None)


def _form(call: Call, status: int, notice: Notice | None) -> Response:
    known = "" if call.session is None else call.session.author
    required = call.review.password.required and call.session is None
    return call.page(
        "sign_in.html", status, name=call.value("name") or known, password_required=required, notice=notice
    )


def sign_in(call: Call) -> Response:
    """Begins a session under a name."""
    password = call.review.password
    if call.session is None and password.required:
        verdict = password.check(call.value("password"))
        if verdict == "wait":
            response = _form(call, 429, Notice("bad", call.text("error.too_many", seconds=password.wait())))
            response.headers["Retry-After"] = str(password.wait())
            return response
        if verdict == "wrong":
            return _form(call, 403, Notice("bad", call.text("error.password")))
    name = clean_name(call.value("name"))
    if name is None:
        return _form(call, 422, Notice("bad", call.text("error.name")))
    review = call.review
    response = RedirectResponse("/", 303)
    review.remember(response, review.cookie, review.sessions.cookie(review.sessions.begin(name)))
    return response


def preferences(call: Call) -> Response:
    """Language, theme and keys, kept in a cookie of the browser."""
    now = call.preferences
    chosen = {
        "language": _one_of(call.value("language"), LANGUAGES, now.language),
        "theme": _one_of(call.value("theme"), THEMES, now.theme),
        "keys": _one_of(call.value("keys"), SWITCH, now.keys),
    }
    back = urlsplit(call.value("back"))
    # Only a path of our own: "//host" and "https://host" would lead away.
    safe = not back.scheme and not back.netloc and back.path.startswith("/") and "\\" not in back.path
    target = back.path + (f"?{back.query}" if back.query else "") if safe else "/"
    response = RedirectResponse(target if not target.startswith("//") else "/", 303)
    call.review.remember(response, "preferences", ".".join(f"{name}:{value}" for name, value in chosen.items()))
    return response


def _one_of(value: str, choices: tuple[str, ...], default: str) -> str:
    return value if value in choices else default
