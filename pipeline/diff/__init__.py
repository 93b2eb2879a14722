"""Two snapshots -> what changed, field by field, with the cause of each document's changes.

items      a record's facts as items with an identity, without offsets and scores
match      which item of the old record is which of the new one
compare    two streams of records side by side
causes     why a document changed
inputs     what a user may name: a run, a folder, a file
rules      ``--fail-on``
foremost   what a report shows
text, page the report on a terminal and as HTML
"""

from pipeline.diff.changes import DocumentChange, FieldChange, Operation
from pipeline.diff.compare import compare
from pipeline.diff.foremost import Report
from pipeline.diff.inputs import Side, causes_between, find_side
from pipeline.diff.page import diff_html
from pipeline.diff.rules import Rule, Tally, parse_rule
from pipeline.diff.text import diff_text

__all__ = [
    "DocumentChange",
    "FieldChange",
    "Operation",
    "Report",
    "Rule",
    "Side",
    "Tally",
    "causes_between",
    "compare",
    "diff_html",
    "diff_text",
    "find_side",
    "parse_rule",
]
