"""Named features of the units of plain text, for the two passes of the line model.

The first pass looks at a unit and its place; the second also at what the first thought of its neighbours: a headline
under "Weitere Meldungen" and a street under a row of footer links give themselves away by their company only.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from pipeline.clean.cues import NAMED, SENTENCE, addresses_visitor, cues
from pipeline.clean.phrases import item_kinds, items_of, phrase_kinds, words_of
from pipeline.clean.pictures import describes_picture
from pipeline.clean.plain import Unit
from pipeline.clean.speech import addressed_to_visitor, speech_kind
from pipeline.clean.text_surroundings import Surroundings, surroundings_of
from pipeline.repairs import fold

LENGTHS = (4, 12, 25, 45, 70, 110, 180, 300)
MARKS = ("|", "·", " > ", " / ", "»", "›", "©", "   ", "?", "!", "€", "„", "(m/w/d)", " – ", ",", "@", "→", "…")
CREDITS = ("Foto:", "(Foto", "Bild:")
MARKED = re.compile(r"[|·>/»›©?!€„(–,@→…: ](?:(?<! )|(?=  ))")  # found wherever one of them is
HOLDS = tuple((mark, f"holds={mark}") for mark in (*MARKS, *CREDITS))
OPENING_MARKS = '„"•*-–>©«‹→←▲☰&['
PLACES = (0, 1, 2, 3, 5, 8, 12)
TERMINAL = re.compile(r"[.!?…](?:[“\"”»)]|\s?$)")
PROSE_LETTERS = 160  # a unit this long with a finished sentence is running text
HEAD = 400  # characters of a unit in which phrases are looked for
LEARNED_WORDS = 14


@dataclass(frozen=True, slots=True)
class Context:
    """What a unit's features need to know about the whole document."""

    units: Sequence[Unit]
    first_prose: int
    last_prose: int
    earlier: Sequence[str]
    around: Surroundings


def context_of(units: Sequence[Unit]) -> Context:
    """Finds the running text of a document and what it repeats."""
    prose = [index for index, unit in enumerate(units) if is_prose(unit.text)]
    seen: dict[str, int] = {}
    earlier = []
    for index, unit in enumerate(units):
        key = fold(unit.text).casefold()
        before = seen.get(key)
        earlier.append("" if before is None else "next" if index - before == 1 else "far")
        seen[key] = index
    first, last = (prose[0], prose[-1]) if prose else (len(units), -1)
    prose_flags = set(prose)
    around = surroundings_of(units, [index in prose_flags for index in range(len(units))])
    return Context(units, first, last, earlier, around)


def is_prose(text: str) -> bool:
    """Whether a unit is running text, and not that of a consent dialogue."""
    return len(text) >= PROSE_LETTERS and SENTENCE.search(text) is not None and not addresses_visitor(text)


def features_of(context: Context, index: int) -> list[str]:
    """The features of one unit for the first pass."""
    unit = context.units[index]
    words = words_of(unit.text[:HEAD])
    said, looks, place = evidence(unit.text, words), shape(unit.text), _place(context, index)
    beside = _beside(context, index)
    if describes_picture(unit.text):
        said.append("cue=pictured")
    if kind := speech_kind(unit.text):
        said += [f"speech={kind}", f"speech={'visitor' if addressed_to_visitor(unit.text) else 'any'}"]
    return [
        *looks,
        *said,
        *place,
        *beside,
        *_crossed(context, index, looks, said),
        *(f"word={word}" for word in dict.fromkeys(words[:LEARNED_WORDS])),
    ]


def _crossed(context: Context, index: int, looks: Sequence[str], said: Sequence[str]) -> list[str]:
    """Pairs of features that mean more together than apart: a street is a contact in the text and a footer below it."""
    where = "head" if index < context.first_prose else "foot" if index > context.last_prose else "body"
    ends = next((name for name in looks if name.startswith("ends=")), "ends=open")
    last = "last" if index >= len(context.units) - 2 else "first" if index < 2 else "inner"
    crossed = [
        f"{looks[0]}&{where}",
        f"{ends}&{where}",
        f"{looks[0]}&{ends}",
        f"{looks[0]}&{last}",
        f"{looks[1]}&{where}",
    ]
    crossed.extend(f"{name}&{where}" for name in said)
    crossed.extend(f"{name}&{looks[0]}" for name in said if name.startswith(("phrase=", "menu=", "mostly=")))
    crossed.extend(f"{name}&{last}" for name in said if name.startswith(("cue=", "items=")))
    return crossed


def shape(text: str) -> list[str]:
    """What a text looks like: length, punctuation, case, separators."""
    tokens = text.split()
    lower = sum([token[0].islower() for token in tokens])
    found = [
        f"length={bisect_right(LENGTHS, len(text))}",
        f"lower={bisect_right((0, 0.15, 0.35, 0.55), lower / max(len(tokens), 1))}",
    ]
    found.extend(_ending(text))
    found.extend(_beginning(text[:1]))
    if text.isupper():
        found.append("upper")
    if MARKED.search(text) is not None:
        found.extend([name for mark, name in HOLDS if mark in text])
    return found


