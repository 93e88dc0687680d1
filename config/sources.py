"""Where a setting stands: in a variable, or in a file, which is how containers are given passwords.

The file has the name of the variable in lower case, and the value, whatever blanks are around it.
The environment wins.
"""

import os
import warnings
from pathlib import Path
from typing import Any, Final

from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SecretsSettingsSource,
    SettingsConfigDict,
)

PREFIX: Final = "NEWSMILL_"
# Where Docker and Podman put what a service is given as a secret.
USUAL: Final = Path("/run/secrets")


class Group(BaseSettings):
    """A few settings that belong together."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        frozen=True,
        env_ignore_empty=True,
        use_attribute_docstrings=True,
        hide_input_in_errors=True,  # a traceback is no place for a password
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - there is none
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - `Files` is stricter
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Look into the environment first, then into files."""
        return init_settings, env_settings, Files(settings_cls)


class Files(SecretsSettingsSource):
    """The files in `NEWSMILL_SECRETS_DIR`, or in `/run/secrets`, where that exists."""

    def __init__(self, group: type[BaseSettings]) -> None:
        super().__init__(group, _directory(), case_sensitive=True, env_prefix=PREFIX.lower())

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """Read the file of one setting. One that is empty is one that is not there.

        Raises:
            ValueError: it is there, and cannot be read.
        """
        try:
            # What the library would warn of and pass over is a setting that is missing.
            with warnings.catch_warnings(action="error", category=UserWarning):
                value, key, is_complex = super().get_field_value(field, field_name)
        except (OSError, UnicodeError, UserWarning) as error:
            told = getattr(error, "strerror", None) or error
            raise ValueError(f"{_path(PREFIX + field_name)} cannot be read: {told}") from error
        return value or None, key, is_complex


def file_of(variable: str) -> Path | None:
    """Give the file that a setting is read from, None where that is its variable."""
    path = _path(variable)
    return None if os.environ.get(variable) or not path.exists() else path


def variables() -> list[str]:
    """Give the variables that look like settings."""
    return [name for name in os.environ if name.startswith(PREFIX)]


def files() -> list[str]:
    """Give the names of the files that look like settings."""
    folder = _directory()
    found = [path.name for path in folder.iterdir()] if folder else []
    return [name for name in found if name.upper().startswith(PREFIX)]


def _path(variable: str) -> Path:
    return (_directory() or USUAL) / variable.lower()


def _directory() -> Path | None:
    folder = Path(os.environ.get(f"{PREFIX}SECRETS_DIR") or USUAL)
    return folder if folder.is_dir() else None
