"""Whose turn a URL waits for, and what a fetch tells of its host. Pure."""

from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urlsplit

from tasks.errors import (
    Blocked,
    Overloaded,
    RateLimited,
    RobotsDisallowed,
    TransientError,
    UnsafeURL,
)
from tasks.outcomes import Outcome
from tasks.urls.normal import ascii_host

_DEFAULT_PORTS: Final = frozenset({None, 80, 443})


def host_of(url: str) -> str:
    """Give the host that a URL is fetched from, as politeness counts them; '' for no URL.

    In lower case, without `www.`, and with the port where it is not the usual one: `http`,
    `https` and `www` of one name are one host, for they are mostly one machine.
    """
    try:
        parts = urlsplit(url.strip())
        name, port = ascii_host(parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:
        return ""
    host = f"[{name}]" if ":" in name else name
    return host if not name or port in _DEFAULT_PORTS else f"{host}:{port}"


@dataclass(frozen=True, slots=True)
class Visit:
    """What a fetch tells of its host.

    Attributes:
        answer: `answered`; `refused` for now (429, 503, a wall); `failed` to answer; `none`
            where nothing is learned: robots.txt or safety ended it.
        seconds: how long the fetch took.
        retry_after_seconds: what the server asks for.
        ending: how jobs end, as `outcome:reason`, when the host does nothing else for long.
    """

    answer: Literal["answered", "refused", "failed", "none"]
    seconds: float = 0.0
    retry_after_seconds: float = 0.0
    ending: str = ""


NO_VISIT: Final = Visit("none")


def visit_of(error: Exception | None, seconds: float) -> Visit:
    """Say what a fetch that ended with this error, or with None, tells of its host."""
    if isinstance(error, UnsafeURL | RobotsDisallowed):
        return NO_VISIT
    if isinstance(error, Blocked):
        return Visit("refused", seconds, ending=f"{Outcome.DROPPED}:{error.reason}")
    if isinstance(error, TransientError):
        answer: Literal["refused", "failed"] = (
            "refused" if isinstance(error, RateLimited | Overloaded) else "failed"
        )
        asked_seconds = error.retry_after_seconds or 0.0
        return Visit(answer, seconds, asked_seconds, f"{Outcome.DEAD}:{error.reason}")
    return Visit("answered", seconds)
