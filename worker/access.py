"""Whether broker and store let this program in: asked before it begins to work.

A server that is away may come back, and is waited for. A password that is wrong stays wrong.
"""

from urllib.parse import urlsplit

import redis

from config.logging import masked
from config.settings import Settings, variable
from tasks.errors import UsageError
from worker.store.connection import connect, refusal

TIMEOUT_SECONDS = 3.0
REDIS_SCHEMES = ("redis", "rediss", "unix")


def require_access(settings: Settings) -> None:
    """Refuse to go on where a server refuses us, or has a certificate that is not trusted.

    Raises:
        UsageError: names the server, what is wrong and the setting.
    """
    servers = settings.servers
    for name, url in (("broker", servers.broker_url), ("store", servers.store_url)):
        if urlsplit(url or "").scheme in REDIS_SCHEMES and (said := _refused(url or "")):
            field = variable(f"{name}_url")
            raise UsageError(f"the {name} {said} ({field} is {masked(url or '')})")


def _refused(url: str) -> str | None:
    with connect(url, TIMEOUT_SECONDS) as client:
        try:
            client.ping()
        except redis.RedisError as error:
            return refusal(error)
    return None
