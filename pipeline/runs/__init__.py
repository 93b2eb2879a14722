"""A batch run: new and changed documents pass through the flow, and every input is accounted for in the output folder.

batch            a run from its inputs to its manifest; read it first
intake           what is done with each input
fingerprints     when a document has to be worked on again, and why
work             what a worker does with one document
engines, pool    who does it: this process, or processes that may die
publish          the files of a run
snapshots        the snapshot and the proof of the delta
staging          publishing in one step
watch, emptied   when a watched folder is due for a run, and what it means that it is empty
"""

from pipeline.runs.batch import Listener, Progress, run
from pipeline.runs.manifest import Changes, Counts, Manifest
from pipeline.runs.models import load_recogniser

__all__ = ["Changes", "Counts", "Listener", "Manifest", "Progress", "load_recogniser", "run"]
