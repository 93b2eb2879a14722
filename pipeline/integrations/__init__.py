"""press-records inside other people's tools: Scrapy, spaCy, pandas and Polars. docs/integrations.md shows each at work.

Each module is imported by its name; none is imported here, so that nobody pays for a library that is not used.
"""
