"""Lines of page furniture that need no model: what they are shows in the line itself and in where it stands.

Inside the running text only signs count that no sentence, heading or list could be mistaken for; a heading "Suche"
there is content, above and below it is a search box.
"""

import re

from pipeline.clean.cues import contact_cues
from pipeline.clean.phrases import items_of, phrases
from pipeline.clean.text_features import Context

ADVERT = re.compile(r"\W{0,4}(?:ende der )?(?:anzeige|werbung|advertisement)(?:\W{0,4}$|\s?[:–]\s|  )", re.IGNORECASE)
ALTERNATIVE = re.compile(
    r"(?:Symbol(?:bild|foto|grafik)|Website-Icon|Icon|Platzhalter(?:bild)?|Logo|Wappen)\b[^.!?]{0,60}$"
)
FILE = re.compile(
    r"(?:cid:\S{1,80}|[\w%+.-]{3,90}\.(?:jpe?g|png|gif|svg|webp|tiff?|pdf|docx?|xlsx?))(?: \([^()]{1,30}\))?$",
    re.IGNORECASE,
)
PAGE_NUMBER = re.compile(r"(?:[-–] ?\d{1,3} ?[-–]|(?:Seite|Bild|Foto) \d{1,3} (?:von|/) \d{1,3})$")
REACTIONS = re.compile(r"[\W\d_]{0,40}[\u2600-\u27bf\U0001f300-\U0001faff][\W\d_]{0,40}$")
PORTAL = re.compile(
    r"(?:Das |Ihr |Willkommen (?:auf|bei|im) )?(?:dem )?(?:offiziellen? )?(?:[A-ZÄÖÜ][a-zäöüß-]{2,20})?"
    r"[pP]ortal (?:der|des|für) "
)
CLAIM_UNITS = 3  # units from the top that may be a portal's claim
TRAIL = re.compile(r"\s[>»›→/]\s|\s::\s")
TRAIL_STEP = 45  # characters of a breadcrumb's step
HEAD_UNITS = 10  # units from the top that may be a breadcrumb
SITE_NAME = re.compile(r"\s{0,3}[|–-]\s\S.{2,50}$")
# Menu entries that are hardly a heading, even when they stand alone.
FURNITURE = ("consent", "share", "print", "login", "search", "footer")  # in order of preference
MENU_ITEMS = 3


def sign_of(context: Context, index: int) -> tuple[str, str] | None:
    """Kind and rule of a unit that gives itself away, None for all others."""
    text = context.units[index].text
    if contact_cues(text):
        return None
    for kind, rule, pattern in (
        ("ad", "text:advertisement-mark", ADVERT),
        ("alt", "text:alternative-text", ALTERNATIVE),
        ("alt", "text:file-name", FILE),
        ("pagination", "text:page-number", PAGE_NUMBER),
        ("share", "text:reactions", REACTIONS),
    ):
        if pattern.match(text):
            return kind, rule
    if context.first_prose < index < context.last_prose:
        return None
    if index < min(CLAIM_UNITS, context.first_prose) and PORTAL.match(text):
        return "nav", "text:portal-claim"
    return _trail(context, index) or _menu(context, index) or _site_title(context, index)


def _menu(context: Context, index: int) -> tuple[str, str] | None:
    """A line of menu entries only, also a space apart; a single one with empty lines around it may be a heading."""
    text = context.units[index].text
    below = context.units[index + 1 : index + 2]
    if " " not in text and context.units[index].blank_before and below and below[0].blank_before:
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
    if "/" in text and len(steps) < 3:
        return None
    return ("breadcrumb", "text:trail") if all(len(step) <= TRAIL_STEP for step in steps) else None


def _site_title(context: Context, index: int) -> tuple[str, str] | None:
    """The page's title: the headline beside it once more, with the name of the site behind it."""
    text = context.units[index].text
    for other in (index - 1, index + 1):
        if 0 <= other < len(context.units):
            headline = context.units[other].text
            if len(headline) > 15 and text.startswith(headline) and SITE_NAME.match(text, len(headline)):
                return "nav", "text:page-title"
    return None
