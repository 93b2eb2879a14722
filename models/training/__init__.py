"""How the embedded models are made: corpora in, spaCy pipeline directories out; see models/README.md."""
