"""Which country a page speaks from: it decides how numbers and postcodes without a country code are read."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from pipeline.documents import CleanDocument
from pipeline.gazetteer import country_of

# Countries where German is an official language, with their top-level domain, dialling code and postal prefix.
TOP_LEVEL = {"de": "DE", "at": "AT", "ch": "CH", "li": "LI", "it": "IT", "be": "BE", "lu": "LU"}
DIALLING = {"49": "DE", "43": "AT", "41": "CH", "423": "LI", "39": "IT", "32": "BE", "352": "LU"}
POSTAL = {"D": "DE", "DE": "DE", "A": "AT", "AT": "AT", "CH": "CH", "FL": "LI", "I": "IT", "B": "BE", "L": "LU"}
HOME = "DE"
SOUTH_TYROL = "IT"  # its postcodes have five digits as those at home
FOUR = 4  # digits of a postcode in Austria, Switzerland, Liechtenstein, Belgium and Luxembourg

# Each begins with its rarest sign, so that the pages of a run cost a fraction of a millisecond.
_DOMAIN = re.compile(r"\.(?<=[\w-]\.)(de|at|ch|li|it|be|lu)(?![\w-]|\.\w)")
_DIALLED = re.compile(r"\+(423|352|49|43|41|39|32)(?=[ ()/.\-–]{0,4}\d)")
_POSTED = re.compile(r" (?<=\d{4} )(?=[A-ZÄÖÜ])")
_TOWN = re.compile(r"[A-ZÄÖÜ][\w.-]{2,30}")
_CLOSED = re.compile(r"[A-ZÄÖÜ][\w.\-]{2,30}(?: [\w./\-]{1,20}){0,3} ?(?:[,;|(\n·•]|\Z| [-–])")
# "058 345 79 12": ten digits in threes and pairs behind an area code of the Swiss plan (Federal Office of
# Communications, numbering plan E.164); German area codes of three digits (030, 040, 069, 089) are none of these.
_SWISS = re.compile(
    r"0(?<![\d+]0)(?:2[12467]|3[1-4]|4[134]|5[12568]|6[12]|7[14-9]|81|91)"
    r"[ /.\u00a0]{1,3}\d{3}[ .\u00a0]\d\d[ .\u00a0]\d\d(?!\d)"
)
_PREFIX = re.compile(r"\b(DE?|AT?|CH|FL|I|B|L)(?: ?[-–‐] ?| )\Z")
_PREFIX_ENDS = frozenset(" -–‐")
_LINKED = re.compile(r"://[^/\s]*\.(de|at|ch|li|it|be|lu)(?:[:/?#]|$)")


def region_of(document: CleanDocument) -> str:
    """ISO 3166-1 code of the page's country; Germany where nothing on the page outvotes it."""
    return _region(document.text, document.url, document.raw.url)


@lru_cache(maxsize=1)
def _region(text: str, *urls: str | None) -> str:
    """The answer for the page at hand; phones and addresses both ask."""
    votes = evidence(text)
    for url in urls:
        if url is not None and (host := _LINKED.search(url)) is not None:
            votes[TOP_LEVEL[host[1]]] += 2
    return max(votes, key=lambda region: (votes[region], region == HOME), default=HOME)


def evidence(text: str) -> Counter[str]:
    """How often each country shows itself: by domain, dialling code, notation, postcode and, twice, postal prefix."""
    votes: Counter[str] = Counter()
    if (swiss := sum(1 for _ in _SWISS.finditer(text))) and "ß" not in text:
        votes["CH"] += swiss
    votes.update(TOP_LEVEL[match[1]] for match in _DOMAIN.finditer(text))
    votes.update(DIALLING[match[1]] for match in _DIALLED.finditer(text))
    for start, end in _postcodes(text):
        if (region := _prefixed(text, start)) is not None:
            votes[region] += 2
        elif (abroad := _abroad(text, start, end)) is not None:
            votes[abroad] += 1
    return votes


def in_addresses(text: str) -> Iterator[tuple[int, str]]:
    """Where a postcode with its town stands, and of which country they are; four digits before prose are a count."""
    for start, end in _postcodes(text):
        if (region := _prefixed(text, start) or _abroad(text, start, end)) is None:
            town = _TOWN.match(text, end + 1) if end - start != FOUR else None
            region = country_of(town[0]) if town is not None else None
        elif _CLOSED.match(text, end + 1) is None:
            region = None
        if region is not None:
            yield start, region


def _postcodes(text: str) -> Iterator[tuple[int, int]]:
    """Where four or five digits before a space and a capital begin and end; of more digits the last five."""
    for match in _POSTED.finditer(text):
        end = match.start()
        yield end - FOUR - text[max(0, end - FOUR - 1) : end - FOUR].isdecimal(), end


def _prefixed(text: str, start: int) -> str | None:
    """The country whose prefix ("CH-") stands before a postcode."""
    if text[start - 1 : start] not in _PREFIX_ENDS:
        return None
    prefix = _PREFIX.search(text, max(0, start - 6), start)
    return POSTAL[prefix[1]] if prefix is not None else None


def _abroad(text: str, start: int, end: int) -> str | None:
    """The country of a neighbour's postcode ("4020 Linz", "39100 Bozen"), None for years, counts and those at home."""
    code = text[start:end]
    if "1900" <= code < "2100" or text[start - 1 : start].isdigit():
        return None
    town = _TOWN.match(text, end + 1)
    country = country_of(town[0]) if town is not None else None
    if len(code) != FOUR:
        return SOUTH_TYROL if country == SOUTH_TYROL and code.startswith("39") else None
    return country if country != HOME and country in TOP_LEVEL.values() else None
