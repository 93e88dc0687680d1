"""A web site on loopback, for tests that fetch: real sockets, any page, every bad habit.

    with serving() as site:
        url = site.page("/a", "<html>...")      # 200, and counted: site.hits("/a")
        site.delay("/a", seconds=0.2)
        site.url("/endless")                    # one of BEHAVIOURS, below

`site.page` may be called again for a path, to change the page. Whatever a behaviour waits for
ends when the site stops, so no test waits for its site.
"""

import gzip
import socket
import ssl
import tempfile
import threading
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Final

import httpcore

HTML: Final = "text/html; charset=utf-8"
ARTICLE: Final = (
    "<!doctype html><html lang=en><head><title>Bridge reopens</title></head><body><article>"
    "<h1>Bridge reopens</h1><p>The bridge over the Douro reopened on Monday.</p>"
    "</article></body></html>"
)
DRIP_SECONDS: Final = 0.05
CHUNK_BYTES: Final = 64 * 1024
BOMB_BYTES: Final = 200_000_000


@dataclass(frozen=True)
class Asked:
    """One request, as it arrived. Header names are in lower case."""

    path: str
    headers: Mapping[str, str]
    client_port: int


class Exchange(BaseHTTPRequestHandler):
    """One connection; each request on it goes to the site's behaviour for its path."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # headers and body are two writes: 40 ms each page otherwise
    server: "_Server"

    def setup(self) -> None:
        """Let the site close this connection when it stops."""
        super().setup()
        self.site = self.server.site
        self.site.opened(self.connection)

    def do_GET(self) -> None:
        """Answer as the path says."""
        path = self.path.partition("?")[0]
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.site.asked(Asked(self.path, headers, self.client_address[1]))
        self.wait(self.site.delays.get(path, 0.0))
        # A client that went away, or a site that stops, is what many tests are about.
        with suppress(OSError):
            self.site.routes.get(path, not_found)(self)

    def handle_one_request(self) -> None:
        """Read the next request; a connection that breaks is no news."""
        try:
            super().handle_one_request()
        except OSError:
            self.close_connection = True

    def wait(self, seconds: float) -> None:
        """Wait, but not longer than the site lives."""
        if seconds:
            self.site.stopping.wait(seconds)

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        """Send a whole answer. `content_type="a/b"` becomes `Content-Type: a/b`."""
        self.start(status, **{"content_length": str(len(body)), **headers})
        self.wfile.write(body)

    def start(self, status: int, **headers: str) -> None:
        """Send the status line and the headers only."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-").title(), value)
        self.end_headers()

    def chunk(self, body: bytes) -> None:
        """Send one chunk of a chunked body; an empty one ends it."""
        self.wfile.write(b"%x\r\n%b\r\n" % (len(body), body))

    def hang_up(self) -> None:
        """Close the connection in the middle of whatever it was."""
        self.close_connection = True
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


Behaviour = Callable[[Exchange], None]


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # server_close waits for them, so that no test leaves one behind
    request_queue_size = 128

    def __init__(self, site: "Site", ssl_context: ssl.SSLContext | None) -> None:
        self.site = site
        super().__init__(("127.0.0.1", 0), Exchange)
        self.tls = ssl_context

    def finish_request(self, request: object, client_address: object) -> None:
        assert isinstance(request, socket.socket)
        if self.tls is None:
            super().finish_request(request, client_address)
            return
        with suppress(OSError):  # Most clients here refuse our certificate.
            request.settimeout(5)
            with self.tls.wrap_socket(request, server_side=True) as secured:
                super().finish_request(secured, client_address)

    def handle_error(self, *_: object) -> None:
        self.site.failures.append(threading.current_thread().name)


