"""The schema's own rules: key order, EDTF and phone forms, spans."""

import json
import re

import pytest
from pydantic import ValidationError

from pipeline.records import EDTF_PATTERN, DateEntry, PhoneEntry, Record, Span

KEYS = (
    "schema id source title language publisher published text removed people organisations places phones emails urls "
    "addresses dates successions issues provenance"
).split()


def test_top_level_keys_stand_in_the_order_of_the_schema() -> None:
    assert list(Record.model_json_schema(by_alias=True)["properties"]) == KEYS


@pytest.mark.parametrize(
    "value",
    "2021-02-02 2021-02-02T18:00 2024-05-03/2024-05-05 2021-03 2015 2015-21 ../2021-02 2021/.. 199X 19XX 2015-33 "
    "2015-41 2021-02-02T18:00/2021-02-02T20:00 2021-02-02?".split(),
)
def test_edtf_is_accepted(value: str) -> None:
    assert re.fullmatch(EDTF_PATTERN, value)


@pytest.mark.parametrize(
    "value", ["2.2.2021", "2021-13", "2021-02-32", "2021-00-01", "21-02-02", "heute", "", "2021-02-02T25:99x"]
)
def test_what_is_no_edtf_is_refused(value: str) -> None:
    with pytest.raises(ValidationError):
        DateEntry(value=value, basis="explicit", precision="day", text="x", start=0, end=1)


@pytest.mark.parametrize("value", ["06241 853", "+0624", "+49 6241", "49624185310", "999"])
def test_what_is_no_e164_number_is_refused(value: str) -> None:
    with pytest.raises(ValidationError):
        PhoneEntry(value=value, kind="phone", extension=None, owner=None, text="x", start=0, end=1, score=1)


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 3)])
def test_empty_reversed_and_negative_spans_are_refused(start: int, end: int) -> None:
    with pytest.raises(ValidationError):
        Span(start=start, end=end, text="x")


def test_unknown_fields_are_refused() -> None:
    with pytest.raises(ValidationError, match="extra"):
        Span.model_validate({"start": 0, "end": 1, "text": "x", "note": "?"})


def test_the_committed_schema_is_fresh() -> None:
    from importlib.resources import files

    committed = json.loads(files("pipeline").joinpath("schema/record.schema.json").read_text(encoding="utf-8"))
    assert committed["properties"].keys() == Record.model_json_schema(by_alias=True)["properties"].keys()
