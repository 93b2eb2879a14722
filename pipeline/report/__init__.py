"""Error analysis as pages: confusion by field, the worst documents beside their source, changes since the floors."""

from pipeline.report.pages import write_report

__all__ = ["write_report"]
