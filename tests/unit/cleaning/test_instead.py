"""Pages that are no article although the server calls them 200; and articles that look alike."""

import pytest

from tests.unit.cleaning.test_access import SENTENCE, SENTENCES, article_of

CHALLENGES = {
    "cloudflare": (
        "<title>Just a moment...</title><meta name=robots content='noindex,nofollow'>",
        (
            "<div class=main-wrapper><h1>www.example.com</h1><p>Checking that the connection is"
            " safe before going on.</p></div><script>window._cf_chl_opt={cType:'managed'};</script>"
        ),
    ),
    "cloudflare refusal": (
        "<title>Attention Required! | Cloudflare</title>",
        (
            "<div id=cf-wrapper><div id=cf-error-details><h1>Sorry, you have been blocked</h1>"
            "<p>You are unable to access this site, which uses a service against attacks.</p>"
            "<p>You can write to its owner, and say what you did when this came up.</p></div></div>"
        ),
    ),
    "datadome": (
        "<title>example.com</title>",
        (
            "<p id=cmsg>Please enable JS and disable any ad blocker</p>"
            "<script>var dd={'rt':'c','host':'geo.captcha-delivery.com'}</script>"
            "<script src='https://ct.captcha-delivery.com/c.js'></script>"
        ),
    ),
    "perimeterx": (
        "<title>Access to this page has been denied</title>",
        "<section><h1>Press and hold</h1><div id=px-captcha></div></section>",
    ),
    "imperva": (
        "<meta name=robots content='noindex, nofollow'>",
        (
            "<iframe id=main-iframe src='/_Incapsula_Resource?CWUDNSAI=9&incident_id=1'>"
            "Request unsuccessful. Incapsula incident ID: 1</iframe>"
        ),
    ),
    "akamai": (
        "<title>Access Denied</title>",
        (
            "<h1>Access Denied</h1>You do not have permission to access this page on this server."
            "<p>Reference #18.5f<p>https://errors.edgesuite.net/18.5f</p>"
        ),
    ),
    "akamai challenge": (
        "<title>Challenge Validation</title>",
        "<div id=sec-if-cpt-container class=behavioral></div>",
    ),
    "aws": ("<title></title>", "<div id=x></div><script>window.gokuProps = {'key':'A'}</script>"),
    "a box to tick": (
        "<title>Are you a robot?</title>",
        "<h1>One step more</h1><form action=/verify><div class=g-recaptcha></div></form>",
    ),
}


@pytest.mark.parametrize("vendor", CHALLENGES)
def test_a_challenge_is_known_by_its_vendor_s_code(vendor: str) -> None:
    """The evidence names the code."""
    head, body = CHALLENGES[vendor]
    access = article_of(f"<html><head>{head}</head><body>{body}</body></html>").access
    assert (access.verdict, access.kind) == ("blocked", "other")
    assert access.evidence[0].startswith("a challenge instead of text: ")


BRIEF = (
    f"{SENTENCE}<p>It will cost the town as much as the new school did, and the ferry.</p>"
    "<p>Nobody has said yet who is to pay.</p>"
)
SITE = "".join(f"<a href='/section/{n}'>Section {n}</a> " for n in range(6))
CONSENT_BAR = (
    "<div id=onetrust-consent-sdk><h2>Your privacy</h2><p>We and our partners keep files on your"
    " device, to count readers and to choose advertising for you.</p><p>You can change your mind"
    " at any time at the foot of every page of this site.</p><button>Agree</button></div>"
)
LOOKALIKES = {
    "an article about captchas": (
        "<title>Who draws the captcha?</title>",
        f"<h1>Who draws the captcha?</h1>{SENTENCES}<div class=g-recaptcha></div>",
    ),
    "a brief with a box to tick below": (
        "<title>Wall to be mended</title>",
        (
            f"<div>{SITE}</div><h1>Wall to be mended</h1>{SENTENCE}"
            "<form id=comment><div class=g-recaptcha></div></form>"
        ),
    ),
    "a brief under a watching script": (
        "<title>Wall to be mended</title>",
        (
            f"<div>{SITE}</div><h1>Wall to be mended</h1>{SENTENCE}"
            "<script src=/cdn-cgi/challenge-platform/scripts/jsd/main.js></script>"
            "<script src='/_Incapsula_Resource?SWJIYLWA=71'></script>"
        ),
    ),
    "a brief that calls itself an article": (
        "<meta property=og:type content=article>",
        f"<h1>Wall</h1>{SENTENCE}<div class=h-captcha></div>",
    ),
    "an article about consent": (
        "<title>Cookie consent: what courts say</title>",
        (
            "<div class='post tag-consent tag-cookie-wall'><h1>Cookie consent</h1>"
            f"{SENTENCES}<button>Share</button></div>"
        ),
    ),
    "a brief under a banner": (
        "<title>Wall to be mended</title>",
        f"{CONSENT_BAR}<article><h1>Wall to be mended</h1>{BRIEF}</article>",
    ),
    "a brief about what was not found": (
        "<title>Boy not found after search | Courier</title>",
        f"<h1>Boy not found after search</h1>{BRIEF}",
    ),
    "an article about error pages": (
        "<title>Page not found: the art of the 404</title><meta name=robots content=noindex>",
        f"<h1>Page not found: the art of the 404</h1>{SENTENCES}",
    ),
    "a brief about a page without a sign": (
        "<title>Page not found: how a town lost its charter</title>",
        f"<h1>Page not found: how a town lost its charter</h1>{BRIEF}",
    ),
    "a count of 404": (
        "<title>404 arrested at the harbour</title><meta name=robots content='noindex'>",
        f"<h1>404 arrested at the harbour</h1>{BRIEF}",
    ),
    "a brief about a page": (
        (
            "<title>Page not found: how a town lost its charter</title>"
            "<meta property=article:published_time content=2025-03-01>"
        ),
        f"<h1>Page not found: how a town lost its charter</h1>{SENTENCE}",
    ),
}