def _ending(text: str) -> list[str]:
    if TERMINAL.search(text[-3:]):
        return ["ends=sentence"]
    if text.endswith(":"):
        return ["ends=colon"]
    return ["ends=ellipsis"] if text.endswith(("…", "...")) else []


def _beginning(first: str) -> list[str]:
    if not first.isalnum():
        return [f"starts={first}" if first in OPENING_MARKS else "starts=other"]
    if first.islower():
        return ["starts=lower"]
    return ["starts=digit"] if first.isdigit() else []


def evidence(text: str, words: list[str]) -> list[str]:
    """What a text says: contact cues, phrases of page furniture, menu entries among its items."""
    found = [f"cue={cue}" for cue in cues(text[:HEAD])]
    if NAMED.search(text[:HEAD]):
        found.append("cue=name")
    kinds = phrase_kinds(words)
    for kind, count in kinds.items():
        found.append(f"phrase={kind}")
        if count > 1:
            found.append(f"phrases={kind}")
        if count * 5 >= len(words):
            found.append(f"mostly={kind}")
    items = items_of(text[:HEAD])
    if items:
        found.append(f"items={bisect_right((1, 2, 3, 5), len(items))}")
        for kind, count in item_kinds(items).items():
            share = count / len(items)
            found.append(f"menu={kind}/{bisect_right((0.34, 0.67, 0.99), share)}")
    return found


def _place(context: Context, index: int) -> list[str]:
    total = len(context.units)
    unit = context.units[index]
    found = [f"from-start={bisect_right(PLACES, index)}", f"from-end={bisect_right(PLACES, total - 1 - index)}"]
    if index < context.first_prose:
        found.append("before-prose")
    if index > context.last_prose:
        found.append("behind-prose")
    found.append("after-blank" if unit.blank_before else "after-line")
    if index + 1 == total or context.units[index + 1].blank_before:
        found.append("before-blank")
    if context.earlier[index]:
        found.append(f"repeats={context.earlier[index]}")
        if len(unit.text) > 25:
            found.append(f"repeats-long={context.earlier[index]}")
    if unit.lines > 1:
        found.append("wrapped")
    for offset, name in ((-1, "previous"), (1, "next"), (-3, "near"), (-2, "near"), (2, "near"), (3, "near")):
        other = index + offset
        if 0 <= other < total:
            found.extend(_overlap(unit.text, context.units[other].text, name))
    return found


def _beside(context: Context, index: int) -> list[str]:
    around = context.around
    found = []
    length = f"length={bisect_right(LENGTHS, len(context.units[index].text))}"
    if around.heading[index]:
        heading = around.heading[index]
        found += [f"under={heading}", f"under={heading}&{length}"]
    size, number = around.runs[index]
    if size > 1:
        grade = bisect_right((2, 4, 8, 16), size)
        found += [f"run={grade}", f"run={grade}&{'first' if number == 1 else 'last' if number == size else 'inner'}"]
    if around.running[index] > 1:
        found.append(f"running={bisect_right((2, 4), around.running[index])}")
    if context.units[index].indent:
        found.append("indented")
    for offset in (-1, 1):
        other = index + offset
        if 0 <= other < len(context.units) and around.credited[other]:
            found.append(f"credit-at{offset:+d}")
    return found


def _overlap(text: str, other: str, name: str) -> list[str]:
    """Captions and page titles stand beside what they repeat."""
    if len(text) > 15 and len(other) > 15:
        if other.startswith(text.rstrip(".")) and text != other:
            return [f"prefix-of={name}"]
        if text.startswith(other.rstrip(".")) and text != other:
            return [f"extends={name}"]
    return []


def neighbourhoods(context: Context, junk: Sequence[float]) -> list[list[str]]:
    """Features for the second pass: the first pass's probabilities around each unit."""
    sums = [0.0, *accumulate(junk)]
    return [_neighbourhood(context, index, junk, sums) for index in range(len(junk))]


def _neighbourhood(context: Context, index: int, junk: Sequence[float], sums: Sequence[float]) -> list[str]:
    found = [f"self={_grade(junk[index])}"]
    for offset in (-2, -1, 1, 2):
        other = index + offset
        if 0 <= other < len(junk):
            found.append(f"at{offset:+d}={_grade(junk[other])}")
            if offset == -1 and not context.units[index].blank_before:
                found.append(f"line-above={_grade(junk[other])}")
            if offset == 1 and not context.units[other].blank_before:
                found.append(f"line-below={_grade(junk[other])}")
        else:
            found.append(f"at{offset:+d}=none")
    before, behind = sums[index], sums[-1] - sums[index + 1]
    found.append(f"rest={_grade(behind / max(len(junk) - index - 1, 1))}")
    found.append(f"start={_grade(before / max(index, 1))}")
    return found


def _grade(probability: float) -> int:
    return bisect_right((0.05, 0.2, 0.5, 0.8, 0.95), probability)
