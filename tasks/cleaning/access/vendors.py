"""The names by which third parties' code is known: bot walls, consent forms, paywalls.

This is their one home: `fetch` knows a refusal by them, `clean` a page. Patterns of bot walls are
ASCII, so that they are found in bytes and in text; each group says where its names count.
"""

import re
from collections.abc import Mapping
from typing import Final

Marks = tuple[tuple[str, str], ...]
"""Patterns, each with the maker whose it is."""

VERDICT_HEADERS: Final[tuple[tuple[str, str, str], ...]] = (
    # Source: Cloudflare, "Detect a Challenge Page response".
    ("cf-mitigated", "challenge", "Cloudflare"),
    # Source: AWS WAF Developer Guide, "CAPTCHA and Challenge action behavior".
    ("x-amzn-waf-action", "challenge|captcha", "AWS WAF"),
    ("x-vercel-mitigated", "challenge|deny", "Vercel"),
    ("x-sucuri-block", ".+", "Sucuri"),
    ("x-dd-b", ".+", "DataDome"),
    ("x-kpsdk-ct", ".+", "Kasada"),
    ("x-iinfo", r".*\bB\d+\(.*", "Imperva"),  # without its B, it comes with every page
)
"""Headers that name a verdict: name, value, maker."""

GUARD_HEADERS: Final = (("x-datadome", ".+", "DataDome"),)
"""They come with every page of a site behind it, too, but hardly one sends a 403 of its own."""

SHOWN_INSTEAD: Final[Marks] = (
    (r"_cf_chl_|cf-challenge|cf-browser-verification|challenge-error-text", "Cloudflare"),
    (r"captcha-delivery\.com", "DataDome"),
    (r"px-captcha", "PerimeterX"),
    (r"_Incapsula_Resource\?(?!SWJIYLWA)", "Imperva"),
    (r"sec-if-cpt|/_sec/cp_challenge|bm-verify", "Akamai"),
    (r"awswaf-captcha|gokuProps", "AWS WAF"),
    (r"sucuri_cloudproxy", "Sucuri"),
    (r"anubis_challenge", "Anubis"),
    (r"/\.well-known/ddos-guard", "DDoS-Guard"),
    (r"validate\.perfdrive\.com", "Radware"),
    (r"/_fs-ch-", "Fastly"),
    (r"/\.well-known/vercel/security", "Vercel"),
)
"""What they put only on the page that they show instead of the site's own."""

DENIALS: Final[Marks] = (
    (r"cf-error-details", "Cloudflare"),
    (r"errors\.edgesuite\.net", "Akamai"),
)
"""What they write when they refuse, and also when a site is down."""

WATCHING: Final[Marks] = (
    # Ordinary pages get scripts of Cloudflare as well; those are in a folder of that name.
    (r"/cdn-cgi/challenge-platform/(?![^\"'<>\s]{0,200}scripts/)", "Cloudflare"),
    (r"_pxAppId", "PerimeterX"),
    (r"/_Incapsula_Resource\?", "Imperva"),
    (r"\.awswaf\.com/", "AWS WAF"),
    (r"/__qrator/qauth", "Qrator"),
)
"""What watches on ordinary pages too. A refusal that loads it is theirs."""

SERVERS: Final[tuple[tuple[str, str, str], ...]] = (
    ("AkamaiGHost", r"Reference(?: |&#32;)(?:#|&#35;)[0-9a-f]", "Akamai"),
    ("cloudflare", r"id=[\"']cf-error-details", "Cloudflare"),
)
"""What their servers write into a 403 that loads no script: server, mark, maker."""

GATES: Final = re.compile(
    r"cf-turnstile|challenges\.cloudflare\.com|challenge-platform|_Incapsula_Resource|datadome|"
    r"g-recaptcha|h-captcha|hcaptcha\.com|recaptcha/api|arkoselabs|funcaptcha|geetest|"
    r"awswaf\.com|KPSDK|/TSPD/|perimeterx|captcha-form",
    re.IGNORECASE,
)
"""What stands on ordinary pages too: a form for comments, a script that watches."""

CONSENT: Final = re.compile(
    r"(?:^|(?<=[\s_-]))(?:didomi|onetrust|usercentrics|cookiebot|sp[_-]message|qc-cmp\d?|cmpbox|"
    r"cmpwrapper|truste|iubenda|klaro|osano)(?=$|[\s_-])|cybotcookiebot",
    re.IGNORECASE,
)
"""Names of elements of those who ask for consent on a site's behalf."""

PAYWALLS: Final = re.compile(
    r"(?:^|(?<=[\s_-]))(?:piano|tp-container|tp-modal|poool|tinypass|pelcro|zephr|leaky)"
    r"(?=$|[\s_-])",
    re.IGNORECASE,
)
"""Names of elements of those who sell articles on a site's behalf."""


def pattern(*groups: Marks) -> str:
    """Give one pattern for all marks of some groups."""
    return "|".join(mark for group in groups for mark, _ in group)


def by_header(marks: tuple[tuple[str, str, str], ...], headers: Mapping[str, str]) -> str | None:
    """Say whose wall headers name, and what they say; `headers` by their names in lower case."""
    for name, expected, maker in marks:
        value = headers.get(name, "").strip()
        if re.fullmatch(expected, value, re.IGNORECASE):
            return f"a wall of {maker} ({name}: {value[:40]})"
    return None
