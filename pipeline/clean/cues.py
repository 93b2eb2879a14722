"""Signs of contact data and of running text, as cheap as can be: cleaning only needs to know what to leave alone.

Patterns begin with a class of characters where they can, and look back from there: a search then leaps to the next of
these characters, whereas it tries a pattern that begins with a condition or an alternative at every place.
"""

import re
from functools import lru_cache

LINES = 256  # texts whose contact data are kept: a line is asked about more than once
PHONE = re.compile(r"[+(0](?<![\d.,/-].)(?:(?<=\+) ?\d{2}|(?<=\()0|(?<=0))[\d ()/.–-]{5,24}\d(?![\d,])")
EMAIL = re.compile(
    r"[\w.+-]{1,64}(?:@{1,2}| ?[\[({<|»_–-](?:at|ät|@)[\])}>|«_–-] ?| (?:at|ät|bei) )"
    r"[\w-]{1,63}(?:\.| ?[\[({<|»_–-](?:dot|punkt|\.)[\])}>|«_–-] ?| punkt )[\w.-]{2,}",
    re.IGNORECASE,
)
EXTENSION = re.compile(r"(?:^|[;|\t]|\s{2})\s?[-–] ?\d{2,5}(?=$|[;|\t]|\s{2})")
POSTCODE = re.compile(r"(?<![\d-])(?:[A-Z]{1,2}-)?\d{5} [A-ZÄÖÜ][a-zäöü]")
FIVE_DIGITS = re.compile(r"\d\d\d\d\d ")
STREET = re.compile(
    r"(?:[sS]tra(?:ß|ss)e|[sS]tr\.|[wW]eg|[pP]latz|[aA]llee|[gG]asse|[rR]ing|[uU]fer|[dD]amm|[mM]arkt) ?\d{1,4}\b"
)
HOUSE_NUMBER = re.compile(r"\d(?:(?<=[e.gzrmt] \d)|(?<=[e.gzrmt]\d))")
LABEL = re.compile(
    r"\b(?:Tel(?:efon|efax)?|Fon|Fax|Mobil|Handy|E-?Mail|Durchwahl|Ansprechpartner(?:in)?|Kontakt|Rückfragen)\b[.:]?"
)
LABELLING = re.compile(r"Tel|F[oa]|Mob|Han|E-?Ma|Dur|Ans|Kon|Rück")
SOURCE = re.compile(r"^\W{0,3}(?:Quelle|Bericht|Text|Herausgeber|Pressekontakt|Redaktion)\s?: ")
# Headings of boxes about those who answer for a text, and not for the site.
SENDER = re.compile(
    r"^\W{0,3}(?:(?:Ihre?|Unser)\w{0,2} )?(?:Ansprechpartner\w{0,5}|Ansprechpersone?n?|Presse-?[kK]ontakt|Pressestelle"
    r"|Rückfragen|Medienkontakt|Kontakt (?:für|zu)|Auskunft|Auskünfte"
    r"|Weitere (?:Auskünfte|Informationen)|Kontaktperson(?:en)?)\b"
)
# Who answers for a page, and of when it is: sources of values, wherever they stand.
STATED = re.compile(
    r"^\W{0,3}(?:(?:V\.? ?i\.? ?S\.? ?d\.? ?P|Verantwortlich(?: im Sinne des Presserechts)?)\.?\s?: "
    r"|(?:(?:Daten)?[sS]tand|(?:Letzte|letzte) (?:Änderung|Aktualisierung)"
    r"|(?:[vV]eröffentlicht|[pP]ubliziert|[eE]rstellt|[eE]ingestellt|[hH]erausgegeben)(?: am)?"
    r"|(?:(?:Zuletzt|zuletzt) )?(?:[gG]eändert|[aA]ktualisiert)(?: am)?|[^|]{0,40}\b[gG]ültig (?:ab|vom|von|bis|seit))"
    r"\s?:? [^|]{0,24}(?:\d[./]\d|(?:19|20)\d\d|\d\. (?:[JFMASOND][a-zä]{2,8})))"
)
# Entries of the menu below a page; beside them the day of its last change is furniture, too.
MENU_BELOW = re.compile(r"[|·–-] ?(?:Impressum|Datenschutz(?:erklärung)?|Barrierefreiheit|Sitemap|Anfahrt|AGB)\b")
URL = re.compile(r"https?://|www\.")
DATE = re.compile(
    r"\d(?<!\d\d)\d?\. ?"
    r"(?:\d{1,2}\.|Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember) ?(?:\d{2,4})?"
)
TIME = re.compile(r"\d(?<!\w\d)(?:\d?(?:[.:]\d{2})? ?(?:Uhr|h\b)|\d?:\d{2}\b)")
SENTENCE = re.compile(r"[.!?](?<=[a-zäöüß\d)“\"].)(?:[“\"]|\s|$)")
NAMED = re.compile(
    r"[A-ZÄÖÜ](?<!\w[A-ZÄÖÜ])[a-zäöüßéèçğışćńł]+(?:-[A-ZÄÖÜ][a-zäöüß]+)? "
    r"(?:(?:von|van|de|zu|von der) )?[A-ZÄÖÜ][a-zäöüßéèçğışćńł]+"
)
FAMILY = r"[A-ZÄÖÜ][\w-]{1,30}"
TITLE = r"(?:Dr|Prof|Dipl|Mag|Ing|med|Frau|Herr)[\w.-]{0,8}\.? ?"
# A line of a list that ends a text: a name, a label with its value, opening hours, an extension, a country.
LISTED = re.compile(
    rf"(?:{TITLE}){{0,3}}{NAMED.pattern}(?: {FAMILY})?(?:[,(–-].{{1,60}})?"
    rf"|[A-ZÄÖÜ][\w/.-]{{2,30}}(?: {FAMILY})?: ?[^:|]{{2,60}}"
    r"|(?:(?:Mo|Di|Mi|Do|Fr|Sa|So)(?:\w{3,8})?\.?|(?:Oster|Pfingst|Kar)\w{4,10})(?:[ /–-]|,|:| bis | und ).{2,60}"
    r"|(?:Tel|Fax|Fon|Mobil|Durchwahl|App)[\w.]{0,8}:? ?[-–]? ?\d[\d /–-]{1,20}"
    r"|Deutschland|Österreich|Schweiz|Germany|Austria|Liechtenstein|Luxemburg|Italien"
)
# Who stands where, or who took the picture: a caption, and often the only place that names a person.
CAPTION = re.compile(
    r"\((?:l|r|links|rechts|Mitte|vorn|hinten|v)\.?[ ,)]|\bv\. ?l\.|\b[vV]on (?:links|rechts)\b|\bFotos?: "
)

