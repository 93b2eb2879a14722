"""A batch run: documents stream through the flow, and every input is accounted for in the output folder."""

from pipeline.runs.batch import Listener, Progress, run
from pipeline.runs.manifest import Counts, Manifest
from pipeline.runs.models import load_recogniser

__all__ = ["Counts", "Listener", "Manifest", "Progress", "load_recogniser", "run"]
