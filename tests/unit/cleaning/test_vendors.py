"""Vendors' marks have one home: what is a wall to `fetch` is one to `clean`."""

import pytest

from tasks.cleaning.access.vendors import DENIALS, SHOWN_INSTEAD, VERDICT_HEADERS, pattern
from tests.unit.cleaning.test_access import SENTENCE, SENTENCES, article_of
from worker.fetching.walls import wall_of

SPELT = (
    "window._cf_chl_opt={}",
    "<div class=cf-challenge>",
    "<script src=https://ct.captcha-delivery.com/c.js>",
    "<div id=px-captcha>",
    "<iframe src=/_Incapsula_Resource?CWUDNSAI=9>",
    "<div id=sec-if-cpt-container>",
    "<script src=/x?bm-verify=A>",
    "<script src=/awswaf-captcha.js>",
    "<script>window.gokuProps={}</script>",
    "<script>sucuri_cloudproxy_js=1</script>",
    "<script id=anubis_challenge>",
    "<script src=/.well-known/ddos-guard/js>",
    "<form action=https://validate.perfdrive.com/c>",
    "<script src=/_fs-ch-1T/script.js>",
    "<script src=/.well-known/vercel/security/static/challenge.js>",
)


@pytest.mark.parametrize("mark", SPELT)
def test_what_is_shown_instead_is_a_wall_to_both(mark: str) -> None:
    """With a refusal it is told before it is read, with a 200 when it is read."""
    page = f"<html><body><h1>One moment</h1>{mark}</body></html>"
    if mark.startswith("window"):
        page = f"<html><body><h1>One moment</h1><script>{mark}</script></body></html>"
    assert article_of(page).access.verdict == "blocked"
    assert wall_of(403, {}, page.encode()) is not None


def test_every_mark_is_spelt_in_ascii() -> None:
    """Else it would not be found in bytes."""
    assert pattern(SHOWN_INSTEAD, DENIALS).isascii()


@pytest.mark.parametrize("name", [name for name, _, _ in VERDICT_HEADERS[:3]])
def test_a_verdict_in_the_headers_is_believed_where_there_is_little_to_read(name: str) -> None:
    """An article that came with one was let through."""
    headers = {name: "challenge"}
    assert article_of(f"<body>{SENTENCE}</body>", headers=headers).access.verdict == "blocked"
    assert article_of(f"<body>{SENTENCES}</body>", headers=headers).access.verdict == "open"
