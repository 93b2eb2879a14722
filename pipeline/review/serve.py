"""Starts the server: on the loopback interface, for one reviewer or, behind a reverse proxy, for a team."""

import ipaddress
import logging
import socket
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from pipeline.errors import UsageError
from pipeline.review.app import create_app
from pipeline.review.build import Listener
from pipeline.review.desk import Desk
from pipeline.review.language import Language
from pipeline.review.originals import warm_up
from pipeline.review.security import Site, origin_of
from pipeline.review.sessions import Password, Sessions
from pipeline.review.web import Review

SHORTEST_PASSWORD = 12
GRACE_SECONDS = 3
BACKLOG = 128
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Options:
    """How the review is served.

    Attributes:
        out: the folder that a run wrote.
        port: 0 for any free one.
        host: an address of the loopback interface, or another one where ``public_url`` is set.
        author: the reviewer, where nobody signs in.
        language: None for the browser's.
        password_file: its first line is the password that a team shares.
        public_url: where a reverse proxy shows the review, such as ``https://review.example``.
        since: the run to compare with, instead of the last accepted one.
        max_bytes: larger originals are not opened.
    """

    out: Path
    author: str
    max_bytes: int
    port: int = 8765
    host: str = "127.0.0.1"
    language: Language | None = None
    password_file: Path | None = None
    public_url: str | None = None
    since: str | None = None
    open_browser: bool = True


def serve(options: Options, tell: Callable[[str], None], listener: Listener = lambda _: None) -> None:
    """Serves until it is interrupted.

    Args:
        options: where and for whom.
        tell: told the address, once it can be opened.
        listener: told how many documents were compared, while the queue is built.

    Raises:
        UsageError: the address is not allowed or taken, or the folder holds no run.
    """
    password = _password(options)
    _check_address(options, password)
    desk = Desk(options.out, options.max_bytes, options.since)
    listening = _listen(options)
    port = listening.getsockname()[1]
    desk.load(listener)
    warm_up()
    secure = options.public_url is not None and options.public_url.startswith("https:")
    review = Review(
        desk, Sessions(), Password(password), options.author, options.language, f"review-{port}", secure=secure
    )
    app = create_app(review, Site.on_loopback(port, options.public_url))
    address = options.public_url or f"http://{_bracketed(options.host)}:{port}/"
    tell(address)
    if options.open_browser:
        threading.Timer(0.5, webbrowser.open, [address]).start()
    config = uvicorn.Config(
        app, log_level="warning", server_header=False, date_header=False, lifespan="off",
        timeout_graceful_shutdown=GRACE_SECONDS, proxy_headers=False,
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[listening])


def _password(options: Options) -> str | None:
    if options.password_file is None:
        return None
    try:
        password = options.password_file.read_text(encoding="utf-8").partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"password file {options.password_file} cannot be read ({error})") from error
    if len(password) < SHORTEST_PASSWORD:
        raise UsageError(
            f"the password in {options.password_file} has fewer than {SHORTEST_PASSWORD} characters; take a longer one"
        )
    return password


def _check_address(options: Options, password: str | None) -> None:
    if options.public_url is not None:
        try:
            origin_of(options.public_url)
        except ValueError as error:
            raise UsageError(f"--public-url: {error}") from error
        if password is None:
            raise UsageError("--public-url lets others in: it needs --password-file")
    if not _is_loopback(options.host) and options.public_url is None:
        raise UsageError(
            f"--host {options.host} is no loopback address: records hold personal data. For a team, keep 127.0.0.1 and "
            "put a reverse proxy with HTTPS in front (--public-url, --password-file)"
        )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _listen(options: Options) -> socket.socket:
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((options.host, options.port))
        listening.listen(BACKLOG)
    except OSError as error:
        listening.close()
        remedy = "choose another with --port, or --port 0 for any free one"
        raise UsageError(f"{options.host}:{options.port} cannot be used ({error.strerror}); {remedy}") from error
    return listening


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
