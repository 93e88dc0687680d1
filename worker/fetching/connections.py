"""Asking over connections that are kept: HTTP/1.1, straight or through a proxy.

httpcore speaks HTTP here; its pool is not used. That one looks at every idle connection before and
after each request, under one lock, and closes idle ones that it has just given to another thread.
"""

import ssl
from collections.abc import Callable, Iterator
from threading import Lock
from typing import Any, Final

import httpcore
import httpx

from tasks.errors import ConnectFailed
from worker.fetching.network import Backend, CheckedBackend

# An idle connection is closed after this. Longer, and more requests are sent into connections
# that the server is just closing; shorter, and a redirect on one host pays for TLS again.
KEEPALIVE_SECONDS: Final = 5.0
MOST_IDLE: Final = 200  # each holds a file descriptor, of which there are often 1,024

_Key = tuple[bytes, bytes, int | None]


class Connections(httpx.BaseTransport):
    """httpx's transport here: keeps idle connections to many hosts for a while. Threads share it.

    Args:
        network: connects to what may be reached, and says what that is.
        ssl_context: must verify.
        proxy_url: a proxy to ask through, or None.
        connect_seconds: how long one connection may take.
        most_idle: connections that are kept while nobody uses them.
    """

    def __init__(
        self,
        network: CheckedBackend,
        ssl_context: ssl.SSLContext,
        *,
        proxy_url: str | None,
        connect_seconds: float,
        most_idle: int,
    ) -> None:
        proxy = _proxy(proxy_url, ssl_context) if proxy_url else None
        backend: Backend = network.unchecked if proxy else network
        self._checks_first = network if proxy else None
        self._connect_seconds = connect_seconds
        self._most_idle = most_idle
        self._make = httpcore.ConnectionPool(
            ssl_context=ssl_context,
            proxy=proxy,
            keepalive_expiry=KEEPALIVE_SECONDS,
            network_backend=backend,
        ).create_connection
        self._idle: dict[_Key, list[httpcore.ConnectionInterface]] = {}
        self._oldest_first: dict[httpcore.ConnectionInterface, _Key] = {}
        self._lock = Lock()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Ask. The answer must be closed; a body that is not read to its end costs the connection.

        Raises:
            NewsmillError: the network's answer.
            Exception: of `answers.FAILURE_CLASSES`.
        """
        url = request.url
        host = url.raw_host
        if self._checks_first is not None:
            port = url.port or (443 if url.scheme == "https" else 80)
            self._checks_first.addresses(host.decode("ascii"), port, self._connect_seconds)
        key = (url.raw_scheme, host, url.port)
        asked = httpcore.Request(
            request.method,
            httpcore.URL(scheme=key[0], host=host, port=key[2], target=url.raw_path),
            headers=request.headers.raw,
            extensions={"timeout": {"connect": self._connect_seconds}},
        )
        connection, answer = self._send(key, asked)
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(answer, lambda: self._keep(key, connection)),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        """Close all idle connections; those in use close when their answer has been read."""
        self._most_idle = 0
        for connection in self._surplus():
            connection.close()

    def _send(
        self, key: _Key, request: httpcore.Request
    ) -> tuple[httpcore.ConnectionInterface, httpcore.Response]:
        """Ask once, or twice where a kept connection turns out to have been closed."""
        if kept := self._take(key):
            try:
                return kept, kept.handle_request(request)
            except (httpcore.RemoteProtocolError, httpcore.NetworkError):
                kept.close()
        made = self._make(request.url.origin)
        try:
            return made, made.handle_request(request)
        except (httpcore.ConnectError, httpcore.ConnectTimeout, httpcore.ProxyError) as error:
            made.close()
            if self._checks_first is None:
                raise
            raise ConnectFailed(f"the proxy: {error}") from error
        except BaseException:
            made.close()
            raise

    def _take(self, key: _Key) -> httpcore.ConnectionInterface | None:
        while True:
            with self._lock:
                if not (idle := self._idle.get(key)):
                    return None
                connection = self._pop(key, idle[-1])
            if not connection.has_expired():
                return connection
            connection.close()

    def _keep(self, key: _Key, connection: httpcore.ConnectionInterface) -> None:
        if not connection.is_idle() or _has_more(connection):
            connection.close()
            return
        with self._lock:
            self._idle.setdefault(key, []).append(connection)
            self._oldest_first[connection] = key
        for old in self._surplus():
            old.close()

    def _surplus(self) -> list[httpcore.ConnectionInterface]:
        """Take out what has been idle for too long, and what is too much."""
        surplus = []
        with self._lock:
            while self._oldest_first:
                oldest, key = next(iter(self._oldest_first.items()))
                if len(self._oldest_first) <= self._most_idle and not oldest.has_expired():
                    break
                surplus.append(self._pop(key, oldest))
        return surplus

    def _pop(
        self, key: _Key, connection: httpcore.ConnectionInterface
    ) -> httpcore.ConnectionInterface:
        del self._oldest_first[connection]
        self._idle[key].remove(connection)
        if not self._idle[key]:
            del self._idle[key]
        return connection


def _has_more(connection: httpcore.ConnectionInterface) -> bool:
    """Say whether bytes came behind the answer: httpcore would read them as the next one."""
    inner: Any = connection  # Around it, there may be layers for proxies.
    while hasattr(inner, "_connection"):
        inner = inner._connection  # noqa: SLF001 - nothing public tells
    return bool(inner._h11_state.trailing_data[0])  # noqa: SLF001


class _Body(httpx.SyncByteStream):
    """A body as it comes; closing it gives the connection back."""

    def __init__(self, answer: httpcore.Response, give_back: Callable[[], None]) -> None:
        self._answer = answer
        self._give_back = give_back

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
        self._give_back()


def _proxy(url: str, ssl_context: ssl.SSLContext) -> httpcore.Proxy:
    parsed = httpx.URL(url)
    return httpcore.Proxy(
        httpcore.URL(scheme=parsed.raw_scheme, host=parsed.raw_host, port=parsed.port, target=b"/"),
        auth=(parsed.username.encode(), parsed.password.encode()) if parsed.userinfo else None,
        ssl_context=ssl_context if parsed.scheme == "https" else None,
    )
