"""The reviewers' web application: what changed since the last accepted run, why, and one key a decision.

It reads snapshots and originals, and writes the decision log and its own two files (see `index`) alone.

app, web, security, sessions   routes, requests, and what protects them
pages, views                   the queue and the document page
actions, groups, checks        forms: decisions, identical changes, blind double checks
desk, build, index, queue      the data behind the pages
settle, states                 which decision answers which change
sheet, items, answers          one document, and the decisions that a form asks for
reading, originals, positions  the source and the marks in it
"""

from pipeline.review.app import create_app
from pipeline.review.serve import Options, serve

__all__ = ["Options", "create_app", "serve"]
