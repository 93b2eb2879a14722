"""The reviewers' web application: what changed since the last accepted run, why, and one key a decision.

It reads snapshots and originals, and writes the decision log and its own queue (``review.sqlite``) alone.

app, web, security, sessions   routes, requests, and what protects them
pages, actions, groups, checks handlers
desk, build, index, queue      the data behind the pages
sheet, items, answers, settle  one document and the decisions about it
reading, originals, positions  the source and the marks in it
"""

from pipeline.review.app import create_app
from pipeline.review.serve import Options, serve

__all__ = ["Options", "create_app", "serve"]
