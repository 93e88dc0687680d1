"""The connection to the store, and what its errors mean."""

from collections.abc import Iterator
from contextlib import contextmanager

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from tasks.errors import StoreFull, StoreRefused, StoreUnavailable

# Answers of a server that is there and cannot serve: starting, failing over, or unable to save.
NOT_SERVING = (
    redis.BusyLoadingError,
    redis.exceptions.ClusterDownError,
    redis.exceptions.MasterDownError,
    redis.exceptions.ReadOnlyError,
    redis.exceptions.TryAgainError,
)
# Those that redis-py has no class for, by the word that their answer begins with.
NOT_SERVING_WORDS = ("NOREPLICAS", "MISCONF", "BUSY")
# A wrong password, and a right that the user lacks.
REFUSING = (redis.AuthenticationError, redis.exceptions.NoPermissionError)
# The latter within a script: in the words of Redis 7.0, and of later servers.
REFUSING_WORDS = ("The user executing the script can't", "ACL failure in script")


def connect(url: str, timeout_seconds: float, *, texts: bool = True) -> redis.Redis:
    """Make a client that never repeats a command by itself.

    Whether a command may be said twice is known where it is said; redis-py does not know.

    Args:
        url: `redis://`, `rediss://` or `unix://`.
        timeout_seconds: for one connection, and for one answer.
        texts: whether answers are `str`; `bytes` otherwise, as documents need.
    """
    # A connection that crosses a network may die unseen; keep-alive is for those alone.
    keepalive = {} if url.startswith("unix://") else {"socket_keepalive": True}
    return redis.Redis.from_url(
        url,
        decode_responses=texts,
        # Anybody may write to the inbox; a byte that is no UTF-8 must not stop who reads it.
        encoding_errors="replace",
        socket_timeout=timeout_seconds,
        socket_connect_timeout=timeout_seconds,
        health_check_interval=30,
        retry=Retry(NoBackoff(), 0),
        protocol=2,
        **keepalive,
    )


def now_ms(client: redis.Redis) -> int:
    """Give the store's time, in milliseconds since 1970."""
    with store_errors():
        seconds, microseconds = client.time()
    return seconds * 1000 + microseconds // 1000


def refusal(error: redis.RedisError) -> str | None:
    """Say why a server and this program do not trust each other; None where that is not it."""
    if isinstance(error, REFUSING) or _answer(error).startswith(REFUSING_WORDS):
        return f"refuses this user: {error}"
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return f"has a certificate that is not trusted: {error}"
    return None


@contextmanager
def store_errors() -> Iterator[None]:
    """Map errors of redis to ours.

    Raises:
        StoreUnavailable: no answer, or the answer of a server that cannot serve now.
        StoreFull: the store is at its `maxmemory`.
        StoreRefused: a wrong password, a right that the user lacks, or a certificate of nobody
            whom we trust.
    """
    try:
        yield
    except redis.exceptions.OutOfMemoryError as error:
        raise StoreFull from error
    except NOT_SERVING as error:
        raise StoreUnavailable(f"the store cannot serve now: {error}") from error
    except (redis.ConnectionError, redis.TimeoutError) as error:
        _refuse(error)
        raise StoreUnavailable(f"the store does not answer: {error}") from error
    except redis.ResponseError as error:
        _refuse(error)
        answer = _answer(error)
        if answer.startswith("OOM"):
            raise StoreFull from error
        if answer.startswith(NOT_SERVING_WORDS):
            raise StoreUnavailable(f"the store cannot serve now: {answer}") from error
        raise


def _refuse(error: redis.RedisError) -> None:
    if said := refusal(error):
        raise StoreRefused(f"the store {said}") from error


def _answer(error: redis.RedisError) -> str:
    """Give the server's words. A pipeline puts the command that failed in front of them."""
    return str(error).rpartition("caused error: ")[2]
