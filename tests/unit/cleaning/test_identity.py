"""Which document it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.cleaning.identity import canonical_url, identity_of, normalised_url, registrable_domain

PAGE = "https://www.example.co.uk/news/1"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTPS://Www.Example.com:443/A?b=1#c", "https://www.example.com/A?b=1"),
        ("http://example.com", "http://example.com/"),
        ("https://example.com/?id=7&utm_source=x&page=2", "https://example.com/?id=7&page=2"),
        ("https://example.com/a?b=2&a=1", "https://example.com/a?b=2&a=1"),
        ("https://b\u00fccher.example.com/\u00e4", "https://xn--bcher-kva.example.com/%C3%A4"),
        ("https://example.com:8443/x", "https://example.com:8443/x"),
        ("ftp://example.com/x", None),
        ("mailto:a@example.com", None),
        ("https://[::1", None),
        ("https://example.com:port/", None),
        (None, None),
    ],
)
def test_a_url_has_one_spelling(url: str | None, expected: str | None) -> None:
    """Only what says how a reader came is dropped; what selects an article stays."""
    assert normalised_url(url) == expected


@pytest.mark.parametrize(
    ("candidate", "expected"),
    [
        ("https://m.example.co.uk/news/1", "https://m.example.co.uk/news/1"),
        ("/news/one", "https://www.example.co.uk/news/one"),
        ("https://www.example.co.uk/", None),
        ("https://other.co.uk/news/1", None),
        ("javascript:void(0)", None),
    ],
)
def test_a_canonical_url_is_trusted_within_its_domain(candidate: str, expected: str | None) -> None:
    """A site can name its own pages, and no other site's; its root is nobody's canonical URL."""
    assert canonical_url((candidate,), PAGE) == expected


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://a.b.example.co.uk/", "example.co.uk"),
        ("https://www.example.com/", "example.com"),
        ("http://127.0.0.1:8000/", "127.0.0.1"),
        ("http://localhost/", "localhost"),
        ("https://news.paper.example/", "paper.example"),
    ],
)
def test_a_registrable_domain_is_what_its_owner_registered(url: str, domain: str) -> None:
    """Public suffixes come with the package; names under none have two labels."""
    assert registrable_domain(url) == domain


def test_an_id_is_stable_and_taken_from_the_best_that_is_known() -> None:
    """URL before own id before text; scheme and www. make no difference."""
    by_url = identity_of(url="https://www.example.com/a", own_id="x", text="t")
    assert by_url == identity_of(url="http://example.com/a", own_id=None, text="other")
    by_own = identity_of(url=None, own_id="x", text="t")
    assert by_own == identity_of(url=None, own_id="x", text="other")
    by_text = identity_of(url=None, own_id=None, text="a  b")
    assert by_text == identity_of(url=None, own_id=None, text="a b")
    assert len({by_url, by_own, by_text}) == len((by_url, by_own, by_text))
    assert len(by_url) == 32


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_url_is_a_surprise(candidate: str, page: str) -> None:
    """Whatever stands in a page, it is a URL or it is nothing."""
    url = normalised_url("https://example.com/" + page)
    found = canonical_url((candidate, "https://" + candidate, "//" + candidate), url)
    identity_of(url=found, own_id=candidate, text=page)
