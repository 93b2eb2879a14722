"""One document, stage by stage: what was removed, found, normalised, linked, and why."""
