"""Whether broker and store let this program in: asked before it begins to work.

A server that is away may come back, and is waited for. A password that is wrong stays wrong.
"""

import redis

from config.brokers import broker_of
from config.logging import masked
from config.settings import Settings, variable
from tasks.errors import UsageError
from worker.store.connection import connect, refusal

TIMEOUT_SECONDS = 3.0


def require_access(settings: Settings) -> None:
    """Refuse to go on where a server refuses us, or has a certificate that is not trusted.

    Raises:
        UsageError: names the server, what is wrong and the setting.
    """
    urls = {"broker": settings.servers.broker_url or "", "store": settings.servers.store_url or ""}
    if broker_of(urls["broker"]).name == "RabbitMQ":
        del urls["broker"]  # whose refusal a worker sees at once, as it connects
    for name, url in urls.items():
        if said := _refused(url):
            raise UsageError(f"the {name} {said} ({variable(f'{name}_url')} is {masked(url)})")


def _refused(url: str) -> str | None:
    with connect(url, TIMEOUT_SECONDS) as client:
        try:
            client.ping()
        except redis.RedisError as error:
            return refusal(error)
    return None
