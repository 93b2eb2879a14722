"""Decides what of a plain text is junk: the line model, bounded by rules about what must never go."""

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.clean.cues import (
    EMAIL,
    SENTENCE,
    SOURCE,
    addresses_visitor,
    contact_cues,
    is_caption,
    is_listed,
    is_stated,
)
from pipeline.clean.linear import probability, two_pass_model
from pipeline.clean.phrases import items_of, phrases, words_of
from pipeline.clean.plain import Unit
from pipeline.clean.table_lines import HEAD_LINES, heads_around, is_row, names_columns, names_leaders
from pipeline.clean.text_features import Context, context_of, features_of, neighbourhoods
from pipeline.clean.text_signs import sign_of
from pipeline.clean.verdicts import KEEP, Verdict, junk_verdict, spared

WEIGHTS = "clean/text.yml"
REMOVE = 0.5  # probability from which a unit goes
REMOVE_CONTACT = 0.85  # the same for a unit with contact data
UNCERTAIN = 0.3
MODEL = "text:line-model"
REMOVE_SENTENCE = 0.93  # the same for whole sentences that do not speak to the visitor of a site
SENTENCE_LENGTH = 60  # characters
HEADLINE_WORD = 5  # letters from which a word of a headline says something
ANNOUNCED = 0.5  # share of a headline's words that the text below takes up
HEADING_LENGTH = 40  # characters
MAIL_LABEL = re.compile(r"(?:E-?)?[mM]ail(?:-?[aA]dresse)?\W{0,2}")
WEB_LINE = re.compile(r"(?:(?:Internet|Web|Website|Webseite|Homepage|Online)\W{1,3})?(?:https?://|www\.)\S{3,80}")
OTHER_LABEL = re.compile(
    r"(?:Tel(?:efon|efax)?|Fon|Fax|Mobil|Handy|Durchwahl|Name|Zimmer|Raum|Funktion|Anschrift)\W{0,2}"
)
TOWN_LINE = re.compile(r"(?:[A-Z]{1,2}[- ])?\d{4,5} [A-ZÄÖÜ][^|\d]{1,40}")
STREET_LINE = re.compile(r"[A-ZÄÖÜ][^|\d]{2,50} \d{1,4}(?: ?[a-zA-Z])?(?: ?[-–/] ?\d{1,4}(?: ?[a-zA-Z])?)?")
LIST_LINE = 90  # characters of a line that a list may go on below
POINTS = frozenset({"phone", "email", "extension"})  # the address of a house may be its footer
LABELLED_NUMBER = re.compile(r"[A-ZÄÖÜ][\w-]{2,25}:? (?:0|\+\d|\(0)[\d /()–-]{3,24}\d")
PARAGRAPH_LINES = 6  # lines from which a paragraph may be a table or list that was scraped
MOST_COLUMNS = 5  # heads that are looked at
CELL_LENGTH = 50  # characters of a cell
STAYING = 0.3  # share of its lines
REPEATED = 25  # characters from which a repetition is no coincidence


def judge(units: Sequence[Unit]) -> list[Verdict]:
    """A verdict for every unit, in order."""
    context = context_of(units)
    features = [features_of(context, index) for index in range(len(units))]
    model = two_pass_model(WEIGHTS)
    scores = [model.scores(listed) for listed in features]
    junk = [probability(first) for first, _ in scores]
    around = neighbourhoods(context, junk)
    refined = [probability(second + model.around(near)) for (_, second), near in zip(scores, around, strict=True)]
    verdicts = [_verdict(context, index, features[index], refined[index]) for index in range(len(units))]
    verdicts = _with_addresses(context, [_by_neighbours(context, verdicts, i) for i in range(len(units))])
    return spared(_with_company(context, verdicts))


