"""Twenty reviewers at once on 100,000 open changes: how long a page takes.

    python benchmarks/review.py [--changes 100000] [--reviewers 20] [--seconds 30] [--pause 2.0]

Makes a folder with two runs over generated pages, starts ``press-records review`` on it as a process of its own, and
lets reviewers open the queue with filters, open documents, accept and reject. ``--pause`` is the longest time a
reviewer looks at a page; 0 measures saturation, in which every reviewer asks for the next page at once.
"""

import argparse
import hashlib
import http.client
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from pipeline.decisions import Decisions
from pipeline.documents import RawDocument
from pipeline.flow import process
from pipeline.read.identity import document_id
from pipeline.runs import load_recogniser
from pipeline.settings import Settings
from pipeline.store.delta import Change, write_changes
from pipeline.store.files import write_lines

LIMIT = 0.2  # seconds, at the median
PUBLISHERS = tuple(f"Stadt {name}" for name in ("Worms", "Trier", "Mainz", "Speyer", "Landau", "Alzey", "Bingen"))
VARIANTS = 40
CONTACTS = 6
FILTERS = (
    "",
    "field=phones",
    "cause=source",
    "below=0.9",
    "order=weight",
    "publisher=Stadt+Trier",
    "text=1234",
    "state=all",
)
ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/")
FORM = re.compile(r'name="(token|revision|loaded)" value="([^"]*)"')
DOCUMENT = re.compile(r'href="(/documents/[0-9a-f]+)')
OPEN_CHANGE = re.compile(r'value="accept:(change:[0-9a-f]+)"')


@dataclass(slots=True)
class Times:
    """Seconds by kind of page; errors count as such."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, kind: str, seconds: float, status: int) -> None:
        """Notes one page."""
        with self.lock:
            self.seconds[kind].append(seconds)
            self.statuses[status] += 1


def page(variant: int, number: int, *, later: bool) -> str:
    """A contact page of some length; the later version has other numbers, or writes them in another way."""
    shift, slash = (1, "/") if later else (0, " ")
    publisher = PUBLISHERS[variant % len(PUBLISHERS)]
    cards = "".join(
        f"<p>Sachgebiet {card}: Zimmer {card + 10}, Telefon 06241{slash if card % 2 else ' '}853-"
        f"{1000 + 10 * variant + card + shift * (1 - card % 2)}, E-Mail amt{card}@worms.example. "
        "Sprechzeiten sind montags bis donnerstags von 8 bis 12 Uhr.</p>\n"
        for card in range(CONTACTS)
    )
    filler = "<p>Die Verwaltung berät in allen Fragen des Aufenthalts und der Teilhabe.</p>\n" * 12
    head = f'<title>Kontakte {variant}</title><meta name="author" content="{publisher}">'
    body = f"<article><h1>Kontakte {variant}</h1>\n{filler}{cards}</article>"
    return (
        f'<html><head>{head}</head><body><nav><a href="/">Start</a></nav>{body}</body></html>\n<!-- {number:06d} -->\n'
    )


def record(text: str, path: str, uri: str) -> str:
    """The record line of a page."""
    raw = RawDocument(
        document_id(path), uri, path, "text/html", "utf-8", hashlib.sha256(text.encode()).hexdigest(), text
    )
    return process(raw, load_recogniser("none"), Settings(), Decisions()).to_json()


def documents(pages: Path, count: int) -> Iterator[Change]:
    """Both records of every document; a variant is worked on once and copied under other names."""
    made = {}
    for variant in range(VARIANTS):
        made[variant] = [json.loads(record(page(variant, 0, later=later), "x", "x")) for later in (False, True)]
    for number in range(count):
        variant, path = number % VARIANTS, f"{number:06d}.html"
        text = page(variant, number, later=True)
        (pages / path).write_text(text, encoding="utf-8")
        lines = []
        for later, found in zip((False, True), made[variant], strict=True):
            digest = hashlib.sha256(page(variant, number, later=later).encode()).hexdigest()
            source = found["source"] | {"path": path, "uri": f"{pages.name}/{path}", "sha256": digest}
            title = f"Kontakte {number}"
            fields = found | {"id": document_id(path), "source": source, "title": title}
            lines.append(
                json.dumps(
                    fields | {"publisher": PUBLISHERS[number % len(PUBLISHERS)]},
                    ensure_ascii=False,
                    separators=(",", ":"),
                )
            )
        yield Change(document_id(path), ("source",), ("phones",), lines[0], lines[1])


def publish(out: Path, changes: list[Change], pages: Path) -> None:
    """The folder as two runs would leave it, as far as a review reads it."""
    changes.sort(key=lambda change: change.id)
    first = [Change(change.id, ("source",), (), None, change.old) for change in changes]
    for run, made in (("000001", first), ("000002", changes)):
        (out / "runs" / run).mkdir(parents=True)
        write_changes(out / "runs" / run, made)
    write_lines(out / "records.jsonl", (change.new for change in changes if change.new is not None))
    write_lines(out / "manifest.json", [json.dumps({"inputs": [str(pages)]})])


class Reviewer(threading.Thread):
    """Looks through the queue, opens documents, and decides."""

    def __init__(self, port: int, number: int, until: float, pause: float, times: Times) -> None:
        super().__init__(daemon=True)
        self._port, self._until, self._pause, self._times = port, until, pause, times
        self._random = random.Random(number)
        self._connection = http.client.HTTPConnection("127.0.0.1", port)
        self._cookie = ""
        self._name = f"Reviewer {number}"

    def run(self) -> None:
        """Works until the time is over."""
        text = self._ask("sign-in", "GET", "/sign-in")
        self._ask("sign-in", "POST", "/sign-in", {"token": dict(FORM.findall(text))["token"], "name": self._name})
        while time.monotonic() < self._until:
            listing = self._ask("queue", "GET", f"/?{self._random.choice(FILTERS)}")
            places = DOCUMENT.findall(listing)
            for place in self._random.sample(places, min(4, len(places))):
                self._review(place)

    def _review(self, place: str) -> None:
        text = self._ask("document", "GET", place)
        for _ in range(3):
            if time.monotonic() > self._until or not (changes := OPEN_CHANGE.findall(text)):
                return
            action = "accept" if self._random.random() < 0.8 else "reject"
            text = self._ask("decision", "POST", place, dict(FORM.findall(text)) | {"quick": f"{action}:{changes[0]}"})

    def _ask(self, kind: str, method: str, path: str, form: dict[str, str] | None = None) -> str:
        headers = {"Cookie": self._cookie, "Accept-Language": "de"}
        if form is not None:
            headers |= {"Origin": f"http://127.0.0.1:{self._port}", "Content-Type": "application/x-www-form-urlencoded"}
        started = time.perf_counter()
        self._connection.request(method, path, None if form is None else urlencode(form), headers)
        response = self._connection.getresponse()
        text = response.read().decode()
        self._times.add(kind, time.perf_counter() - started, response.status)
        if (cookie := response.getheader("set-cookie")) is not None:
            self._cookie = cookie.partition(";")[0]
        if self._pause:
            time.sleep(self._random.uniform(0, self._pause))
        return text


def processor_seconds(pid: int) -> float:
    """User and system time of a process so far (proc(5): fields 14 and 15 of stat, in clock ticks)."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(port: int, arguments: argparse.Namespace) -> Times:
    """What the reviewers saw."""
    times = Times()
    until = time.monotonic() + arguments.seconds
    reviewers = [Reviewer(port, number, until, arguments.pause, times) for number in range(arguments.reviewers)]
    for reviewer in reviewers:
        reviewer.start()
    for reviewer in reviewers:
        reviewer.join()
    return times