@dataclass
class Site:
    """The site: its pages, and what it was asked."""

    routes: dict[str, Behaviour] = field(default_factory=lambda: dict(BEHAVIOURS))
    delays: dict[str, float] = field(default_factory=dict)
    requests: list[Asked] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)
    scheme: str = "http"
    port: int = 0
    _connections: list[socket.socket] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def url(self, path: str) -> str:
        """Give the URL of a path."""
        return f"{self.scheme}://127.0.0.1:{self.port}{path}"

    def page(
        self,
        path: str,
        html: str | bytes = ARTICLE,
        *,
        content_type: str = HTML,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> str:
        """Serve this under the path from now on, and give its URL."""
        body = html.encode() if isinstance(html, str) else html
        named = {"content_type": content_type, **(headers or {})}
        return self.route(path, lambda exchange: exchange.answer(status, body, **named))

    def redirect(self, path: str, location: str, status: int = 302) -> str:
        """Redirect a path, and give its URL."""
        return self.route(path, lambda exchange: exchange.answer(status, location=location))

    def route(self, path: str, behaviour: Behaviour) -> str:
        """Let a function answer for a path, and give its URL."""
        self.routes[path] = behaviour
        return self.url(path)

    def delay(self, path: str, seconds: float) -> None:
        """Answer a path this much later from now on."""
        self.delays[path] = seconds

    def hits(self, path: str) -> int:
        """Give the number of requests for a path, whatever their query."""
        with self._lock:
            return Counter(asked.path.partition("?")[0] for asked in self.requests)[path]

    def asked(self, request: Asked) -> None:
        """Count a request."""
        with self._lock:
            self.requests.append(request)

    def opened(self, connection: socket.socket) -> None:
        """Remember a connection, to close it when the site stops."""
        with self._lock:
            self._connections.append(connection)
            if self.stopping.is_set():
                connection.shutdown(socket.SHUT_RDWR)

    def stop(self) -> None:
        """End all that waits, and close all connections."""
        self.stopping.set()
        with self._lock:
            for connection in self._connections:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def serving(*, tls: bool = False) -> Iterator[Site]:
    """Serve a site on a free port of 127.0.0.1 until the block ends.

    Args:
        tls: with `CERTIFICATE`, whose only name is news.test.
    """
    site = Site(scheme="https" if tls else "http")
    ssl_context = _secured() if tls else None
    with _Server(site, ssl_context) as server:
        site.port = server.server_address[1]
        accepting = threading.Thread(target=server.serve_forever, args=(0.02,), name="site")
        accepting.start()
        try:
            yield site
        finally:
            server.shutdown()
            site.stop()
            accepting.join()
    assert not site.failures, "a behaviour of the site broke"


def _secured() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.NamedTemporaryFile("w") as file:
        file.write(KEY + CERTIFICATE)
        file.flush()
        context.load_cert_chain(Path(file.name))
    return context


class Loopback(httpcore.NetworkBackend):
    """Connects within this machine only, and remembers where to."""

    def __init__(self) -> None:
        self.connected: list[str] = []
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(self, host: str, *args: Any, **named: Any) -> httpcore.NetworkStream:  # noqa: ANN401 - httpcore's
        """Connect, if it is to loopback."""
        self.connected.append(host)
        assert ip_address(host).is_loopback, f"a test was about to connect to {host}"
        return self._sockets.connect_tcp(host, *args, **named)


# ------------------------------------------------------------------ behaviours


def not_found(exchange: Exchange) -> None:
    """Have no such page."""
    exchange.answer(404, b"no such page", content_type="text/plain")


def _status(status: int, **headers: str) -> Behaviour:
    return lambda exchange: exchange.answer(
        status, b"<p>no</p>" if status != 204 else b"", content_type=HTML, **headers
    )


def _typed(content_type: str, body: bytes) -> Behaviour:
    return lambda exchange: exchange.answer(200, body, content_type=content_type)


def _packed(coding: str, body: bytes) -> Behaviour:
    return lambda exchange: exchange.answer(200, body, content_type=HTML, content_encoding=coding)


def _date_429(exchange: Exchange) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(minutes=2), usegmt=True)
    exchange.answer(429, retry_after=later)


def _slow_headers(exchange: Exchange) -> None:
    exchange.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while not exchange.site.stopping.wait(DRIP_SECONDS):
        exchange.wfile.write(b"X-Drip: 1\r\n")


