"""Signs of contact data and of running text, as cheap as they can be: cleaning only needs to know what to leave alone."""

import re

PHONE = re.compile(r"(?<![\d.,/-])(?:\+ ?\d{2}|\(?0)[\d ()/.–-]{5,24}\d(?![\d,])")
EMAIL = re.compile(r"[\w.+-]{1,64}(?:@|\(at\)|\[at\]| \(?at\)? |\(@\))[\w-]{1,63}(?:\.|\(dot\)| punkt )[\w.-]{2,}", re.IGNORECASE)
POSTCODE = re.compile(r"(?<![\d-])(?:[A-Z]{1,2}-)?\d{5} [A-ZÄÖÜ][a-zäöü]")
STREET = re.compile(r"(?:[sS]tra(?:ß|ss)e|[sS]tr\.|[wW]eg|[pP]latz|[aA]llee|[gG]asse|[rR]ing|[uU]fer|[dD]amm|[mM]arkt) ?\d{1,4}\b")
LABEL = re.compile(r"\b(?:Tel(?:efon|efax)?|Fon|Fax|Mobil|Handy|E-?Mail|Durchwahl|Ansprechpartner(?:in)?|Kontakt|Rückfragen)\b[.:]?")
SOURCE = re.compile(r"^\W{0,3}(?:Quelle|Bericht|Text|Herausgeber|Pressekontakt|Redaktion)\s?: ")
URL = re.compile(r"https?://|www\.")
DATE = re.compile(r"(?<!\d)\d{1,2}\. ?(?:\d{1,2}\.|Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember) ?(?:\d{2,4})?")
TIME = re.compile(r"\b\d{1,2}(?:[.:]\d{2})? ?(?:Uhr|h\b)|\b\d{1,2}:\d{2}\b")
SENTENCE = re.compile(r"[a-zäöüß\d)“\"][.!?](?:[“\"]|\s|$)")
NAMED = re.compile(r"\b[A-ZÄÖÜ][a-zäöüßéèçğışćńł]+(?:-[A-ZÄÖÜ][a-zäöüß]+)? (?:(?:von|van|de|zu|von der) )?[A-ZÄÖÜ][a-zäöüßéèçğışćńł]+")

CONTACT = (("phone", PHONE), ("email", EMAIL), ("postcode", POSTCODE), ("street", STREET))
OTHER = (("label", LABEL), ("source", SOURCE), ("url", URL), ("date", DATE), ("time", TIME))


def contact_cues(text: str) -> list[str]:
    """Which kinds of contact data a text seems to hold."""
    return [name for name, pattern in CONTACT if pattern.search(text)]


def cues(text: str) -> list[str]:
    """All cues of a text."""
    return contact_cues(text) + [name for name, pattern in OTHER if pattern.search(text)]
