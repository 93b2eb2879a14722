"""A small read-only HTTP API over the published directory, for this machine or behind a reverse proxy.

catalogue  the current feed in memory, with full-text search
api        routes, pages, ETags and the OpenAPI description
"""

from pipeline.serve.api import make_app

__all__ = ["make_app"]
