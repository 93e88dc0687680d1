"""What a RabbitMQ broker says of itself, and whether it takes what a worker would ask of it."""

from collections.abc import Iterator
from typing import Final

from amqp.exceptions import AMQPError, NotFound
from kombu import Connection, Producer, Queue

from config.celery import configuration
from config.logging import masked
from config.settings import Settings, variable
from worker.checks import Check
from worker.queues import routing

OLDEST: Final = (3, 8)  # the first with quorum queues


def rabbitmq_checks(settings: Settings, timeout_seconds: float) -> Iterator[Check]:
    """Look at the broker of these settings, and leave nothing in it."""
    url = masked(settings.servers.broker_url or "")
    try:
        with _connection(settings, timeout_seconds) as connection:
            connection.connect()
            yield _version(url, connection)
            yield from _queues(settings, connection)
            yield _memory(connection, timeout_seconds)
    except (AMQPError, OSError) as error:
        mend = f"start it, or correct {variable('broker_url')} or the rights of its user"
        yield Check("broker", "fail", f"{url} does not answer, or refuses: {error}", mend)


def _connection(settings: Settings, timeout_seconds: float) -> Connection:
    chosen = configuration(settings)
    return Connection(
        chosen["broker_url"],
        ssl=chosen["broker_use_ssl"],
        transport=chosen["broker_transport"],
        transport_options=chosen["broker_transport_options"],
        connect_timeout=timeout_seconds,
    )


def _version(url: str, connection: Connection) -> Check:
    version = str(connection.connection.server_properties.get("version", "0.0"))
    found = f"{url} is RabbitMQ {version}"
    if tuple(map(int, version.split(".")[:2])) < OLDEST:
        return Check("broker", "fail", found, "use RabbitMQ 3.8 or later")
    return Check("broker", "ok", found)


def _queues(settings: Settings, connection: Connection) -> Iterator[Check]:
    for queue in routing(settings)["task_queues"]:
        if refusal := _refusal(connection, queue):
            mend = f"stop the workers, then: rabbitmqctl delete_queue {queue.name}"
            yield Check("broker queues", "fail", f"{queue.name}: {refusal}", mend)


def _refusal(connection: Connection, queue: Queue) -> str | None:
    """Say why a worker could not use a queue; one that is not there it would make."""
    try:
        queue(connection.channel()).queue_declare(passive=True)
        queue(connection.channel()).queue_declare()
    except NotFound:
        return None
    except AMQPError as error:
        return str(error)
    return None


def _memory(connection: Connection, timeout_seconds: float) -> Check:
    """Send messages to nobody: RabbitMQ confirms each, or while it takes none the first alone."""
    producer = Producer(connection)
    try:
        for _ in range(2):
            producer.publish(
                "", exchange="", routing_key="newsmill.nobody", confirm_timeout=timeout_seconds
            )
    except TimeoutError:
        connection.collect()  # It would not answer a goodbye either.
        found = "takes no messages: it is short of memory or disk"
        return Check("broker memory", "fail", found, "rabbitmq-diagnostics alarms; give it more")
    return Check("broker memory", "ok", "takes messages")
