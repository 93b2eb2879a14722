"""Blot the suppressed out of one piece of text, whatever kind of line it is."""

import re
from collections.abc import Iterable

from pipeline.records import Record
from pipeline.store.delta import MARK, parse_change
from pipeline.suppression import MASK, SuppressionList, conceal


class Blotter:
    """Takes the suppressed out of records by the list, and words out of other texts by their spelling.

    Args:
        suppressed: the list in force.
        words: spellings and contact values; at least one.
    """

    def __init__(self, suppressed: SuppressionList, words: Iterable[str]) -> None:
        self.suppressed = suppressed
        self.words = tuple(sorted(set(words), key=lambda word: (-len(word), word)))
        spaced = (r"\s+".join(map(re.escape, word.split())) for word in self.words)
        self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(spaced)})(?!\w)", re.IGNORECASE)

    def conceal(self, record: Record) -> Record:
        """The record without the suppressed; the same object where it has none."""
        return conceal(record, self.suppressed)

    def record(self, line: str) -> str:
        """A record line without the suppressed; byte for byte as it was where it has none."""
        record = Record.model_validate_json(line)
        concealed = self.conceal(record)
        return line if concealed is record else concealed.to_json()

    def change(self, line: str) -> str:
        """A line of a run's delta, forward or backward, with its record concealed."""
        _, record = parse_change(line)
        if record is None:
            return line
        head, _, _ = line.partition(MARK)
        return f"{head}{MARK}{self.record(record)}}}"

    def text(self, text: str) -> str:
        """Any other text with the words masked letter by letter."""
        return self._pattern.sub(lambda match: "".join(c if c.isspace() else MASK for c in match[0]), text)

    def finds(self, text: str) -> bool:
        """Whether a text holds one of the words."""
        return self._pattern.search(text) is not None
