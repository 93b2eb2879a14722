"""Lines of page furniture that need no model: what they are shows in the line itself and in where it stands.

Inside the running text only signs count that no sentence, heading or list could be mistaken for; a heading "Suche"
there is content, above and below it is a search box.
"""

import re

from pipeline.clean.cues import contact_cues
from pipeline.clean.phrases import items_of, phrases
from pipeline.clean.pictures import describes_picture
from pipeline.clean.speech import addressed_to_visitor, speech_kind
from pipeline.clean.table_lines import is_slash_row
from pipeline.clean.text_features import Context

ADVERT = re.compile(
    r"\W{0,4}(?:ende der )?(?:anzeige|werbung|advertisement)(?:\W{0,4}$|\s?[:–]\s|\s-\s|  )", re.IGNORECASE
)
ALTERNATIVE = re.compile(
    r"(?:Symbol(?:bild|foto|grafik)|Bild vergrößern|Vergrößerte Ansicht|Plakatmotiv|Website-Icon|Icon"
    r"|Platzhalter(?:bild)?|Logo|Wappen|Portr(?:ai|ä)t(?:foto|bild))\b[^.!?]{0,60}$"
)
FILE = re.compile(
    r"\W{0,3}(?:cid:\S{1,80}|[\w%+.-]{3,90}\.(?:jpe?g|png|gif|svg|webp|tiff?|pdf|docx?|xlsx?))(?: \([^()]{1,30}\))?$",
    re.IGNORECASE,
)
PAGE_NUMBER = re.compile(r"(?:[-–] ?\d{1,3} ?[-–]|.{0,90}\b(?:Seite|Bild|Foto) \d{1,3} (?:von|/) \d{1,3})$")
CONTENT_ID = re.compile(r"\W{0,3}cid:\S{1,80}$")
ALPHABET = re.compile(r"(?:[A-Z][ |·,]{1,3}){8,30}[A-Z]$")
CREDIT_LINE = re.compile(r"©\s?(?!\d{4})[^\d.!?|·:]{3,60}$")
MORE = re.compile(
    r"(?:\.{3} ?)?(?:mehr|weiterlesen|weiter lesen|mehr lesen|mehr erfahren|zum artikel|zur meldung|details|mehr dazu)"
    r"(?:\W{0,4}$|: https?://\S{1,200}$)",
    re.IGNORECASE,
)
DATED_HEADER = re.compile(
    r"(?:^|\s{3})(?:[A-Z][a-z]{1,9}, )?\d{1,2}\. ?(?:\d{1,2}\.|[A-Z][a-zä]{2,8}) ?\d{4}(?:\s{3}|$)"
)
HEADER_PART = re.compile(r"(?:^|\s{3})(?:[A-ZÄÖÜ]{4,30}|(?:Nr\.|Seite|Ausgabe|Jahrgang|Blatt) \S{1,12})(?:\s{3}|$)")
UNFOLDING = re.compile(r"[^\W\d][^.!?:,]{0,40}\s[▼▾▿⌄˅↓]$")
REACTIONS = re.compile(r"[\W\d_]{0,40}[\u2600-\u27bf\U0001f300-\U0001faff][\W\d_]{0,40}$")
PAGED = re.compile(r"\b(?:Seite|Blatt|S\.) \d{1,3}\b|^\d{1,3}\s|\s\d{1,3}$")
PORTAL = re.compile(
    r"(?:Das |Ihr |Willkommen (?:auf|bei|im) )?(?:dem )?(?:offiziellen? )?(?:[A-ZÄÖÜ][a-zäöüß-]{2,20})?"
    r"[pP]ortal (?:der|des|für) "
)
CLAIM_UNITS = 3  # units from the top that may be a portal's claim
TRAIL = re.compile(r"\s[>»›→/]\s|\s::\s")
TRAIL_STEP = 45  # characters of a breadcrumb's step
HEAD_UNITS = 10  # units from the top that may be a breadcrumb
TITLE_REACH = 3  # units between the page's title and its headline
SITE_NAME = re.compile(r"\s{0,3}[|–-]\s\S.{2,50}$")
FORMS = (
    ("ad", "advertisement-mark", ADVERT),
    ("alt", "alternative-text", ALTERNATIVE),
    ("alt", "file-name", FILE),
    ("pagination", "page-number", PAGE_NUMBER),
    ("share", "reactions", REACTIONS),
    ("alt", "credit-line", CREDIT_LINE),
    ("nav", "unfolding", UNFOLDING),
)
# Menu entries that are hardly a heading, even when they stand alone.
FURNITURE = ("consent", "share", "print", "login", "search", "footer")  # in order of preference
MENU_ITEMS = 3


