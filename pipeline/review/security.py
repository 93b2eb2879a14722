"""What stands between a browser and the application: hosts, origins, sizes and the headers that forbid everything else.

The page shows scraped text, so the policy allows nothing but our own scripts, styles and requests: a tag that slipped
through escaping could neither run, nor load, nor navigate. Host and Origin checks stop DNS rebinding and forged forms.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")
SAFE_METHODS = frozenset({"GET", "HEAD"})
METHODS = SAFE_METHODS | {"POST"}
DEFAULT_PORTS = {"http": 80, "https": 443}
CONTENT_POLICY = "; ".join((
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'",
    "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'", "object-src 'none'",
))  # fmt: skip
SECURITY_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": CONTENT_POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        # Not "no-referrer": browsers would then send "Origin: null" with our own forms.
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
        "X-Robots-Tag": "noindex, nofollow",
    }
)


@dataclass(frozen=True, slots=True)
class Site:
    """Under which names the application may be called.

    Attributes:
        hosts: values of the ``Host`` header, with the port unless it is the scheme's own.
        origins: values of the ``Origin`` header.
    """

    hosts: frozenset[str]
    origins: frozenset[str]

    @classmethod
    def on_loopback(cls, port: int, public_url: str | None = None) -> "Site":
        """The names of the loopback interface, and the address of a reverse proxy where there is one."""
        hosts = {f"{name}:{port}" for name in LOOPBACK_NAMES}
        origins = {f"http://{host}" for host in hosts}
        if public_url is not None:
            origin = origin_of(public_url)
            origins.add(origin)
            hosts.add(origin.partition("://")[2])
        return cls(frozenset(hosts), frozenset(origins))


def origin_of(url: str) -> str:
    """Scheme and host of a URL as browsers send them in ``Origin`` (RFC 6454, section 6.2).

    Raises:
        ValueError: the URL is not absolute, or holds more than scheme, host and port.
    """
    parts = urlsplit(url)
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname or parts.username is not None:
        raise ValueError(f"{url!r} is no http(s) address")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError(f"{url!r} has a path; the review is served at the root of its host")
    port = "" if parts.port in (None, DEFAULT_PORTS[parts.scheme]) else f":{parts.port}"
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}{port}"


class Guard:
    """ASGI middleware: refuses foreign hosts and origins, and adds the security headers to every response."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self._app = app
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes on what is allowed; anything but HTTP (WebSockets) is dropped, lifespan events excepted."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        static = scope["path"].startswith("/static/")

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(SECURITY_HEADERS)
                headers["Cache-Control"] = "no-cache" if static else "no-store"
            await send(message)

        refusal = self._refusal(scope["method"], Headers(scope=scope))
        await (self._app if refusal is None else refusal)(scope, receive, send_guarded)

    def _refusal(self, method: str, headers: Headers) -> PlainTextResponse | None:
        if headers.getlist("host") not in [[host] for host in self._site.hosts]:
            return PlainTextResponse("This host name is not served here.", 421)
        if method not in METHODS:
            return PlainTextResponse("Only GET, HEAD and POST are served.", 405, {"Allow": "GET, HEAD, POST"})
        if method not in SAFE_METHODS and not self._from_our_page(headers):
            return PlainTextResponse("The form does not come from this application.", 403)
        return None

    def _from_our_page(self, headers: Headers) -> bool:
        """Whether a form was sent by one of our pages; every current browser sends ``Origin`` with a POST."""
        return headers.get("origin") in self._site.origins and headers.get("sec-fetch-site") in (None, "same-origin")
