"""Which elements of a page are open: nesting as a browser would repair it, without a tree and without recursion."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

VOID = frozenset(
    [
        "area",
        "base",
        "basefont",
        "bgsound",
        "br",
        "col",
        "embed",
        "frame",
        "hr",
        "img",
        "input",
        "keygen",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
# A start tag of the key ends open elements of the second set, unless one of the third stands between.
IMPLIED_ENDS = {
    "li": (frozenset(["li"]), frozenset(["ul", "ol", "menu", "dir"])),
    "dt": (frozenset(["dt", "dd"]), frozenset(["dl"])),
    "dd": (frozenset(["dt", "dd"]), frozenset(["dl"])),
    "td": (frozenset(["td", "th"]), frozenset(["tr", "table"])),
    "th": (frozenset(["td", "th"]), frozenset(["tr", "table"])),
    "tr": (frozenset(["td", "th", "tr", "caption"]), frozenset(["table"])),
    "tbody": (frozenset(["td", "th", "tr", "thead", "tbody", "tfoot"]), frozenset(["table"])),
    "tfoot": (frozenset(["td", "th", "tr", "thead", "tbody"]), frozenset(["table"])),
}
SCOPE = frozenset(["td", "th", "table", "caption", "body"])
TABLE_PARTS = frozenset(["table", "tr", "td", "th", "thead", "tbody", "tfoot", "caption"])
REACH = 64  # open elements that an end tag looks back over
VALUE = r"""\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
# A search for "=" leaps from one to the next, but cannot look back over white space of any length before it.
NAMING = re.compile(
    r"=(?:(?<=\bclass=)|(?<=\bid=)|(?<=\brole=)|(?<=\bitemprop=)|(?<=\baria-label=))" + VALUE, re.IGNORECASE
)
SPACED = re.compile(r"\s=")
SPACED_NAMING = re.compile(r"\b(?:class|id|role|itemprop|aria-label)\s*=" + VALUE, re.IGNORECASE)
HIDDEN = re.compile(r"""display\s*:\s*none|(?:^|\s)hidden(?=[\s=/]|$)|aria-hidden\s*=\s*["']?true""", re.IGNORECASE)
WORD = re.compile(r"[A-Z]?[a-zäöüß]+|[A-Z]{2,}")
OWN_WORDS = 14
MOST_ATTRIBUTES = 4000  # characters of a start tag that are read for names: its source may be a picture in base64
INHERITED_WORDS = 60


@dataclass(slots=True)
class Element:
    """One block-level element.

    Attributes:
        parent: index of the element around it, -1 for the page.
        words: words of its class, id, role and the like, lower case.
        around: the words of all elements around it, its own included, tag names with a ``<`` before them.
        text: characters of text inside, ``linked`` those inside links, ``prose`` those of running text.
        first: number of the first block inside, ``last`` of the last one.
    """

    name: str
    parent: int
    words: tuple[str, ...]
    around: frozenset[str]
    hidden: bool
    depth: int
    text: int = 0
    linked: int = 0
    prose: int = 0
    blocks: int = 0
    first: int = -1
    last: int = -1


@dataclass(slots=True)
class Elements:
    """All block-level elements of a page in document order, and which of them are open."""

    all: list[Element] = field(default_factory=lambda: [Element("html", -1, (), frozenset(), hidden=False, depth=0)])
    stack: list[int] = field(default_factory=lambda: [0])

    @property
    def current(self) -> int:
        """Index of the innermost open element."""
        return self.stack[-1]

    def open(self, name: str, attributes: str) -> None:
        """A start tag: ends what it implies, then opens the element."""
        listed, stack = self.all, self.stack
        if listed[stack[-1]].name == "p":
            stack.pop()
        implied = IMPLIED_ENDS.get(name)
        if implied is not None:
            self._end_implied(*implied)
        if name in VOID:
            return
        parent = listed[stack[-1]]
        words, hidden = _named(attributes[:MOST_ATTRIBUTES]) if attributes else ((), False)
        around = parent.around
        if len(around) < INHERITED_WORDS:
            around = _around(around, words, name)
        listed.append(Element(name, stack[-1], words, around, hidden or parent.hidden, parent.depth + 1))
        stack.append(len(listed) - 1)

    def close(self, name: str) -> None:
        """An end tag: ends the element of that name and all inside it, or nothing."""
        listed, stack = self.all, self.stack
        if listed[stack[-1]].name == name and len(stack) > 1:  # as it should be, and mostly is
            stack.pop()
            return
        lowest = max(len(stack) - REACH, 1)
        for position in range(len(stack) - 1, lowest - 1, -1):
            found = listed[stack[position]].name
            if found == name:
                del stack[position:]
                return
            if found in SCOPE and name not in TABLE_PARTS:
                return

    def ancestors(self, index: int) -> Iterator[int]:
        """The element itself and those around it, innermost first."""
        while index >= 0:
            yield index
            index = self.all[index].parent

    def _end_implied(self, ended: frozenset[str], barriers: frozenset[str]) -> None:
        for position in range(len(self.stack) - 1, max(len(self.stack) - REACH, 1) - 1, -1):
            name = self.all[self.stack[position]].name
            if name in barriers:
                return
            if name in ended:
                del self.stack[position:]


@lru_cache(maxsize=4096)
def _named(attributes: str) -> tuple[tuple[str, ...], bool]:
    """The words of an element's class, id, role and the like, and whether it is not shown."""
    found: list[str] = []
    naming = NAMING if SPACED.search(attributes) is None else SPACED_NAMING
    for match in naming.finditer(attributes):
        value = match.group(match.lastindex or 0)
        found.extend(word.lower() for word in WORD.findall(value[:200]) if 2 < len(word) < 20)
    return tuple(dict.fromkeys(found))[:OWN_WORDS], _is_hidden(attributes)


def _is_hidden(attributes: str) -> bool:
    lowered = attributes.lower()
    if attributes.isascii() and "hidden" not in lowered and "display" not in lowered:
        return False
    return HIDDEN.search(attributes) is not None


@lru_cache(maxsize=4096)
def _around(outer: frozenset[str], words: tuple[str, ...], name: str) -> frozenset[str]:
    """The words around an element; siblings of one make share the set."""
    return outer.union(words, ("<" + name,))
