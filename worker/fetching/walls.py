"""Telling a wall against automatic readers from a plain refusal. Pure.

The verdict comes from the status of an answer together with a mark that only its maker sets: a
header, or a script that its page loads. Words prove nothing: an article about captchas has them
too, and so may the page of any 403. Pages that come with 200 are judged where they are read.
"""

import re
from collections.abc import Mapping
from typing import Final

STATUSES: Final = frozenset({202, 401, 402, 403, 405, 406, 429, 451, 503})
"""Those that walls come with. 202 and 405 are those of AWS, 401 that of Qrator."""
EVIDENCE_BYTES: Final = 64 * 1024
"""So much of a body is looked at; the marks stand in its head, or are all there is."""

# Headers that name a verdict. Source: for the first, Cloudflare's "Detect a Challenge Page
# response"; for the second, the AWS WAF Developer Guide, "CAPTCHA and Challenge action behavior".
_VERDICTS: Final[tuple[tuple[str, str, str], ...]] = (
    ("cf-mitigated", "challenge", "Cloudflare"),
    ("x-amzn-waf-action", "challenge|captcha", "AWS WAF"),
    ("x-vercel-mitigated", "challenge|deny", "Vercel"),
    ("x-sucuri-block", ".+", "Sucuri"),
    ("x-dd-b", ".+", "DataDome"),
    ("x-kpsdk-ct", ".+", "Kasada"),
    ("x-iinfo", r".*\bB\d+\(.*", "Imperva"),  # without its B, it comes with every page
)
# It comes with every page of a site behind it, too. But hardly one of them sends a 403 of its own.
_GUARDS: Final = (("x-datadome", ".+", "DataDome"),)
_SCRIPTS: Final[tuple[tuple[re.Pattern[bytes], str], ...]] = (
    # Ordinary pages get scripts of Cloudflare as well; those are in a folder of that name.
    (
        re.compile(rb"_cf_chl_opt|/cdn-cgi/challenge-platform/(?![^\"'<>\s]*scripts/)"),
        "Cloudflare",
    ),
    (re.compile(rb"captcha-delivery\.com/"), "DataDome"),
    (re.compile(rb"px-captcha|_pxAppId"), "PerimeterX"),
    (re.compile(rb"/_Incapsula_Resource\?"), "Imperva"),
    (re.compile(rb"\.awswaf\.com/"), "AWS WAF"),
    (re.compile(rb"/\.well-known/ddos-guard/"), "DDoS-Guard"),
    (re.compile(rb"/__qrator/qauth"), "Qrator"),
)
# These load no script. What they write counts only for a 403, and under the name of their server.
_SERVERS: Final[tuple[tuple[str, re.Pattern[bytes], str], ...]] = (
    ("AkamaiGHost", re.compile(rb"Reference(?: |&#32;)(?:#|&#35;)[0-9a-f]"), "Akamai"),
    ("cloudflare", re.compile(rb"id=[\"']cf-error-details"), "Cloudflare"),
)
_FORBIDDEN: Final = 403
_TOO_MANY: Final = 429


def wall_of(status: int, headers: Mapping[str, str], start: bytes) -> str | None:
    """Say whose wall an answer is, and what shows it; None where it is a plain refusal.

    A 429 asks for time, whoever says so; only a verdict in its headers makes it a wall.

    Args:
        status: of the answer.
        headers: by their names in lower case.
        start: of its body, unpacked; empty where it was not read.
    """
    if status not in STATUSES:
        return None
    found = _by_header(_VERDICTS, headers)
    if found is None and status != _TOO_MANY:
        found = _by_script(start)
    if found is None and status == _FORBIDDEN:
        found = _by_server(headers.get("server", ""), start) or _by_header(_GUARDS, headers)
    return found


def _by_header(marks: tuple[tuple[str, str, str], ...], headers: Mapping[str, str]) -> str | None:
    for name, expected, maker in marks:
        value = headers.get(name, "").strip()
        if re.fullmatch(expected, value, re.IGNORECASE):
            return f"a wall of {maker} ({name}: {value[:40]})"
    return None


def _by_script(start: bytes) -> str | None:
    for script, maker in _SCRIPTS:
        if found := script.search(start):
            return f"a wall of {maker} ({found[0].decode('ascii')})"
    return None


def _by_server(server: str, start: bytes) -> str | None:
    for name, mark, maker in _SERVERS:
        if server.startswith(name) and mark.search(start):
            return f"a wall of {maker} (its own page)"
    return None