def _with_company(context: Context, verdicts: list[Verdict]) -> list[Verdict]:
    """Lines of a list stay beside one that stays.

    Names, labels with values, opening hours and contact data stay below such a line, if no word of theirs names junk; a
    row of a table also above one.
    Lists end where footers begin, and the last lines of one look like a footer to the model.
    """
    found = list(verdicts)
    for index in range(len(found)):
        verdict, unit = found[index], context.units[index]
        if not verdict.junk or verdict.rule != MODEL:
            continue
        above = context.units[index - 1].text if index and not unit.blank_before and not found[index - 1].junk else None
        below = context.units[index + 1].text if index + 1 < len(found) and not found[index + 1].junk else None
        goes_on = above is not None and not verdict.named and _goes_on(above, unit.text)
        heads = heads_around(context.units, index) >= HEAD_LINES
        if goes_on or heads or is_row(unit.text, above, below):
            found[index] = Verdict(junk=False, uncertain=True)
    return _with_paragraphs(context, _with_numbers(context, found))


def _with_paragraphs(context: Context, verdicts: list[Verdict]) -> list[Verdict]:
    """The lines of a table that was scraped into cells, inside the text, stay where many of them do; no named junk."""
    found = list(verdicts)
    starts = [i for i in range(context.first_prose + 1, context.last_prose + 1) if context.units[i].blank_before]
    for start, end in pairwise(starts):
        stay = sum(not verdict.junk for verdict in found[start:end])
        texts = [unit.text for unit in context.units[start:end]]
        if end - start < PARAGRAPH_LINES or any(len(text) > CELL_LENGTH for text in texts):
            continue
        if stay >= STAYING * (end - start) or names_columns(texts[:MOST_COLUMNS]):
            for index in range(start, end):
                if found[index].junk and found[index].rule == MODEL and not found[index].named:
                    found[index] = Verdict(junk=False, uncertain=True)
    return found


def _with_numbers(context: Context, verdicts: list[Verdict]) -> list[Verdict]:
    """A labelled number stays above a line that stays."""
    found = list(verdicts)
    for index in range(len(found) - 2, -1, -1):
        verdict, unit, below = found[index], context.units[index], context.units[index + 1]
        if not verdict.junk or verdict.rule != MODEL or below.blank_before or found[index + 1].junk:
            continue
        if LABELLED_NUMBER.fullmatch(unit.text) is not None:
            found[index] = Verdict(junk=False, uncertain=True)
    return found


def _goes_on(above: str, text: str) -> bool:
    """Whether a line may go on a list, or contact data the ones above them."""
    if len(above) <= LIST_LINE and is_listed(text):
        return True
    return not POINTS.isdisjoint(contact_cues(above)) and not POINTS.isdisjoint(contact_cues(text))


def _with_addresses(context: Context, verdicts: list[Verdict]) -> list[Verdict]:
    """The lines of an address stay together where one of them stays, and with the name on the line above them.

    Only what the model took is given back.
    """
    found = list(verdicts)
    for index in range(1, len(context.units)):
        first = _address_start(context, index)
        lines = range(index + 1 if first is None else first, index + 1)
        if any(not found[number].junk for number in lines):
            name = lines.start and not context.units[lines.start].blank_before
            for number in range(lines.start - 1 if name else lines.start, index + 1):
                if found[number].junk and found[number].rule == MODEL:
                    found[number] = Verdict(junk=False, uncertain=True)
    return found


def _address_start(context: Context, index: int) -> int | None:
    """The line of the street above a town's line, or one more up where a floor or a house stands between them."""
    units = context.units
    if units[index].blank_before or TOWN_LINE.fullmatch(units[index].text) is None:
        return None
    for street in (index - 1, index - 2):
        if street >= 0 and STREET_LINE.fullmatch(units[street].text) is not None:
            return street
        if street <= 0 or units[street].blank_before or len(units[street].text) > HEADING_LENGTH:
            return None
    return None


def _by_neighbours(context: Context, verdicts: Sequence[Verdict], index: int) -> Verdict:
    """The headings of dialogues and boxes go with what they head; a heading inside the text stays with its text."""
    verdict, unit = verdicts[index], context.units[index]
    if verdict.rule == MODEL and _heads_text(context, verdicts, index):
        return Verdict(junk=False, uncertain=True)
    if verdict.junk or len(unit.text) > HEADING_LENGTH or index + 1 == len(verdicts):
        return verdict
    below = verdicts[index + 1]
    kinds = phrases().items.get(unit.text.casefold().rstrip(": "), ())
    if below.junk and below.kind in kinds:
        return Verdict(junk=True, kind=below.kind, rule="text:heading-of-furniture")
    return verdict


