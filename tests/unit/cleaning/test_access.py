"""Verdicts, and what the service makes of them."""

import pytest

from tasks.cleaning import clean, refuse
from tasks.errors import ConsentWall, Dropped, NotAnArticle, SoftNotFound, TooShort
from tasks.job import Job, RawPage
from tasks.record import Article
from tests.unit.cleaning.test_pairs import FIXTURES, cleaned

SENTENCES = "".join(
    f"<p>On day {day} the council met again, and decided to mend the old wall before winter.</p>"
    for day in range(12)
)
SENTENCE = "<p>The council met on Monday and decided to mend the harbour wall before winter.</p>"


def article_of(
    html: str,
    url: str = "https://www.example.com/news/1",
    *,
    headers: dict[str, str] | None = None,
) -> Article:
    """Clean a page."""
    return clean(
        Job(id="job", kind="url", url=url),
        RawPage(body=html.encode(), content_type="text/html; charset=utf-8", headers=headers or {}),
        detect_language=lambda _text: ("en", 0.99),
        max_bytes=1_000_000,
    )


@pytest.mark.parametrize(
    ("name", "error"),
    [("consent", ConsentWall), ("section", NotAnArticle), ("missing", SoftNotFound)],
)
def test_the_service_refuses_what_is_no_article(name: str, error: type[Dropped]) -> None:
    """`clean` gives an article all the same, for `extract`."""
    article, _ = cleaned(FIXTURES / f"{name}.json")
    with pytest.raises(error):
        refuse(article, min_text_characters=0)


@pytest.mark.parametrize(
    ("name", "minimum"),
    [
        ("harbour", 200),
        ("live", 0),
        ("paywalled", 5_000_000),
        ("pasted", 5_000_000),
        ("wrapped", 5_000_000),
        ("bells", 5_000_000),
    ],
)
def test_the_service_takes_articles_teasers_and_short_texts(name: str, minimum: int) -> None:
    """A paywalled teaser is published with its verdict, a text at any length."""
    article, _ = cleaned(FIXTURES / f"{name}.json")
    refuse(article, min_text_characters=minimum)


def test_a_page_with_too_little_text_is_too_short() -> None:
    """The limit holds for pages."""
    with pytest.raises(TooShort):
        refuse(article_of(f"<html><body>{SENTENCE}</body></html>"), min_text_characters=200)


@pytest.mark.parametrize("body", [b"", b" \n\n "])
def test_an_empty_text_is_too_short(body: bytes) -> None:
    """A text is refused only when there is nothing in it."""
    article = clean(
        Job(id="job", kind="text"),
        RawPage(body=body, content_type="text/plain"),
        detect_language=lambda _text: ("en", 0.99),
        max_bytes=1000,
    )
    with pytest.raises(TooShort):
        refuse(article, min_text_characters=0)


def test_a_consent_bar_over_an_article_is_no_wall() -> None:
    """What matters is how much text stands besides the form."""
    bar = '<div id="cookie-consent"><p>We use cookies.</p><button>OK</button></div>'
    access = article_of(f"<html><body>{bar}<article>{SENTENCES}</article></body></html>").access
    assert (access.verdict, access.kind) == ("open", "article")


def test_words_like_not_found_in_an_article_are_no_soft_404() -> None:
    """Phrases alone decide nothing."""
    html = f"<title>Cause not found</title><h1>Cause not found</h1>{SENTENCES}"
    assert article_of(f"<html><body>{html}</body></html>").access.verdict == "open"


def test_the_root_of_a_site_is_its_home_page() -> None:
    """Unless it calls itself an article."""
    teasers = "<h2><a href='/1'>Wall falls</a></h2><p>A wall fell.</p>" * 3
    html = f"<html><body><h1>Courier</h1>{teasers}</body></html>"
    assert article_of(html, "https://www.example.com/").access.kind == "home"


@pytest.mark.parametrize(
    ("head", "verdict"),
    [
        ('{"@type": "NewsArticle", "isAccessibleForFree": false}', "paywalled"),
        ('{"@type": "NewsArticle", "isAccessibleForFree": "False"}', "paywalled"),
        ('{"@type": "NewsArticle", "isAccessibleForFree": "http://schema.org/False"}', "paywalled"),
        (
            (
                '{"@type": "NewsArticle", "isAccessibleForFree": true, "hasPart":'
                ' {"@type": "WebPageElement", "isAccessibleForFree": "false", "cssSelector": ".p"}}'
            ),
            "paywalled",
        ),
        (
            (
                '{"@type": "NewsArticle", "hasPart":'
                ' [{"isAccessibleForFree": false, "cssSelector": ".p"}]}'
            ),
            "paywalled",
        ),
        ('{"@type": "NewsArticle", "isAccessibleForFree": true}', "open"),
        ('{"@type": "NewsArticle", "isAccessibleForFree": "True"}', "open"),
        ('{"@type": "NewsArticle", "isAccessibleForFree": null}', "open"),
        (
            (
                '[{"@type": "NewsArticle", "datePublished": "2025-01-01"},'
                ' {"@type": "NewsArticle", "isAccessibleForFree": false}]'
            ),
            "open",
        ),
    ],
)
def test_json_ld_says_whether_an_article_is_paid_for(head: str, verdict: str) -> None:
    """In each of its spellings, and of this article, not of those that the page leads to."""
    script = f'<script type="application/ld+json">{head}</script>'
    html = f"<html><head>{script}</head><body>{SENTENCE}</body></html>"
    assert article_of(html).access.verdict == verdict


@pytest.mark.parametrize(
    ("meta", "verdict", "evidence"),
    [
        ("property=article:content_tier content=locked", "paywalled", 1),
        ("property=article:content_tier content=metered", "open", 1),
        ("property=article:content_tier content=free", "open", 0),
        ("itemprop=isAccessibleForFree content=false", "paywalled", 1),
        ("itemprop=isAccessibleForFree content=true", "open", 0),
    ],
)
def test_meta_tags_say_whether_an_article_is_paid_for(
    meta: str, verdict: str, evidence: int
) -> None:
    """A metered article was given whole."""
    access = article_of(f"<html><head><meta {meta}></head><body>{SENTENCES}</body></html>").access
    assert (access.verdict, len(access.evidence)) == (verdict, evidence)
