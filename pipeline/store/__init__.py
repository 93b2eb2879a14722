"""What is kept on disk: files that appear complete or not at all, the state of an output folder, and its history.

files      atomic, durable writing
lock       one run at a time
migrations the state's tables
state      what is known of every document
progress   the run in progress
snapshot   the records of today, whole or in shards
merge      the next snapshot from the one before
delta      what a run changed, forward and backward
history    the records after an earlier run
"""

from pipeline.store.files import WrittenFile, make_folder, write_lines
from pipeline.store.history import records_at, run_ids
from pipeline.store.snapshot import snapshot_lines

__all__ = ["WrittenFile", "make_folder", "records_at", "run_ids", "snapshot_lines", "write_lines"]
