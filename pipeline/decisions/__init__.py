"""Reviewers' decisions: what they are, where their evidence stands in a text, and which of them are in force.

evidence   a quote with its context, found again in a changed text
decision   one decision and its JSON form
shapes     what `value` and `correction` hold, by field
force      undo, conflicts, and the decisions of one run
"""

from pipeline.decisions.decision import DIRECTORY, EVERY_DOCUMENT, Action, Decision, Field, canonical
from pipeline.decisions.evidence import Evidence, Quotes
from pipeline.decisions.force import Conflict, Decisions, conflicts, in_force
from pipeline.decisions.shapes import checked

__all__ = [
    "DIRECTORY",
    "EVERY_DOCUMENT",
    "Action",
    "Conflict",
    "Decision",
    "Decisions",
    "Evidence",
    "Field",
    "Quotes",
    "canonical",
    "checked",
    "conflicts",
    "in_force",
]
