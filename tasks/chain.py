"""The way of a document, on one screen.

    fetch ──► clean ──► extract ──► publish

One Celery task each, one queue each, named as the file that holds it. A message carries the
job's id and generation, never content. A received page or text begins at `clean`.
"""

import functools
import operator
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import structlog
from kombu.exceptions import OperationalError

from tasks.job import Message

if TYPE_CHECKING:
    from celery import Celery
    from celery.canvas import Signature

log = structlog.get_logger(__name__)


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

    A broker that does not answer is logged and no more: the ledger holds these jobs as
    queued, and the clock sends them again when a later canary comes back before they do.
    """
    for message in messages:
        try:
            _signatures(app, message).apply_async()
        except OperationalError as error:
            log.warning("message_not_sent", job_id=message.job_id, error=str(error))
            return


def send_canary(app: "Celery", task: str, sent_at: str) -> None:
    """Send a canary through a task's queue; a broker that does not answer is logged."""
    try:
        app.send_task(celery_name("canary"), args=(task, sent_at), queue=task)
    except OperationalError as error:
        log.warning("canary_not_sent", queue=task, error=str(error))


def _signatures(app: "Celery", message: Message) -> "Signature[None]":
    arguments = (message.job_id, message.generation)
    return functools.reduce(
        operator.or_,
        (
            app.signature(celery_name(task), args=arguments, immutable=True)
            for task in TASKS[TASKS.index(message.task) :]
        ),
    )