@pytest.mark.parametrize("name", LOOKALIKES)
def test_an_article_that_looks_like_a_wall_is_open(name: str) -> None:
    """Phrases alone decide nothing, nor does code that stands on ordinary pages too."""
    head, body = LOOKALIKES[name]
    access = article_of(f"<html><head>{head}</head><body>{body}</body></html>").access
    assert (access.verdict, access.kind, access.evidence) == ("open", "article", ())


FORM = "<form action=/choose method=post><button>Agree</button></form>"
TERMS = (
    "<p>We and 640 partners would like to keep small files on your device, and read them later,"
    " to measure how pages are used and to choose advertising for you, as we say in our <a"
    " href=/policy>policy</a>.</p>"
)


@pytest.mark.parametrize(
    ("body", "url"),
    [
        (f"<div id=didomi-host><h1>Privacy</h1>{TERMS}{FORM}</div>", None),
        (f"<div id=cmp-wall><p>Read <a href=/p>how</a>, and see {TERMS[3:]}{FORM}</div>", None),
        (f"<div class='sp_message_container'>{TERMS}{FORM}</div>", None),
        (f"<div id=onetrust-consent-sdk>{TERMS}{FORM}</div><p>The Courier</p>", None),
        (f"<div id=CybotCookiebotDialog>{TERMS}{FORM}</div>", None),
        ("<iframe id='sp_message_iframe_9' src=https://cdn.example.com/i></iframe>", None),
        (f"<div class=con-wizard>{TERMS}{FORM}</div>", "https://guce.example.com/v2?sessionId=3"),
        (f"<div>{TERMS}{FORM}</div>", "https://consent.example.com/m?continue=https://x.com/"),
        (f"<main>{TERMS}{FORM}</main>", "https://www.example.com/privacy-gate/?callback=/1"),
    ],
)
def test_a_consent_wall_is_a_form_that_is_the_page(body: str, url: str | None) -> None:
    """Or one on a host that serves nothing else."""
    html = f"<html><head><title>The Courier</title></head><body>{body}</body></html>"
    access = article_of(html, url or "https://www.example.com/news/1").access
    assert (access.verdict, access.kind) == ("consent", "other")
    assert access.evidence[0].startswith("a consent form")


NOINDEX = "<meta name=robots content='noindex, follow'>"


@pytest.mark.parametrize(
    ("title", "head", "url"),
    [
        ("404 - Page not found | Courier", NOINDEX, "/a"),
        ("The page you want does not exist", "<link rel=canonical href=/>", "/a"),
        ("Error 404", "<link rel=canonical href=/404.html>", "/a"),
        ("Courier: Not Found", "", "/404"),
        ("Seite nicht gefunden - Bote", NOINDEX, "/a"),
        ("Page introuvable | Le Quai", NOINDEX, "/a"),
        ("P\xe1gina no encontrada", NOINDEX, "/a"),
        ("P\xe1gina n\xe3o encontrada", NOINDEX, "/a"),
        ("Pagina non trovata", NOINDEX, "/a"),
        ("Pagina niet gevonden", NOINDEX, "/a"),
        ("Nie znaleziono strony", NOINDEX, "/a"),
        (("\u0421\u0442\u0440\u0430\u043d\u0438\u0446\u0430 \u043d\u0435 \u043d\u0430\u0439\u0434"
         "\u0435\u043d\u0430"), NOINDEX, "/a"),
        ("\u30da\u30fc\u30b8\u304c\u898b\u3064\u304b\u308a\u307e\u305b\u3093", NOINDEX, "/a"),
    ],
)  # fmt: skip
def test_a_soft_404_says_so_and_has_a_sign(title: str, head: str, url: str) -> None:
    """A word in a headline, and what articles do not do."""
    html = (
        f"<html><head><title>{title}</title>{head}</head><body><h1>{title}</h1>{BRIEF}"
        "<form><input name=q></form></body></html>"
    )
    access = article_of(html, "https://www.example.com" + url).access
    assert (access.verdict, access.kind) == ("soft_404", "other")


def test_a_soft_404_may_have_nothing_but_its_headline() -> None:
    """Next to nothing to read is a sign as well."""
    html = f"<html><body><h1>Page not found</h1>{SENTENCE}</body></html>"
    assert article_of(html).access.evidence[0].endswith(": Page not found; nearly no prose")


def test_a_soft_404_is_known_by_its_markup_in_any_language() -> None:
    """WordPress writes `error404` on no other page."""
    html = f"<html><body class='error404 wp'><h1>Ez nincs meg</h1>{SENTENCE}</body></html>"
    access = article_of(html).access
    assert access.verdict == "soft_404"
    assert access.evidence[0].endswith("markup error404")
