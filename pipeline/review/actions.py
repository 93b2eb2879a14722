"""Forms of the document page: decide, undo, accept all."""

from starlette.responses import RedirectResponse, Response

from pipeline.decisions import Action, in_force
from pipeline.errors import DecisionError, LostRaceError
from pipeline.review.answers import Answer, CannotDecideError, Form, answer_change, answer_item, answer_selection
from pipeline.review.pages import render, sheet_of
from pipeline.review.queue import Entry
from pipeline.review.settle import Change
from pipeline.review.sheet import Sheet
from pipeline.review.web import Call, Notice

OWN_FIELDS = frozenset({"token", "revision", "loaded", "view", "action", "target", "note", "quick"})


def decide(call: Call) -> Response:
    """One decision on the document page; the answer is the page as it is then."""
    found = sheet_of(call, call.path["document"])
    if found is None:
        return call.message(404, "error.no_document")
    entry, sheet = found
    try:
        said = _decided(call, sheet)
    except CannotDecideError as error:
        return _refused(call, entry, sheet, 422, call.text(str(error)))
    except LostRaceError:
        return _refused(call, entry, sheet, 409, _who_was_faster(call, sheet))
    except DecisionError as error:
        return _refused(call, entry, sheet, 422, call.text("error.decision", reason=str(error)))
    return render(call, entry, sheet, said=said)


def _refused(call: Call, entry: Entry, sheet: Sheet, status: int, text: str) -> Response:
    call.desk.absorb()
    return render(call, entry, sheet, Notice("bad", text), said=text, status=status)


def _who_was_faster(call: Call, sheet: Sheet) -> str:
    if call.value("loaded") != call.desk.loaded:
        return call.text("error.other_run")
    log = call.desk.log.history(sheet.id)
    names = dict.fromkeys(entry.author for entry in log[_revision(call) :])
    return call.text("error.lost_race", names=", ".join(names) or "?")


def _revision(call: Call) -> int:
    sent = call.value("revision")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else -1


def _decided(call: Call, sheet: Sheet) -> str:
    """Does what the form asks for, and says what was done."""
    if call.value("loaded") != call.desk.loaded:
        raise LostRaceError("another run was loaded meanwhile")
    quick, _, rest = call.value("quick").partition(":")
    if quick == "undo-last" or quick == "undo":
        return _undo(call, sheet, rest)
    if quick == "accept-all":
        return _accept_all(call, sheet)
    action, target = (quick, rest) if quick else (call.value("action"), call.value("target"))
    form = _form(call, action)
    answer = answer_selection(sheet, form) if action == Action.ADD else _answer(call, sheet, form, target)
    call.desk.decide(sheet.id, answer.decisions, answer.seen, call.author, _revision(call))
    return call.text(f"did.{action}")


def _form(call: Call, action: str) -> Form:
    if action not in set(Action) - {Action.UNDO}:
        raise CannotDecideError("error.nothing_chosen")
    values = {name: call.values(name) for name in call.form if name not in OWN_FIELDS}
    return Form(action, values, call.author, call.value("note").strip()[:1000] or None)


def _answer(call: Call, sheet: Sheet, form: Form, target: str) -> Answer:
    kind, _, key = target.partition(":")
    if kind == "change":
        changes: dict[str, Change] = {change.key: change for change in call.desk.changes(sheet.id)}
        if key in changes:
            return answer_change(sheet, changes[key], form)
    if kind == "item" and not sheet.gone:
        items = {item.key: item for item in sheet.items}
        if key in items:
            return answer_item(sheet, items[key], form)
    raise CannotDecideError("error.not_there")


def _accept_all(call: Call, sheet: Sheet) -> str:
    form, answer = _form(call, Action.ACCEPT), Answer()
    open_changes = [change for change in call.desk.changes(sheet.id) if change.state == "open"]
    for change in open_changes:
        answer += answer_change(sheet, change, form)
    call.desk.decide(sheet.id, answer.decisions, answer.seen, call.author, _revision(call))
    return call.text("said.all_accepted", len(open_changes))


def _undo(call: Call, sheet: Sheet, decision: str) -> str:
    """Takes back the named decision, or this reviewer's last one on the document."""
    kind, _, key = decision.partition(":")
    if kind == "seen":
        call.desk.unsee(sheet.id, key)
        return call.text("did.undo")
    if not decision:
        own = [entry for entry in in_force(call.desk.log.history(sheet.id)) if entry.author == call.author]
        if not own:
            raise CannotDecideError("error.nothing_to_undo")
        decision = own[-1].id
    note = call.value("note").strip()[:1000] or None
    call.desk.undo(decision, call.author, note, _revision(call))
    return call.text("did.undo")


def accept_run(call: Call) -> Response:
    """Closes the queue of the run that the reviewer saw."""
    try:
        call.desk.accept_run(call.value("run"), call.author)
    except LostRaceError:
        return call.message(409, "error.other_run")
    return RedirectResponse("/?said=run_accepted", 303)


def load_run(call: Call) -> Response:
    """Brings the queue up to the newest run."""
    call.desk.load()
    return RedirectResponse("/?said=run_loaded", 303)