def _verdict(context: Context, index: int, features: Sequence[str], junk: float) -> Verdict:
    unit = context.units[index]
    if context.earlier[index] == "next" and len(unit.text) > REPEATED:
        return Verdict(junk=True, kind="caption-dup", rule="text:repeats-line-above")
    if _shorter_caption(context, index):
        return Verdict(junk=True, kind="caption-dup", rule="text:repeats-caption")
    if names_leaders(unit.text):
        return Verdict(junk=False, uncertain=junk >= UNCERTAIN)
    if SOURCE.match(unit.text) or is_stated(unit.text) or _labels_contact(context, index):
        return KEEP
    sign = sign_of(context, index)
    if sign is not None:
        kind, rule = sign
        return Verdict(junk=True, kind=kind, rule=rule)
    if _announces(context, index) or is_caption(unit.text):
        return Verdict(junk=False, uncertain=junk >= UNCERTAIN)
    threshold = _threshold(unit.text)
    if junk < threshold:
        return Verdict(junk=False, uncertain=junk >= UNCERTAIN)
    fallback = "nav" if index < context.first_prose else "footer" if index > context.last_prose else "related"
    return junk_verdict(features, fallback, MODEL)


def _shorter_caption(context: Context, index: int) -> bool:
    """Whether a caption beside the line says the same and more, such as who took the picture."""
    text = context.units[index].text.rstrip(".")
    beside = (*context.units[max(index - 1, 0) : index], *context.units[index + 1 : index + 2])
    return len(text) > REPEATED and any(
        len(other.text) > len(text) + 1 and text in other.text and is_caption(other.text) for other in beside
    )


def _labels_contact(context: Context, index: int) -> bool:
    """Whether a line is part of a contact block that shows no contact data itself.

    "E-Mail" alone is the label of an address or the head of a column and no share button; a web address stands below.
    """
    if WEB_LINE.fullmatch(context.units[index].text) is not None:
        return any(contact_cues(unit.text) for unit in context.units[max(index - 2, 0) : index + 3])
    if MAIL_LABEL.fullmatch(context.units[index].text) is None:
        return False
    below = context.units[index + 1 : index + 2]
    beside = (*context.units[max(index - 3, 0) : index], *context.units[index + 1 : index + 4])
    return any(EMAIL.search(unit.text) for unit in below) or any(OTHER_LABEL.fullmatch(unit.text) for unit in beside)


def _heads_text(context: Context, verdicts: Sequence[Verdict], index: int) -> bool:
    """Whether a short line stands alone between text and a paragraph, as headings do; "Suche" may be one."""
    units = context.units
    if not context.first_prose < index < context.last_prose or len(units[index].text) > HEADING_LENGTH:
        return False
    below = units[index + 1]
    alone = units[index].blank_before and below.blank_before and not verdicts[index - 1].junk
    text = not verdicts[index + 1].junk and len(below.text) >= SENTENCE_LENGTH and SENTENCE.search(below.text)
    return alone and bool(text) and len(items_of(units[index].text)) == 1 and units[index].text[-1] not in ":…"


def _threshold(text: str) -> float:
    """Contact data and whole sentences go on strong evidence only."""
    if contact_cues(text):
        return REMOVE_CONTACT
    sentence = len(text) >= SENTENCE_LENGTH and SENTENCE.search(text[-2:]) is not None
    return REMOVE_SENTENCE if sentence and not addresses_visitor(text) else REMOVE


def _announces(context: Context, index: int) -> bool:
    """Whether a line above the text is its headline: the text takes up what the line says."""
    text = context.units[index].text
    if index >= context.first_prose or context.last_prose < 0 or len(items_of(text)) > 1:
        return False
    said = {word for word in words_of(text) if len(word) >= HEADLINE_WORD}
    below = set(words_of(context.units[context.first_prose].text))
    return len(said) >= 2 and len(said & below) >= ANNOUNCED * len(said)
