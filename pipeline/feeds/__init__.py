"""Records in, a directory out: one entry per person and organisation, with sources, in the formats directories read."""
