"""Mends what a model gets wrong about the edges of an entity and a rule can know."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from pipeline.annotate.roles_nouns import role_noun
from pipeline.documents import Label
from pipeline.gazetteer import is_place, is_qualifier, places
from pipeline.lexicons import lexicon, words

NAMES, TITLES, ORGANISATIONS = "de/names.yml", "de/titles.yml", "de/organisations.yml"
_OPENING = {")": "(", "]": "[", "“": "„", "«": "»"}
_CLOSING = {opening: closing for closing, opening in _OPENING.items()}
_EDGE = " \t\r\n\u00a0,;:!?/|•·*†–—-_=<>\"'¹²³⁴⁵⁶⁷⁸⁹⁰"
_SHORT_ADDRESS = ("Fr.", "Sr.", "Fam.")
_ORDERS = ("OSB", "OSF", "OFM", "OFMCap", "OCist", "OP", "SJ", "SDB", "SAC", "SVD", "CSsR")
"""Religious orders, set behind a name without a comma."""
_LAW = re.compile(r"[A-ZÄÖÜ](?=[^\W\d_]{0,17}[a-zäöü])[^\W\d_]{1,15}(?:G|GB|VO)")
"""A law's abbreviation ("AufenthG", "StAG"): mixed case, no space, ends in Gesetz, Gesetzbuch or Verordnung."""
_HYPHENATED = re.compile(r"-[ \t]{0,8}\n[ \t]{0,8}(?!(?:und|oder|bzw)\b)[^\W\d_]\w*")
LONGEST_SMALL_WORD = 12  # characters, with the space before it
_PAIR = re.compile(r"(?P<left>[^\W\d_][\w.’'-]{0,60})(?P<between> (?:und|u\.|&|/) )(?P<right>[^\W\d_][\w.’' -]{0,90})")
LONGEST_INITIALS = 14  # characters, with what stands before them
_INITIALS = re.compile(r"(?<![\w.-])(?<!\W[a-zäöü]\. )(?<!\A[a-zäöü]\. )[A-ZÄÖÜ]\.(?:[ -]?[A-ZÄÖÜ]\.){0,2}[ -]?\Z")
_DISTRICT = re.compile(r"(?<!\w)(?:Kreis|Landkreis)(?:es)? \Z")
_SECOND_BODY = re.compile(r"(?: und| sowie) (?:de[nmr]|die|das) (?=[A-ZÄÖÜ])")
_SUBJECTS = re.compile(r"\b(?:für|über|gegen|zur|zum) ")
"""What a body is for may be two things: "Bundesbeauftragte für den Datenschutz und die Informationsfreiheit"."""
_STOPPED_FORMS = ("mbH.", "GmbH.", " AG.", " KG.", " eG.", " GbR.")
"""The full stop of a sentence behind a legal form that has none."""
_PARTNER = re.compile(r"(?<![\w&.-])[A-ZÀ-ÖØ-ÝĀ-Ž][\w-]{1,30} & \Z")
LONGEST_PARTNER = 40  # characters before a name in which its partner stands
_CONFESSION = re.compile(r"(?:Ev|Evang|Kath|Röm)\.?(?:-(?:luth|ref|kath|meth|freik)\w{0,12}\.?)?")
_AUTHORITY_FOR = re.compile(
    r"(?i:ministeriums?|amt(?:es|s)?|ausschuss(?:es)?|referats?|dezernats?|fachbereichs?|fachdienst(?:es)?"
    r"|abteilung|behörde|institut(?:s|es)?|stabsstelle) für [A-ZÄÖÜ][\w-]{2,40}(?:, [A-ZÄÖÜ][\w-]{2,40}){0,3}\Z"
)
_SECOND_SUBJECT = re.compile(r"(?:, [A-ZÄÖÜ][\w-]{2,40}){0,3}[ \n]und[ \n](?P<subject>[A-ZÄÖÜ][\w-]{2,40})(?![\w-])")
_BETWEEN_SLASHES = re.compile(r"[^\s/](?:[^/]{0,60}[^\s/])?")


@dataclass(frozen=True, slots=True)
class Found:
    """An entity as the model gave it, or mended; offsets are code points."""

    start: int
    end: int
    label: Label
    score: float


def repair(text: str, found: Iterable[Found]) -> list[Found]:
    """The entities with mended edges, in text order, none overlapping another; those with nothing left are dropped."""
    mended = [piece for entity in found for piece in _mended(text, entity)]
    kept: list[Found] = []
    for entity in sorted(mended, key=lambda entity: (entity.start, -entity.end)):
        if not kept or kept[-1].end <= entity.start:
            kept.append(entity)
    return list(_joined(text, kept))


