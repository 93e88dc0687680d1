"""One attempt at one task: begun in the ledger, done, and its end recorded, whatever it is.

The tasks themselves hold only their own few lines. Nothing else retries, closes a job, or
ends a chain early.
"""

import random
import secrets
import threading
import time
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import structlog
from billiard.exceptions import SoftTimeLimitExceeded
from celery import Task
from celery.exceptions import Reject
from kombu.exceptions import OperationalError

from tasks.chain import send
from tasks.deciding import Close, decide
from tasks.errors import NewsmillError, StoreError, TaskTimeout
from tasks.job import Job, Message, RawPage
from tasks.outcomes import Outcome, Reason
from tasks.record import Article, Extractions
from tasks.resources import Ended, Resources

if TYPE_CHECKING:
    BaseTask = Task[..., str]
else:
    BaseTask = Task

log = structlog.get_logger(__name__)
Answer = TypeVar("Answer")

Output = RawPage | Article | Extractions
Work = Callable[[Resources, Message, Job], Output | Ended]
"""What a task does. Gives what the next task needs, or how the job ended."""

# The pause between two tries at a store that is away or full grows up to this.
MAX_PAUSE_SECONDS = 3.0
# Tells the attempt that a message given back was part of, so that it is not counted again.
GIVEN_BACK = "given_back"
HANDED_OVER = "handed over"


class ResourcefulTask(BaseTask):
    """A task that reaches the outside through the app's resources."""

    abstract = True

    @property
    def resources(self) -> Resources:
        """Stores, clients and models."""
        resources: Resources = self.app.resources  # type: ignore[attr-defined]
        return resources


class DocumentTask(ResourcefulTask):
    """A task of the chain. Its messages carry a job's id and generation."""

    abstract = True

    @property
    def step(self) -> str:
        """The task's name in the ledger: Celery's without the project's."""
        return str(self.name).rpartition(".")[2]

    def attempt(self, job_id: str, generation: int, work: Work) -> str:
        """Make one attempt: begin, work, record its end.

        Returns:
            How the attempt ended, in a few words for Flower.
        """
        message = Message(self.step, job_id, generation)
        token = secrets.token_hex(8)
        started = time.monotonic()
        with structlog.contextvars.bound_contextvars(job_id=job_id, task=self.step):
            try:
                ending = self._attempt(message, token, work)
            except StoreError as error:
                ending = self._give_back(token, error)
            ms = round(1000 * (time.monotonic() - started))
            log.info("task_ended", ending=ending, ms=ms)
        if ending != HANDED_OVER:
            # The chain ends here, and the task still counts as a success in Flower.
            self.request.chain = None
        return ending

    def _attempt(self, message: Message, token: str, work: Work) -> str:
        given_back = self.request.get(GIVEN_BACK) or ""
        ledger = self.resources.ledger
        begun = self._patiently(lambda: ledger.begin(message, token, given_back))
        job = begun.job
        if job is None:
            return f"out of date: {begun.standing}"
        structlog.contextvars.bind_contextvars(attempt=job.attempt, document_id=job.document)
        if job.attempt > self.resources.settings.engine.max_attempts:
            return self._close(message, job, Close(Outcome.DEAD, Reason.POISON), POISONED)
        try:
            made = self._patiently(lambda: work(self.resources, message, job))
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the job must learn of it
            return self._failed(message, job, error)
        if isinstance(made, Ended):
            return self._ended(made)
        if isinstance(made, Article):
            structlog.contextvars.bind_contextvars(document_id=made.id)
        handed_over = self._patiently(lambda: ledger.hand_over(message, token, made))
        return HANDED_OVER if handed_over else "out of date: passed"

    def _failed(self, message: Message, job: Job, error: Exception) -> str:
        if isinstance(error, SoftTimeLimitExceeded):
            error = TaskTimeout()
        engine = self.resources.settings.engine
        verdict = decide(error, job.attempt, engine, random.random())  # noqa: S311 - no secret
        if isinstance(verdict, Close):
            return self._close(message, job, verdict, error)
        log.info("attempt_failed", error=str(error), delay_seconds=round(verdict.delay_seconds, 1))
        ledger = self.resources.ledger
        released = self._patiently(
            lambda: ledger.wait(message, verdict.delay_seconds, _described(error))
        )
        send(self.app, released)
        return f"waits: {_described(error)}"

    def _close(self, message: Message, job: Job, verdict: Close, error: Exception) -> str:
        told = ""
        if verdict.reason is Reason.BUG:
            log.error("bug", exc_info=error)
            told = "".join(traceback.format_exception(error))
        ledger = self.resources.ledger
        return self._ended(
            self._patiently(
                lambda: ledger.close(
                    message,
                    verdict.outcome,
                    verdict.reason,
                    error=_described(error),
                    traceback=told,
                    document=job.document or "",
                )
            )
        )

    def _ended(self, ended: Ended) -> str:
        send(self.app, ended.messages)
        if ended.outcome is None:
            return f"out of date: {ended.standing}"
        return f"{ended.outcome}: {ended.reason}"

    def _patiently(self, call: Callable[[], Answer]) -> Answer:
        """Repeat a call while the store is away or full: that is nobody's attempt."""
        give_up_at = time.monotonic() + self.resources.settings.engine.store_wait_seconds
        pause_seconds = 0.1
        while True:
            try:
                return call()
            except StoreError as error:
                if time.monotonic() + pause_seconds > give_up_at:
                    raise
                log.warning("store_error", error=str(error), pause_seconds=pause_seconds)
            threading.Event().wait(pause_seconds)
            pause_seconds = min(2 * pause_seconds, MAX_PAUSE_SECONDS)

    def _give_back(self, token: str, error: StoreError) -> str:
        log.warning("message_given_back", error=str(error))
        try:
            self.signature_from_request(headers={GIVEN_BACK: token}).apply_async()
        except OperationalError as broker_error:
            raise Reject(str(broker_error), requeue=True) from error
        return "given back"


POISONED = NewsmillError("every attempt ended with its worker: the document is poison to it")


def _described(error: Exception) -> str:
    if isinstance(error, NewsmillError):
        return error.message
    return f"{type(error).__name__}: {error}"
