"""Where a link leads: home, to another page of its site, or elsewhere. Nothing is asked for."""

import re
from typing import Final

from lxml.html import HtmlElement

_LONGEST_AROUND_HOST: Final = 40
"""A longer link leads further than home; most links of a page are passed over by this."""

_HOME_PATH: Final = re.compile(
    r"/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:index\.\w{1,5})?", re.IGNORECASE
)
_HOST: Final = re.compile(r"(?:https?:)?//(?:www\.)?([^/?#:]+)", re.IGNORECASE)
_ELSEWHERE: Final = re.compile(r"#|(?!https?:)[a-z]{2,20}:", re.IGNORECASE)


def leads_home(link: HtmlElement, host: str) -> bool:
    """Say whether a link leads to the site's home page.

    Args:
        link: an element with `href`.
        host: of the page, without `www.`.
    """
    if link.get("rel") == "home":
        return True
    href = link.get("href") or ""
    if not href or len(href) > len(host) + _LONGEST_AROUND_HOST:
        return False
    scheme, _, rest = href.strip().rpartition("//")
    if not scheme and rest == href.strip():
        return rest[:1] == "/" and bool(_HOME_PATH.fullmatch(rest))
    there, _, path = rest.partition("/")
    return there.removeprefix("www.") == host and bool(_HOME_PATH.fullmatch(path))


def leads_within(link: HtmlElement, host: str) -> bool:
    """Say whether a link leads to a page of its own site.

    Args:
        link: an element with `href`.
        host: of the page, without `www.`.
    """
    target = (link.get("href") or "").strip()
    if not target or _ELSEWHERE.match(target):
        return False
    found = _HOST.match(target)
    return found is None or found[1].lower() == host
