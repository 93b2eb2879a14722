"""Coverage-guided fuzzing of readers, recognisers, cleaner and the whole flow: ``python -m tools.fuzz --help``."""
