"""MkDocs hooks: what the documentation links to in the repository becomes a page of the site.

On a code host `../pipeline/records.py` is a link like any other; on the site it would lead out of the folder. So every
linked file outside docs/ is shown on a page below ``source/``: Markdown as it is, with its links followed in turn,
everything else as highlighted code.  A link to a folder leads to the folder's README.
"""

import os.path
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent
DOCS = "docs"
SOURCE = "source"
LATER = "benchmarks.md"
"""A page of measurements that a checkout may lack; the navigation leaves it out then."""

CODE_OR_LINK = re.compile(
    r"(?P<code>^(?P<fence>```|~~~).*?^(?P=fence)|`[^`\n]+`)"
    r"|(?P<text>\[(?:`[^`\n]+`|[^\]\n])*\])\((?!https?:|mailto:|#)(?P<target>[^)#\s]+)(?P<place>#[^)\s]*)?\)",
    re.DOTALL | re.MULTILINE,
)
UNSEARCHED = "---\nsearch:\n  exclude: true\n---\n\n"
IMAGES = frozenset({".svg", ".png"})
LANGUAGES = {".py": "python", ".json": "json", ".yml": "yaml", ".toml": "toml", ".html": "html"}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Leaves the page of measurements out of the navigation where there is none."""
    if not (Path(config.docs_dir) / LATER).exists() and config.nav:
        config.nav = _without(config.nav, LATER)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds a page for every file of the repository that a page links to, directly or through another such page."""
    pages = [f"{DOCS}/{file.src_uri}" for file in files.documentation_pages()]
    for path in list(_linked(pages)):
        files.append(_made(path, config))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Turns links into the repository into links to the pages made for them."""
    del config, files
    here = _path_of(page.file.src_uri)
    if not here.endswith(".md"):
        return markdown
    folder = str(PurePosixPath(page.file.src_uri).parent)

    def moved(match: re.Match[str]) -> str:
        if match["code"]:
            return match[0]
        target = _target(here, match["target"])
        if target is None:  # a folder without a README; anything else is reported as broken
            return match["text"][1:-1] if _is_folder(here, match["target"]) else match[0]
        return f"{match['text']}({os.path.relpath(_page_of(target), folder)}{match['place'] or ''})"

    return CODE_OR_LINK.sub(moved, markdown)


def _linked(pages: list[str]) -> Iterator[str]:
    """Files outside docs/ that are linked from these pages or from one another, each once."""
    queue, seen = list(pages), set(pages)
    while queue:
        here = queue.pop(0)
        text = (ROOT / here).read_text(encoding="utf-8")
        links = (match["target"] for match in CODE_OR_LINK.finditer(text) if match["target"])
        for target in (_target(here, link) for link in links):
            if target is not None and target not in seen and not _is_of_docs(target):
                seen.add(target)
                queue += [target] if target.endswith(".md") else []
                yield target


def _target(here: str, link: str) -> str | None:
    """The file of the repository that a link means, as a path below its root; None where there is none."""
    path = os.path.normpath(PurePosixPath(here).parent / link)
    if (ROOT / path).is_dir():
        path = f"{path}/README.md"
    return path if not path.startswith("..") and (ROOT / path).is_file() else None


def _is_folder(here: str, link: str) -> bool:
    return (ROOT / here).parent.joinpath(link).is_dir()


def _is_of_docs(path: str) -> bool:
    return path.startswith(f"{DOCS}/")


def _page_of(path: str) -> str:
    """Where a file of the repository stands among the site's sources."""
    if _is_of_docs(path):
        return path.removeprefix(f"{DOCS}/")
    as_it_is = path.endswith(".md") or PurePosixPath(path).suffix in IMAGES
    return f"{SOURCE}/{path}" if as_it_is else f"{SOURCE}/{path}.md"


def _path_of(page: str) -> str:
    """The file of the repository that a page of the site shows."""
    inside = page.removeprefix(f"{SOURCE}/")
    if inside == page:
        return f"{DOCS}/{page}"
    return inside if (ROOT / inside).is_file() else inside.removesuffix(".md")


def _made(path: str, config: MkDocsConfig) -> File:
    """The site's file for a file of the repository."""
    uri = _page_of(path)
    if PurePosixPath(path).suffix in IMAGES:
        return File.generated(config, uri, abs_src_path=str(ROOT / path))
    return File.generated(config, uri, content=_content(path), inclusion=InclusionLevel.NOT_IN_NAV)


def _content(path: str) -> str:
    text = (ROOT / path).read_text(encoding="utf-8")
    if path.endswith(".md"):
        return text
    language = LANGUAGES.get(PurePosixPath(path).suffix, "text")
    return f"{UNSEARCHED}# {PurePosixPath(path).name}\n\n`{path}`\n\n~~~~~~{language}\n{text}\n~~~~~~\n"


def _without(nav: Any, page: str) -> Any:
    """The navigation without one page."""
    if isinstance(nav, list):
        return [_without(part, page) for part in nav if not (isinstance(part, dict) and page in part.values())]
    return {title: _without(part, page) for title, part in nav.items()} if isinstance(nav, dict) else nav
