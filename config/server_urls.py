"""The URLs of broker and store: which can be used, and be shown without their password.

An error does not repeat the URL that it refuses: there may be a password in it.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from typing import Annotated, Final
from urllib.parse import SplitResult, parse_qsl, urlsplit

from pydantic import AfterValidator

from config.brokers import BROKERS

STORE_SCHEMES: Final = ("redis", "rediss", "unix")
# What nobody writes into a URL as it is. What masks a URL ends there, perhaps within a password.
_NOT_OF_URLS: Final = re.compile(r"[\s\x00-\x1f\x7f\"'<>]")


def _broker_url(text: str) -> str:
    parts = _checked(text, BROKERS)
    options = BROKERS[parts.scheme].url_options
    if options is None:
        _refuse_what_redis_refuses(text)
    elif unknown := sorted({name for name, _ in parse_qsl(parts.query)} - {*options}):
        raise ValueError(f"{parts.scheme}:// takes no {', '.join(unknown)}")
    return text


def _store_url(text: str) -> str:
    _checked(text, STORE_SCHEMES)
    _refuse_what_redis_refuses(text)
    return text


def _checked(text: str, schemes: Iterable[str]) -> SplitResult:
    if text.partition("://")[0] not in schemes:
        known = ", ".join(f"{scheme}://" for scheme in schemes)
        raise ValueError(f"must begin with one of {known}")
    with suppress(ValueError):
        parts = urlsplit(text)
        if not _NOT_OF_URLS.search(text) and _names_a_server(parts):
            return parts
    raise ValueError(
        "is no URL with a host and a port, or with the path of a socket; a password in it must be"
        " percent-encoded"
    )


def _names_a_server(parts: SplitResult) -> bool:
    """Say whether user and password end where a URL says so, and a server follows.

    A `/`, `?` or `#` in a password ends them early: an `@` is left behind it, or no host before.

    Raises:
        ValueError: what should be a port is none.
    """
    if parts.scheme == "unix":
        return bool(parts.path) and not parts.netloc.rpartition("@")[2]
    is_port = parts.port is None or parts.port > 0
    return is_port and bool(parts.hostname) and "@" not in parts.path + parts.query + parts.fragment


def _refuse_what_redis_refuses(text: str) -> None:
    from redis.connection import parse_url  # noqa: PLC0415 - who reads without Redis needs none

    parse_url(text)  # type: ignore[no-untyped-call]


BrokerURL = Annotated[str, AfterValidator(_broker_url)]
StoreURL = Annotated[str, AfterValidator(_store_url)]
