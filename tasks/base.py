"""One attempt at one task: begun in the ledger, done, and its end recorded, whatever it is.

The tasks themselves hold only their own few lines. Nothing else retries, closes a job, or
ends a chain early.
"""

import random
import secrets
import time
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import structlog
from billiard.exceptions import SoftTimeLimitExceeded
from celery import Task
from celery.exceptions import Reject

from tasks.chain import BROKER_ERRORS, send
from tasks.deciding import Close, decide
from tasks.errors import NewsmillError, StoreError, TaskTimeout
from tasks.hosts import NO_VISIT, Visit, visit_of
from tasks.job import Job, Message, RawPage
from tasks.outcomes import Outcome, Reason
from tasks.record import Article, Extractions
from tasks.resources import Begun, Ended, Resources

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

    def patiently(self, call: Callable[[], Answer]) -> Answer:
        """Repeat a call while the store is away or full: that is nobody's attempt.

        Raises:
            StoreError: it was so for `NEWSMILL_STORE_WAIT_SECONDS`.
        """
        give_up_at = time.monotonic() + self.resources.settings.engine.store_wait_seconds
        pause_seconds = 0.1
        while True:
            try:
                return call()
            except StoreError as error:
                if time.monotonic() + pause_seconds > give_up_at:
                    raise
                log.warning("store_error", error=str(error), pause_seconds=pause_seconds)
            time.sleep(pause_seconds)
            pause_seconds = min(2 * pause_seconds, MAX_PAUSE_SECONDS)

    def give_back(self, error: StoreError, token: str = "") -> str:
        """Put the message back into its queue, with all that was to follow it.

        Args:
            error: what was wrong with the store for too long.
            token: that of the attempt that is not to be counted.
        """
        log.warning("message_given_back", error=str(error))
        try:
            self.signature_from_request(headers={GIVEN_BACK: token}).apply_async()
        except BROKER_ERRORS as broker_error:
            raise Reject(str(broker_error), requeue=True) from error
        # The chain ends here, and the task still counts as a success in Flower.
        self.request.chain = None
        return "given back"


class DocumentTask(ResourcefulTask):
    """A task of the chain. Its messages carry a job's id and generation."""

    abstract = True

    def attempt(self, job_id: str, generation: int, work: Work) -> str:
        """Make one attempt: begin, work, record its end.

        Returns:
            How the attempt ended, in a few words for Flower.
        """
        started = time.monotonic()
        message = Message(str(self.name).rpartition(".")[2], job_id, generation)
        structlog.contextvars.bind_contextvars(job_id=job_id, task=message.task)
        try:
            ending = self._attempt(message, work)
            ms = round(1000 * (time.monotonic() - started))
            log.info("task_ended", ending=ending, ms=ms)
        finally:
            # All of it, what is known only later too: the next message is another document's.
            structlog.contextvars.clear_contextvars()
        if ending != HANDED_OVER:
            # As in `give_back`.
            self.request.chain = None
        return ending

    def _attempt(self, message: Message, work: Work) -> str:
        token = secrets.token_hex(8)
        # The token that the ledger knows: ours only once it has answered.
        known = str(self.request.get(GIVEN_BACK) or "")
        worker = str(self.request.hostname or "")
        ledger = self.resources.ledger
        try:
            begun = self.patiently(lambda: ledger.begin(message, token, known, worker))
            known = token
            if begun.standing != "current":
                return f"out of date: {begun.standing}"
            return self._begun(message, begun, token, work)
        except StoreError as error:
            return self.give_back(error, known)

    def _begun(self, message: Message, begun: Begun, token: str, work: Work) -> str:
        attempt = int(begun.fields.get("attempts", 0))
        structlog.contextvars.bind_contextvars(
            attempt=attempt, document_id=begun.fields.get("document")
        )
        if attempt > self.resources.settings.engine.max_attempts:
            return self._close(message, Close(Outcome.DEAD, Reason.POISON), POISONED)
        ledger = self.resources.ledger
        started = time.monotonic()
        try:
            job = Job.from_ledger(message.job_id, begun.fields)
            made = self.patiently(lambda: work(self.resources, message, job))
            if isinstance(made, Ended):
                return self._ended(made)
            if isinstance(made, Article):
                structlog.contextvars.bind_contextvars(document_id=made.id)
            visit = _visit(message, None, started)
            released = self.patiently(lambda: ledger.hand_over(message, token, made, visit))
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the job must learn of it
            return self._failed(message, begun, error, _visit(message, error, started))
        if released is None:
            return "out of date: passed"
        send(self.app, released)
        return HANDED_OVER

    def _failed(self, message: Message, begun: Begun, error: Exception, visit: Visit) -> str:
        if isinstance(error, SoftTimeLimitExceeded):
            error = TaskTimeout()
        engine = self.resources.settings.engine
        attempt = int(begun.fields.get("attempts", 0))
        verdict = decide(error, attempt, engine, random.random())  # noqa: S311 - no secret
        if isinstance(verdict, Close):
            return self._close(message, verdict, error, visit)
        log.info("attempt_failed", error=str(error), delay_seconds=round(verdict.delay_seconds, 1))
        ledger = self.resources.ledger
        released = self.patiently(
            lambda: ledger.wait(message, verdict.delay_seconds, _described(error), visit)
        )
        send(self.app, released)
        # What is wrong in full may name a page: that is for the ledger and the logs.
        return f"waits: {type(error).__name__}"

    def _close(
        self,
        message: Message,
        verdict: Close,
        error: Exception,
        visit: Visit = NO_VISIT,
    ) -> str:
        is_bug = verdict.reason is Reason.BUG
        told = "".join(traceback.format_exception(error)) if is_bug else ""
        ledger = self.resources.ledger
        ended = self.patiently(
            lambda: ledger.close(
                message,
                verdict.outcome,
                verdict.reason,
                error=_described(error),
                traceback=told,
                visit=visit,
            )
        )
        # Where another copy has ended the job meanwhile, its documents are gone: no bug.
        if is_bug and ended.reason is Reason.BUG:
            log.error("bug", exc_info=error)
        return self._ended(ended)

    def _ended(self, ended: Ended) -> str:
        send(self.app, ended.messages)
        if ended.standing == "moved":
            return "waits: its turn at the host that it was redirected to"
        if ended.outcome is None:
            return f"out of date: {ended.standing}"
        return f"{ended.outcome}: {ended.reason}"


POISONED = NewsmillError("every attempt ended with its worker: the document is poison to it")


def _visit(message: Message, error: Exception | None, started: float) -> Visit:
    """Say what an attempt tells of a host, where it asked one."""
    return visit_of(error, time.monotonic() - started) if message.task == "fetch" else NO_VISIT


def _described(error: Exception) -> str:
    if isinstance(error, NewsmillError):
        return error.message
    return f"{type(error).__name__}: {error}"
