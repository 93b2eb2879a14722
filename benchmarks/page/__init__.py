"""``make bench``: measures, keeps the figures as JSON, and writes docs/benchmarks.md with its plots from them."""
