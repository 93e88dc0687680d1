"""Fetching through a proxy: it is asked only for what may be reached, and never trusted with more.

The proxy here sends everything to one site, whatever it is asked for, and remembers that.
"""

import base64
import socket
import socketserver
import ssl
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tasks.errors import (
    ConnectFailed,
    DNSFailed,
    FetchTimeout,
    NewsmillError,
    TLSFailed,
    UnsafeURL,
)
from tests.fetching import SLACK_SECONDS, failure, fetched, fetching
from tests.site import CERTIFICATE, KEY, Loopback, Site, serving

ADDRESSES = {
    "proxy.test": ["127.0.0.1"],
    "news.test": ["192.0.43.8"],  # a public one, to which no test may connect: the proxy would
    "inside.test": ["10.0.0.1"],
}


def resolve(host: str, _port: int) -> Sequence[str]:
    """Give the addresses above."""
    return ADDRESSES.get(host, [])


@dataclass
class Proxy:
    """A proxy on loopback.

    Attributes:
        asked: the first lines of what it was asked, and the value of Proxy-Authorization.
        answer: what it says instead of doing as it is asked.
    """

    port: int
    target: int = 0
    answer: bytes = b""
    asked: list[tuple[str, str]] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def serve(self, client: socket.socket) -> None:
        """Serve one connection."""
        head = b""
        while b"\r\n\r\n" not in head:
            if not (piece := client.recv(65536)):
                return
            head += piece
        first, *lines = head.decode().split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines if line)
        self.asked.append((first, headers.get("Proxy-Authorization", "")))
        if self.answer:
            client.sendall(self.answer)
            return
        if not self.target:
            self.stopping.wait(30)
            return
        with socket.create_connection(("127.0.0.1", self.target)) as site:
            if first.startswith("CONNECT"):
                client.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
            else:
                path = "/" + first.split(" ")[1].split("/", 3)[3]
                told = f"Host: {headers['Host']}\r\nConnection: close"
                site.sendall(f"GET {path} HTTP/1.1\r\n{told}\r\n\r\n".encode())
            relay(client, site)