# Stands where a script would write an address: without it nobody learns that there was one.
HIDDEN_MAIL = re.compile(r"\bE-?Mail-?[aA]dresse (?:ist|wird) (?:vor|gegen) (?:Spam\w*|unerwünscht\w+)")
LISTED_LENGTH = 110  # characters of a line of a list
STATED_LENGTH = 90  # characters of a line that says of when a page is

DIGIT = re.compile(r"\d")
AT = re.compile(r"[@aAä](?:(?<=@)|(?<!\w.)(?:(?<=[aä])t|(?<=A)T)\b)")
DASHED = re.compile(r"[-–] ?\d\d")
COLON = re.compile(": ")

# A consent dialogue or a sign-up box speaks for the site and to its visitor; a report about cookies does neither.
SITE_SPEAKS = re.compile(
    r"\b(?:[wW]ir|[uU]ns(?:er\w{0,3})?|Ihre?[rnms]?|Sie|[dD]iese[rs]? (?:Web|Internet)?[sS](?:eite|ite)"
    r"|[dD]iese[rs]? Website"
    r"|[wW]ebsite|[wW]ebseite|[wW]e|[tT]his|[dD]ein\w{0,2}|[dD]u|[iI]hnen)\b"
)
SITE_MATTERS = re.compile(
    r"[cC]ookie|[tT]racking|[eE]inwillig|[dD]atenschutz|[nN]ewsletter|[dD]rittanbieter|[pP]rivatsphäre|[cC]onsent"
)

# (name, pattern, holds digits, a cheaper pattern that is found wherever the first is).
Cue = tuple[str, re.Pattern[str], bool, re.Pattern[str] | None]
CONTACT: tuple[Cue, ...] = (
    ("phone", PHONE, True, None),
    ("email", EMAIL, False, AT),
    ("postcode", POSTCODE, True, FIVE_DIGITS),
    ("street", STREET, True, HOUSE_NUMBER),
    ("extension", EXTENSION, True, DASHED),
)
OTHER: tuple[Cue, ...] = (
    ("label", LABEL, False, LABELLING),
    ("source", SOURCE, False, COLON),
    ("url", URL, False, None),
    ("date", DATE, True, None),
    ("time", TIME, True, None),
)


def is_stated(text: str) -> bool:
    """Whether a line says who answers for a page, of when it is or that it hides a mailbox."""
    stated = len(text) <= STATED_LENGTH and STATED.match(text) is not None and MENU_BELOW.search(text) is None
    return stated or (len(text) <= 2 * STATED_LENGTH and HIDDEN_MAIL.search(text) is not None)


def is_listed(text: str) -> bool:
    """Whether a short line looks like one of a list of people, values or opening hours."""
    return len(text) <= LISTED_LENGTH and LISTED.fullmatch(text) is not None


@lru_cache(maxsize=LINES)
def contact_cues(text: str) -> tuple[str, ...]:
    """Which kinds of contact data a text seems to hold."""
    return _found(text, CONTACT)


def cues(text: str) -> tuple[str, ...]:
    """All cues of a text."""
    return (*contact_cues(text), *_found(text, OTHER))


def _found(text: str, patterns: tuple[Cue, ...]) -> tuple[str, ...]:
    numeric = DIGIT.search(text) is not None
    found = [
        name
        for name, pattern, digits, cheaper in patterns
        if (numeric or not digits) and (cheaper is None or cheaper.search(text)) and pattern.search(text)
    ]
    return tuple(found)


def addresses_visitor(text: str) -> bool:
    """Whether a text speaks to the visitor about cookies, privacy or a newsletter."""
    return SITE_MATTERS.search(text) is not None and SITE_SPEAKS.search(text) is not None


def is_caption(text: str) -> bool:
    """Whether a text is a caption that names somebody."""
    return CAPTION.search(text[:600]) is not None and NAMED.search(text[:600]) is not None
