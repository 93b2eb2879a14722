"""What the pages of one site have in common: blocks that stand on many of them are furniture, whatever they look like.

A profile is an explicit input of a run, never made from the run's own documents: so a record does not depend on which
pages happen to be worked on together, or in which order.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import SettingsError

SCHEMA = "press-site-profile/1"
KEY_LENGTH = 16  # hexadecimal digits of a block's key
SMALLEST_SITE = 3  # pages; two of them may share a paragraph by chance
COMMON_SHARE = 0.5  # share of the pages a block must stand on


@dataclass(frozen=True, slots=True)
class SiteProfile:
    """Blocks repeated over the pages of one site.

    Attributes:
        pages: how many pages the profile was made of.
        keys: `block_key` of every block that stands on at least half of them.
    """

    pages: int
    keys: frozenset[str]

    def repeats(self, text: str) -> bool:
        """Whether a block's text is one that the site repeats."""
        return block_key(text) in self.keys

    def to_json(self) -> str:
        """The profile as a file; the same for the same pages in any order."""
        return json.dumps({"schema": SCHEMA, "pages": self.pages, "blocks": sorted(self.keys)}, indent=1)

    @property
    def sha256(self) -> str:
        """Fingerprint of the content, wherever the file lies."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()


def block_key(text: str) -> str:
    """Identifies a block's text but for case and white space; a hash, so that a profile holds no page's text."""
    folded = " ".join(text.split()).casefold()
    return hashlib.sha256(folded.encode()).hexdigest()[:KEY_LENGTH]


def profile_of(pages: Iterable[Iterable[str]]) -> SiteProfile:
    """The profile of a site.

    Args:
        pages: for every page the texts of its blocks.

    Raises:
        SettingsError: there are too few pages to tell furniture from content.
    """
    keyed = [{block_key(text) for text in blocks} for blocks in pages]
    counts = Counter(key for keys in keyed for key in keys)
    number = len(keyed)
    if number < SMALLEST_SITE:
        raise SettingsError(f"a site profile needs at least {SMALLEST_SITE} pages of the site, not {number}")
    common = frozenset(key for key, count in counts.items() if count >= COMMON_SHARE * number and count > 1)
    return SiteProfile(number, common)


def load_profile(file: Path) -> SiteProfile:
    """A profile from its file.

    Raises:
        SettingsError: it cannot be read or is no profile.
    """
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"site profile {file} cannot be read ({error.strerror}); check --site-profile") from error
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"site profile {file} is not valid JSON: {error}") from error
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise SettingsError(f"{file} is no site profile ({SCHEMA}); make one with: press-records site-profile PAGES")
    pages, blocks = data.get("pages"), data.get("blocks")
    if not isinstance(pages, int) or not isinstance(blocks, list) or not all(isinstance(key, str) for key in blocks):
        raise SettingsError(f"site profile {file}: 'pages' must be a number and 'blocks' a list of keys")
    return SiteProfile(pages, frozenset(blocks))
