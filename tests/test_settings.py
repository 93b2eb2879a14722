"""Settings: file, environment, flags, and what a user is told when one is wrong."""

from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for field in Settings.model_fields:
        monkeypatch.delenv(f"PRESS_RECORDS_{field.upper()}", raising=False)


def toml(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "settings.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_file_environment_flag_in_rising_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = toml(tmp_path, "max_bytes = 1\n")
    assert load_settings(file).max_bytes == 1
    monkeypatch.setenv("PRESS_RECORDS_MAX_BYTES", "2")
    assert load_settings(file).max_bytes == 2
    assert load_settings(file, max_bytes=3).max_bytes == 3


def test_a_flag_that_was_not_given_changes_nothing(tmp_path: Path) -> None:
    assert load_settings(toml(tmp_path, "max_bytes = 7\n"), max_bytes=None).max_bytes == 7


@pytest.mark.parametrize(
    ("text", "named"),
    [("max_bytes = 0\n", "max_bytes"), ("max_byte = 1\n", "max_byte"), ("max_bytes = \n", "settings.toml")],
)
def test_a_wrong_file_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        load_settings(toml(tmp_path, text))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"nowhere\.toml"):
        load_settings(tmp_path / "nowhere.toml")


def test_a_wrong_environment_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRESS_RECORDS_MAX_BYTES", "many")
    with pytest.raises(SettingsError, match="max_bytes"):
        load_settings()


def test_the_fingerprint_changes_with_what_changes_records_only() -> None:
    plain = Settings()
    assert plain.sha256() == Settings(model="other").sha256(), "the model has its own fingerprint in the provenance"
    assert plain.sha256() != Settings(max_bytes=1).sha256()
