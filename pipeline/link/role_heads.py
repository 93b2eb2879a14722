"""Headings that give everybody in the list below them a role: "Seniorenbeauftragte im Landkreis Regen"."""

import re
from collections.abc import Iterator

from pipeline.link.layout import Line
from pipeline.link.scene import Item, Kind, Scene

HEADED = 0.8  # score of a link by such a heading
HEADED_REASON = ("named in the list below the heading",)
LONGEST_HEADING = 80  # characters
WORDS_BEFORE = 2  # words of a heading before its role: "Die gewählten Mitglieder"
FEWEST = 2  # names that make a list
LONGEST_LIST = 200  # lines below a heading that are looked at
PROSE_BEFORE = 2  # paragraphs that may introduce the list
# "Ihre Kontaktbeamten" and "Mitarbeiterinnen und Mitarbeiter" greet, and name nobody's office.
GREETING = re.compile(r"\W{0,3}(?:(?:Ihre|Unsere|Eure|Deine)\b|(?:[\w*:]{1,40} und )?Mitarbeiter)")
# Plurals that look like the feminine singular; alone on a line they are one: "Gleichstellungsbeauftragte".
ADJECTIVAL = re.compile(
    r"(?:beauftragte|sitzende|abgeordnete|geordnete|mächtigte|verantwortliche|sachverständige)$", re.I
)


def headed_below(scene: Scene, role: Item) -> list[int]:
    """The people of the list that a role heads, each once in text order; empty where it heads none."""
    if not _is_heading(scene, role):
        return []
    entries = list(_entries(scene, role.line))
    if entries and not _is_plural(role) and entries[0][0].line.paragraph == role.line.paragraph:
        entries = [
            entry for entry in entries if entry[0].line.paragraph == role.line.paragraph
        ]  # else one card of many
    if sum(map(len, entries)) < FEWEST:
        return []
    women = role.mention.text.casefold().endswith("innen")
    named = dict.fromkeys(name.entity for entry in entries for name in entry)
    return [person for person in named if not women or scene.people[person].gender != "m"]


def _is_heading(scene: Scene, role: Item) -> bool:
    """Whether a role in the plural opens a short line that names nobody and gives no number."""
    line, text = role.line, scene.text
    if line.prose or line.end - line.start > LONGEST_HEADING or len(line.cells) > 1:
        return False
    bare = text[line.start : line.end].strip() == role.mention.text
    if not _is_plural(role) and (bare or ADJECTIVAL.search(role.mention.attributes.get("noun", "")) is None):
        return False
    if scene.count(Kind.PERSON, line.start, line.end) or scene.holds_point(line.start, line.end):
        return False
    if GREETING.match(text, line.start) is not None or text.find(":", line.start, line.end - 1) >= 0:
        return False
    return len(text[line.start : role.start].split()) <= WORDS_BEFORE


def _is_plural(role: Item) -> bool:
    return role.mention.attributes.get("plural") == "yes"


def _entries(scene: Scene, heading: Line) -> Iterator[list[Item]]:
    """The names that open the lines below a heading, with those joined to them, until another heading or a story."""
    paragraphs: list[int] = []  # of the entries so far
    prose = 0
    for line in scene.layout.lines[heading.index + 1 : heading.index + 1 + LONGEST_LIST]:
        names = scene.on_line(Kind.PERSON, line)
        if not line.prose and (paragraphs or prose) and _parts(scene, line, paragraphs, named=bool(names)):
            return
        if line.prose:
            prose += 1
            if paragraphs or prose > PROSE_BEFORE:
                return
        elif not names and scene.count(Kind.ROLE, line.start, line.end):
            return  # the next heading
        elif names and _is_entry(scene, names[0]):
            paragraphs.append(line.paragraph)
            yield _with_joined(scene, names)


def _is_entry(scene: Scene, name: Item) -> bool:
    """Whether a name opens its line but for a place or an office: not "Sekretariat: Mia Hell", "-10, Mia Hell"."""
    if scene.holds_point(name.line.start, name.start):
        return False
    role = scene.last_before(Kind.ROLE, name.start)
    if role is None or role.start < name.line.start:
        return True
    return scene.gap(role.end, name.start) == "touching"


def _with_joined(scene: Scene, names: list[Item]) -> list[Item]:
    found = names[:1]
    for name in names[1:]:
        if not scene.joined(found[-1], name):
            break
        found.append(name)
    return found


def _parts(scene: Scene, line: Line, paragraphs: list[int], *, named: bool) -> bool:
    """Whether a line opens another section: a role with a colon, words behind a gap, a body below a list."""
    if named:
        role = scene.next_from(Kind.ROLE, line.start)
        return role is not None and role.start == line.start and scene.text.startswith(":", role.end)
    if scene.layout.lines[line.index - 1].paragraph == line.paragraph:
        return False
    cards = len(set(paragraphs)) == len(paragraphs)
    body = scene.count(Kind.ORGANISATION, line.start, line.end) > 0
    return not scene.holds_item(line) or (body and not cards)
