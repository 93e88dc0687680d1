"""Which document it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.cleaning import clean
from tasks.job import Job, RawPage
from tasks.record import Article
from tasks.urls.identity import canonical_url, identity_of, unvouched, url_key
from tasks.urls.normal import normalised_url

PAGE = "https://www.example.co.uk/news/1"
ARTICLE = "https://www.example.com/news/storm-over-port-ellery-4711?edition=2&part=b"

SPELLINGS = [
    ARTICLE,
    "http://www.example.com/news/storm-over-port-ellery-4711?edition=2&part=b",
    "https://example.com/news/storm-over-port-ellery-4711?edition=2&part=b",
    "HTTPS://WWW.Example.COM/news/storm-over-port-ellery-4711?edition=2&part=b",
    "https://www.example.com:443/news/storm-over-port-ellery-4711?edition=2&part=b",
    "https://www.example.com./news/storm-over-port-ellery-4711?edition=2&part=b",
    "https://www.example.com/news/storm-over-port-ellery-4711/?edition=2&part=b",
    "https://www.example.com/news/storm-over-port-ellery-4711?part=b&edition=2",
    "https://www.example.com/news/storm-over-port-ellery-4711?edition=2&part=b#comments",
    "https://www.example.com/news/storm-over-port-ellery-4711?edition=2&part=b&utm_source=rss",
    "https://www.example.com/news/storm-over-port-ellery-4711?fbclid=Iw&edition=2&part=b",
    "https://www.example.com/news/storm%2Dover-port-ellery-%34711?edition=2&part=%62",
    "https://www.example.com/./news/x/../storm-over-port-ellery-4711?edition=2&part=b",
    "https://www.example.com/news/storm-over-port-ellery-4711;jsessionid=0F?edition=2&part=b",
    "https://amp.example.com/news/storm-over-port-ellery-4711?edition=2&part=b",
    "https://www.example.com/amp/news/storm-over-port-ellery-4711?edition=2&part=b",
    "https://www.example.com/news/storm-over-port-ellery-4711/amp/?edition=2&part=b",
    "https://www.example.com/news/storm-over-port-ellery-4711.amp?edition=2&part=b",
    "https://www.example.com/news/storm-over-port-ellery-4711?edition=2&part=b&outputType=amp",
    "https://www.example.com/news/storm-over-port-ellery-4711?amp=1&edition=2&part=b",
    ARTICLE.replace("www.", "www-example-com.cdn.ampproject.org/c/s/www."),
    ARTICLE.replace("www.", "www.google.com/amp/s/www."),
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_one_document_has_one_key_however_its_url_is_spelled(spelling: str) -> None:
    """The key is a lease: the same document is not fetched twice under two names."""
    assert url_key(spelling) == url_key(ARTICLE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/news?id=1", "/news?id=2"),
        ("/?p=12", "/?p=13"),
        ("/a?page=1", "/a?page=2"),
        ("/read?story=1", "/read?story=2"),
        ("/read?ref=4711", "/read?ref=4712"),
        ("/read?ref=story-a", "/read?ref=story-b"),
        ("/read?source=1", "/read?source=2"),
        ("/read?cid=51160747", "/read?cid=51160748"),
        ("/read?s=flood", "/read?s=fire"),
        ("/read?session=1", "/read?session=2"),
        ("/read?keyword=flood", "/read?keyword=fire"),
        ("/spip.php?article8517", "/spip.php?article8522"),
        ("/index.php?mod=article&id=1", "/index.php?mod=video&id=1"),
        ("/news?newsID=c3aa546f", "/news"),
        ("/a?lang=en", "/a?lang=de"),
        ("/a?print=1", "/a"),
        ("/a?b=1&b=2", "/a?b=1"),
        ("/News/1", "/news/1"),
        ("/a?Id=x", "/a?id=x"),
        ("/a%2Fb", "/a/b"),
        ("/a%3Fb", "/a?b"),
        ("//a", "/a"),
        ("/a.html", "/a"),
        ("/guitars/amp", "/guitars"),
        ("/gear/amp/", "/gear/"),
        ("/a?amp=marshall", "/a"),
        ("/a?amp=12", "/a?amp=13"),
        ("/champ", "/ch"),
    ],
)
def test_two_documents_have_two_keys(one: str, other: str) -> None:
    """What selects the article is never dropped."""
    assert url_key("https://example.com" + one) != url_key("https://example.com" + other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://m.example.com/a", "https://example.com/a"),
        ("https://amp.dev/a", "https://dev/a"),
        ("https://amp.com.au/a", "https://com.au/a"),
        ("https://example.com/a", "https://example.com:8443/a"),
        ("https://www.google.com/amp/about", "https://about/"),
    ],
)
def test_two_hosts_have_two_keys(one: str, other: str) -> None:
    """A mobile host is another until its page says otherwise; `amp` may be a company's name."""
    assert url_key(one) != url_key(other)


@pytest.mark.parametrize("url", ["", "no url", "ftp://example.com/a", "https://[::1", "https://"])
def test_what_is_no_url_has_no_key(url: str) -> None:
    """It is no http(s) URL, so nothing is fetched from it."""
    assert url_key(url) is None


@given(st.text(max_size=120) | st.text(max_size=80).map("https://amp.example.com/amp/".__add__))
def test_a_key_is_given_or_not_for_any_string(url: str) -> None:
    """And it is the `id` that the page has in the end when it names no other URL."""
    key = url_key(url)
    plain = unvouched(normalised_url(url))
    assert key == (identity_of(url=plain, own_id=None, text="") if plain else None)


