"""How long linking takes: a page of 2,000 contacts, and the average release of a folder of gold documents.

    python -m benchmarks.linking [GOLD_DIR]

Limits: 2 s of processor time for the page, 5 ms for the average release. Exit code 1 where one is broken. Everything
before linking (recognising, normalising) is done before the clock starts.
"""

import sys
import time
from pathlib import Path

from evaluation.oracle import GoldDocument, marked_page, read_gold
from evaluation.oracle_scene import oracle_values
from pipeline.link import link
from pipeline.values import Values

CONTACTS = 2000
PAGE_LIMIT, RELEASE_LIMIT = 2.0, 0.005  # seconds
ROUNDS = 3  # the fastest counts
CARD = """[{given} {family}](PER)
[Sachbearbeiterin](ROLE), [Landratsamt Testkreis](ORG)
Tel. [0{code} 1{number:05}](PHONE +49{code}1{number:05} phone)
[{mail}@test.de](EMAIL {mail}@test.de)
"""


def letters(number: int) -> str:
    """Three letters that differ for each number."""
    return "".join(chr(97 + number // 26**place % 26) for place in range(3))


def directory(size: int) -> GoldDocument:
    """A page of so many contact cards."""
    names = [(f"Anna{letters(number)}", f"Fa{letters(number)}") for number in range(size)]
    cards = (
        CARD.format(given=given, family=family, code=6000 + n % 999, number=n, mail=f"{given}.{family}".lower())
        for n, (given, family) in enumerate(names)
    )
    return marked_page("directory", "\n".join(cards))


def seconds(gold: GoldDocument, values: Values) -> float:
    """Processor time of linking one document, the fastest of some rounds."""
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        link(gold.document, values)
        taken.append(time.process_time() - start)
    return min(taken)


def main(arguments: list[str]) -> int:
    """Prints the times; returns the exit code."""
    warm = directory(10)
    seconds(warm, oracle_values(warm))  # loads lexicons and models
    page = directory(CONTACTS)
    of_page = seconds(page, oracle_values(page))
    print(f"a page of {CONTACTS} contacts: {of_page:.2f} s (limit {PAGE_LIMIT:.0f} s)")
    kept = of_page <= PAGE_LIMIT
    for folder in arguments:
        releases = [read_gold(path) for path in sorted(Path(folder).glob("*.gold.txt"))]
        times = [seconds(gold, oracle_values(gold)) for gold in releases]
        mean = sum(times) / max(len(times), 1)
        print(f"{folder}: {1000 * mean:.1f} ms a release on average (limit {1000 * RELEASE_LIMIT:.0f} ms)")
        kept = kept and mean <= RELEASE_LIMIT
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
