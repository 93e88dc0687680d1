"""What becomes of a job whose attempt failed: one rule, and it retries only what it names."""

from typing import NamedTuple

from config.settings import Engine
from tasks.errors import Dropped, TransientError
from tasks.outcomes import Outcome, Reason

BACKOFF_FACTOR = 3


class Close(NamedTuple):
    """The job ends."""

    outcome: Outcome
    reason: Reason


class Wait(NamedTuple):
    """The job gets another attempt after a while."""

    delay_seconds: float


def decide(error: Exception, attempt: int, engine: Engine, jitter: float) -> Close | Wait:
    """Say whether a failed attempt closes the job, or how long it waits for the next one.

    Args:
        error: what the attempt ended with.
        attempt: which attempt it was; the first is 1.
        engine: how many attempts there are, and how long the waits.
        jitter: a random number in [0, 1): jobs that failed together must not return together.
    """
    if isinstance(error, Dropped):
        return Close(Outcome.DROPPED, error.reason)
    if not isinstance(error, TransientError):
        return Close(Outcome.DEAD, Reason.BUG)
    if attempt >= engine.max_attempts:
        return Close(Outcome.DEAD, error.reason)
    delay = engine.retry_base_seconds * BACKOFF_FACTOR ** (attempt - 1) * (0.75 + jitter / 2)
    return Wait(min(max(delay, error.retry_after_seconds or 0.0), engine.retry_max_seconds))
