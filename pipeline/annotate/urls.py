"""Find web addresses: with a scheme, with "www.", or a bare domain under a known top-level domain."""

import re
from collections.abc import Iterator, Sequence

from pipeline.annotate.occupied import Occupied
from pipeline.documents import CleanDocument, Label, Mention
from pipeline.lexicons import words

_PATH = r"(?:[/?#][^\s<>\"„“”»«|]{0,500})?"
_TOP = "|".join(map(re.escape, sorted(words("de/emails.yml", "top_level"), key=len, reverse=True)))
# An address may be glued to a mailbox before it: "presse@stadt.dewww.stadt.de".
_BEHIND_MAIL = "|".join(rf"(?<=\.{re.escape(top)})" for top in words("de/emails.yml", "common_top_level"))
_URL = re.compile(
    rf"(?i:\bhttps?://[^\s<>\"„“”»«|]{{1,500}})"
    rf"|(?:(?<![\w@./\-])|{_BEHIND_MAIL})(?i:www)\.[\w\-]{{1,63}}(?:\.[\w\-]{{1,63}}){{1,5}}{_PATH}"
    rf"|(?<![\w@./\-])[a-z0-9äöüß](?:[a-z0-9äöüß\-]{{0,62}}[a-z0-9äöüß])(?:\.[a-z0-9äöüß\-]{{2,63}}){{0,4}}\.(?:{_TOP})(?![\w@\-]|\.\w){_PATH}"
)
# What every web address holds; looked for first, since few words of a page hold it.
_SIGN = re.compile(r"[.:](?:(?<=\.)[\w\-]|(?<=:)//)")
_WORD_END = re.compile(r"\s|\Z")
_TRAILING = ".,;:!?'’*·…"


def find(document: CleanDocument, taken: Sequence[Mention]) -> list[Mention]:
    """Mentions in text order; none overlaps a mention in ``taken``."""
    occupied = Occupied(taken)
    found = (_mention(match) for match in _addresses(document.text))
    return [mention for mention in found if not occupied.overlaps(mention.start, mention.end)]


def _addresses(text: str) -> Iterator[re.Match[str]]:
    """All matches of `_URL`, tried only in words that may hold one."""
    done = 0
    for sign in _SIGN.finditer(text):
        if sign.start() < done:
            continue
        start = sign.start()
        while start > done and not text[start - 1].isspace():
            start -= 1
        end = _WORD_END.search(text, sign.end())
        done = end.start() if end is not None else len(text)
        yield from _URL.finditer(text, start, done)


def _mention(match: re.Match[str]) -> Mention:
    surface = match[0].rstrip(_TRAILING)
    while surface.endswith((")", "]")) and surface.count("(") + surface.count("[") < surface.count(")") + surface.count(
        "]"
    ):
        surface = surface[:-1].rstrip(_TRAILING)
    return Mention(Label.URL, match.start(), match.start() + len(surface), surface, 1.0, "urls:printed")
