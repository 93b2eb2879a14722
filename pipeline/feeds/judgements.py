"""Reviewers' judgements on entities, kept in the decision log: the same, or not the same."""

from pathlib import Path

from pydantic import JsonValue

from pipeline.decisions import DIRECTORY, Action, Decision, Field
from pipeline.errors import UsageError
from pipeline.feeds.clusters import Judgement, Verdict
from pipeline.feeds.identities import Identity
from pipeline.feeds.publish import latest, previous_identities
from pipeline.store.decisions import DecisionLog

LOG = "decisions.sqlite"
ACTIONS: dict[Verdict, Action] = {"same": Action.SAME, "different": Action.DIFFERENT}


def judgements(out: Path) -> list[Judgement]:
    """The judgements in force of an output folder, in the order in which they were given."""
    if not (out / LOG).exists():
        return []
    found = []
    for order, decision in enumerate(DecisionLog(out / LOG).in_force(DIRECTORY)):
        left, right = _keys(decision)
        verdict: Verdict = "same" if decision.action is Action.SAME else "different"
        found.append(Judgement(left, right, verdict, order))
    return found


def judge(out: Path, left: str, right: str, verdict: Verdict, author: str, note: str | None = None) -> Decision:
    """Records that two entries of the current feed are one, or are not.

    The judgement is kept by the appearances that anchor both ids, so that it holds whatever ids become of them.

    Raises:
        UsageError: there is no feed, or it has no such entry.
    """
    current = latest(out)
    if current is None:
        raise UsageError(f"{out} has no feed yet; publish one with press-records feed --out {out}")
    known = {identity.id: identity for identity in previous_identities(current)}
    anchors: list[JsonValue] = [_anchor(known, name) for name in (left, right)]
    if left[:2] != right[:2] or anchors[0] == anchors[1]:
        raise UsageError(f"{left} and {right} cannot be judged; name two people or two organisations")
    decision = Decision(DIRECTORY, ACTIONS[verdict], Field.ENTITIES, anchors, author=author, note=note)
    return DecisionLog(out / LOG).append(decision)


def _anchor(known: dict[str, Identity], name: str) -> str:
    if name not in known or known[name].state == "gone":
        raise UsageError(f"the current feed has no entry {name}; ids look like P-0123456789ab or O-0123456789ab")
    return known[name].anchor


def _keys(decision: Decision) -> tuple[str, str]:
    if not isinstance(decision.value, list):
        raise UsageError(f"decision {decision.id} names no two entities")
    left, right = decision.value
    return str(left), str(right)
