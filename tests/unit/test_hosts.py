"""Whose turn a URL waits for, and what a fetch tells of its host."""

import pytest

from tasks.errors import (
    Blocked,
    ConnectFailed,
    FetchTimeout,
    Forbidden,
    NotFound,
    Overloaded,
    RateLimited,
    RobotsDisallowed,
    UnsafeURL,
    UpstreamError,
)
from tasks.hosts import NO_VISIT, Visit, host_of, visit_of


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://example.org/a", "example.org"),
        ("http://WWW.Example.org:80/a", "example.org"),
        ("https://www.example.org.:443/", "example.org"),
        ("https://news.example.org/", "news.example.org"),
        ("https://example.org:8443/", "example.org:8443"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("http://127.0.0.1:8080/", "127.0.0.1:8080"),
        ("http://[::1]:8080/", "[::1]:8080"),
        (" https://example.org/ ", "example.org"),
        ("https://user:word@example.org/", "example.org"),
        ("/a/path", ""),
        ("http://example.org:port/", ""),
        ("http://[::1/", ""),
        ("", ""),
    ],
)
def test_host_of(url: str, host: str) -> None:
    """Schemes and `www.` make no other host, ports and subdomains do; no URL has none."""
    assert host_of(url) == host


@pytest.mark.parametrize(
    ("error", "visit"),
    [
        (None, Visit("answered", 0.5)),
        (NotFound(), Visit("answered", 0.5)),
        (Forbidden(), Visit("answered", 0.5)),
        (ValueError(), Visit("answered", 0.5)),
        (RobotsDisallowed(), NO_VISIT),
        (UnsafeURL(), NO_VISIT),
        (Blocked(), Visit("refused", 0.5, ending="dropped:blocked")),
        (RateLimited("429", 30.0), Visit("refused", 0.5, 30.0, "dead:rate_limited")),
        (RateLimited(), Visit("refused", 0.5, ending="dead:rate_limited")),
        (Overloaded(), Visit("refused", 0.5, ending="dead:upstream_error")),
        (UpstreamError(), Visit("failed", 0.5, ending="dead:upstream_error")),
        (ConnectFailed(), Visit("failed", 0.5, ending="dead:connect")),
        (FetchTimeout(), Visit("failed", 0.5, ending="dead:timeout")),
    ],
)
def test_what_a_fetch_tells_of_its_host(error: Exception | None, visit: Visit) -> None:
    """An answer of any kind shows that it is up; asking for less, and failing, are told apart."""
    assert visit_of(error, 0.5) == visit