def fetched(url: str, head: str = "", headers: dict[str, str] | None = None) -> Article:
    """Clean a page that was fetched from a URL."""
    return clean(
        Job(id="job", kind="url", url=url),
        RawPage(
            body=f"<html><head>{head}</head><body><p>A wall fell.</p></body></html>".encode(),
            content_type="text/html; charset=utf-8",
            final_url=url,
            headers=headers or {},
        ),
        detect_language=lambda _text: ("en", 0.99),
        max_bytes=1_000_000,
    )


@pytest.mark.parametrize("url", SPELLINGS)
def test_a_page_without_canonical_url_has_the_key_of_its_url(url: str) -> None:
    """So that who holds the lease on the key is who publishes under the id."""
    assert fetched(url).id == url_key(url)


@pytest.mark.parametrize(
    ("head", "headers"),
    [
        ("<link rel=canonical href='/news/one'>", {}),
        ("<link rel=canonical href='/news/one'>", {"link": "</two>; rel=canonical"}),
        (
            "",
            {"link": '</p.css>; rel=preload, </news/one>; title="a, b"; rel="nofollow canonical"'},
        ),
        ("<meta property=og:url content=/two>", {"link": "</news/one>;rel=canonical"}),
        ("<meta property=og:url content=/news/one>", {"link": "</two>; rel=next"}),
        ("<meta property=og:url content=/news/one>", {"link": "</two>; rel=canonical; anchor=/x"}),
        ("<meta property=og:url content=/news/one>", {"link": '</x>; title="; rel=canonical"'}),
        (
            "<script type='application/ld+json'>{'@type': 'NewsArticle', 'mainEntityOfPage':"
            " {'@id': 'https://www.example.com/news/one'}}</script>".replace("'", '"'),
            {},
        ),
    ],
)
def test_a_page_is_believed_about_its_url(head: str, headers: dict[str, str]) -> None:
    """Its link, the answer's Link header, og:url and JSON-LD are asked in this order."""
    article = fetched("https://www.example.com/n/1", head, headers)
    assert article.source.canonical_url == "https://www.example.com/news/one"
    assert article.id == url_key("https://www.example.com/news/one")


def test_json_ld_of_several_articles_names_no_page() -> None:
    """They are those that the page leads to."""
    one = '{"@type": "NewsArticle", "url": "https://www.example.com/news/1"}'
    head = f'<script type="application/ld+json">[{one}, {one.replace("1", "2")}]</script>'
    assert fetched("https://www.example.com/world", head).source.canonical_url is None


@pytest.mark.parametrize(
    ("candidate", "expected"),
    [
        ("https://m.example.co.uk/news/1", "https://m.example.co.uk/news/1"),
        ("/news/one", "https://www.example.co.uk/news/one"),
        ("https://www.example.co.uk/guitars/amp", "https://www.example.co.uk/guitars/amp"),
        ("https://www.example.co.uk/", None),
        ("https://www.example.co.uk/news/", None),
        ("https://other.co.uk/news/1", None),
        ("javascript:void(0)", None),
    ],
)
def test_a_canonical_url_is_trusted_within_its_domain(candidate: str, expected: str | None) -> None:
    """A site can name its own pages, and no other site's; its root is nobody's canonical URL."""
    assert canonical_url((candidate,), PAGE) == expected


@pytest.mark.parametrize(
    ("page", "canonical", "is_trusted"),
    [
        ("/releases.html?newsID=c3aa546f-24d3", "/releases.html", False),
        ("/article.php?id=12", "/article.php", False),
        ("/world/harbour-wall-falls", "/world/", False),
        ("/world/harbour-wall-falls/5", "/world/harbour-wall-falls", True),
        ("/world/2024-wall?id=7", "/world/2024-wall", True),
        ("/story-amp/?v=desktop", "/story-amp/", True),
        ("/world/a-b-c", "/sport/a-b-c", True),
        ("/?p=12", "/", False),
        ("/", "/", True),
    ],
)
def test_a_canonical_url_that_tells_less_is_not_trusted(
    page: str, canonical: str, *, is_trusted: bool
) -> None:
    """A section or a script is no article's URL, though templates say so of every article."""
    url = canonical_url((canonical,), "https://example.com" + page)
    assert url == ("https://example.com" + canonical if is_trusted else None)


def test_a_page_without_url_is_believed_but_for_a_root() -> None:
    """Nothing contradicts it; files are such pages."""
    assert canonical_url(("https://example.com/1",), None) == "https://example.com/1"
    assert canonical_url(("https://example.com/", "/1"), None) is None


def test_a_page_in_an_amp_cache_is_its_publisher_s() -> None:
    """The publisher's canonical URL is trusted there, and no one else's."""
    cached = "https://example-com.cdn.ampproject.org/c/s/example.com/a-b-c/amp"
    assert canonical_url(("https://example.com/1",), cached) == "https://example.com/1"
    assert canonical_url(("https://other.com/1",), cached) is None


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


def test_the_id_of_a_plain_url_never_changes() -> None:
    """Archives hold it: it is the beginning of the SHA-256 of `url:example.com/news/1`."""
    assert url_key("https://www.example.com/news/1") == "3ba08ed170ebe7420fca67e964dcc1b0"


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_url_is_a_surprise(candidate: str, page: str) -> None:
    """Whatever stands in a page, it is a URL or it is nothing."""
    url = normalised_url("https://example.com/" + page)
    found = canonical_url((candidate, "https://" + candidate, "//" + candidate), url)
    identity_of(url=found, own_id=candidate, text=page)
