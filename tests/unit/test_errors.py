"""The errors: each has its reason, its text, and survives the way between processes."""

import pickle
from collections.abc import Iterator

import pytest

from config.settings import Engine
from tasks import errors
from tasks.deciding import Close, Wait, decide
from tasks.errors import Dropped, NewsmillError, RateLimited, StoreUnavailable, TransientError
from tasks.outcomes import REASONS, Outcome, Reason

ENGINE = Engine(max_attempts=3, retry_base_seconds=10, retry_max_seconds=60)


def all_errors() -> Iterator[type[NewsmillError]]:
    """Yield every error class of the project's words."""
    for value in vars(errors).values():
        if isinstance(value, type) and issubclass(value, NewsmillError):
            yield value


@pytest.mark.parametrize("kind", list(all_errors()))
def test_error_has_a_text_and_pickles(kind: type[NewsmillError]) -> None:
    """Without a message the docstring speaks; pickled and back it is the same error."""
    error = kind()
    assert error.message
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert (type(copy), copy.args) == (type(error), error.args)


def test_rate_limit_keeps_its_wait() -> None:
    """What the server asked for is not lost on the way."""
    copy = pickle.loads(pickle.dumps(RateLimited("slow down", 7.5)))  # noqa: S301
    assert (copy.message, copy.retry_after_seconds) == ("slow down", 7.5)


@pytest.mark.parametrize(
    ("base", "outcome"), [(Dropped, Outcome.DROPPED), (TransientError, Outcome.DEAD)]
)
def test_every_error_has_a_reason_of_its_outcome(
    base: type[NewsmillError], outcome: Outcome
) -> None:
    """Each dropping error has a reason of `dropped`, each transient one of `dead`."""
    kinds = [kind for kind in all_errors() if issubclass(kind, base) and kind is not base]
    assert {vars(kind)["reason"] for kind in kinds} <= REASONS[outcome]


def test_reasons_are_shared_out() -> None:
    """Every reason belongs to exactly one outcome."""
    given = [reason for reasons in REASONS.values() for reason in reasons]
    assert sorted(given) == sorted(Reason)


def test_the_worlds_answer_is_final() -> None:
    """A dropped document is never tried again."""
    verdict = decide(errors.NotFound(), 1, ENGINE, 0.5)
    assert verdict == Close(Outcome.DROPPED, Reason.NOT_FOUND)


@pytest.mark.parametrize(("attempt", "delay_seconds"), [(1, 10), (2, 30)])
def test_wait_triples(attempt: int, delay_seconds: float) -> None:
    """Each wait is three times as long as the one before."""
    assert decide(errors.FetchTimeout(), attempt, ENGINE, 0.5) == Wait(delay_seconds)


def test_last_attempt_is_the_end() -> None:
    """After the last attempt the job is dead, with the error's reason."""
    assert decide(errors.FetchTimeout(), 3, ENGINE, 0.5) == Close(Outcome.DEAD, Reason.TIMEOUT)


@pytest.mark.parametrize(("asked_seconds", "delay_seconds"), [(40, 40), (1, 10), (9000, 60)])
def test_retry_after_is_honoured_within_limits(asked_seconds: float, delay_seconds: float) -> None:
    """The server's wait counts when it is the longer one, up to the longest there is."""
    assert decide(RateLimited(None, asked_seconds), 1, ENGINE, 0.5) == Wait(delay_seconds)


def test_anything_else_is_a_bug() -> None:
    """An error that nobody named ends the job at once."""
    assert decide(KeyError("oh"), 1, ENGINE, 0.5) == Close(Outcome.DEAD, Reason.BUG)


def test_jitter_spreads() -> None:
    """Jobs that failed together return within a quarter of the wait around it."""
    waits = [decide(errors.DNSFailed(), 1, ENGINE, jitter) for jitter in (0.0, 1.0)]
    assert waits == [Wait(7.5), Wait(12.5)]


def test_a_store_that_is_away_is_no_reason() -> None:
    """The store's errors are nobody's attempt, so they have no reason."""
    assert not hasattr(StoreUnavailable, "reason")
