"""Which queue a task goes through, and which workers serve it."""

from typing import Any

from kombu import Queue

from config.brokers import broker_of
from config.settings import Settings
from tasks.chain import CHAIN, TASKS, celery_name

# Where a client's message goes that names a task and no queue.
DEFAULT_QUEUE = "celery"

# In the order in which a worker takes from them: what is nearest to its end goes first, so
# that documents in flight are finished before new ones are begun.
SERVED: dict[str, tuple[str, ...]] = {
    role: tuple(link.task for link in reversed(CHAIN) if link.role == role)
    for role in ("fetcher", "reader")
}
# A job that comes as a mere message is safe only once the ledger holds it.
SERVED["fetcher"] = (DEFAULT_QUEUE, *SERVED["fetcher"])


def routing(settings: Settings) -> dict[str, Any]:
    """Give Celery's queues, routes and time limits, made of the chain."""
    arguments = broker_of(settings.servers.broker_url or "").queue_arguments
    return {
        "task_default_queue": DEFAULT_QUEUE,
        "task_queues": [
            *(Queue(name, routing_key=name, queue_arguments=arguments) for name in TASKS),
            # As any Celery client declares it that knows nothing of us.
            Queue(DEFAULT_QUEUE, routing_key=DEFAULT_QUEUE),
        ],
        "task_routes": {celery_name(task): {"queue": task} for task in TASKS},
        "task_annotations": {
            celery_name(link.task): {
                "soft_time_limit": settings.limit_seconds(link.task),
                "time_limit": settings.silence_seconds(link.task),
            }
            for link in CHAIN
            if link.role == "reader"
        },
    }
