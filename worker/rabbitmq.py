"""RabbitMQ as broker: what Celery and its transport lack for it."""

from typing import TYPE_CHECKING

import structlog
from amqp.exceptions import AccessRefused, NotAllowed
from celery.exceptions import WorkerShutdown
from celery.worker.consumer import Consumer
from kombu.transport import pyamqp

if TYPE_CHECKING:
    import amqp
    from kombu import Connection

from tasks.errors import USAGE_EXIT_CODE

log = structlog.get_logger(__name__)


class Transport(pyamqp.Transport):
    """AMQP whose read timeout is one: py-amqp reads on after it, for ever."""

    def establish_connection(self) -> "amqp.Connection":
        """Connect, and have what takes longer than the timeout fail as a lost connection does."""
        connection = super().establish_connection()
        connection.transport.raise_on_initial_eintr = True
        return connection


class RabbitConsumer(Consumer):
    """Celery's consumer, which says in one line that RabbitMQ refuses it, and ends."""

    class Blueprint(Consumer.Blueprint):  # type: ignore[misc, valid-type]
        """Its steps, without one that only tasks with an ETA need.

        It would declare 28 more queues, and as many exchanges, in which tasks wait for their time.
        Ours wait in the ledger.
        """

        default_steps = tuple(
            step for step in Consumer.Blueprint.default_steps if "delayed_delivery" not in step
        )

    def connect(self) -> "Connection":
        """Connect; wait for a broker that is away.

        Raises:
            WorkerShutdown: a wrong password, or no such virtual host: waiting would not help.
        """
        try:
            connection: Connection = super().connect()
        except (AccessRefused, NotAllowed) as error:
            log.critical("broker_refuses", error=str(error))
            raise WorkerShutdown(USAGE_EXIT_CODE) from error
        return connection
