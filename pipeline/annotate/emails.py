"""Find e-mail addresses: as printed, disguised against harvesters, hidden by a script, or with letters lost."""

import re
from collections.abc import Iterator, Sequence

from pipeline.annotate.lost_letters import lost_addresses, masked_addresses
from pipeline.annotate.occupied import Occupied
from pipeline.documents import CleanDocument, Label, Mention
from pipeline.lexicons import words

NAME = "de/emails.yml"


def _any(key: str) -> str:
    return "|".join(re.escape(item) for item in sorted(words(NAME, key), key=len, reverse=True))


_OPEN, _CLOSE = r"[(\[{<»«]{1,2}", r"[)\]}>«»]{1,2}"
_SIGN = r"[-_*|.]?"  # "[-at-]"
_FRAME = r"[_\-–|*#~]"  # "_at_", "|dot|"
_BRACKETED_AT = rf"{_OPEN}\s?{_SIGN}(?i:{_any('bracketed_at')}){_SIGN}\s?{_CLOSE}\s?"
_BRACKETED_DOT = rf"\s?{_OPEN}\s?(?i:{_any('bracketed_dot')})\s?{_CLOSE}\s?"
_COMMON_TOP = "|".join(map(re.escape, words(NAME, "common_top_level")))
_LAST_LABEL = rf"(?:{_COMMON_TOP})(?![\w@]|\.\w)"
# A space may part a domain from its last label only, the end of a line also from its last two, if none is whole above.
_NOT_WHOLE = "".join(rf"(?<!\.{re.escape(top)})" for top in words(NAME, "common_top_level"))
_LAST_DOT = rf"(?:\.\n| \.|\. |\n\.)(?={_LAST_LABEL})"
_BROKEN_DOT = rf"{_NOT_WHOLE}\.\n(?!www\.)(?=[a-z0-9äöü][\w\-]{{0,62}}\.{_LAST_LABEL})"
_FRAMED_DOT = rf" ?{_FRAME}(?i:{_any('framed_dot')}){_FRAME} ?"
_DOT = rf"(?:\.|{_BRACKETED_DOT}|{_any('encoded_dot')}| (?:{_any('bare_dot')}) | \. |{_FRAMED_DOT})"
_HYPHEN = rf" (?:{_any('bare_hyphen')}) "
# The sign between mailbox and domain, in every disguise; all else is tried only around one.
_AT = re.compile(
    rf"(?P<printed>(?<![ @])@{{1,2}}(?:\n| (?=[\w.\-]{{2,}}\.[a-z]{{2}}))?| @ |(?<=\w) @(?=\w\w)|{_any('encoded_at')})"
    rf"|{_BRACKETED_AT}|(?<=\w) (?:{_any('bare_at')}) (?=\w)|(?<=\w) bei (?=[\w\-]{{1,63}} (?:{_any('bare_dot')}) \w)"
    rf"|(?<=[\w ])(?P<sign>{_FRAME}{{1,2}})(?i:at|ätt?|aet)(?P=sign) ?(?=\w)"
    r"|(?<=\w)#(?=[\w.\-]{3,80} ?\([^()]{0,12}# (?:durch|gegen|=))"  # "(# durch @ ersetzen)" stands behind
)
# Where such a sign may begin: at a sign, or at a space before one of its words. Looked for first, since both are rare.
_AT_BEGIN = re.compile(rf"[ @&%(\[{{<»«_\-–|*#~](?:(?<! )|(?=@|(?:bei|{_any('bare_at')}) ))")
_MAILBOX = re.compile(rf"(?<![\w.+\-@])(?P<mailbox>[\w+\-]{{1,64}}(?:{_DOT}[\w+\-]{{1,64}}){{0,5}})\s?\Z")
# A hyphen may end a line inside a domain, or be spelt out.
_LABEL = rf"[a-zA-Z0-9äöüÄÖÜß][\w\-]{{0,62}}(?:-\n[\w\-]{{1,40}})?(?:{_HYPHEN}[\w\-]{{1,40}}){{0,2}}"
# The next word may be glued to the last label: "info@worms.deTel."
_TOP = r"(?P<top>(?:[A-Z]?[a-z]{1,23}|[A-Z]{2,24})(?=[^\w@]|\Z|(?<=[a-z])[A-ZÄÖÜ][a-zäöü]))"
_DOMAIN = re.compile(rf"(?P<domain>(?:{_LABEL}(?:{_DOT}|{_BROKEN_DOT})){{0,5}}{_LABEL}(?:{_LAST_DOT}|{_DOT}){_TOP})")
_ANY_HYPHEN = re.compile(_HYPHEN)
_ANY_DOT = re.compile(rf"{_LAST_DOT}|{_BROKEN_DOT}|{_DOT}")
_NEXT_ADDRESS = re.compile(rf"\.(?:{_COMMON_TOP})(?=www\.|https?\b)")  # glued to the last label
# The first half of a mailbox that the end of a line breaks: behind a dot, which may also end a sentence, or a hyphen.
_DOTTED_HALF = re.compile(
    r"(?:(?i:mail)[ :.]{1,3}|^)(?P<half>[a-z0-9äöü][\w\-]{0,30}(?:\.[\w\-]{1,30}){0,2}[._])\n\Z", re.M
)
_HYPHENED_HALF = re.compile(r"(?<![\w.\-])(?P<half>[\w.]{1,40}-)\n\Z")
_HANDLES = frozenset({" @", "\n@"})
_COMPOSED = re.compile(r"[.\-_\d]")
_MAIL_LABEL = re.compile(r"(?i:mail)[ :.]{1,3}\Z")
_GLUED_WORD = re.compile(r"(?:E-?)?Mail(?=[a-z])")
_GLUED_TO_NUMBER = re.compile(r"\d{1,8}[-\d]{0,8}(?:E-?)?Mail(?=[a-z])")
_HIDDEN = re.compile(_any("hidden"))
_TRAP = re.compile(rf"^(?:{_any('traps')})[._-]|[._-](?:{_any('traps')})$")
REACH = 130  # characters before the sign in which the mailbox begins; RFC 5321 allows 64


