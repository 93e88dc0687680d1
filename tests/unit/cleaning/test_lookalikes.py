"""Articles on which a wall's name or code stands; and walls that have much to read."""

import pytest

from tests.unit.cleaning.test_access import SENTENCE, SENTENCES, article_of
from tests.unit.cleaning.test_instead import BRIEF, FORM, NOINDEX, SITE, TERMS

ARTICLE = f"<h1>Wall to be mended</h1>{SENTENCES}{SENTENCES}"
SHORT = f"<h1>Wall to be mended</h1>{SENTENCE * 5}"
SEARCH = "<form role=search><input name=q><button>Search</button></form>"


def components(body: str) -> str:
    """Give a page as Adobe Experience Manager builds it."""
    return (
        f"<div class=cmp-container>{SEARCH}<main><div class='cmp cmp-text' id=cmp-text-4f>{body}"
        "<button class=cmp-button>Share</button></div></main></div>"
    )


@pytest.mark.parametrize(
    ("body", "url"),
    [
        (components(ARTICLE), "https://www.example.com/news/1"),
        (f"<div class=cmp-container>{SEARCH}{SHORT}</div>", "https://www.example.com/news/1"),
        (
            f"<div class='article needs-consent'>{ARTICLE}<iframe src=/map></iframe></div>",
            "https://www.example.com/news/1",
        ),
        (
            f"<div class=needs-consent><article>{SHORT}</article><iframe src=/map></iframe></div>",
            "https://www.example.com/news/1",
        ),
        (f"<main class='topic consent'>{ARTICLE}{SEARCH}</main>", "https://www.example.com/a"),
        (f"{ARTICLE}{FORM}", "https://consent.example/a/1"),
        (f"{ARTICLE}{FORM}", "https://www.example.com/news/cookie-wall/"),
    ],
)
def test_an_article_in_an_element_named_like_a_consent_form_is_open(body: str, url: str) -> None:
    """Words such as `consent` are names of many things, and so are parts of a URL."""
    html = f"<html><head><meta property=og:type content=website></head><body>{body}</body></html>"
    access = article_of(html, url).access
    assert (access.verdict, access.kind, access.evidence) == ("open", "article", ())


@pytest.mark.parametrize(
    ("body", "url"),
    [
        (f"<div class=consent><h1>Privacy</h1>{TERMS}{FORM}</div>", "https://www.example.com/1"),
        (f"<div id=cmp-wall role=dialog>{TERMS * 5}{FORM}</div>", "https://www.example.com/1"),
        (f"<dialog class=consent>{TERMS * 5}{FORM}</dialog>", "https://www.example.com/1"),
        (
            f"<form class=consent-form>{TERMS * 5}<button>Agree</button></form>",
            "https://www.example.com/1",
        ),
        (
            f"<main id=consent><div role=dialog>{TERMS * 5}{FORM}</div></main>",
            "https://www.example.com/1",
        ),
        (f"<div id=didomi-host>{TERMS * 5}{FORM}</div>", "https://www.example.com/1"),
        (
            f"<div>{TERMS * 5}{FORM}</div>",
            "https://consent.example.com/m?continue=https%3A%2F%2Fwww.example.com%2F1",
        ),
        (f"<div>{TERMS * 5}{FORM}</div>", "https://www.example.com/privacy-gate/?callback=/1"),
    ],
)
def test_a_consent_wall_may_have_much_to_read(body: str, url: str) -> None:
    """Then it is a dialog, a form, a vendor's, or its URL says where to go back to."""
    access = article_of(f"<html><body>{body}</body></html>", url).access
    assert (access.verdict, access.kind) == ("consent", "other")


@pytest.mark.parametrize(
    "code",
    [
        "<script src=https://cdn.perfdrive.com/aperture/aperture.js></script>",
        f"<nav>{SITE}</nav><form id=captcha-form><textarea></textarea></form>",
    ],
)
def test_a_short_article_with_code_of_a_bot_wall_is_open(code: str) -> None:
    """Vendors' scripts watch on ordinary pages too, and comments ask for a captcha."""
    access = article_of(f"<html><body>{SHORT}{code}</body></html>").access
    assert (access.verdict, access.kind, access.evidence) == ("open", "article", ())


@pytest.mark.parametrize(
    "code",
    [
        "<form action=https://validate.perfdrive.com/captcha></form>",
        "<form id=captcha-form action=/verify></form>",
    ],
)
def test_a_form_that_lets_through_is_a_challenge(code: str) -> None:
    """On a page that has nothing else."""
    access = article_of(f"<html><body><h1>One step more</h1>{code}</body></html>").access
    assert (access.verdict, access.kind) == ("blocked", "other")


@pytest.mark.parametrize(
    "title",
    [
        "Article 5 of treaty no longer exists, minister says",
        "Why page not found is what the web says most | Courier",
        "Der Artikel 5 existiert nicht mehr, sagt die Ministerin",
    ],
)
def test_a_headline_that_says_more_than_a_soft_404_is_one_of_an_article(title: str) -> None:
    """Articles may be kept from indexes; their headlines say more than that a page is gone."""
    html = f"<html><head><title>{title}</title>{NOINDEX}</head><body><h1>{title}</h1>{BRIEF}</body>"
    access = article_of(html).access
    assert (access.verdict, access.kind, access.evidence) == ("open", "article", ())


@pytest.mark.parametrize(
    "title",
    [
        "Sorry, the page you are looking for is no longer available.",
        "Diese Seite existiert nicht mehr",
        "Courier | This article is gone",
    ],
)
def test_a_soft_404_says_hardly_more_than_that(title: str) -> None:
    """A site's name stands apart, and an apology is short."""
    html = f"<html><head><title>{title}</title>{NOINDEX}</head><body><h1>{title}</h1>{BRIEF}</body>"
    assert article_of(html).access.verdict == "soft_404"
