"""Find e-mail addresses: as printed, hidden from harvesters, or with letters lost."""

import re
from collections.abc import Iterator, Sequence

from pipeline.annotate.lost_letters import lost_addresses
from pipeline.annotate.occupied import Occupied
from pipeline.documents import CleanDocument, Label, Mention
from pipeline.lexicons import words

NAME = "de/emails.yml"


def _any(key: str) -> str:
    return "|".join(re.escape(item) for item in sorted(words(NAME, key), key=len, reverse=True))


_OPEN, _CLOSE = r"[(\[{<»«]", r"[)\]}>«»]"
_BRACKETED_AT = rf"\s?{_OPEN}\s?(?i:{_any('bracketed_at')})\s?{_CLOSE}\s?"
_BRACKETED_DOT = rf"\s?{_OPEN}\s?(?i:{_any('bracketed_dot')})\s?{_CLOSE}\s?"
_AT = rf"(?:@\n?|{_BRACKETED_AT}|@ | @ | (?:{_any('bare_at')}) |[_-](?:at|AT|ät)[_-])"
_DOT = rf"(?:\.|{_BRACKETED_DOT}| (?:{_any('bare_dot')}) | \. )"
_LOCAL = r"[\w+\-]{1,64}"
_HOST = r"[a-zA-Z0-9äöüÄÖÜß](?:[\w\-]{0,62})(?:-\n[\w\-]{1,40})?"
_ADDRESS = re.compile(
    rf"(?<![\w.+\-@])(?P<local>{_LOCAL}(?:{_DOT}{_LOCAL}){{0,5}})(?P<at>{_AT})"
    rf"(?P<host>{_HOST}(?:{_DOT}{_HOST}){{0,5}}{_DOT}(?P<top>[a-zA-Z]{{2,24}}))(?![\w@])"
)
_ANY_DOT = re.compile(_DOT)
# An address needs a sign that survives every disguise: without one the slow pattern need not run.
_SIGN = re.compile(rf"@|{_BRACKETED_AT}|(?<=\w) (?:{_any('bare_at')}) (?=\w)|[_-](?:at|AT|ät)[_-]")
_GLUED_LABEL = re.compile(r"^(?:E-?)?Mail(?=[a-z])")
_HIDDEN = re.compile(_any("hidden"))
REACH = 400  # characters around a sign: longer addresses are not valid anyway


def find(document: CleanDocument, taken: Sequence[Mention]) -> list[Mention]:
    """Mentions in text order; none overlaps a mention in ``taken``.

    The de-obfuscated address is in ``attributes["address"]``; it is missing where letters are lost.
    """
    text = document.text
    occupied = Occupied(taken)
    found = [mention for mention in _addresses(text) if not occupied.overlaps(mention.start, mention.end)]
    occupied = Occupied([*taken, *found])
    without = [m for m in (*_hidden(text), *lost_addresses(text)) if not occupied.overlaps(m.start, m.end)]
    return sorted([*found, *without], key=lambda mention: mention.start)


def _hidden(text: str) -> Iterator[Mention]:
    """What stands where a script would show the address."""
    for match in _HIDDEN.finditer(text):
        yield Mention(Label.EMAIL, match.start(), match.end(), match[0], 1.0, "emails:hidden")


def _addresses(text: str) -> Iterator[Mention]:
    """Addresses with an "@" in some disguise."""
    done = 0
    for sign in _SIGN.finditer(text):
        if sign.start() < done:
            continue
        window = max(done, sign.start() - REACH)
        for match in _ADDRESS.finditer(text, window, min(len(text), sign.end() + REACH)):
            done = match.end()
            mention = _mention(text, match)
            if mention is not None:
                yield mention
            if match.start("at") >= sign.start():
                break


def _mention(text: str, match: re.Match[str]) -> Mention | None:
    """The mention, None for patterns such as "vorname.nachname@..." and for prose around "at"."""
    start, local = match.start(), match["local"]
    if (glued := _GLUED_LABEL.match(local)) is not None and (start == 0 or text[start - 1] == "\n"):
        start, local = start + glued.end(), local[glued.end() :]
    mailbox = _plain(local).lower()
    if mailbox in words(NAME, "patterns"):
        return None
    obfuscated = "@" not in match["at"]
    if obfuscated and (mailbox in words(NAME, "no_mailbox") or not _is_top_level(match["top"].lower())):
        return None
    address = f"{mailbox}@{_plain(match['host']).lower()}"
    rule = "emails:obfuscated" if obfuscated else "emails:printed"
    return Mention(Label.EMAIL, start, match.end(), text[start : match.end()], 1.0, rule, None, {"address": address})


def _is_top_level(top: str) -> bool:
    """Whether a top-level domain is a country's (two letters) or listed."""
    return len(top) == 2 or top in words(NAME, "top_level")


def _plain(part: str) -> str:
    """A part with every disguised dot written as a dot and line breaks removed."""
    return _ANY_DOT.sub(".", part).replace("\n", "")
