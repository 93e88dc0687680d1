"""A web site on loopback, for tests that fetch: real sockets, any page, every bad habit.

    with serving() as site:
        url = site.page("/a", "<html>...")      # 200, and counted: site.hits("/a")
        site.delay("/a", seconds=0.2)
        site.url("/endless")                    # one of tests.behaviours

`site.page` may be called again for a path, to change the page. Whatever a behaviour waits for
ends when the site stops, so no test waits for its site.
"""

import socket
import ssl
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Final

import httpcore

from tests import behaviours
from tests.behaviours import Behaviour

HTML: Final = behaviours.HTML
ARTICLE: Final = behaviours.ARTICLE


@dataclass(frozen=True)
class Asked:
    """One request, as it arrived. Header names are in lower case."""

    path: str
    headers: Mapping[str, str]
    client_port: int
    body: bytes = b""


class Exchange(BaseHTTPRequestHandler):
    """One connection; each request on it goes to the site's behaviour for its path."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # headers and body are two writes: 40 ms each page otherwise
    server: "_Server"
    site: "Site"

    def setup(self) -> None:
        """Let the site close this connection when it stops."""
        super().setup()
        self.site = self.server.site
        self.site.opened(self.connection)

    def do_GET(self) -> None:
        """Answer as the path says."""
        path = self.path.partition("?")[0]
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", "0")))
        self.site.asked(Asked(self.path, headers, self.client_address[1], body))
        self.wait(self.site.delays.get(path, 0.0))
        # A client that went away, or a site that stops, is what many tests are about.
        with suppress(OSError):
            self.site.routes.get(path, behaviours.not_found)(self)

    do_POST = do_GET  # noqa: N815 - the name that http.server asks for

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
        self.send_response_only(status)  # without a Server, which a behaviour may want to name
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


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # server_close waits for them, so that no test leaves one behind
    request_queue_size = 128

    def __init__(self, site: "Site", ssl_context: ssl.SSLContext | None) -> None:
        self.site = site
        super().__init__((site.address, site.port), Exchange)
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

    routes: dict[str, Behaviour] = field(default_factory=lambda: dict(behaviours.BEHAVIOURS))
    delays: dict[str, float] = field(default_factory=dict)
    requests: list[Asked] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)
    scheme: str = "http"
    address: str = "127.0.0.1"
    port: int = 0
    _connections: list[socket.socket] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def url(self, path: str) -> str:
        """Give the URL of a path."""
        return f"{self.scheme}://{self.address}:{self.port}{path}"

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
def serving(*, tls: bool = False, address: str = "127.0.0.1", port: int = 0) -> Iterator[Site]:
    """Serve a site until the block ends.

    Args:
        tls: with `CERTIFICATE`, whose only name is news.test.
        address: of loopback.
        port: 0 is a free one.
    """
    site = Site(scheme="https" if tls else "http", address=address, port=port)
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
