"""The ledger: where every job stands. It is the only engine of retry, and the only truth.

A job is `waiting` (until it is due), `queued` (for a task), `running` or `closed` (with its
outcome). Each change is one Lua script, so a job is never between two states. Methods that
free a place in flight give the messages that must now be sent; a message that is not sent
is found missing by the clock, so sending may fail.
"""

import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, cast

import redis

from config.settings import Settings
from tasks.chain import TASKS, following
from tasks.comparing.signatures import Signature
from tasks.comparing.versions import Known
from tasks.errors import StoreFull
from tasks.hosts import NO_VISIT, Visit
from tasks.job import Errand, Job, Message, RawPage, Submission
from tasks.outcomes import Outcome, Reason
from tasks.record import Article, Extractions
from tasks.resources import Begun, Elsewhere, Ended, Publication, SeenAgain
from worker.store import keys, scripts
from worker.store.arguments import (
    MAX_ERROR_CHARACTERS,
    MAX_TRACEBACK_CHARACTERS,
    Argument,
    constants,
    elsewhere_arguments,
    ended_of,
    known_of,
    mapping_of,
    message_arguments,
    messages_of,
    milliseconds,
    pairs,
    remembered_arguments,
    replay_arguments,
    submission_arguments,
    visit_arguments,
)
from worker.store.connection import store_errors
from worker.store.dead import ALL_DEAD, DeadJob, Wanted, dead_jobs
from worker.store.documents import DOCUMENT_KEYS, pack
from worker.store.totals import StepTotals

# Above this share of the store's memory, new jobs must wait: the jobs in flight need the rest.
MAX_SHARE_FOR_SUBMIT = 0.8
# Above this one no page is fetched that might not be kept: what is read already needs the rest.
MAX_SHARE_FOR_FETCH = 0.9
# For so long a fetch takes what was seen last for the memory of now: it brings one page.
MEMORY_SEEN_SECONDS = 1.0

SCRIPTS = (
    "submit",
    "begin",
    "hand_over",
    "wait",
    "close",
    "publish",
    "wake",
    "sweep",
    "resend",
    "canary",
    "canary_returned",
    "lease",
    "purge",
    "replay",
    "move",
    "recognise",
)
NEAR_SCRIPTS = ("known", "remember")


class Counts(NamedTuple):
    """How many jobs are in each state; `queued` is by task."""

    waiting: int
    queued: Mapping[str, int]
    running: int

    @property
    def open(self) -> int:
        """Jobs that have no outcome yet."""
        return self.waiting + self.running + sum(self.queued.values())


class Canary(NamedTuple):
    """Whether a queue needs a canary, and which one came back last (the store's milliseconds)."""

    send_at: str | None
    returned_at: int | None


class Woken(NamedTuple):
    """The messages to send, and after how many seconds the next job is due, where one is."""

    messages: tuple[Message, ...]
    next_seconds: float | None


