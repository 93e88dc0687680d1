"""The kinds of broker that there are, known by the scheme of a URL."""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple
from urllib.parse import urlsplit


class Broker(NamedTuple):
    """What is special about one kind of broker.

    Attributes:
        name: what it is.
        port: where it listens, unless its URL says otherwise.
        url_options: what may stand after the `?` of its URL; None leaves that to redis-py.
        queue_arguments: what the queues of the chain are declared with.
    """

    name: Literal["Redis", "RabbitMQ"]
    port: int
    url_options: tuple[str, ...] | None
    queue_arguments: Mapping[str, str]


_REDIS = Broker("Redis", port=6379, url_options=None, queue_arguments={})
# Quorum queues are on the disks of most nodes before a message is confirmed, and the only
# replicated ones that RabbitMQ 4 has. What a queue was declared with can never be changed.
_RABBITMQ = Broker(
    "RabbitMQ", port=5672, url_options=(), queue_arguments={"x-queue-type": "quorum"}
)
# The names that Redis' URLs have for these files.
_RABBITMQ_WITH_TLS = _RABBITMQ._replace(
    port=5671, url_options=("ssl_ca_certs", "ssl_certfile", "ssl_keyfile")
)

BROKERS: Final = {
    "redis": _REDIS,
    "rediss": _REDIS,
    "unix": _REDIS,
    "amqp": _RABBITMQ,
    "amqps": _RABBITMQ_WITH_TLS,
}
"""The kinds of broker, by the scheme of their URLs."""


def broker_of(url: str) -> Broker:
    """Give the kind of broker that a URL names."""
    return BROKERS[urlsplit(url).scheme]