def find(document: CleanDocument, taken: Sequence[Mention]) -> list[Mention]:
    """Mentions in text order; none overlaps a mention in ``taken``.

    The plain address is in ``attributes["address"]``; it is missing where a script hides it or letters are lost.
    """
    text = document.text
    occupied = Occupied(taken)
    found: list[Mention] = []
    for mention in (*_addresses(text), *_hidden(text), *masked_addresses(text), *lost_addresses(text)):
        if not occupied.overlaps(mention.start, mention.end):
            occupied.add(mention.start, mention.end)
            found.append(mention)
    return sorted(found, key=lambda mention: mention.start)


def _addresses(text: str) -> Iterator[Mention]:
    """Addresses with an "@" in some disguise."""
    done = 0
    for sign in _signs(text):
        if sign.start() < done:
            continue
        domain = _DOMAIN.match(text, sign.end())
        if domain is None:
            continue
        mailbox = _MAILBOX.search(text, max(done, sign.start() - REACH), sign.start())
        if mailbox is None:
            continue
        mention = _mention(text, mailbox, sign, domain)
        if mention is not None:
            done = mention.end
            yield mention


def _signs(text: str) -> Iterator[re.Match[str]]:
    """All matches of `_AT`."""
    end = 0
    for begin in _AT_BEGIN.finditer(text):
        if begin.start() >= end and (sign := _AT.match(text, begin.start())) is not None:
            end = sign.end()
            yield sign


def _mention(text: str, mailbox: re.Match[str], sign: re.Match[str], domain: re.Match[str]) -> Mention | None:
    """The mention, None for patterns such as "vorname.nachname@..." and for prose around "at"."""
    printed = sign["printed"] is not None
    start, readable = _begin(text, mailbox.start(), sign.start())
    glued = _NEXT_ADDRESS.search(text, domain.start(), domain.end() + len("https"))
    end = glued.end() if glued is not None else domain.end()
    local = _plain(text[start : mailbox.end("mailbox")]).lower()
    may_be_handle = text[mailbox.end("mailbox") : sign.end()] in _HANDLES
    if local in words(NAME, "patterns") or (may_be_handle and not _is_mailbox(text, start, local)):
        return None
    top = domain["top"].lower()
    if not printed and (local in words(NAME, "no_mailbox") or not _is_top_level(top)):
        return None
    local, host = _without_trap(local), _without_trap(_plain(text[domain.start() : end]).lower())
    address = {"address": f"{local}@{host}"} if readable else {}
    rule = "emails:printed" if printed else "emails:disguised"
    return Mention(Label.EMAIL, start, end, text[start:end], 1.0, rule, None, address)


def _begin(text: str, start: int, sign: int) -> tuple[int, bool]:
    """Where a mailbox begins, and whether it can be read: a hyphen above it may belong to it or part syllables."""
    behind_number = _GLUED_TO_NUMBER.match(text, start, sign)  # "853-10E-Mailinfo@stadt.de"
    if behind_number is not None:
        return behind_number.end(), True
    if start and text[start - 1] != "\n":
        return start, True
    glued = _GLUED_WORD.match(text, start, sign)  # "Mailinfo@stadt.de": label and address without a space
    if glued is not None:
        return glued.end(), True
    reach = max(0, start - REACH)
    if (half := _DOTTED_HALF.search(text, reach, start)) is not None:
        return half.start("half"), True
    if (half := _HYPHENED_HALF.search(text, reach, start)) is not None:
        return half.start("half"), False
    return start, True


def _is_mailbox(text: str, start: int, local: str) -> bool:
    """Whether a word before " @stadt.de" is a mailbox; else it may be prose before somebody's handle."""
    return _COMPOSED.search(local) is not None or _MAIL_LABEL.search(text, max(0, start - 12), start) is not None


def _hidden(text: str) -> Iterator[Mention]:
    """What stands where a script would show the address."""
    for match in _HIDDEN.finditer(text):
        yield Mention(Label.EMAIL, match.start(), match.end(), match[0], 1.0, "emails:hidden")


def _is_top_level(top: str) -> bool:
    """Whether a top-level domain is a country's (two letters) or listed."""
    return len(top) == 2 or top in words(NAME, "top_level")


def _plain(part: str) -> str:
    """A part with every disguised dot and hyphen written as such and line breaks removed."""
    return _ANY_HYPHEN.sub("-", _ANY_DOT.sub(".", part)).replace("\n", "")


def _without_trap(part: str) -> str:
    """A part without what a reader is asked to take out: "SPAMFREI.stadt.de", "lang-nospam"."""
    return _TRAP.sub("", part)