class Ledger:
    """Every job's state.

    Args:
        client: one that answers texts.
        settings: for how many jobs at one time, and how long each thing is kept.
    """

    def __init__(self, client: redis.Redis, settings: Settings) -> None:
        self._client = client
        self._settings = settings
        self._memory_share = 0.0
        self._memory_seen_at = float("-inf")
        self._steps = StepTotals()
        self._scripts = {
            **scripts.registered(client, SCRIPTS, scripts.LEDGER, constants(settings)),
            **scripts.registered(client, NEAR_SCRIPTS, scripts.NEAR, constants(settings)),
        }

    # ---------------------------------------------------------------- the way of one job

    def submit(self, submissions: Iterable[Submission]) -> list[Message]:
        """Write jobs, durably; gives the messages to send. One round trip for all of them.

        Idempotent: a job whose id is known stays as it is.

        Raises:
            StoreFull: the store is above its share for new jobs.
        """
        with store_errors():
            self._look_at_memory()
            self._refuse_above(MAX_SHARE_FOR_SUBMIT)
            pipeline = self._client.pipeline(transaction=False)
            for submission in submissions:
                arguments = submission_arguments(submission)
                self._scripts["submit"](args=arguments, client=pipeline)
            return [message for answer in pipeline.execute() for message in messages_of(answer)]

    def begin(self, message: Message, token: str, given_back: str = "", worker: str = "") -> Begun:
        """Start an attempt at a message's task, and count it; `worker` is who makes it.

        Idempotent: for one `token`, however often it is said; a token that was `given_back`
        with the message is not counted again.

        Raises:
            StoreFull: a page was to be fetched that might not be kept.
        """
        if message.task == "fetch":
            with store_errors():
                if time.monotonic() - self._memory_seen_at > MEMORY_SEEN_SECONDS:
                    self._look_at_memory()
                self._refuse_above(MAX_SHARE_FOR_FETCH)
        limit_ms = int(1000 * self._settings.silence_seconds(message.task))
        most = self._settings.engine.max_attempts
        stands, *flat = self._run(
            "begin", *message_arguments(message), limit_ms, token, given_back, most, worker
        )
        return Begun(stands, mapping_of(flat))

    def hand_over(
        self,
        message: Message,
        token: str,
        output: RawPage | Article | Extractions,
        visit: Visit = NO_VISIT,
    ) -> tuple[Message, ...] | None:
        """Save what a task made and queue the job for the next; None when out of date.

        Gives the messages that must be sent besides. Idempotent: for one `token`.
        """
        with self._steps.also_of(output) as totals:
            _, *released = self._run(
                "hand_over",
                *message_arguments(message),
                following(message.task) or "",
                token,
                DOCUMENT_KEYS[type(output)].of(message.job_id),
                pack(output),
                output.id if isinstance(output, Article) else "",
                *visit_arguments(visit),
                *pairs(totals),
            )
        return messages_of(*released) if released else None

    def wait(
        self, message: Message, delay_seconds: float, error: str, visit: Visit = NO_VISIT
    ) -> tuple[Message, ...]:
        """Put a job aside for a while; gives the messages to send in its place.

        Idempotent: a job that waits already goes on waiting.
        """
        arguments = (
            milliseconds(delay_seconds),
            error[:MAX_ERROR_CHARACTERS],
            *visit_arguments(visit),
        )
        return messages_of(self._run("wait", *message_arguments(message), *arguments))

    def move(self, message: Message, elsewhere: Elsewhere, visit: Visit) -> Ended:
        """Let a job that was redirected to another host wait for its turn there.

        Idempotent: one that waits there goes on waiting.
        """
        standing, *messages = self._run(
            "move",
            message.job_id,
            message.generation,
            *elsewhere_arguments(elsewhere),
            *visit_arguments(visit),
        )
        return Ended(standing, messages=messages_of(messages[0] if messages else ()))

    def recognise(self, message: Message, errand: Errand, again: SeenAgain, visit: Visit) -> Ended:
        """Close a job whose fetch brought the version that is known; `conflict` when it is not.

        Idempotent: the first outcome stays.
        """
        return ended_of(
            self._run(
                "recognise",
                message.job_id,
                message.generation,
                again.reason,
                errand.expected or "",
                errand.known_body_sha256 or "",
                *visit_arguments(visit),
                *pairs(again.head),
            )
        )

    def close(
        self,
        message: Message,
        outcome: Outcome,
        reason: Reason,
        *,
        error: str = "",
        traceback: str = "",
        visit: Visit = NO_VISIT,
    ) -> Ended:
        """Give a job its outcome. Idempotent: the first outcome stays."""
        return ended_of(
            self._run(
                "close",
                *message_arguments(message),
                outcome,
                reason,
                error[:MAX_ERROR_CHARACTERS],
                traceback[-MAX_TRACEBACK_CHARACTERS:],
                *visit_arguments(visit),
            )
        )

    def known(self, document: str, text_sha256: str, signature: Signature | None = None) -> Known:
        """Give what a document is to be compared with."""
        bands = signature.bands if signature else b""
        return known_of(self._run("known", document, text_sha256, bands))

    def publish(self, message: Message, publication: Publication) -> Ended:
        """End a compared job: entry, head, outcome and ledger together, or nothing.

        Idempotent: a job that has an outcome keeps it.
        """
        compared = publication.known.head
        head = pairs(publication.head)
        answer = self._run(
            "publish",
            message.job_id,
            message.generation,
            publication.outcome,
            publication.reason,
            publication.document,
            compared.version if compared else 0,
            publication.known.owner or "",
            publication.text_sha256,
            publication.version or "",
            len(head),
            *head,
            *pairs(publication.entry),
        )
        return ended_of(answer)

    def remember(self, publication: Publication) -> None:
        """Remember the text of a version that was published: those nearly the same find it.

        Apart from `publish`, for it takes as long again; what dies in between is not found as near.
        Idempotent.
        """
        self._run("remember", *remembered_arguments(publication))

    # ---------------------------------------------------------------- for the clock

    def wake(self) -> Woken:
        """Release what is due, as far as there is room."""
        messages, next_ms = self._run("wake")
        return Woken(messages_of(messages), int(next_ms) / 1000 if next_ms else None)

    def sweep(self, silence_seconds: float) -> tuple[Message, ...]:
        """Queue again the running jobs silent for longer than that beyond their limit."""
        return messages_of(self._run("sweep", int(1000 * silence_seconds)))

    def canary(self, task: str, old_enough_seconds: float, patience_seconds: float) -> Canary:
        """Ask whether a task's queue needs a canary now; if so, it is noted as sent."""
        send_at, returned_at = self._run(
            "canary", task, int(1000 * old_enough_seconds), int(1000 * patience_seconds)
        )
        return Canary(send_at or None, int(returned_at) if returned_at else None)

    def canary_returned(self, task: str, sent_at: str) -> None:
        """Note that a canary has come back through a task's queue."""
        self._run("canary_returned", task, sent_at)

    def resend(self, task: str, queued_before_ms: int) -> tuple[Message, ...]:
        """Queue again the jobs that were queued for a task before that time."""
        return messages_of(self._run("resend", task, queued_before_ms))

    def lease(self, token: str, seconds: float) -> bool:
        """Take or keep the clock's lease; 0 seconds give it up. False when another has it."""
        return bool(self._run("lease", token, int(1000 * seconds)))

    # ---------------------------------------------------------------- for people

    def clock_runs(self) -> bool:
        """Say whether a clock holds the lease."""
        with store_errors():
            return bool(self._client.exists(keys.CLOCK.name))

    def state(self, job_id: str) -> dict[str, str] | None:
        """Give everything that the ledger knows of a job, None when it knows nothing."""
        with store_errors():
            return cast("dict[str, str]", self._client.hgetall(keys.JOB.of(job_id))) or None

    def counts(self) -> Counts:
        """Count the open jobs by state."""
        with store_errors():
            pipeline = self._client.pipeline(transaction=False)
            for key in (keys.WAITING.name, keys.RUNNING.name, *map(keys.QUEUED.of, TASKS)):
                pipeline.zcard(key)
            waiting, running, *queued = pipeline.execute()
        return Counts(waiting, dict(zip(TASKS, queued, strict=True)), running)

    def open_ids(self) -> list[str]:
        """Give the ids of all jobs that have no outcome yet."""
        with store_errors():
            pipeline = self._client.pipeline(transaction=False)
            for key in (keys.WAITING.name, keys.RUNNING.name, *map(keys.QUEUED.of, TASKS)):
                pipeline.zrange(key, 0, -1)
            return [job_id for found in pipeline.execute() for job_id in found]

    def dead(self, wanted: Wanted = ALL_DEAD) -> Iterator[DeadJob]:
        """Give the dead jobs, the latest first; those may leave meanwhile that were given."""
        return dead_jobs(self._client, wanted)

    def purge(self, job_id: str) -> bool:
        """Delete a dead job with its documents; False when it is no dead job."""
        return bool(self._run("purge", job_id))

    def replay(self, again: Job, first_task: str) -> tuple[Message, ...] | None:
        """Hand a dead job in again, as the one given, which names it; None when it is not dead.

        Gives the messages to send. What had been handed in goes over to the new job. Of several
        who replay one job at one time, one does.

        Raises:
            StoreFull: the store is above its share for new jobs.
        """
        with store_errors():
            self._look_at_memory()
            self._refuse_above(MAX_SHARE_FOR_SUBMIT)
        replayed, messages = self._run("replay", *replay_arguments(again, first_task))
        return messages_of(messages) if replayed else None

    # ---------------------------------------------------------------- inside

    def _run(self, script: str, *arguments: Argument) -> Any:  # noqa: ANN401 - each has its own
        with store_errors():
            return self._scripts[script](args=arguments)

    def _look_at_memory(self) -> None:
        memory = cast("dict[str, int]", self._client.info("memory"))
        limit = memory.get("maxmemory", 0)
        self._memory_share = memory["used_memory"] / limit if limit else 0.0
        self._memory_seen_at = time.monotonic()

    def _refuse_above(self, share: float) -> None:
        if self._memory_share > share:
            raise StoreFull(f"the store is above {share:.0%} of its memory")
