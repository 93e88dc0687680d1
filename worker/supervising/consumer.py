"""Celery's consumer without a step that only tasks with an ETA need."""

from celery.worker.consumer import Consumer


class PlainConsumer(Consumer):
    """What a worker consumes with where queues are quorum queues.

    For those Celery would declare 28 more queues and as many exchanges, in which tasks wait for
    their time. Ours wait in the ledger.
    """

    class Blueprint(Consumer.Blueprint):  # type: ignore[misc, valid-type]
        """Its steps."""

        default_steps = tuple(
            step for step in Consumer.Blueprint.default_steps if "delayed_delivery" not in step
        )
