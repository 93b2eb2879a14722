"""One document, stage by stage: what was removed, found, normalised, linked, and why."""

from pipeline.explain.page import explain_html, explain_refused_html
from pipeline.explain.text import explain_text

__all__ = ["explain_html", "explain_refused_html", "explain_text"]
