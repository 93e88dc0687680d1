"""How Celery is set up. Each value says what breaks when it changes."""

from typing import Any, Literal
from urllib.parse import parse_qsl, urlsplit

from config.brokers import broker_of
from config.settings import Settings

# Redis' own defaults wait for ever; a frozen broker must be noticed.
SOCKET_TIMEOUT_SECONDS = 15
CONNECT_TIMEOUT_SECONDS = 5

# After two of these without a sign a connection to RabbitMQ is dead. It sends one at each half,
# and what comes more often than an answer may take hides that the answer does not come.
HEARTBEAT_SECONDS = 60
ANSWER_SECONDS = 10


def broker_url(url: str) -> str:
    """Give the broker's URL in the form that kombu and Flower know."""
    if url.startswith("unix://"):
        path = url.removeprefix("unix://").partition("?")[0]
        return f"redis+socket://{path}?virtual_host=0"
    if url.startswith(("rediss://", "amqps://")):
        return url.partition("?")[0]  # what it says of TLS is read apart
    return url


def configuration(settings: Settings) -> dict[str, Any]:
    """Give Celery's configuration, but for queues and routes, which follow the chain."""
    url = settings.servers.broker_url or ""
    own = _redis if broker_of(url).name == "Redis" else _rabbitmq
    return {
        **own(settings),
        "broker_url": broker_url(url),
        # Both from the start and later: a worker outlives its broker's restarts.
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        # A full backlog of retries would hold up the task that publishes the next one.
        "task_publish_retry_policy": {
            "max_retries": 3,
            "interval_start": 0.1,
            "interval_step": 0.2,
            "interval_max": 0.5,
        },
        # The ledger is the only engine of retry: Celery stores nothing, and a message is
        # acknowledged when its task is done, or goes back when its process dies.
        "result_backend": None,
        "task_ignore_result": True,
        "task_store_errors_even_if_ignored": False,
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        # Reserving more would start the visibility clock of messages that only wait here, and
        # let a canary overtake them.
        "worker_prefetch_multiplier": 1,
        "task_serializer": "json",
        "accept_content": ["json"],
        # A misspelt route must fail, not fill a queue that nobody reads.
        "task_create_missing_queues": False,
        # structlog has the logs; see config.logging.
        "worker_hijack_root_logger": False,
        "worker_redirect_stdouts": False,
        # Parsers grow: a child is replaced before its container (.env.example) would be full.
        "worker_max_tasks_per_child": 2000,
        "worker_max_memory_per_child": 500_000,  # KiB
        # Events cost 0.3 to 0.5 ms of CPU a task: Flower asks for them while it runs.
        "worker_send_task_events": False,
        "task_send_sent_event": False,
        "timezone": "UTC",
    }


def _redis(settings: Settings) -> dict[str, Any]:
    # Every client of one broker needs the same.
    options = {
        "visibility_timeout": settings.engine.visibility_timeout_seconds,
        # Ten seconds between two looks for unacknowledged messages, not a hundred.
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "socket_timeout": SOCKET_TIMEOUT_SECONDS,
        "socket_connect_timeout": CONNECT_TIMEOUT_SECONDS,
        "socket_keepalive": True,
        # No priorities: one key a queue in each BRPOP, in the order in which a worker names
        # its queues.
        "priority_steps": [0],
        "queue_order_strategy": "priority",
        "max_connections": 100,
    }
    return {
        "broker_transport_options": options,
        "broker_use_ssl": tls_of_redis(settings.servers.broker_url or ""),
    }


def tls_of_redis(url: str) -> dict[str, Any] | Literal[False]:
    """Give what `rediss://` says of TLS, by the names of redis-py; False for no TLS.

    The same parameters of a URL are so good for both servers: redis-py reads those of the store.
    Whoever says nothing has the certificate checked, by the authorities of the system.
    """
    if not url.startswith("rediss://"):
        return False
    from redis.connection import parse_url  # noqa: PLC0415 - few need it

    said: dict[str, Any] = parse_url(url)  # type: ignore[no-untyped-call]
    named = {name: value for name, value in said.items() if name.startswith("ssl_")}
    return {"ssl_cert_reqs": "required", **named}


def _rabbitmq(settings: Settings) -> dict[str, Any]:
    options = {
        # Without, a message is lost unseen that the broker cannot take, or that was written to a
        # connection which had just died; its job would wait for a canary.
        "confirm_publish": True,
        # A broker that is out of memory or disk, or a queue without a leader, never answers.
        "read_timeout": ANSWER_SECONDS,
        "write_timeout": ANSWER_SECONDS,
    }
    return {
        "broker_transport": "worker.rabbitmq:Transport",
        "broker_transport_options": options,
        "broker_use_ssl": _tls_of_rabbitmq(settings.servers.broker_url or ""),
        "broker_heartbeat": HEARTBEAT_SECONDS,
        # Celery's own would be transient queues, which RabbitMQ 4 is about to refuse. They still
        # go when nobody uses them any more.
        "control_queue_durable": True,
        "event_queue_durable": True,
        # What a consumer may reserve is fixed when it begins. Fewer after a lost connection, as
        # Celery would have it while old tasks still run, would stay fewer.
        "worker_enable_prefetch_count_reduction": False,
        "worker_consumer": "worker.rabbitmq:RabbitConsumer",
    }


def _tls_of_rabbitmq(url: str) -> dict[str, Any] | Literal[False]:
    """Give how the certificate of the server is checked; False for no TLS."""
    parts = urlsplit(url)
    if parts.scheme != "amqps":
        return False
    # Without a name py-amqp would take any server's certificate; None means the URL's host.
    files = {name.removeprefix("ssl_"): path for name, path in parse_qsl(parts.query)}
    return {"server_hostname": None, **files}
