"""The heads of the columns of tables of people and offices, from `resources/de/tables.yml`."""

from functools import lru_cache

from pipeline.lexicons import words

LEXICON = "de/tables.yml"
KINDS = ("family", "given", "others")


@lru_cache(maxsize=4)
def table_heads(*kinds: str) -> frozenset[str]:
    """The heads of columns of some kinds, of all where none is named; case folded.

    Args:
        kinds: "family" and "given" for columns of names, "others".
    """
    return frozenset(word.casefold() for kind in kinds or KINDS for word in words(LEXICON, kind))
