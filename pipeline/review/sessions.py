"""Who is at the browser: a signed cookie with the reviewer's name, tokens against forged forms, the shared password.

Nothing is kept on the server: the cookie holds the session, signed with a key that lives as long as the process.
"""

import base64
import hashlib
import hmac
import json
import math
import secrets
import time
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass
from threading import Lock
from typing import Literal

FAILURES_ALLOWED = 8
FAILURE_WINDOW = 60.0  # seconds
LIFETIME = 12 * 3600.0  # seconds: a working day
MAX_NAME = 80  # characters


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in reviewer.

    Attributes:
        nonce: random; the token of every form is made from it.
        expires: seconds since the epoch.
    """

    author: str
    nonce: str
    expires: float


class Sessions:
    """Makes and reads session cookies and form tokens."""

    def __init__(self, key: bytes | None = None, clock: Callable[[], float] = time.time) -> None:
        self._key = secrets.token_bytes(32) if key is None else key
        self._clock = clock

    def begin(self, author: str) -> Session:
        """A new session for a reviewer."""
        return Session(author, secrets.token_urlsafe(16), self._clock() + LIFETIME)

    def cookie(self, session: Session) -> str:
        """The session as a signed cookie value."""
        body = base64.urlsafe_b64encode(json.dumps(asdict(session)).encode()).decode()
        return f"{body}.{self._sign('cookie', body)}"

    def read(self, cookie: str | None) -> Session | None:
        """The session of a cookie; None where it is missing, forged, damaged or expired."""
        body, _, signature = (cookie or "").partition(".")
        if not hmac.compare_digest(signature.encode(), self._sign("cookie", body).encode()):
            return None
        session = Session(**json.loads(base64.urlsafe_b64decode(body)))
        return session if session.expires > self._clock() else None

    def token(self, session: Session) -> str:
        """What every form of this session carries."""
        return self._sign("form", session.nonce)

    def accepts(self, session: Session, token: str | None) -> bool:
        """Whether a form's token belongs to the session, compared in constant time."""
        return hmac.compare_digest((token or "").encode(), self.token(session).encode())

    def _sign(self, purpose: str, text: str) -> str:
        return hmac.new(self._key, f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()


class Password:
    """The shared password of a team; guesses are slowed down for all clients together, since a proxy hides them."""

    def __init__(self, password: str | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._digest = None if password is None else hashlib.sha256(password.encode()).digest()
        self._clock = clock
        self._failures: deque[float] = deque(maxlen=FAILURES_ALLOWED)
        self._lock = Lock()

    @property
    def required(self) -> bool:
        """Whether there is one."""
        return self._digest is not None

    def wait(self) -> int:
        """Seconds until the next attempt is looked at."""
        with self._lock:
            return math.ceil(self._left())

    def check(self, attempt: str) -> Literal["right", "wrong", "wait"]:
        """Whether it is the password; digests are compared, so the time tells nothing about length or prefix."""
        with self._lock:
            if self._digest is None:
                return "right"
            if self._left() > 0:
                return "wait"
            if hmac.compare_digest(hashlib.sha256(attempt.encode()).digest(), self._digest):
                return "right"
            self._failures.append(self._clock())
            return "wrong"

    def _left(self) -> float:
        if len(self._failures) < FAILURES_ALLOWED:
            return 0.0
        return max(0.0, self._failures[0] + FAILURE_WINDOW - self._clock())


def clean_name(name: str) -> str | None:
    """A reviewer's name on one line, None where nothing printable is left."""
    cleaned = " ".join("".join(char if char.isprintable() else " " for char in name).split())[:MAX_NAME].strip()
    return cleaned or None
