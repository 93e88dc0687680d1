"""What around an article, or in its markup, makes no new version of it."""

import pytest

from tasks.cleaning import clean
from tasks.comparing.versions import Head, Known, compare, metadata_sha256, plain_sha256
from tasks.job import Job, RawPage
from tasks.outcomes import Reason
from tasks.record import Article

BODY = """\
<p class="lead">A ferry struck the quay at Port Ellery on Tuesday night, and at least 12 people
were killed, the harbour master said.</p>
<p>"There was no warning at all," said Mara Lindqvist, mayor of the town. "The lights went out -
then we heard it." She added that help had come from Nordholm within an hour.</p>
<p>Since March 2019 the line has cost 1.2 million euros a year, and the council has twice refused
to renew the contract of the company that runs it.</p>
<p>The quay is closed until Friday. Ferries go to Nordholm, where buses wait for passengers.</p>"""
HEAD = """\
<title>Ferry strikes quay at Port Ellery | Coast Courier</title>
<link rel="canonical" href="https://courier.example/2025/03/05/ferry">
<meta property="og:title" content="Ferry strikes quay at Port Ellery">
<meta property="og:image" content="https://cdn.courier.example/a/ferry-1200.jpg">
<meta property="article:published_time" content="2025-03-05T09:30:00+00:00">
<meta property="article:modified_time" content="2025-03-05T10:00:00+00:00">
<meta name="author" content="Ines Okafor">"""
ASIDE = '<aside class="sidebar"><h2>Most read</h2><ul><li><a href="/1">Rain</a></li></ul></aside>'
PAGE = f"""\
<!doctype html><html lang="en"><head>{HEAD}</head><body>
<header><nav><a href="/">Home</a> <a href="/coast">Coast</a></nav></header>
<main><article><h1>Ferry strikes quay at Port Ellery</h1>
<p class="byline">By Ines Okafor</p>
<figure><img src="/a/ferry-1200.jpg" alt=""><figcaption>The quay on Wednesday</figcaption></figure>
{BODY}
</article></main>
{ASIDE}
<footer><p>© 2025 Coast Courier. All rights reserved.</p></footer></body></html>"""
AFTER_SECOND = "within an hour.</p>"
RELATED = """\
<div class="related"><h3>Related</h3><ul>
<li><a href="/2025/03/04/storm">Storm closes three harbours on the coast</a></li>
<li><a href="/2025/03/01/ferry">Ferry company asks council for more money</a></li>
</ul></div>"""
SHARE = """\
<div class="share-tools"><a href="https://social.example/share?u=1">Share</a>
<a href="mailto:?subject=x">Email</a> <button>Copy link</button></div>"""
ADVERTISEMENT = """\
<div class="ad-slot" id="ad-3"><p>Advertisement</p><iframe src="//ads.example/3"></iframe></div>"""
NEWSLETTER = """\
<div class="newsletter-signup"><p>Sign up to our newsletter and get the news of the coast every
morning.</p><form><input type="email"><button>Sign up</button></form></div>"""


def article_of(html: str) -> Article:
    """Clean a page."""
    return clean(
        Job(id="j", kind="file", url="https://courier.example/2025/03/05/ferry"),
        RawPage(body=html.encode(), content_type="text/html; charset=utf-8"),
        detect_language=lambda _: ("en", 0.99),
        max_bytes=10_000_000,
    )


def reason_of(html: str) -> Reason:
    """Say what comes of a page whose document was published as `PAGE`."""
    before = article_of(PAGE).content
    head = Head(
        version=1,
        entry="1-0",
        text_sha256=before.text_sha256,
        metadata_sha256=metadata_sha256(before),
        plain_sha256=plain_sha256(before),
    )
    return compare(article_of(html), Known(head, None), drop_duplicates=False).reason


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (ASIDE, ASIDE.replace("Rain", "Snow")),
        (ASIDE, ""),
        (AFTER_SECOND, AFTER_SECOND + RELATED),
        (AFTER_SECOND, AFTER_SECOND + ADVERTISEMENT),
        (AFTER_SECOND, AFTER_SECOND + NEWSLETTER),
        (BODY, BODY + RELATED),
        (BODY, SHARE + BODY + SHARE),
        (BODY, ADVERTISEMENT + BODY),
        ('class="lead"', 'class="c-1f4e9 text--lg" data-id="7"'),
        ("<main><article>", '<div id="app"><main class="x"><article itemprop="articleBody">'),
        ("2025-03-05T10:00:00+00:00", "2025-03-06T08:15:00+00:00"),
        ("ferry-1200.jpg", "ferry-1200.jpg?v=2&amp;width=640"),
        ("The quay on Wednesday", "The quay at Port Ellery on Wednesday"),
        ("© 2025 Coast Courier", "© 2026 Coast Courier"),
        (BODY, BODY.replace("\n", " ")),
        (BODY, BODY.replace("on Tuesday", "on&nbsp;Tuesday").replace("harbour", "har&shy;bour")),
        (
            BODY,
            BODY.replace('"There', "“There").replace('all,"', "all,”").replace(" - ", " \u2013 "),
        ),
        ("</head>", "<script>var t = 1741166000;</script><style>p {color: red}</style></head>"),
    ],
)
def test_what_is_around_an_article_makes_no_version(old: str, new: str) -> None:
    """Another sidebar, related links, advertisements, markup, a time of change, typography."""
    assert old in PAGE
    assert reason_of(PAGE.replace(old, new)) is Reason.SAME_VERSION


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("12 people", "14 people", Reason.TEXT),
        ("1.2 million", "12 million", Reason.TEXT),
        ("Ines Okafor", "Ines Okafor and Tom Bell", Reason.METADATA),
        ("Ferry strikes quay", "Twelve dead as ferry strikes quay", Reason.METADATA),
    ],
)
def test_what_is_in_it_does(old: str, new: str, reason: Reason) -> None:
    """A word of the body, the title, an author."""
    assert reason_of(PAGE.replace(old, new)) is reason
