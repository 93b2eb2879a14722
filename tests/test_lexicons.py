"""Every committed lexicon loads, and a broken one is named."""

from importlib.resources import files
from typing import Any

import pytest
import yaml

from pipeline.errors import LexiconError
from pipeline.lexicons import lexicon, mapping, words

LEXICONS = sorted(
    f"de/{file.name}" for file in files("pipeline").joinpath("resources/de").iterdir() if file.name.endswith(".yml")
)


@pytest.mark.parametrize("name", LEXICONS)
def test_every_lexicon_is_a_commented_mapping(name: str) -> None:
    assert lexicon(name), "an empty lexicon is a mistake"
    text = files("pipeline").joinpath("resources", name).read_text(encoding="utf-8")
    assert text.lstrip().startswith("#"), "a lexicon opens with what it is for and where its entries come from"


@pytest.mark.parametrize("name", LEXICONS)
def test_every_lexicon_reads_the_same_without_libyaml(name: str) -> None:
    text = files("pipeline").joinpath("resources", name).read_text(encoding="utf-8")
    assert yaml.load(text, Loader=yaml.SafeLoader) == yaml.load(text, Loader=yaml.CSafeLoader)


def test_a_missing_lexicon_is_named() -> None:
    with pytest.raises(LexiconError, match=r"resources/de/nowhere\.yml is missing"):
        lexicon("de/nowhere.yml")


@pytest.mark.parametrize(
    ("loader", "text"),
    [(words, "key: [yes, no]"), (words, "other: [a]"), (mapping, "key: {a: 1}"), (mapping, "key: [a]")],
)
def test_a_wrong_shape_is_named(loader: object, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.lexicons.resource_text", lambda _: text)
    with pytest.raises(LexiconError, match="key"):
        loader(f"test/{text}.yml", "key")  # type: ignore[operator]  # both loaders take a name and a key


@pytest.mark.parametrize("text", ["- a\n- b\n", "a: [", ""])
def test_a_file_that_is_no_mapping_is_named(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.lexicons.resource_text", lambda _: text)
    with pytest.raises(LexiconError, match=r"no-mapping"):
        lexicon(f"test/no-mapping {text!r}.yml")


class _NoKeyTwice(yaml.SafeLoader):
    """YAML itself lets the second of two equal keys replace the first without a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        twice = {key for key in keys if keys.count(key) > 1}
        assert not twice, f"{node.start_mark.name}: {twice} twice"
        return super().construct_mapping(node, deep)


@pytest.mark.parametrize("name", LEXICONS)
def test_no_lexicon_has_a_key_twice(name: str) -> None:
    text = files("pipeline").joinpath("resources", name).read_text(encoding="utf-8")
    assert yaml.load(text, _NoKeyTwice)  # noqa: S506  # a SafeLoader with one check more


def test_a_key_given_twice_is_noticed() -> None:
    with pytest.raises(AssertionError, match="twice"):
        yaml.load("units: [a]\nunits: [b]\n", _NoKeyTwice)  # noqa: S506  # as above
