"""``html/``: a static directory with search for a folder or any web server; it loads nothing from elsewhere.

Everything from documents is escaped text; the pages allow their own script and style and nothing else.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from shutil import copyfile

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipeline.feeds.entries import Entry
from pipeline.folding import fold
from pipeline.store import make_folder, write_lines

FOLDER = "html"
TEMPLATES = "resources/feeds/html"
ASSETS = ("directory.js", "directory.css")


def write(entries: Sequence[Entry], folder: Path) -> None:
    """Writes the pages: an index with search, and one page for all entries whose ids begin alike."""
    target = folder / FOLDER
    make_folder(target)
    for asset in ASSETS:
        copyfile(Path(__file__).parents[2] / TEMPLATES / asset, target / asset)
    write_lines(target / "index.js", [_search_index(entries)])
    write_lines(target / "index.html", [_environment().get_template("index.html").render(total=len(entries))])
    names = {entry.id: entry for entry in entries}
    for page, members in _pages(entries).items():
        template = _environment().get_template("entries.html")
        write_lines(target / page, [template.render(entries=members, links=_links(members, names))])


def page_of(identifier: str) -> str:
    """The page that holds an entry: one for each kind and first two hexadecimal digits."""
    return f"{identifier[:4].lower()}.html"


def _pages(entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    pages: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        pages[page_of(entry.id)].append(entry)
    return pages


def _links(entries: Sequence[Entry], known: Mapping[str, Entry]) -> dict[str, tuple[str, str]]:
    """Page and name of every organisation that some entries name."""
    wanted = {body.organisation for entry in entries for body in entry.organisations}
    wanted |= {role.organisation for entry in entries for role in entry.roles if role.organisation is not None}
    wanted |= {entry.part_of for entry in entries if entry.part_of is not None}
    return {one: (f"{page_of(one)}#{one}", known[one].name) for one in sorted(wanted) if one in known}


def _search_index(entries: Sequence[Entry]) -> str:
    """One assignment: a file that a page may load from a folder, where scripts can not fetch JSON."""
    rows = [[entry.id, entry.name, _words(entry), _summary(entry)] for entry in entries]
    # A "<" can end no script here, since the file is no part of a page; it is masked all the same.
    return f"const DIRECTORY = {json.dumps(rows, ensure_ascii=True).replace('<', chr(92) + 'u003c')};"


def _words(entry: Entry) -> str:
    """What a search looks at; names also with umlauts spelt out, as some people type them."""
    names = " ".join((entry.name, *entry.other_names))
    bodies = [body.name for body in entry.organisations]
    return " ".join((names, fold(names), *(role.text for role in entry.roles), *bodies))


def _summary(entry: Entry) -> str:
    role = next((role.text for role in entry.roles if role.status == "current"), None)
    body = entry.organisations[0].name if entry.organisations else None
    return ", ".join(part for part in (role, body) if part is not None)


@cache
def _environment() -> Environment:
    loader = PackageLoader("pipeline", TEMPLATES)
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