def _mended(text: str, entity: Found) -> Iterator[Found]:
    entity = _trimmed(text, entity)
    if entity.label is Label.PER:
        entity = _with_initials(text, _trimmed(text, _without_titles(text, entity)))
    elif entity.label is Label.LOC:
        entity = _with_district(text, entity)
    elif entity.label is Label.ORG:
        entity = _with_legal_form(text, entity)
        if _LAW.fullmatch(text, entity.start, entity.end):
            return
    if _is_small_word(text[entity.start : entity.end], entity.label):
        return
    if not any(letter.isalpha() for letter in text[entity.start : entity.end]):
        return
    if entity.label is Label.LOC and "/" in text[entity.start : entity.end]:
        yield from _places(text, entity)
        return
    if entity.label is Label.ORG:
        yield from _bodies(text, entity)
        return
    pair = _PAIR.fullmatch(text, entity.start, entity.end) if entity.label is Label.PER else None
    if pair is None:
        yield entity
    else:
        yield replace(entity, end=pair.end("left"))
        yield replace(entity, start=pair.start("right"))


def _bodies(text: str, entity: Found) -> Iterator[Found]:
    """The two bodies that "und" and an article join: "Bundesministerium des Innern und den Asylfonds"."""
    second = _SECOND_BODY.search(text, entity.start, entity.end)
    if second is None or _SUBJECTS.search(text, entity.start, second.start()) is not None:
        yield entity
    else:
        yield replace(entity, end=second.start())
        yield replace(entity, start=second.end())


def _places(text: str, entity: Found) -> Iterator[Found]:
    """The places of "Zittau / Olbersdorf"; "Schwedt/Oder", "Nienburg / Weser" and "Kleve/Almeloer Land" stay one."""
    parts = list(_BETWEEN_SLASHES.finditer(text, entity.start, entity.end))
    surface = text[entity.start : entity.end]
    apart = " / " in surface or all(is_place(part[0]) for part in parts)
    named = any(place.name == surface for place in places(surface))
    if apart and not named and not any(is_qualifier(part[0]) for part in parts):
        yield from (replace(entity, start=part.start(), end=part.end()) for part in parts)
    else:
        yield entity


def _trimmed(text: str, entity: Found) -> Found:
    """Without space and separators at the edges; brackets and quotes only in pairs."""
    start, end = entity.start, entity.end
    while start < end:
        inner = text[start:end]
        if _CLOSING.get(inner[0]) == inner[-1]:
            start, end = start + 1, end - 1
        elif inner[0] in _EDGE or inner[0] in _OPENING or (inner[0] in _CLOSING and _CLOSING[inner[0]] not in inner):
            start += 1
        elif (
            inner[-1] in _EDGE or inner[-1] in _CLOSING or (inner[-1] in _OPENING and _OPENING[inner[-1]] not in inner)
        ):
            end -= 1
        elif (hanging := _hanging().search(inner[-LONGEST_SMALL_WORD:])) is not None:
            end -= len(hanging[0])
        else:
            break
    return replace(entity, start=start, end=_closed(text, start, _continued(text, end)))


@cache
def _hanging() -> re.Pattern[str]:
    """A small word behind which a name must go on: "Familien- und", "Hebammen über die"."""
    return re.compile(rf"[ \u00a0\n](?:{'|'.join(map(re.escape, words(NAMES, 'small_words')))})\Z")


def _is_small_word(name: str, label: Label) -> bool:
    """Whether a name is nothing but "die" or a body's "Die"; somebody may be called An, and a river Oder."""
    return (name.lower() if label is Label.ORG else name) in words(NAMES, "small_words")


def _continued(text: str, end: int) -> int:
    """The end of the word that a hyphen and a line break cut: "Dilger-" and "Faißt" on the next line."""
    match = _HYPHENATED.match(text, end)
    return end if match is None else match.end()


def _closed(text: str, start: int, end: int) -> int:
    """The end behind a bracket that the entity opens and the next character closes: "Waren (Müritz" and ")"."""
    inner = text[start:end]
    return end + 1 if inner.count("(") > inner.count(")") and text[end : end + 1] == ")" else end


