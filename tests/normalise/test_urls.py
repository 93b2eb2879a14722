"""Web addresses get a scheme and a host in lower case."""

import pytest

from pipeline.documents import CleanDocument, Issue, Label, Mention
from pipeline.normalise.urls import normalise, value_of


@pytest.mark.parametrize(
    ("surface", "value"),
    [
        ("www.Stadt.DE/Presse", "https://www.stadt.de/Presse"),
        ("HTTP://Stadt.de", "http://stadt.de"),
        ("https://stadt.de:8080/?a=B#c", "https://stadt.de:8080/?a=B#c"),
        ("ftp://stadt.de", None),
        ("https://localhost/", None),
        ("http://[::1", None),
    ],
)
def test_value(surface: str, value: str | None) -> None:
    assert value_of(surface) == value


def test_an_address_without_a_host_is_reported(empty_page: CleanDocument) -> None:
    urls, issues = normalise(empty_page, [Mention(Label.URL, 0, 9, "https://x")])
    assert urls == ()
    assert issues == (Issue("url-invalid", "info", "'https://x' has no usable host", 0, 9),)
