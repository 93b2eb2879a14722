"""One frozen `Settings` for a run: a TOML file, then ``PRESS_RECORDS_*`` variables, then flags; the last one wins."""

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, InstanceOf, PlainSerializer, ValidationError
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from pipeline.errors import SettingsError
from pipeline.site_profile import SiteProfile, load_profile

MEGABYTE = 1024 * 1024
ENVIRONMENT_PREFIX = "PRESS_RECORDS_"
BESIDE_THE_RECORD = {"model", "workers", "timeout", "shards"}


def _loaded(value: Any) -> Any:
    """A profile named by its file, read: what is in it decides about records, not where it lies."""
    return load_profile(Path(value)) if isinstance(value, (str, Path)) else value


Profile = Annotated[
    InstanceOf[SiteProfile] | None,
    NoDecode,
    BeforeValidator(_loaded),
    PlainSerializer(lambda profile: profile and profile.sha256, when_used="json"),
]


class Settings(BaseSettings):
    """What a user can set.

    Attributes:
        model: an embedded model's name, a spaCy pipeline directory, or an installed spaCy package.
        max_bytes: a document with more decoded bytes is quarantined.
        workers: processes that work on documents; None for one a core.
        timeout: seconds that one document may take.
        shards: files that the snapshot is cut into; None for as many as it has, one at first.
        site_profile: blocks that the pages of one site repeat; given as a file made by ``press-records site-profile``.
    """

    model_config = SettingsConfigDict(env_prefix=ENVIRONMENT_PREFIX, frozen=True, extra="forbid")

    model: Annotated[str, Field(min_length=1)] = "accurate"
    max_bytes: Annotated[int, Field(gt=0)] = 20 * MEGABYTE
    workers: Annotated[int | None, Field(gt=0, le=1024)] = None
    timeout: Annotated[float, Field(gt=0)] = 120.0
    shards: Literal[1, 16, 256, 4096] | None = None
    site_profile: Profile = None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only explicit values and the environment; no ``.env`` file is picked up by accident."""
        del settings_cls, dotenv_settings, file_secret_settings
        return init_settings, env_settings

    def sha256(self) -> str:
        """Fingerprint of everything here that can change a record (the model has its own in the provenance)."""
        relevant = self.model_dump(mode="json", exclude=BESIDE_THE_RECORD)
        return hashlib.sha256(json.dumps(relevant, sort_keys=True).encode()).hexdigest()


def load_settings(file: Path | None = None, **flags: Any) -> Settings:
    """Settings from a file, the environment and flags that are not None.

    Raises:
        SettingsError: the file is missing or no TOML, or a value is unknown or unusable; the message names it.
    """
    explicit = {name: value for name, value in flags.items() if value is not None}
    try:
        found = Settings()
        from_environment = {name: getattr(found, name) for name in found.model_fields_set}
        return Settings(**(_from_file(file) | from_environment | explicit))
    except ValidationError as error:
        details = "; ".join(f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors())
        where = f"{file} or " if file is not None else ""
        raise SettingsError(f"settings ({where}{ENVIRONMENT_PREFIX}* or flags) are not usable: {details}") from error


def _from_file(file: Path | None) -> dict[str, Any]:
    if file is None:
        return {}
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"settings file {file} cannot be read ({error.strerror}); check --settings") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"settings file {file} is not valid TOML: {error}") from error
