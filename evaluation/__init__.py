"""Development figures: the pipeline on gold documents and on test suites by others. Not part of the distribution."""
