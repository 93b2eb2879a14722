"""Descriptions of pictures, as they stand in ``alt`` attributes: whom or what a picture shows, in a phrase."""

import re

from pipeline.clean.cues import NAMED
from pipeline.clean.phrases import pictured_words

LONGEST = 150  # characters
HEAD_WORDS = 4  # words among which the depicted stands
SHORTEST = 4  # words: "Menschen mit Behinderung" is a heading
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
PLACED = re.compile(r"\b(?:mit|vor|in|im|an|am|auf|bei|beim|hinter|neben|unter|zwischen|um)\b")
LABEL = re.compile(r"(?:Foto|Bild|Bild zeigt|Grafik|Logo|Abbildung): ")
CREDIT = re.compile(r"(?:©|Foto:|Bild:|Quelle:).{0,100}$")
NO_PICTURE = re.compile(r"[.!?:;]|\d{4}|^\W|\bfür\b")
COUNTED = re.compile(r"^(?:Eine?|Zwei|Drei|Vier|Fünf|Sechs|Sieben|Acht|Neun|Zehn|Zwölf|Mehrere|Einige|Viele)\b ?")


def describes_picture(text: str) -> bool:
    """Whether a line says, without a name and without being a sentence, who or what is to be seen somewhere."""
    if len(text) > LONGEST:
        return False
    label = LABEL.match(text)
    shown = text[label.end() :] if label is not None else CREDIT.sub("", text).strip()
    if NO_PICTURE.search(shown) or not PLACED.search(shown) or NAMED.search(COUNTED.sub("", shown)):
        return False
    words = [word.casefold() for word in WORD.findall(shown)]
    if label is not None:
        return len(words) >= SHORTEST - 1
    head = [word.rpartition("-")[2] for word in words[:HEAD_WORDS]]
    return len(words) >= SHORTEST and any(word in pictured_words() for word in head)
