"""Walls against automatic readers, and what only looks like one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.fetching.walls import STATUSES, wall_of

CHALLENGE = b"<script>(function(){window._cf_chl_opt={cvId:'3'}}())</script>"


@pytest.mark.parametrize("status", sorted(STATUSES))
@pytest.mark.parametrize(
    ("headers", "maker"),
    [
        ({"cf-mitigated": "challenge"}, "Cloudflare"),
        ({"x-amzn-waf-action": "captcha"}, "AWS WAF"),
        ({"x-amzn-waf-action": "Challenge"}, "AWS WAF"),
        ({"x-vercel-mitigated": "deny"}, "Vercel"),
        ({"x-sucuri-block": "FBP007"}, "Sucuri"),
        ({"x-dd-b": "1", "x-datadome": "protected"}, "DataDome"),
        ({"x-kpsdk-ct": "0a1b"}, "Kasada"),
        ({"x-iinfo": "8-1-0 0NNN RT(1 2) q(0 -1 -1 -1) r(0 -1) B15(4,200,0) U18"}, "Imperva"),
    ],
)
def test_a_header_that_names_the_verdict(status: int, headers: dict[str, str], maker: str) -> None:
    """With whichever refusal it comes, and the evidence names it."""
    wall = wall_of(status, headers, b"")
    assert wall is not None
    assert maker in wall
    assert next(iter(headers)) in wall


@pytest.mark.parametrize(
    ("start", "maker"),
    [
        (CHALLENGE, "Cloudflare"),
        (b"src='/cdn-cgi/challenge-platform/h/g/orchestrate/chl_page/v1?ray=8'", "Cloudflare"),
        (b"<script data-cfasync='false' src='https://ct.captcha-delivery.com/c.js'>", "DataDome"),
        (b"<iframe src='https://geo.captcha-delivery.com/captcha/?x'>", "DataDome"),
        (b"<div id='px-captcha'>", "PerimeterX"),
        (b"window._pxAppId = 'PX1'", "PerimeterX"),
        (b"<iframe src='/_Incapsula_Resource?SWUDNSAI=31'>", "Imperva"),
        (b"https://1.edge.sdk.awswaf.com/1/2/challenge.js", "AWS WAF"),
        (b"/.well-known/ddos-guard/js-challenge/index.js", "DDoS-Guard"),
        (b"<script src='/__qrator/qauth_utm_v2.js'>", "Qrator"),
    ],
)
@pytest.mark.parametrize("status", [401, 403, 405, 503])
def test_a_script_that_only_a_wall_loads(status: int, start: bytes, maker: str) -> None:
    """With any refusal but a 429, which asks for time first of all."""
    wall = wall_of(status, {}, b"<html>" + start)
    assert wall is not None
    assert maker in wall
    assert wall_of(429, {}, start) is None


@pytest.mark.parametrize(
    ("headers", "start"),
    [
        ({"server": "AkamaiGHost"}, b"Reference #18.e3c1202.1744611336.e02832"),
        ({"server": "AkamaiGHost"}, b"Reference&#32;&#35;18&#46;e3c1202"),
        ({"server": "cloudflare"}, b'<div id="cf-error-details" class="cf-error-details-wrapper">'),
        ({"x-datadome": "protected"}, b""),
    ],
)
def test_what_counts_only_for_a_403(headers: dict[str, str], start: bytes) -> None:
    """Its makers write the same when a site is down."""
    assert wall_of(403, headers, start) is not None
    for status in STATUSES - {403}:
        assert wall_of(status, headers, start) is None


@pytest.mark.parametrize("status", sorted(STATUSES))
@pytest.mark.parametrize(
    ("headers", "start"),
    [
        ({}, b""),
        ({"server": "cloudflare", "cf-ray": "8f02"}, b"<h1>Members only</h1>"),
        ({"server": "nginx"}, b"Access denied. Reference #18.e3c1202"),
        ({"server": "AkamaiGHost"}, b"<h1>Members only</h1>"),
        ({"x-iinfo": "10-17-17 NNNN CT(34 109 0) RT(1 68) q(0 0 2 0) r(2 2) U6"}, b""),
        ({"x-amzn-waf-action": "", "cf-mitigated": "none"}, b""),
        ({}, b"<h1>Are you a robot?</h1> Solve this captcha. Just a moment... Incapsula, DataDome"),
        ({}, b"<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>"),
        ({}, b"<script src=/cdn-cgi/challenge-platform/h/b/scripts/jsd/1/main.js></script>"),
    ],
)
def test_what_is_no_wall(status: int, headers: dict[str, str], start: bytes) -> None:
    """Words, and marks that ordinary pages of the same makers have."""
    assert wall_of(status, headers, start) is None


@settings(deadline=None)  # a busy machine is no failure
@given(st.integers(min_value=100, max_value=999).filter(lambda status: status not in STATUSES))
def test_no_other_status_is_a_wall(status: int) -> None:
    """A page that came is judged by what is in it."""
    assert wall_of(status, {"cf-mitigated": "challenge"}, CHALLENGE) is None
