"""Who followed whom: "Sie löst Jan Ott zum 1. April ab", "Nachfolgerin von Ute Erz", with the day where it is told."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.documents import Label, Mention
from pipeline.lexicons import words
from pipeline.link.scene import Item, Kind, Scene, titles
from pipeline.values import DateValue, LinkedSuccession

LEXICON = "de/successions.yml"
NAME = "\ue000"  # stands for a name in a masked sentence
REACH = 300  # characters of a sentence on either side of a cue
ANTECEDENT_REACH = 400  # characters before a sentence in which a pronoun's person is looked for
DENIAL_REACH = 7  # characters before a match in which "keine" may stand
WORD = re.compile(r"\w+")
NAMED, PRONOUN = 0.9, 0.75  # scores where both are named, and where one is a pronoun's person
SYMBOLS = {
    "OPENER": rf"(?:(?P<s>{NAME})|^(?P<pronoun>Er|Sie|D(?:er|ie) \d\d-[Jj]ährige))",
    "S": rf"(?P<s>{NAME})",
    "P": rf"(?P<p>{NAME})",
    " W": rf",?(?: [^ {NAME}]+){{0,8}}?",
    " N": r",?(?: [a-zäöüß]+){0,3}",
    " T": rf"(?: (?:zum|am|ab|im|per)(?: [^ {NAME}]+){{1,3}}?)?",
}
SYMBOL = re.compile(r"OPENER|\bS\b|\bP\b| W\b| [NT]\b")
FEMALE = ("Sie", "Die")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence with every name masked; ``names`` are the people in it, in order."""

    start: int
    end: int
    masked: str
    names: tuple[Item, ...]

    def name(self, match: re.Match[str], group: str) -> Item | None:
        """The person that a group of a match stands for."""
        if group not in match.re.groupindex or match[group] is None:
            return None
        return self.names[self.masked.count(NAME, 0, match.start(group))]


def find_successions(scene: Scene) -> tuple[LinkedSuccession, ...]:
    """The successions that the text states, each pair of people once, in text order."""
    found: dict[tuple[int, int], LinkedSuccession] = {}
    for cue, sentence in _sentences(scene):
        pair = _pair(scene, sentence)
        if pair is None:
            continue
        successor, predecessor, score = pair
        if successor.entity != predecessor.entity:
            mention = Mention(Label.ROLE, cue.start(), cue.end(), cue.group(), score, "successions")
            link = LinkedSuccession(successor.mention, predecessor.mention, mention, _date(scene, sentence, cue), score)
            found.setdefault((successor.entity, predecessor.entity), link)
    return tuple(found.values())


def _sentences(scene: Scene) -> Iterator[tuple[re.Match[str], _Sentence]]:
    """The sentences with a cue and a name in them, each with its first cue."""
    done = 0
    for cue in _cues().finditer(scene.text):
        if cue.start() < done:
            continue
        start = max(scene.layout.sentence_start(cue.start()), cue.start() - REACH, done)
        end = min(scene.layout.sentence_end(cue.end()), cue.end() + REACH)
        names = scene.between(Kind.PERSON, start, end)
        if names:
            done = end
            yield cue, _Sentence(start, end, _masked(scene, start, end), tuple(names))


def _masked(scene: Scene, start: int, end: int) -> str:
    """A stretch of text with every name one sign, without roles, titles and forms of address."""
    pieces, position = [], start
    roles = [role for role in scene.between(Kind.ROLE, start, end) if role.mention.text not in _words("offices")]
    hidden = sorted([*scene.between(Kind.PERSON, start, end), *roles], key=_start)
    for item in hidden:
        pieces += [scene.text[position : max(item.start, position)], f" {NAME} " if item.kind is Kind.PERSON else " "]
        position = max(position, item.end)
    left = titles()
    kept = " ".join(word for word in "".join([*pieces, scene.text[position:end]]).split() if word not in left)
    return kept.replace(f"{NAME} ,", f"{NAME},")


def _start(item: Item) -> int:
    return item.start


def _pair(scene: Scene, sentence: _Sentence) -> tuple[Item, Item, float] | None:
    """Successor and predecessor, and how sure that is."""
    if not _words("contests").isdisjoint(WORD.findall(sentence.masked)):
        return None
    for pattern in _patterns("patterns"):
        for match in pattern.finditer(sentence.masked):
            predecessor, successor = sentence.name(match, "p"), sentence.name(match, "s")
            if _is_denied(sentence.masked, match):
                continue
            if predecessor is not None and successor is not None:
                return successor, predecessor, NAMED
            pronoun = match.groupdict().get("pronoun")
            if pronoun is None or predecessor is None:
                continue
            antecedent = _antecedent(scene, sentence, pronoun)
            if antecedent is not None:
                return antecedent, predecessor, PRONOUN
    return _with_antecedent(scene, sentence)


def _is_denied(masked: str, match: re.Match[str]) -> bool:
    """Whether a word in a match, or right before it, denies it; "nicht mehr" speaks of one who leaves."""
    said = masked[max(match.start() - DENIAL_REACH, 0) : match.end()].replace("nicht mehr", "")
    return not _words("negations").isdisjoint(WORD.findall(said.lower()))


def _with_antecedent(scene: Scene, sentence: _Sentence) -> tuple[Item, Item, float] | None:
    for key in ("before_is_predecessor", "before_is_successor"):
        for match in (found for pattern in _patterns(key) for found in pattern.finditer(sentence.masked)):
            named = sentence.name(match, "s") or sentence.name(match, "p")
            before = _named_before(scene, sentence, match)
            if named is not None and before is not None:
                pair = (named, before) if key == "before_is_predecessor" else (before, named)
                return *pair, PRONOUN
    return None


def _named_before(scene: Scene, sentence: _Sentence, match: re.Match[str]) -> Item | None:
    """The person named last before a match, in the sentence or before it."""
    inside = sentence.masked.count(NAME, 0, match.start())
    return sentence.names[inside - 1] if inside else _antecedent(scene, sentence, "")


def _antecedent(scene: Scene, sentence: _Sentence, pronoun: str) -> Item | None:
    """The person named last before a sentence, if the pronoun's sex fits."""
    before = next(iter(scene.before(Kind.PERSON, sentence.start, 1)), None)
    if before is None or sentence.start - before.end > ANTECEDENT_REACH:
        return None
    sex = scene.people[before.entity].gender
    wanted = None if not pronoun else "f" if pronoun.startswith(FEMALE) else "m"
    return before if wanted is None or sex is None or sex == wanted else None


def _date(scene: Scene, sentence: _Sentence, cue: re.Match[str]) -> DateValue | None:
    """The date of the change: behind "zum", "am", "ab", nearest to the cue."""
    dates = [
        date
        for date in scene.values.dates
        if sentence.start < date.mention.start < sentence.end
        and date.value is not None
        and f" {scene.text[sentence.start : date.mention.start].strip()}".endswith(_prepositions())
    ]
    return min(dates, key=lambda date: abs(date.mention.start - cue.start()), default=None)


@cache
def _patterns(key: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(SYMBOL.sub(lambda m: SYMBOLS[m.group()], pattern)) for pattern in words(LEXICON, key))


@cache
def _cues() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words(LEXICON, 'cues')))})\w{{0,12}}")


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(words(LEXICON, key))


@cache
def _prepositions() -> tuple[str, ...]:
    return tuple(f" {word}" for word in words(LEXICON, "prepositions"))
