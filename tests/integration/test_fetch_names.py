"""Names and addresses: what is resolved, what is checked, and what is never connected to."""

import socket
import threading
import time
from collections.abc import Sequence

import pytest

from tasks.errors import DNSFailed, NewsmillError, UnsafeURL
from tests.fetching import SLACK_SECONDS, TIMEOUT_SECONDS, failure, fetched, fetching
from tests.site import Loopback, Site
from worker.fetching.network import Lookups, Resolve


@pytest.mark.parametrize(
    "addresses", [["10.0.0.1"], ["127.0.0.1", "10.0.0.1"], ["169.254.169.254"], ["fe80::1%1"]]
)
def test_a_name_with_one_bad_address_is_refused(site: Site, addresses: list[str]) -> None:
    """Whatever its other addresses are; nothing is connected to."""
    sockets = Loopback()
    with fetching(resolve=lambda *_: addresses, sockets=sockets) as fetcher:
        assert UnsafeURL is type(failure(fetcher, f"http://news.test:{site.port}/article"))
    assert sockets.connected == []


def test_a_name_is_resolved_once(site: Site) -> None:
    """What was checked is what is connected to; a second answer would not be asked for."""
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    with fetching(resolve=lambda *_: next(answers)) as fetcher:
        page = fetched(fetcher, f"http://news.test:{site.port}/article")
    assert page.final_url == f"http://news.test:{site.port}/article"
    assert site.requests[0].headers["host"] == f"news.test:{site.port}"
    assert next(answers) == ["10.0.0.1"]


def test_a_name_that_leads_elsewhere_later_is_refused_then(site: Site) -> None:
    """Every new connection is checked, whatever the name was resolved to before."""
    answers = iter([["127.0.0.1"], ["127.0.0.2"], ["127.0.0.1", "::1"]])
    sockets = Loopback()
    with fetching(resolve=lambda *_: next(answers), sockets=sockets) as fetcher:
        url = f"http://news.test:{site.port}/keep-alive-lies"
        assert fetched(fetcher, url).status == 200
        assert UnsafeURL is type(failure(fetcher, url))
        assert UnsafeURL is type(failure(fetcher, url))
    assert sockets.connected == ["127.0.0.1"]


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "0x7f000001"])
def test_odd_spellings_are_what_they_resolve_to(site: Site, host: str) -> None:
    """The system's own reading of them is checked, not ours."""

    def as_the_system_reads(name: str, port: int) -> Sequence[str]:
        found = socket.getaddrinfo(name, port, flags=socket.AI_NUMERICHOST)
        return [str(address[0]) for *_, address in found]

    sockets = Loopback()
    with fetching(resolve=as_the_system_reads, allowed=(), sockets=sockets) as fetcher:
        assert UnsafeURL is type(failure(fetcher, f"http://{host}:{site.port}/article"))
    assert sockets.connected == []
    with fetching(resolve=as_the_system_reads) as fetcher:
        assert fetched(fetcher, f"http://{host}:{site.port}/article").status == 200


def test_the_next_address_is_tried(site: Site) -> None:
    """When the first does not answer."""
    sockets = Loopback()
    addresses = ["127.0.0.2", "127.0.0.1"]
    with fetching(
        resolve=lambda *_: addresses, allowed=["127.0.0.0/8"], sockets=sockets
    ) as fetcher:
        assert fetched(fetcher, f"http://news.test:{site.port}/article").status == 200
    assert sockets.connected == addresses


def _unknown(*_: object) -> Sequence[str]:
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def _no_name(*_: object) -> Sequence[str]:
    raise UnicodeEncodeError("idna", "x" * 64, 0, 64, "label too long")


@pytest.mark.parametrize(
    ("resolve", "expected"),
    [(_unknown, DNSFailed), (lambda *_: [], DNSFailed), (_no_name, UnsafeURL)],
)
def test_a_name_that_does_not_resolve(resolve: Resolve, expected: type[NewsmillError]) -> None:
    """It is tried again, unless it can be no name."""
    with fetching(resolve=resolve) as fetcher:
        assert expected is type(failure(fetcher, "http://news.test/"))


@pytest.mark.parametrize("host", ["xn--zzzz", "a..b", "a_b", ".", "a" * 70])
def test_names_are_the_resolvers_to_judge(host: str) -> None:
    """However odd: what may be asked for is looked up, and nothing breaks before."""
    with fetching(resolve=_unknown) as fetcher:
        assert DNSFailed is type(failure(fetcher, f"http://{host}/"))


def test_a_look_up_that_hangs_ends_with_the_deadline() -> None:
    """Although it cannot be interrupted."""
    hanging = threading.Event()
    with fetching(resolve=lambda *_: str(hanging.wait(10)), fetch_timeout_seconds=0.3) as fetcher:
        began = time.monotonic()
        assert DNSFailed is type(failure(fetcher, "http://news.test/"))
        assert time.monotonic() - began < 0.3 + SLACK_SECONDS
    hanging.set()


def test_look_ups_that_hang_are_limited() -> None:
    """A third starts no thread; when they end, look-ups go on."""
    hanging, asked = threading.Event(), []

    def resolve(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        hanging.wait(10)
        return ["127.0.0.1"]

    lookups = Lookups(resolve, most=2)
    for host in ("a.test", "b.test", "c.test"):
        with pytest.raises(DNSFailed):
            lookups.addresses(host, 80, 0.1)
    assert asked == ["a.test", "b.test"]
    hanging.set()
    assert lookups.addresses("d.test", 80, TIMEOUT_SECONDS) == ["127.0.0.1"]
