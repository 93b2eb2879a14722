"""Two snapshots -> what changed, field by field, with the cause of each document's changes.

items      a record's facts as items with an identity, without offsets and scores
match      which item of the old record is which of the new one
compare    two streams of records side by side
causes     why a document changed
inputs     what a user may name: a run, a folder, a file
rules      ``--fail-on``
"""

from pipeline.diff.changes import DocumentChange, FieldChange, Operation
from pipeline.diff.compare import compare
from pipeline.diff.inputs import Side, causes_between, find_side
from pipeline.diff.rules import Rule, Tally, parse_rule

__all__ = [
    "DocumentChange",
    "FieldChange",
    "Operation",
    "Rule",
    "Side",
    "Tally",
    "causes_between",
    "compare",
    "find_side",
    "parse_rule",
]
