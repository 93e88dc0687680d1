"""Connecting: to addresses that were checked, and never for longer than the deadline.

httpcore limits each wait by itself and has no total deadline, and the system resolves a name again
when it connects. So the lowest layer is ours: a network backend for httpcore that resolves a name
once, checks every address, connects to one of those, and limits each wait to what is left of the
deadline of the call that it serves. The connections are shared by all threads, so the deadline
comes with the call's context, not with the connection.
"""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from ipaddress import ip_address
from itertools import chain, zip_longest
from typing import Any, Final, TypeVar

import httpcore

from tasks.errors import DNSFailed, FetchTimeout, TLSFailed, UnsafeURL
from worker.fetching.safety import Network, check_address

Resolve = Callable[[str, int], Sequence[str]]
SocketOptions = Iterable[Any]
_T = TypeVar("_T")

# A look-up cannot be stopped, so a resolver that hangs keeps a thread until it gives up (about
# 30 s). Fewer, and one dead resolver stops all look-ups sooner; more, and threads pile up.
MOST_LOOKUPS: Final = 32
TLS_BYTES: Final = 16 * 1024  # the longest record of TLS
MOST_ADDRESSES: Final = 4  # tried for one connection; each gets its share of the time


# ------------------------------------------------------------------ deadlines


class Deadline:
    """The moment by which a call must have ended. Units: seconds of the monotonic clock."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def left_seconds(self) -> float:
        """Give what is left.

        Raises:
            FetchTimeout: nothing is.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise FetchTimeout(f"the page did not arrive within {self.seconds:g} s")
        return left


_deadline: ContextVar[Deadline | None] = ContextVar("_deadline", default=None)


@contextmanager
def within(seconds: float) -> Iterator[Deadline]:
    """Limit all waits of this thread's network calls; inside another limit, the shorter holds."""
    outer = _deadline.get()
    token = _deadline.set(Deadline(min(seconds, outer.left_seconds()) if outer else seconds))
    try:
        yield _current()
    finally:
        _deadline.reset(token)


def _current() -> Deadline:
    deadline = _deadline.get()
    if deadline is None:
        raise RuntimeError("the network was used outside `within`")
    return deadline


def _clamped(timeout_seconds: float | None) -> float:
    left = _current().left_seconds()
    return left if timeout_seconds is None else min(timeout_seconds, left)


# ------------------------------------------------------------------ names


def system_addresses(host: str, port: int) -> Sequence[str]:
    """Resolve a name as the system does; it takes the odd spellings of IPv4 too (`0x7f.1`).

    Raises:
        OSError: mostly `socket.gaierror`.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


class Lookups:
    """Name resolution that can be waited for with a limit.

    Each look-up has a thread of its own, which lives as long as the look-up hangs, also when
    nobody waits for it any more; their number is limited, and none keeps the process alive.
    """

    def __init__(self, resolve: Resolve = system_addresses, most: int = MOST_LOOKUPS) -> None:
        self._resolve = resolve
        self._free = threading.Semaphore(most)

    def addresses(self, host: str, port: int, timeout_seconds: float) -> list[str]:
        """Give the addresses of a host, each once, in the resolver's order.

        Raises:
            DNSFailed: it has none, or they did not come in time.
            UnsafeURL: the host cannot be a name.
        """
        if _is_address(host):
            return [host]
        end = time.monotonic() + timeout_seconds
        if not self._free.acquire(timeout=timeout_seconds):
            raise DNSFailed(f"{host} was not looked up: too many look-ups hang")
        found = self._start(host, port)
        try:
            addresses = found.result(max(0.0, end - time.monotonic()))
        except TimeoutError as error:
            raise DNSFailed(f"{host} was not resolved within {timeout_seconds:.1f} s") from error
        except UnicodeError as error:
            raise UnsafeURL(f"{host!r} is no host name") from error
        except OSError as error:
            raise DNSFailed(f"{host} was not resolved: {error}") from error
        if not addresses:
            raise DNSFailed(f"{host} has no address")
        return list(dict.fromkeys(addresses))

    def _start(self, host: str, port: int) -> Future[Sequence[str]]:
        found: Future[Sequence[str]] = Future()

        def look_up() -> None:
            try:
                found.set_result(self._resolve(host, port))
            except BaseException as error:  # noqa: BLE001 - it is raised where it is waited for
                found.set_exception(error)
            finally:
                self._free.release()

        try:
            threading.Thread(target=look_up, name="newsmill-dns", daemon=True).start()
        except RuntimeError:  # The system has no thread left.
            self._free.release()
            raise
        return found


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _in_turn(addresses: Sequence[str]) -> list[str]:
    """Give a few addresses, IPv6 and IPv4 by turns, so that one broken family costs one try."""
    first_is_v6 = ":" in addresses[0]
    first = [address for address in addresses if (":" in address) == first_is_v6]
    second = [address for address in addresses if (":" in address) != first_is_v6]
    mixed = chain.from_iterable(zip_longest(first, second))
    return [address for address in mixed if address][:MOST_ADDRESSES]


# ------------------------------------------------------------------ connections


class Backend(httpcore.NetworkBackend):
    """Connects to wherever a name leads, within the deadline: to a proxy, which an operator chose.

    Args of the constructor: `lookups` resolves names; `sockets` makes the connection to an address.
    """

    def __init__(self, lookups: Lookups, sockets: httpcore.NetworkBackend) -> None:
        self._lookups = lookups
        self._sockets = sockets

    def addresses(self, host: str, port: int, timeout: float | None = None) -> Sequence[str]:
        """Resolve a name once.

        Raises:
            DNSFailed: it has no address.
            UnsafeURL: it can be no name.
            FetchTimeout: the deadline came first.
        """
        return self._lookups.addresses(host, port, _clamped(timeout))

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: SocketOptions | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first of a name's addresses that answers.

        Raises:
            NewsmillError: what `addresses` raises.
        """
        addresses = self.addresses(host, port, timeout)

        def connect(address: str, seconds: float) -> httpcore.NetworkStream:
            return self._sockets.connect_tcp(address, port, seconds, local_address, socket_options)

        return DeadlineStream(_first(_in_turn(addresses), connect, _clamped(timeout)))


