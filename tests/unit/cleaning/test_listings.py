"""Pages that lead to articles; and articles that lead on."""

import pytest

from tests.unit.cleaning.test_access import SENTENCE, SENTENCES, article_of

BRIEF = (
    f"{SENTENCE}<p>It will cost the town as much as the new school did, and the ferry.</p>"
    "<p>Nobody has said yet who is to pay.</p>"
)
TEASERS = "".join(
    f"<article><h3><a href='/local/{n}'>Council meets for the {n}. time</a></h3><p>The {n}. "
    "meeting was about the wall again, and about the money that is to mend it. Read what was said"
    " by those who were there.</p></article>"
    for n in range(12)
)
LINKS = "".join(
    f"<li><a href='/local/{n}'>Council meets for the {n}. time</a></li>" for n in "12345"
)


def node(kind: str, more: str = "") -> str:
    """Give a JSON-LD script."""
    return f'<script type="application/ld+json">{{"@type": "{kind}"{more}}}</script>'


@pytest.mark.parametrize(
    ("head", "body", "path", "kind"),
    [
        ("", f"<h1>Courier</h1>{TEASERS}", "/", "home"),
        (node("WebSite"), f"<h1>Courier</h1>{TEASERS}", "/", "home"),
        ("<meta property=og:type content=article>", TEASERS, "/", "home"),
        ("", f"<h1>Local news</h1>{TEASERS}", "/local", "section"),
        (node("CollectionPage"), f"<h1>Local</h1>{TEASERS}", "/local", "section"),
        (node("CollectionPage"), f"<h1>Local</h1><p>{SENTENCE}</p>", "/local", "section"),
        ("", f"<h1>Local news</h1><ul>{LINKS}</ul>", "/local", "section"),
        ("", f"<h1>Tag: harbour</h1>{TEASERS}", "/tag/harbour/", "section"),
        (node("SearchResultsPage"), f"<h1>Wall</h1>{TEASERS}", "/?s=wall", "section"),
        ("", f"<h1>12 found for wall</h1><form><input></form>{TEASERS}", "/find?q=w", "section"),
        ("<meta property=og:type content=article>", f"<h1>Local</h1>{TEASERS}", "/l", "section"),
    ],
)
def test_a_page_of_teasers_is_no_article(head: str, body: str, path: str, kind: str) -> None:
    """However long the teasers are together, and whatever og:type says."""
    html = f"<html><head>{head}</head><body>{body}</body></html>"
    access = article_of(html, "https://www.example.com" + path).access
    assert (access.verdict, access.kind) == ("open", kind)
    assert access.evidence


def test_an_archive_may_say_what_it_is_about() -> None:
    """WordPress names it on the body."""
    about = "<p>Whatever the town decides is reported here, on the day on which it is decided.</p>"
    body = f"<body class='archive category'><h1>Local</h1>{about * 3}{TEASERS}</body>"
    assert article_of(f"<html>{body}</html>").access.kind == "section"


@pytest.mark.parametrize(
    ("head", "body", "path"),
    [
        ("", f"<h1>Wall falls</h1>{SENTENCES}<h2>More</h2>{TEASERS}", "/news/1"),
        ("", f"<h2>Wall falls</h2>{SENTENCES}<h2>More</h2>{TEASERS}", "/news/1"),
        ("", f"<h1>Wall falls</h1>{BRIEF}<h2>More</h2>{TEASERS}", "/news/1"),
        ("", f"<h1>Wall falls</h1>{SENTENCES}", "/?p=12"),
        ("", f"<h1>Wall falls</h1>{BRIEF}", "/?p=12"),
        ("", f"<h1>The wall</h1>{SENTENCES}", "/"),
        (node("NewsArticle"), f"<h1>Wall falls</h1>{SENTENCE}{TEASERS}", "/news/1"),
        (node("NewsArticle"), f"<h1>Wall falls</h1>{SENTENCE}{TEASERS}", "/"),
        (
            "<meta property=article:published_time content=2025-01-01>",
            f"<h1>Wall falls</h1>{SENTENCE}{TEASERS}",
            "/news/1",
        ),
        ("", f"<h1>Song</h1><div>{'<br>'.join(['the sea the wall'] * 40)}</div>{LINKS * 9}", "/1"),
    ],
)
def test_an_article_among_teasers_is_an_article(head: str, body: str, path: str) -> None:
    """What to read next stands on most of them, also when they are short."""
    html = f"<html><head>{head}</head><body>{body}</body></html>"
    assert article_of(html, "https://www.example.com" + path).access.kind == "article"


@pytest.mark.parametrize(
    "href", ["#s{n}", "/news/1#s{n}", "https://www.example.com/news/1#s{n}", "?utm_source=x#s{n}"]
)
@pytest.mark.parametrize("heading", ["Part {n} of the plan", "Who is to pay for part {n}?"])
def test_headings_that_link_to_their_own_page_are_no_teasers(href: str, heading: str) -> None:
    """Sections and questions are anchored so that readers can link to them."""
    sections = "".join(
        f"<h2 id=s{n}><a href='{href.format(n=n)}'>{heading.format(n=n)}</a></h2>{SENTENCE * 5}"
        for n in range(6)
    )
    access = article_of(f"<html><body><h1>The wall</h1>{sections}</body></html>").access
    assert (access.verdict, access.kind, access.evidence) == ("open", "article", ())


def test_a_brief_whose_headline_links_to_itself_is_an_article() -> None:
    """Blogs link it, and list what to read next below."""
    body = f"<h1><a href=/news/1>Wall falls</a></h1>{BRIEF}<h2>More</h2>{TEASERS}"
    assert article_of(f"<html><body>{body}</body></html>").access.kind == "article"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (node("LiveBlogPosting"), "live"),
        ("<meta property=og:type content=video.other>", "video"),
        (node("VideoObject"), "video"),
        (node("NewsArticle", ', "video": {"@type": "VideoObject"}'), "article"),
    ],
)
def test_a_page_is_what_it_declares_where_it_has_little_to_read(head: str, kind: str) -> None:
    """Live blogs and videos are published with their kind."""
    html = f"<html><head>{head}</head><body><h1>Wall</h1>{SENTENCE}<ul>{LINKS}</ul></body></html>"
    assert article_of(html).access.kind == kind
