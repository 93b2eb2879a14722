"""The reviewers' desk: what waits, what was decided, and what a document looks like at this moment."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from threading import Lock

from pipeline.decisions import EVERY_DOCUMENT, Action, Decision, conflicts, in_force
from pipeline.diff import Side, causes_between, find_side
from pipeline.errors import LostRaceError, UsageError
from pipeline.review.build import Causes, Listener, Pair, fill, paired
from pipeline.review.index import Index, unpacked
from pipeline.review.masks import CAUSES, FIELDS, bits
from pipeline.review.originals import Originals
from pipeline.review.queue import Queue
from pipeline.review.settle import Change
from pipeline.review.states import applied, change_of, explained, now, settle, settled, stale_of
from pipeline.store.decisions import DECISIONS, DecisionLog
from pipeline.store.history import run_ids, run_name

MANIFEST = "manifest.json"
NOTHING = "none"  # as the run to compare with: an empty snapshot
NOBODY_ELSE = ("decision",)  # causes of a document in which only decisions changed something


class Desk:
    """Everything about one output folder. Safe for threads; writes the decision log and ``review.sqlite`` only.

    Args:
        out: the folder that a run wrote.
        max_bytes: larger originals are not opened.
        since: compare with this run instead of the last accepted one; ``none`` for an empty snapshot.

    Raises:
        UsageError: the folder holds no run, or not the one that is named.
    """

    def __init__(self, out: Path, max_bytes: int, since: str | None = None) -> None:
        if not run_ids(out):
            raise UsageError(f"{out} holds no finished run; run 'press-records run INPUT --out {out}' first")
        self.out = out
        self._since = since
        self._max_bytes = max_bytes
        self.index = Index(out)
        self.log = DecisionLog(out / DECISIONS)
        self.queue = Queue(self.index)
        self.originals = Originals(_inputs(out), max_bytes)
        self._loading = Lock()

    @property
    def base(self) -> str:
        """The run that the queue compares with; empty for none."""
        return self.index.meta("base") or ""

    @property
    def head(self) -> str:
        """The run that is reviewed."""
        return self.index.meta("head") or ""

    @property
    def loaded(self) -> str:
        """Both; pages that were made before another run was loaded carry another one."""
        return f"{self.base}-{self.head}"

    def behind(self) -> str | None:
        """The newest run, where the queue does not show it yet."""
        newest = run_ids(self.out)[-1]
        return newest if newest != self.head else None

    def load(self, listener: Listener = lambda _: None) -> None:
        """Brings the queue up to the newest run, where it is not; decisions are kept.

        Raises:
            UsageError: a run that is needed is not kept any more.
        """
        with self._loading:
            base, head = self._wanted_base(), run_ids(self.out)[-1]
            if (base, head) != (self.index.meta("base"), self.index.meta("head")):
                decided = self.log.documents()
                pairs, causes = self._both(base, head)
                with self.index.writing():
                    fill(self.index, pairs, causes, decided.__contains__, listener)
                    self.index.set_meta("base", base)
                    self.index.set_meta("head", head)
                    self._refresh_all(decided)
                self.originals.look_in(_inputs(self.out))
            elif self.index.meta("sequence") != self.index.mark("sequence"):  # a crash between the two files
                with self.index.writing():
                    self._refresh_all(self.log.documents())
        self.absorb()

    def _refresh_all(self, decided: Iterable[str]) -> None:
        seen = self.index.connection().execute("SELECT DISTINCT document FROM settled WHERE decision = ''")
        self._refresh(dict.fromkeys([*decided, *(row[0] for row in seen.fetchall())]))
        self.index.set_meta("sequence", self.index.mark("sequence") or "0")

    def _both(self, base: str, head: str) -> tuple[Iterator[Pair], Iterator[Causes]]:
        """Both snapshots, and the causes that the runs between them noted."""
        new = Side(head, self.out, int(head))
        if not base:
            return paired((), new.lines()), iter(())
        old = Side(base, self.out, int(base))
        return paired(old.lines(), new.lines()), causes_between(old, new)

    def _wanted_base(self) -> str:
        if self._since is not None:
            return "" if self._since == NOTHING else run_name(find_side(self._since, self.out).run or 0)
        query = "SELECT run FROM accepted ORDER BY CAST(run AS INTEGER) DESC LIMIT 1"
        row = self.index.connection().execute(query).fetchone()
        if row is None:
            return ""
        kept = run_ids(self.out)
        return str(row[0]) if row[0] in kept else kept[0]

    def accept_run(self, run: str, author: str) -> None:
        """Closes the queue: from now on only what changes after this run is shown.

        Raises:
            LostRaceError: the queue shows another run by now.
        """
        if run != self.head:
            raise LostRaceError(f"the queue shows run {self.head} by now, not {run}")
        with self.index.writing() as database:
            row = (run, author, now(), self.queue.progress().open)
            database.execute("INSERT OR REPLACE INTO accepted VALUES (?, ?, ?, ?)", row)
        self._since = None
        self.load()

    def absorb(self) -> None:
        """Takes in what the decision log has gained, from here or elsewhere."""
        if self.index.lost:
            self._reopen()
        seen = int(self.index.mark("sequence") or 0)
        if not (fresh := list(self.log.since(seen))):
            return
        with self.index.writing() as database:
            if int(self.index.mark("sequence") or 0) != seen:
                return  # another thread was faster
            touched: dict[str, None] = {}
            for _, decision in fresh:
                touched |= dict.fromkeys(settle(database, decision))
            self._refresh(touched)
            self.index.set_meta("sequence", str(fresh[-1][0]))
            self.index.set_mark("sequence", str(fresh[-1][0]))

    def _reopen(self) -> None:
        """Makes the queue again where its file was taken away, as an erasure does: nothing of it may stay in use."""
        with self._loading:
            if self.index.lost:
                self.index = Index(self.out)
                self.queue = Queue(self.index)
                self.originals = Originals(_inputs(self.out), self._max_bytes)
        self.load()

    def records(self, document: str) -> tuple[str | None, str | None]:
        """The document's record lines in the older and the newer run."""
        row = self.index.connection().execute("SELECT old, new FROM records WHERE document = ?", (document,)).fetchone()
        return (None, None) if row is None else (unpacked(row[0]), unpacked(row[1]))

    def changes(self, document: str) -> list[Change]:
        """What changed in a document, the most important first."""
        query = "SELECT * FROM changes WHERE document = ? ORDER BY number"
        return [change_of(row) for row in self.index.connection().execute(query, (document,))]

    def decide(
        self, document: str, decisions: Sequence[Decision], seen: Sequence[str], author: str, revision: int
    ) -> None:
        """Writes decisions about one document down, all or none; see `decide_many`."""
        self.decide_many(decisions, [(document, key) for key in seen], author, {document: revision})

    def decide_many(
        self,
        decisions: Sequence[Decision],
        seen: Sequence[tuple[str, str]],
        author: str,
        revisions: Mapping[str, int],
    ) -> None:
        """Writes decisions down, all or none.

        Args:
            decisions: for the log.
            seen: document and key of changes that leave nothing to decide, such as the loss of a value whose words are
                gone.
            author: the reviewer.
            revisions: of the documents in the log, as the reviewer saw them.

        Raises:
            DecisionError: a decision is malformed.
            LostRaceError: somebody else decided meanwhile.
        """
        if decisions:
            self.log.append_all(decisions, revisions)
        elif any(self.log.revision(document) != revision for document, revision in revisions.items()):
            raise LostRaceError("somebody else decided meanwhile")
        if seen:
            with self.index.writing() as database:
                rows = [(*place, "", Action.ACCEPT, author, now()) for place in seen]
                database.executemany("INSERT OR REPLACE INTO settled VALUES (?, ?, ?, ?, ?, ?)", rows)
                self._refresh(dict.fromkeys(document for document, _ in seen))
        self.absorb()

    def unsee(self, document: str, key: str) -> None:
        """Opens a change again that was only looked at."""
        with self.index.writing() as database:
            database.execute("DELETE FROM settled WHERE (document, change, decision) = (?, ?, '')", (document, key))
            self._refresh([document])

    def undo(self, decision: str, author: str, note: str | None, revision: int) -> None:
        """Takes a decision back.

        Raises:
            DecisionError: there is none, or it is taken back already.
            LostRaceError: somebody else decided meanwhile.
        """
        everywhere = self.log.get(decision).document == EVERY_DOCUMENT
        self.log.undo(decision, author, note, None if everywhere else revision)
        self.absorb()

    def _refresh(self, documents: Iterable[str]) -> None:
        """Works out anew which changes of the documents are open; inside `Index.writing`."""
        everywhere = self.log.history(EVERY_DOCUMENT)
        for document in documents:
            self._refresh_one(document, everywhere)

    def _refresh_one(self, document: str, everywhere: tuple[Decision, ...]) -> None:
        database = self.index.connection()
        row = database.execute("SELECT causes FROM documents WHERE id = ?", (document,)).fetchone()
        if row is None:
            return
        changes = self.changes(document)
        old, new = (None if line is None else json.loads(line) for line in self.records(document))
        history = self.log.history(document)
        standing = {decision.id: decision for decision in in_force([*everywhere, *history])}
        own = [standing[found] for found in applied(old, new) if found in standing]
        answered = settled(database, document, standing)
        only_decisions = row[0] == bits(NOBODY_ELSE, CAUSES)
        updates = []
        for change in changes:
            state, decision, author = answered.get(change.key) or explained(change, own, only_decisions=only_decisions)
            updates.append((state, decision, author, document, change.number))
        database.executemany(
            "UPDATE changes SET state = ?, decision = ?, author = ? WHERE document = ? AND number = ?", updates
        )
        left = [change.field for change, update in zip(changes, updates, strict=True) if update[0] == "open"]
        fields = bits(left or (change.field for change in changes), FIELDS)
        stale = 0 if new is None else len(stale_of(new, standing.values()))
        counts = (len(left), fields, stale, len(conflicts(history)), document)
        database.execute("UPDATE documents SET open = ?, fields = ?, stale = ?, conflicts = ? WHERE id = ?", counts)


def _inputs(out: Path) -> list[str]:
    """The inputs of the last run, from its manifest."""
    try:
        found = json.loads((out / MANIFEST).read_text(encoding="utf-8")).get("inputs", [])
    except (OSError, ValueError) as error:
        raise UsageError(f"{out / MANIFEST} cannot be read ({error}); run again with --out {out}") from error
    return [path for path in found if isinstance(path, str)]