class CheckedBackend(Backend):
    """Connects to checked addresses only.

    Args of the constructor: networks that may be reached although not public; `resolve` gives
    the addresses of a name; `sockets` makes the connection to an address (tests record there).

    Attributes:
        unchecked: the same, for the proxy.
    """

    def __init__(
        self,
        allowed: Sequence[Network] = (),
        *,
        resolve: Resolve = system_addresses,
        sockets: httpcore.NetworkBackend | None = None,
    ) -> None:
        super().__init__(Lookups(resolve), sockets or httpcore.SyncBackend())
        self._allowed = tuple(allowed)
        self.unchecked = Backend(self._lookups, self._sockets)

    def addresses(self, host: str, port: int, timeout: float | None = None) -> Sequence[str]:
        """Resolve a name once, and check every address.

        Raises:
            UnsafeURL: one of them may not be reached; none was connected to.
            DNSFailed: as above, and so FetchTimeout.
        """
        found = super().addresses(host, port, timeout)
        for address in found:
            check_address(address, port, self._allowed)
        return found


def _first(
    addresses: Sequence[str],
    connect: Callable[[str, float], httpcore.NetworkStream],
    seconds: float,
) -> httpcore.NetworkStream:
    """Give the first connection that is made; each try may take its share of what is left."""
    end = time.monotonic() + seconds
    *others, last = addresses
    for untried, address in zip(range(len(addresses), 1, -1), others, strict=True):
        with suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
            return connect(address, max(0.001, (end - time.monotonic()) / untried))
    return connect(last, max(0.001, end - time.monotonic()))


class DeadlineStream(httpcore.NetworkStream):
    """A connection whose every wait ends with the deadline of the call that waits."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what has come, at most `max_bytes`."""
        return self._stream.read(max_bytes, _clamped(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of `buffer`."""
        self._stream.write(buffer, _clamped(timeout))

    def close(self) -> None:
        """Close the connection; it works outside a call too."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Begin TLS for the name that was asked for.

        Raises:
            TLSFailed: the other side has no certificate that is trusted for that name.
        """
        # Certificates name hosts without the dot that a full name may end in.
        server_hostname = server_hostname and server_hostname.rstrip(".")
        try:
            if self.get_extra_info("ssl_object"):
                return TlsInTls(self, ssl_context, server_hostname, timeout)
            secured = self._stream.start_tls(ssl_context, server_hostname, _clamped(timeout))
        except (httpcore.ConnectError, ssl.SSLError, ValueError) as error:
            self.close()
            raise TLSFailed(f"no TLS with {server_hostname}: {error}") from error
        except FetchTimeout:
            self.close()  # httpcore does not know the connection yet.
            raise
        return DeadlineStream(secured)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - httpcore's signature
        """Give what httpcore wants to know of the socket."""
        return self._stream.get_extra_info(info)


class TlsInTls(httpcore.NetworkStream):
    """TLS with a site, inside the TLS with a proxy.

    httpcore has such a stream, too: it begins to wait anew with each few bytes that come.
    """

    def __init__(
        self,
        stream: DeadlineStream,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None,
        timeout: float | None,
    ) -> None:
        self._stream = stream
        self._received, self._to_send = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = ssl_context.wrap_bio(
            self._received, self._to_send, server_hostname=server_hostname
        )
        self._exchange(self._tls.do_handshake, timeout)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what has come, at most `max_bytes`; b"" at the end, also one without a goodbye."""
        with suppress(ssl.SSLZeroReturnError, ssl.SSLEOFError):
            return self._exchange(lambda: self._tls.read(max_bytes), timeout)
        return b""

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of `buffer`."""
        self._exchange(lambda: self._tls.write(buffer), timeout)

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - httpcore's signature
        """Give what httpcore wants to know of the socket."""
        return self._tls if info == "ssl_object" else self._stream.get_extra_info(info)

    def _exchange(self, act: Callable[[], _T], timeout: float | None) -> _T:
        """Do what needs bytes to come and go until it is done."""
        while True:
            try:
                done = act()
            except ssl.SSLWantReadError:
                self._stream.write(self._to_send.read(), timeout)
                if came := self._stream.read(TLS_BYTES, timeout):
                    self._received.write(came)
                else:
                    self._received.write_eof()
            else:
                self._stream.write(self._to_send.read(), timeout)
                return done
