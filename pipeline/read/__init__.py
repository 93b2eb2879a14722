"""bytes -> RawDocument: text, HTML, JSONL; encodings."""
