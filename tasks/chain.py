"""The way of a document, on one screen.

    fetch ──► clean ──► extract ──► publish

One Celery task each, one queue each, named as the file that holds it. A message carries the
job's id and generation, never content. A received page or text begins at `clean`.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import structlog
from kombu.exceptions import ChannelError, ConnectionError, OperationalError  # noqa: A004

from tasks.job import Message

if TYPE_CHECKING:
    from celery import Celery

log = structlog.get_logger(__name__)

BROKER_ERRORS: Final = (OperationalError, ConnectionError, ChannelError)
"""A broker that does not answer, or that refuses: a wrong password, a queue of another kind."""


class Link(NamedTuple):
    """One task of the chain: its name, which is its queue's too, and which workers run it."""

    task: str
    role: Literal["fetcher", "reader"]


CHAIN: Final = (
    Link("fetch", role="fetcher"),
    Link("clean", role="reader"),
    Link("extract", role="reader"),
    Link("publish", role="reader"),
)
TASKS: Final = tuple(link.task for link in CHAIN)


def celery_name(task: str) -> str:
    """Give the name under which Celery and Flower know a task."""
    return f"newsmill.{task}"


def following(task: str) -> str | None:
    """Give the task after this one, None for the last."""
    after = TASKS[TASKS.index(task) + 1 :]
    return after[0] if after else None


def send(app: "Celery", messages: Iterable[Message]) -> None:
    """Send messages that the ledger has released.

    A broker that does not answer, or refuses, is logged and no more: the ledger holds these jobs as
    queued, and the clock sends them again when a later canary comes back before they do.
    """
    for message in messages:
        try:
            _send(app, message)
        except BROKER_ERRORS as error:
            log.warning("message_not_sent", job_id=message.job_id, error=str(error))
            return


def send_canary(app: "Celery", task: str, sent_at: str) -> bool:
    """Send a canary through a task's queue; say whether the broker took it."""
    try:
        app.send_task(celery_name("canary"), args=(task, sent_at), queue=task)
    except BROKER_ERRORS as error:
        log.warning("canary_not_sent", queue=task, error=str(error))
        return False
    return True


def _send(app: "Celery", message: Message) -> None:
    """Send a job's task with those that follow it.

    Celery carries them with the message and sends each when the one before it is done, as it
    does for a `chain(…)`; to make one of those takes twice as long.
    """
    arguments = (message.job_id, message.generation)
    rest = [
        app.signature(celery_name(task), args=arguments, immutable=True)
        for task in reversed(TASKS[TASKS.index(message.task) + 1 :])
    ]
    app.send_task(
        celery_name(message.task),
        args=arguments,
        chain=rest,
        queue=message.task,
        # Whoever sends it, it is no child of theirs: one root for all tasks of a job.
        root_id=message.job_id,
        parent_id=message.job_id,
        add_to_parent=False,
    )
