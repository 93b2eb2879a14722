"""The extent of a role phrase: what belongs to the role before and behind its noun."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.annotate.roles_nouns import RoleNoun, is_plural, role_noun
from pipeline.lexicons import words

LEXICON = "de/roles.yml"
WORD = re.compile(
    r"(?<![\w@.-])[A-ZÄÖÜ][\w·\u00ad-]*(?:[:*_/](?:in|innen|r|n)\b|[’']in\b)?(?:(?<=\.)|\.(?=[ \n])|(?![\w@]))"
)
PREVIOUS = re.compile(r"(?:(?<=[\s(„\"])|^)([\w-]{2,30}|\d{1,2}|[a-z]{2,7}l?v)(\.?)[ \u00a0]$")
COORDINATED = re.compile(r"(?:[A-ZÄÖÜ][\wäöüß]{1,24}-, ){0,3}[A-ZÄÖÜ][\wäöüß]{1,24}- (?:und|&|sowie) $")
COORDINATED_ADJECTIVE = re.compile(r"(?<![\w-])[a-zäöüß]{3,25}- (?:und|&) $")
NOUN = r"(?:[A-ZÄÖÜ][\w&-]{2,40}|[A-ZÄÖÜ]{2})(?![\w&-])"
SUBJECT = rf"(?:[a-zäöüß]{{3,20}}(?:e|en|er|es|em) ){{0,2}}{NOUN}"
FOR = re.compile(
    rf" für (?:(?:den|die|das) )?{SUBJECT}(?:(?:, {SUBJECT}){{0,4}} (?:und|sowie|&) {SUBJECT})?(?: am Arbeitsmarkt\b)?"
)
TRADE = re.compile(rf" zu[mr] {NOUN}")
APPOSED = re.compile(
    rf" {NOUN}(?: {NOUN}){{0,2}}(?:(?:, {NOUN}){{0,3}}(?: und| &| im| in| für) {NOUN})?(?![\w&-]|\.[ ]?[A-ZÄÖÜ])"
)
APPOSED_WORD = re.compile(r"[A-ZÄÖÜ][\w-]*")
FUNCTIONS = re.compile(rf" und {NOUN}(?: [A-ZÄÖÜ]{{2,6}}\b)?")
PAIR = re.compile(r" (?:und|UND|&) ([A-ZÄÖÜ][\wÄÖÜ-]{3,40})")
ADJECTIVE_ENDING = re.compile(r"e[nrsm]?$")
WINDOW = 80  # characters before a noun in which its adjectives stand
LONGEST = 120  # characters a role may have behind its noun


@dataclass(frozen=True, slots=True)
class Phrase:
    """A role phrase; ``noun`` is the word that makes it one."""

    start: int
    end: int
    noun: str
    kind: RoleNoun


def phrases(text: str, taken: Callable[[int, int], bool]) -> Iterator[Phrase]:
    """All role phrases of a text in order, none overlapping another; ``taken`` tells which spans are other mentions."""
    done = 0
    for start, end, kind in _nouns(text):
        if start < done or taken(start, end):
            continue
        left = _extend_left(text, start, done)
        noun = text[start:end]
        right = _extend_right(text, end, noun, taken)
        if _is_adjectival(noun) and (following := _following_noun(text, end, taken)) is not None:
            noun = text[following[0] : following[1]]
            right = _extend_right(text, following[1], noun, taken)
        if (
            kind is RoleNoun.FUNCTION
            and (more := FUNCTIONS.match(text, end)) is not None
            and not taken(end, more.end())
        ):
            right = more.end()
        right = _paired_plural(text, start, right) if is_plural(noun) else right
        done = right
        yield Phrase(left, right, noun, kind)


def _nouns(text: str) -> Iterator[tuple[int, int, RoleNoun]]:
    foreign = [(match.start(), match.end()) for match in _foreign().finditer(text)]
    found = [(start, end, RoleNoun.OFFICE) for start, end in foreign]
    for match in WORD.finditer(text):
        word, end = match.group(), match.end()
        kind = role_noun(word)
        if kind is None or _is_adjective_here(text, word, end):
            continue
        if word.endswith(".") and kind is not RoleNoun.ABBREVIATION:
            end -= 1
        found.append((match.start(), end, kind))
    small = (match for match in _small().finditer(text) if not _is_adjective_here(text, match.group(), match.end()))
    found += [(match.start(), match.end(), RoleNoun.ABBREVIATION) for match in small]
    return iter(sorted(found, key=lambda noun: (noun[0], -noun[1])))


def _is_adjective_here(text: str, word: str, end: int) -> bool:
    """Whether a word says more of a role noun that follows: "Erster", "Leitender", "Stv.", "Bevollmächtigter".

    Without one behind it, an abbreviation or a listed office is a role noun by itself: "Stv.", "Bevollmächtigter".
    """
    if not _belongs(word.rstrip("."), dotted=word.endswith(".")):
        return False
    following = WORD.match(text, end + 1)
    if following is not None and role_noun(following.group()) not in {None, RoleNoun.LOOSE}:
        return True
    return role_noun(word) not in {RoleNoun.ABBREVIATION, RoleNoun.OFFICE}


def _extend_left(text: str, start: int, floor: int) -> int:
    """Start of the phrase with its adjectives: "stellvertretender", "Erster", "2.", "Innen- und" ..."""
    coordinated = COORDINATED.search(text, max(floor, start - WINDOW), start)
    if coordinated is not None and coordinated.end() == start:
        start = coordinated.start()
    for _ in range(3):
        before = PREVIOUS.search(text, max(floor, start - WINDOW), start)
        if before is None or not _belongs(before.group(1), dotted=bool(before.group(2))):
            return start
        start = before.start(1)
        coordinated = COORDINATED_ADJECTIVE.search(text, max(floor, start - WINDOW), start)
        if coordinated is not None:  # "integrations- und arbeitsmarktpolitische Sprecherin"
            return coordinated.start()
    return start


def _belongs(word: str, *, dotted: bool) -> bool:
    lower = word.lower()
    if dotted:
        return lower in _adjectives() or (lower.isdigit() and int(lower) < 10)
    stem = ADJECTIVE_ENDING.sub("", lower)
    return stem != lower and (stem in _adjectives() or stem.endswith("politisch"))


def _extend_right(text: str, end: int, noun: str, taken: Callable[[int, int], bool]) -> int:
    patterns = [_suffixes(), _genitives(), FOR]
    if noun.lower().startswith(words(LEXICON, "trainees")):
        patterns.append(TRADE)
    for pattern in patterns:
        match = pattern.match(text, end, end + LONGEST)
        if match is not None and not taken(end, match.end()):
            return match.end()
    if _takes_apposition(noun):
        return _apposition(text, end, noun, taken)
    return end


def _apposition(text: str, end: int, noun: str, taken: Callable[[int, int], bool]) -> int:
    """End of the subject without preposition behind the noun; words that belong to another mention end it."""
    match = APPOSED.match(text, end, end + LONGEST)
    if match is None:
        return end
    stop = match.end()
    apposed = APPOSED_WORD.finditer(text, end, stop)
    other = next((word for word in apposed if word.group() in _no_subject() or _is_second(noun, word.group())), None)
    stop = stop if other is None else other.start() - 1
    while stop > end and taken(end, stop):
        stop = text.rfind(" ", end, stop)
        if stop <= end:
            return end
        stop = len(re.sub(r"(?:,| und| &| im| in| für)$", "", text[end:stop])) + end
    return max(stop, end)


def _is_second(noun: str, word: str) -> bool:
    """Whether a word is a further role: "Amtsleiterin Kirchenrechtsrätin", but no "Assistentin Rektor"."""
    ranks = {RoleNoun.OFFICE, RoleNoun.PROFESSION}
    same_form = noun.lower().endswith("in") == word.lower().endswith("in")
    return same_form and role_noun(noun) in ranks and role_noun(word) in ranks


def _paired_plural(text: str, start: int, end: int) -> int:
    """For example "Oberärztinnen und Oberärzte": both forms of one plural are one role."""
    match = PAIR.match(text, end)
    return match.end() if match is not None and match.group(1)[:4].lower() == text[start : start + 4].lower() else end


def _following_noun(text: str, end: int, taken: Callable[[int, int], bool]) -> tuple[int, int] | None:
    """For example "Vorsitzende Richterin": a second role noun right behind an adjectival one."""
    match = WORD.match(text, end + 1) if text[end : end + 1] == " " else None
    if match is None or role_noun(match.group()) in {None, RoleNoun.LOOSE} or taken(match.start(), match.end()):
        return None
    return match.start(), match.end() - match.group().endswith(".")


def _is_adjectival(noun: str) -> bool:
    return noun.lower() in {
        "vorsitzende",
        "vorsitzender",
        "vorsitzenden",
        "bevollmächtigte",
        "bevollmächtigter",
        "auszubildende",
    }


def _takes_apposition(noun: str) -> bool:
    lower = noun.lower()
    return any(lower.endswith(head) for head in words(LEXICON, "apposition"))


@cache
def _adjectives() -> frozenset[str]:
    return frozenset(word.rstrip(".") for word in words(LEXICON, "adjectives"))


@cache
def _no_subject() -> frozenset[str]:
    return frozenset(words(LEXICON, "no_subject"))


@cache
def _suffixes() -> re.Pattern[str]:
    forms = (re.escape(form).replace(r"\.\ ", r"\. ?") for form in words(LEXICON, "suffixes"))
    return re.compile(rf"[ \u00a0](?:{'|'.join(forms)})(?!\w)")


@cache
def _genitives() -> re.Pattern[str]:
    fixed = (*words(LEXICON, "genitives"), *words(LEXICON, "courts"))
    return re.compile(rf" (?:{'|'.join(re.escape(phrase) for phrase in fixed)})\b")


@cache
def _foreign() -> re.Pattern[str]:
    fixed = sorted(words(LEXICON, "foreign"), key=len, reverse=True)
    head_of = rf"Head of {NOUN}(?: {NOUN}){{0,2}}"
    return re.compile(rf"\b(?:{head_of}|{'|'.join(re.escape(phrase) for phrase in fixed)})\b")


@cache
def _small() -> re.Pattern[str]:
    small = [word for word in words(LEXICON, "abbreviations") if word[0].islower()]
    return re.compile(rf"(?<=[|,;:(\n\t] )(?:{'|'.join(re.escape(word) for word in small)})(?=[ :)\n|])")