def _slow_body(exchange: Exchange) -> None:
    exchange.start(200, content_type=HTML, content_length="100000")
    while not exchange.site.stopping.wait(DRIP_SECONDS):
        exchange.wfile.write(b"<")


def _endless(exchange: Exchange) -> None:
    exchange.start(200, content_type=HTML, transfer_encoding="chunked")
    while not exchange.site.stopping.is_set():
        exchange.chunk(b"<p>on and on</p>" * 4096)


def _truncated(exchange: Exchange) -> None:
    exchange.start(200, content_type=HTML, content_length="100000")
    exchange.wfile.write(ARTICLE.encode())
    exchange.hang_up()


def _truncated_chunks(exchange: Exchange) -> None:
    exchange.start(200, content_type=HTML, transfer_encoding="chunked")
    exchange.chunk(ARTICLE.encode())
    exchange.hang_up()


def _early_close(exchange: Exchange) -> None:
    exchange.hang_up()


def _no_http(exchange: Exchange) -> None:
    exchange.wfile.write(b"220 mail.example.org ESMTP\r\n\r\n")
    exchange.hang_up()


@cache
def _bomb(window_bits: int) -> bytes:
    stream = zlib.compressobj(9, zlib.DEFLATED, window_bits)
    packed = bytearray()
    for _ in range(BOMB_BYTES // CHUNK_BYTES):
        packed += stream.compress(b" " * CHUNK_BYTES)
    return bytes(packed + stream.flush())


def _gzip_bomb(exchange: Exchange) -> None:
    _packed("gzip", _bomb(zlib.MAX_WBITS | 16))(exchange)


def _deflate_bomb(exchange: Exchange) -> None:
    _packed("deflate", _bomb(zlib.MAX_WBITS))(exchange)


def _twice_packed_bomb(exchange: Exchange) -> None:
    _packed("gzip, gzip", gzip.compress(_bomb(zlib.MAX_WBITS | 16)))(exchange)


def _etag(exchange: Exchange) -> None:
    known = {"etag": '"v1"', "last_modified": "Mon, 05 Jan 2026 08:00:00 GMT"}
    if exchange.headers.get("If-None-Match") == '"v1"':
        exchange.start(304, **known)
    else:
        exchange.answer(200, ARTICLE.encode(), content_type=HTML, **known)


def _cookie(exchange: Exchange) -> None:
    exchange.answer(200, ARTICLE.encode(), content_type=HTML, set_cookie="id=1; Path=/")


def _to(location: str, status: int = 302) -> Behaviour:
    return lambda exchange: exchange.answer(
        status, location=location.replace("PORT", str(exchange.site.port))
    )


def _no_type(exchange: Exchange) -> None:
    exchange.answer(200, ARTICLE.encode())


def _no_type_binary(exchange: Exchange) -> None:
    exchange.answer(200, b"\x00\x01\x02\x03" * 100)


_RAW_DEFLATE: Final = zlib.compressobj(wbits=-zlib.MAX_WBITS)

BEHAVIOURS: Final[dict[str, Behaviour]] = {
    "/article": _typed(HTML, ARTICLE.encode()),
    "/text": _typed("text/plain", b"The bridge reopened."),
    # Statuses
    "/204": _status(204),
    "/206": _status(206, content_range="bytes 0-8/100"),
    "/304": lambda exchange: exchange.start(304),
    "/400": _status(400),
    "/401": _status(401, www_authenticate="Basic realm=x"),
    "/403": _status(403),
    "/404": _status(404),
    "/408": _status(408),
    "/410": _status(410),
    "/429": _status(429),
    "/429-seconds": _status(429, retry_after="17"),
    "/429-date": _date_429,
    "/451": _status(451),
    "/500": _status(500),
    "/503": _status(503),
    "/503-seconds": _status(503, retry_after="30"),
    "/etag": _etag,
    "/cookie": _cookie,
    # Time
    "/silent": lambda exchange: exchange.wait(3600.0),
    "/slow-headers": _slow_headers,
    "/slow-body": _slow_body,
    # Length
    "/endless": _endless,
    "/huge-length": lambda exchange: exchange.start(
        200, content_type=HTML, content_length="999999999999"
    ),
    "/truncated": _truncated,
    "/truncated-chunks": _truncated_chunks,
    "/early-close": _early_close,
    "/no-http": _no_http,
    # Packing
    "/gzip": _packed("gzip", gzip.compress(ARTICLE.encode())),
    "/gzip-members": _packed(
        "gzip", gzip.compress(ARTICLE[:50].encode()) + gzip.compress(ARTICLE[50:].encode())
    ),
    "/gzip-truncated": _packed("gzip", gzip.compress(ARTICLE.encode())[:-12]),
    "/bad-gzip": _packed("gzip", ARTICLE.encode()),
    "/gzip-bomb": _gzip_bomb,
    "/deflate": _packed("deflate", zlib.compress(ARTICLE.encode())),
    "/raw-deflate": _packed(
        "deflate", _RAW_DEFLATE.compress(ARTICLE.encode()) + _RAW_DEFLATE.flush()
    ),
    "/deflate-bomb": _deflate_bomb,
    "/twice-packed": _packed("gzip, deflate", zlib.compress(gzip.compress(ARTICLE.encode()))),
    "/twice-packed-bomb": _twice_packed_bomb,
    "/unknown-packing": _packed("br", b"\x0b\x02\x80"),
    # Redirects
    "/redirect": _to("/article", 301),
    "/redirect-chain": _to("/redirect-chain/2", 301),
    "/redirect-chain/2": _to("3?page=1#top", 307),
    "/redirect-chain/3": _to("//127.0.0.1:PORT/article", 308),
    "/redirect-loop": _to("/redirect-loop/2"),
    "/redirect-loop/2": _to("/redirect-loop"),
    "/redirect-nowhere": _status(302),
    "/redirect-forbidden": _to("http://127.0.0.2:PORT/article"),
    "/redirect-private": _to("http://10.0.0.1/"),
    "/redirect-file": _to("file:///etc/passwd"),
    "/redirect-broken": _to("http://[::1/"),
    # Media
    "/pdf": _typed("application/pdf", b"%PDF-1.7\n"),
    "/png": _typed("image/png", b"\x89PNG\r\n\x1a\n"),
    "/feed": _typed("application/rss+xml", b"<rss/>"),
    "/pdf-as-html": _typed(HTML, b"%PDF-1.7\n"),
    "/no-type": _no_type,
    "/no-type-binary": _no_type_binary,
}


# A certificate for news.test that trusts itself, made for these tests; valid until 2120.
KEY: Final = """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgxJu24l+6b0nZKgEZ
/FVFO2K8WS8uLyuSDfgeWn5uiGqhRANCAAQdtQPUfKyfXdWn+Lzx/1IsToAGSsKy
v8FeY1/GDHJFT3CBnbrfM+k1w0I80Gvnv25IuwZ5OcKgoV+dY+rQvZjn
-----END PRIVATE KEY-----
"""
CERTIFICATE: Final = """\
-----BEGIN CERTIFICATE-----
MIIBkjCCATigAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAluZXdzLnRl
c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CW5ld3MudGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABB21A9R8rJ9d1af4
vPH/UixOgAZKwrK/wV5jX8YMckVPcIGdut8z6TXDQjzQa+e/bki7Bnk5wqChX51j
6tC9mOejeTB3MBQGA1UdEQQNMAuCCW5ld3MudGVzdDAPBgNVHRMBAf8EBTADAQH/
MB0GA1UdDgQWBBRmtpOOlybv+On6U5ef4tpxEN1rdzAfBgNVHSMEGDAWgBRmtpOO
lybv+On6U5ef4tpxEN1rdzAOBgNVHQ8BAf8EBAMCAoQwCgYIKoZIzj0EAwIDSAAw
RQIgMHyKmFhdJZ9XmcZJlfZl5Q6Yr/YBY71Wm62YCJ1ZAH4CIQDER66i2e1Ms1Y+
hZwcEGXv0o4eyKLlzg519Ssuf88jHg==
-----END CERTIFICATE-----
"""