def sign_of(context: Context, index: int) -> tuple[str, str] | None:
    """Kind and rule of a unit that gives itself away, None for all others."""
    text = context.units[index].text
    if CONTENT_ID.match(text):
        return "alt", "text:file-name"
    if contact_cues(text):
        return None
    found = _by_form(text) or _by_words(text) or _by_company(context, index)
    if found is not None or context.first_prose < index < context.last_prose:
        return found
    if index < min(CLAIM_UNITS, context.first_prose) and PORTAL.match(text):
        return "nav", "text:portal-claim"
    return _trail(context, index) or _menu(context, index) or _site_title(context, index)


def _by_form(text: str) -> tuple[str, str] | None:
    if _is_alphabet(text):
        return "nav", "text:alphabet"
    return next(((kind, f"text:{rule}") for kind, rule, pattern in FORMS if pattern.match(text)), None)


def _is_alphabet(text: str) -> bool:
    """Whether a line is an index of letters, and not a word that is printed with spaces: "D E R   V O R S T A N D"."""
    letters = [char for char in text if char.isalpha()] if ALPHABET.match(text) else []
    return bool(letters) and letters == sorted(letters)


def _by_words(text: str) -> tuple[str, str] | None:
    if "alt" in phrases().items.get(text.casefold(), ()):
        return "alt", "text:alternative-text"
    said = speech_kind(text)
    if said and (said != "consent" or addressed_to_visitor(text)):
        return said, "text:site-speaks"
    return None


def _by_company(context: Context, index: int) -> tuple[str, str] | None:
    text = context.units[index].text
    if MORE.match(text) and not _stands_apart(context, index):
        return "nav", "text:more-link"
    if _running_header(context, index):
        return "footer", "text:running-header"
    if describes_picture(text) and _among_text(context, index):
        return "alt", "text:describes-picture"
    return None


def _running_header(context: Context, index: int) -> bool:
    """A page header of printed matter: it comes again with another page number, or says the paper and its date."""
    text = context.units[index].text
    if context.around.running[index] > 1 and PAGED.search(text):
        return True
    return DATED_HEADER.search(text) is not None and HEADER_PART.search(text) is not None


def _stands_apart(context: Context, index: int) -> bool:
    """Whether there are empty lines above and below, as around a heading."""
    below = context.units[index + 1 : index + 2]
    return context.units[index].blank_before and bool(below) and below[0].blank_before


def _among_text(context: Context, index: int) -> bool:
    """Whether a line can hardly be the headline: running text stands above it, or a caption below."""
    below = context.around.credited[index + 1 : index + 2]
    return index > context.first_prose or (index > 0 and any(below))


def _menu(context: Context, index: int) -> tuple[str, str] | None:
    """A line of menu entries only, also a space apart; a single one with empty lines around it may be a heading."""
    text = context.units[index].text
    if " " not in text and _stands_apart(context, index):
        return None
    known = phrases().items
    for items in (items_of(text), text.split()):
        kinds = [known.get(item.casefold().rstrip(":"), ()) for item in items]
        if not items or not all(kinds):
            continue
        for kind in FURNITURE:
            if any(kind in listed for listed in kinds) and len(text) < 200:
                return kind, "text:menu-entries"
        if len(items) >= MENU_ITEMS:
            return "nav", "text:menu-entries"
    return None


def _trail(context: Context, index: int) -> tuple[str, str] | None:
    """A breadcrumb above the text: short steps, no numbers, arrows between them."""
    text = context.units[index].text
    steps = TRAIL.split(text)
    if index >= min(HEAD_UNITS, context.first_prose) or len(steps) < 2 or any(mark in text for mark in ".!?„"):
        return None
    if "/" in text and (len(steps) < 3 or is_slash_row(text)):
        return None
    return ("breadcrumb", "text:trail") if all(len(step) <= TRAIL_STEP for step in steps) else None


def _site_title(context: Context, index: int) -> tuple[str, str] | None:
    """The page's title: the headline beside it once more, with the name of the site behind it."""
    text = context.units[index].text
    for other in range(max(index - TITLE_REACH, 0), min(index + TITLE_REACH + 1, len(context.units))):
        if other != index:
            headline = context.units[other].text
            if len(headline) > 15 and text.startswith(headline) and SITE_NAME.match(text, len(headline)):
                return "nav", "text:page-title"
    return None