def relay(client: socket.socket, site: socket.socket) -> None:
    """Pass on what both say until one of them has gone."""

    def pump(source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while piece := source.recv(65536):
                sink.sendall(piece)
            sink.shutdown(socket.SHUT_RDWR)

    upwards = threading.Thread(target=pump, args=(client, site))
    upwards.start()
    pump(site, client)
    for end in (client, site):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
    upwards.join()


@contextmanager
def proxying(target: int = 0, *, answer: bytes = b"", tls: bool = False) -> Iterator[Proxy]:
    """Run a proxy until the block ends. Without a target or an answer, it says nothing."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.NamedTemporaryFile("w") as file:
        file.write(KEY + CERTIFICATE)
        file.flush()
        context.load_cert_chain(Path(file.name))

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = False

        def finish_request(self, request: object, _: object) -> None:
            assert isinstance(request, socket.socket)
            with suppress(OSError):
                if tls:
                    with context.wrap_socket(request, server_side=True) as secured:
                        proxy.serve(secured)
                else:
                    proxy.serve(request)

    with Server(("127.0.0.1", 0), socketserver.BaseRequestHandler) as server:
        proxy = Proxy(server.server_address[1], target, answer)
        threading.Thread(target=server.serve_forever, args=(0.02,)).start()
        try:
            yield proxy
        finally:
            proxy.stopping.set()
            server.shutdown()


def trusting() -> ssl.SSLContext:
    """Trust the certificate of news.test."""
    return ssl.create_default_context(cadata=CERTIFICATE)


@pytest.mark.parametrize("password", [True, False])
def test_a_page_comes_through_the_proxy(site: Site, *, password: bool) -> None:
    """The proxy gets the whole URL and its password, the site gets neither."""
    login = "user:p%40ss@" if password else ""
    sockets = Loopback()
    with (
        proxying(site.port) as proxy,
        fetching(
            resolve=resolve,
            allowed=(),
            sockets=sockets,
            proxy_url=f"http://{login}proxy.test:{proxy.port}",
        ) as fetcher,
    ):
        page = fetched(fetcher, "http://news.test/redirect?a=b")
    assert page.final_url == "http://news.test/article"
    secret = f"Basic {base64.b64encode(b'user:p@ss').decode()}" if password else ""
    assert proxy.asked == [
        ("GET http://news.test/redirect?a=b HTTP/1.1", secret),
        ("GET http://news.test/article HTTP/1.1", secret),
    ]
    assert site.requests[0].headers["host"] == "news.test"
    assert set(sockets.connected) == {"127.0.0.1"}


@pytest.mark.parametrize("proxy_tls", [False, True])
@pytest.mark.parametrize(
    ("trusted", "host", "expected"),
    [(True, "news.test", 200), (False, "news.test", TLSFailed), (True, "www.news.test", TLSFailed)],
)
def test_tls_with_the_site_is_verified(
    *, trusted: bool, host: str, proxy_tls: bool, expected: object
) -> None:
    """The proxy only passes it on, and may speak TLS itself."""
    # The certificate has one name, so a proxy with TLS goes by the same.
    name = "news.test" if proxy_tls else "proxy.test"
    where = {name: ["127.0.0.1"], host: ["192.0.43.8"]} if not proxy_tls else {}
    with (
        serving(tls=True) as site,
        proxying(site.port, tls=proxy_tls) as proxy,
        fetching(
            resolve=lambda asked, _: where.get(asked, ["127.0.0.1"]),
            allowed=["127.0.0.1/32"],
            ssl_context=trusting() if trusted else None,
            proxy_url=f"{'https' if proxy_tls else 'http'}://{name}:{proxy.port}",
        ) as fetcher,
    ):
        try:
            outcome: object = fetched(fetcher, f"https://{host}/article").status
        except NewsmillError as error:
            outcome = type(error)
    assert expected == outcome
    assert proxy.asked == (
        [(f"CONNECT {host}:443 HTTP/1.1", "")] if trusted or not proxy_tls else []
    )


def test_a_forbidden_name_never_reaches_the_proxy(site: Site) -> None:
    """On no hop, by whichever scheme, and not by a redirect either."""
    site.redirect("/inside", "http://inside.test/")
    with (
        proxying(site.port) as proxy,
        fetching(
            resolve=resolve, allowed=(), proxy_url=f"http://proxy.test:{proxy.port}"
        ) as fetcher,
    ):
        for url in ("http://inside.test/", "https://inside.test/", "http://127.0.0.1/"):
            assert UnsafeURL is type(failure(fetcher, url))
        assert UnsafeURL is type(failure(fetcher, "http://news.test:8080/"))
        assert DNSFailed is type(failure(fetcher, "http://nowhere.test/"))
        assert proxy.asked == []
        assert UnsafeURL is type(failure(fetcher, "http://news.test/inside"))
    assert proxy.asked == [("GET http://news.test/inside HTTP/1.1", "")]


def test_a_name_is_checked_again_on_a_kept_connection() -> None:
    """It may lead elsewhere by now, and the proxy may look it up once more."""
    answers = iter([["192.0.43.8"], ["192.0.43.8"], ["10.0.0.1"]])
    with (
        serving(tls=True) as site,
        proxying(site.port) as proxy,
        fetching(
            resolve=lambda *_: next(answers),
            allowed=(),
            ssl_context=trusting(),
            proxy_url=f"http://127.0.0.1:{proxy.port}",
        ) as fetcher,
    ):
        assert fetched(fetcher, "https://news.test/article").status == 200
        assert fetched(fetcher, "https://news.test/article").status == 200
        assert UnsafeURL is type(failure(fetcher, "https://news.test/article"))
    assert proxy.asked == [("CONNECT news.test:443 HTTP/1.1", "")]
    assert site.hits("/article") == 2


@pytest.mark.parametrize(
    ("scheme", "status"),
    [
        ("http", b"407 Proxy Authentication Required"),
        ("https", b"407 Proxy Authentication Required"),
        ("https", b"502 Bad Gateway"),  # for http, nobody can tell it from the site's own
    ],
)
def test_a_proxy_that_refuses(scheme: str, status: bytes) -> None:
    """It is worth another attempt, and no fault of the page."""
    answer = b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\n\r\n"
    with (
        proxying(answer=answer) as proxy,
        fetching(
            resolve=resolve, allowed=(), proxy_url=f"http://proxy.test:{proxy.port}"
        ) as fetcher,
    ):
        error = failure(fetcher, f"{scheme}://news.test/")
    assert ConnectFailed is type(error)
    assert status[:3].decode() in error.message


def test_a_proxy_that_is_not_there() -> None:
    """It is a connection that fails."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with fetching(resolve=resolve, proxy_url=f"http://proxy.test:{port}") as fetcher:
        assert ConnectFailed is type(failure(fetcher, "http://news.test/"))


@pytest.mark.parametrize("url", ["http://news.test/", "https://news.test/"])
def test_the_deadline_holds_with_a_proxy(url: str) -> None:
    """One that takes the request, and says nothing."""
    with (
        proxying() as proxy,
        fetching(
            resolve=resolve,
            allowed=(),
            fetch_timeout_seconds=0.3,
            proxy_url=f"http://proxy.test:{proxy.port}",
        ) as fetcher,
    ):
        began = time.monotonic()
        assert FetchTimeout is type(failure(fetcher, url))
        assert time.monotonic() - began < 0.3 + SLACK_SECONDS


def test_the_deadline_holds_for_tls_inside_tls() -> None:
    """Where a site sends its handshake in drops, through a proxy with TLS."""

    def drip() -> None:
        client, _ = server.accept()
        with client, suppress(OSError):
            client.sendall(b"\x16\x03\x03\x40\x00")
            while not stopping.wait(0.05):
                client.sendall(b"\x00")

    stopping = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        dripping = threading.Thread(target=drip)
        dripping.start()
        with (
            proxying(server.getsockname()[1], tls=True) as proxy,
            fetching(
                resolve=lambda *_: ["127.0.0.1"],
                ssl_context=trusting(),
                fetch_timeout_seconds=0.5,
                proxy_url=f"https://news.test:{proxy.port}",
            ) as fetcher,
        ):
            began = time.monotonic()
            assert FetchTimeout is type(failure(fetcher, "https://news.test/"))
            assert time.monotonic() - began < 0.5 + SLACK_SECONDS
            stopping.set()
        dripping.join()