def report(times: Times) -> bool:
    """Prints the figures; whether every kind of page keeps the limit and nothing failed."""
    kept = True
    print(f"{'page':10} {'count':>7} {'median':>9} {'95 %':>9} {'longest':>9}")
    for kind in ("queue", "document", "decision"):
        found = sorted(times.seconds[kind])
        median, high = statistics.median(found), found[int(0.95 * (len(found) - 1))]
        print(f"{kind:10} {len(found):7} {1000 * median:6.0f} ms {1000 * high:6.0f} ms {1000 * found[-1]:6.0f} ms")
        kept &= median < LIMIT
    print("statuses:", dict(sorted(times.statuses.items())))
    return kept and not any(status >= 500 for status in times.statuses)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--changes", type=int, default=100_000)
    parser.add_argument("--reviewers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--pause", type=float, default=2.0)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages, out = folder / "pages", folder / "out"
        pages.mkdir()
        sample = CONTACTS // 2 * 3  # three numbers of every page changed their format, three were replaced
        publish(out, list(documents(pages, -(-arguments.changes // sample))), pages)
        started = time.monotonic()
        command = [
            sys.executable,
            "-c",
            "from pipeline.cli import main; main()",
            "review",
            "--out",
            str(out),
            "--port",
            "0",
        ]
        command += ["--no-open", "--since", "1", "--author", "bench"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
            assert server.stderr is not None
            found = next(filter(None, map(ADDRESS.search, server.stderr)), None)
            assert found is not None, "the server did not start"
            print(f"queue built in {time.monotonic() - started:.0f} s")
            threading.Thread(target=server.stderr.read, daemon=True).start()
            before = processor_seconds(server.pid)
            times = measure(int(found[1]), arguments)
            spent = processor_seconds(server.pid) - before
            server.terminate()
    pages_served = sum(map(len, times.seconds.values()))
    print(f"processor time of the server: {1000 * spent / pages_served:.0f} ms a page")
    sys.exit(0 if report(times) else 1)


if __name__ == "__main__":
    main()