@cache
def _address() -> re.Pattern[str]:
    """Titles and forms of address in front of a name."""
    forms = [word for key in ("address_f", "address_m", "address_any") for word in words(NAMES, key) if len(word) > 2]
    forms += _SHORT_ADDRESS
    titles = [*words(TITLES, "leading"), *words(TITLES, "specifications")]
    ordered = sorted({*forms, *titles}, key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, ordered))})(?:(?<=\.)[ \u00a0]?|[ \u00a0\n]+)")


@cache
def _degree() -> re.Pattern[str]:
    """Degrees behind a name and a comma, or an order behind a name."""
    ordered = sorted(words(TITLES, "trailing"), key=len, reverse=True)
    return re.compile(rf"(?:,[ \u00a0](?:{'|'.join(map(re.escape, ordered))})|,?[ \u00a0](?:{'|'.join(_ORDERS)}))\Z")


def _without_titles(text: str, entity: Found) -> Found:
    start = entity.start
    while (match := _address().match(text, start, entity.end)) is not None and match.end() < entity.end:
        start = match.end()
    match = _degree().search(text[start : entity.end])
    return replace(entity, start=start, end=start + match.start() if match else entity.end)


def _with_district(text: str, entity: Found) -> Found:
    """With the word that makes a town's name that of its district: "Kreis Unna", "Landkreises Kusel"."""
    found = _DISTRICT.search(text, max(entity.start - len("Landkreises "), 0), entity.start)
    return entity if found is None else replace(entity, start=found.start())


def _with_initials(text: str, entity: Found) -> Found:
    """With the initials that stand before a family name: "D. Krüger", "H.-G. Poser"; "a. D. Krüger" has none."""
    found = _INITIALS.search(text, max(entity.start - LONGEST_INITIALS, 0), entity.start)
    return entity if found is None else replace(entity, start=found.start())


@cache
def _legal_form() -> re.Pattern[str]:
    """A legal form that follows an organisation's name."""
    forms = sorted(lexicon(ORGANISATIONS)["legal_forms"], key=len, reverse=True)
    spaced = "|".join(re.escape(form).replace(r"\ ", r"[ \u00a0]?").replace(r"\.", r"\.[ \u00a0]?") for form in forms)
    return re.compile(rf"[ \u00a0](?:{spaced})(?<![ \u00a0])(?:[ \u00a0]&[ \u00a0]Co\.?(?:[ \u00a0]KGa?A?)?)?(?!\w)")


def _with_legal_form(text: str, entity: Found) -> Found:
    """With the legal form behind the name, and the partner before it: "Hadžić & Pfleiderer PartG"."""
    match = _legal_form().match(text, entity.end)
    if match is not None:
        entity = replace(entity, end=match.end())
    if text[entity.start : entity.end].endswith(_STOPPED_FORMS):
        entity = replace(entity, end=entity.end - 1)
    form = _legal_form().search(text, entity.start, entity.end)
    partner = _PARTNER.search(text, max(entity.start - LONGEST_PARTNER, 0), entity.start) if form is not None else None
    return entity if partner is None else replace(entity, start=partner.start())


def _joined(text: str, found: Iterable[Found]) -> Iterator[Found]:
    """The entities; a confession is one with the body behind it, and a body with the rest of what it is for."""
    entities = list(found)
    for index, entity in enumerate(entities):
        behind = entities[index + 1] if index + 1 < len(entities) else None
        if entity.label is not Label.ORG:
            yield entity
        elif behind is not None and behind.label is Label.ORG and _is_confession_of(text, entity, behind):
            entities[index + 1] = replace(behind, start=entity.start)
        else:
            yield replace(entity, end=_subject_end(text, entity, behind.start if behind is not None else len(text)))


def _is_confession_of(text: str, entity: Found, behind: Found) -> bool:
    return text[entity.end : behind.start] == " " and _CONFESSION.fullmatch(text, entity.start, entity.end) is not None


def _subject_end(text: str, entity: Found, limit: int) -> int:
    """Where what an authority is for ends: "Ministerium für Wissenschaft" goes on with "und Kunst"."""
    if _AUTHORITY_FOR.search(text, entity.start, entity.end) is None:
        return entity.end
    rest = _SECOND_SUBJECT.match(text, entity.end)
    if rest is None or rest.end() > limit or role_noun(rest["subject"]) is not None or rest["subject"] in _forms():
        return entity.end
    return rest.end()


@cache
def _forms() -> frozenset[str]:
    return frozenset(word for key in ("address_f", "address_m", "address_any") for word in words(NAMES, key))
