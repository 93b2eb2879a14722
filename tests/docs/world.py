"""The folder that a reader of the documentation works in: pages, dumps, and the results of a week of nights."""

import json
import shutil
from pathlib import Path

from pipeline.decisions import Action, Decision, Evidence, Field
from pipeline.runs import load_recogniser, run
from pipeline.settings import load_settings
from pipeline.store import records_at
from pipeline.store.decisions import DecisionLog, read_decisions

CORPUS = Path(__file__).resolve().parent.parent.parent / "corpus"
NIGHTS = 7
MODEL = "fast"
FOLDERS = "pages site new gold inbox other yesterday srv/crawl srv/inbox mnt/crawl buckets/crawl/2024".split()


def lay_out(folder: Path) -> None:
    """The inputs that the pages name."""
    shutil.copytree(CORPUS, folder / "corpus")
    pages = sorted(CORPUS.glob("*.html"))
    for name in FOLDERS:
        (folder / name).mkdir(parents=True)
    for page in pages[:3]:
        shutil.copy(page, folder / "site")
        shutil.copy(page, folder / "new")
    shutil.copy(CORPUS / "kita-tantow.txt", folder / "pages" / "one.html")
    for page in pages[3:5]:
        shutil.copy(page, folder / "pages")
    for crawled in ("srv", "mnt"):
        shutil.copy(CORPUS / "kita-tantow.txt", folder / crawled / "crawl")
    line = {"id": "4711", "text": (CORPUS / "kita-tantow.txt").read_text(encoding="utf-8")}
    (folder / "dump.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    shutil.copy(CORPUS / "gold" / "kita-tantow.gold.txt", folder / "gold" / "4711.gold.txt")
    shutil.copy(folder / "dump.jsonl", folder / "buckets" / "crawl" / "2024" / "releases.jsonl")
    (folder / "team.txt").write_text("twelve letters and more\n", encoding="utf-8")


def work(folder: Path) -> None:
    """Fills ``out`` with runs over the corpus, of which each after the first has a page that was edited."""
    model = load_recogniser(MODEL)
    edited, decisions = folder / "corpus" / "kita-tantow.txt", folder / "out" / "decisions.sqlite"
    for night in range(NIGHTS):
        if night:
            edited.write_text(
                edited.read_text(encoding="utf-8") + f"\nTelefon: 0331 27{night:02}41\n", encoding="utf-8"
            )
        run([Path("corpus")], folder / "out", model, load_settings(model=MODEL), read_decisions(decisions))
        if not night:
            _decide(folder / "out")
    shutil.copy(folder / "out" / "records.jsonl", folder / "yesterday")
    shutil.copytree(folder / "out", folder / "srv" / "records", ignore=shutil.ignore_patterns("*.lock"))


def _decide(out: Path) -> None:
    """One decision, as a reviewer makes it."""
    record = next(json.loads(line) for line in records_at(out, "000001") if "jugendamt-alzey" in line)
    start = record["text"].index("Fax -319") + len("Fax ")
    evidence = (Evidence.at(record["text"], start, start + len("-319")),)
    fax = next(phone["value"] for phone in record["phones"] if phone["kind"] == "fax")
    log = DecisionLog(out / "decisions.sqlite")
    log.append(Decision(record["id"], Action.REJECT, Field.PHONES, fax, None, evidence, author="erika"))
