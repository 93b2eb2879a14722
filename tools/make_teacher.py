"""Write what another extractor keeps of a suite's pages: weak labels for ``tools/train_cleaning.py html``.

    python tools/make_teacher.py SUITE_DIR TEACHER.json

Needs the ``bench`` extra (trafilatura, Apache-2.0). The file maps a page's name to its text; it is never committed.
"""

import gzip
import json
import sys
from pathlib import Path

import trafilatura


def main() -> None:
    """Extracts every page of the suite."""
    suite, target = Path(sys.argv[1]), Path(sys.argv[2])
    names = [json.loads(line)["file"] for line in (suite / "dev.jsonl").read_text(encoding="utf-8").splitlines()]
    texts = {name: extracted(suite / "html" / name) for name in names}
    target.write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")


def extracted(page: Path) -> str:
    """The main text of one gzip-compressed page, empty where the extractor finds none."""
    return trafilatura.extract(gzip.decompress(page.read_bytes()), include_comments=False, include_tables=True) or ""


if __name__ == "__main__":
    main()
