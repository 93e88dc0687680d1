"""What a page calls its site, and how that is taken off a title."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from lxml.html import HtmlElement

from tasks.cleaning.blocks import on_one_line
from tasks.cleaning.links import leads_home
from tasks.cleaning.structured import Claims, types_of, words_of

_MAX_CHARACTERS: Final = 60
"""A longer 'name' in a link to the home page is a teaser."""

_MOST_HOME_LINKS: Final = 5
"""The logo is the first of them, or nearly; later ones say 'back to the home page'."""

_MOST_LINKS: Final = 100
"""The logo stands above a page; a page with more links above it has none."""

_PUBLISHERS: Final = frozenset({"WebSite", "Organization", "NewsMediaOrganization"})
_WORD: Final = re.compile(r"\w+")
JOINT: Final = re.compile(
    r"\s+[|\u2013\u2014\u2022\xb7\xbb\xab:/_-]{1,3}\s+|\s*[|\xbb_]\s*|(?<![0-9A-Za-z\s])-{1,3}(?!\s)"
)


def site_names(tree: HtmlElement, claims: Claims, host: str) -> frozenset[str]:
    """Give all names that a page has for its site, folded (see `folded`).

    The names stand for what the site's other pages would show: what their titles share.
    """
    names = {folded(name) for name in _stated(claims)}
    names |= {folded(name) for name in _home_links(tree, host)}
    domain = host.split(".")
    names |= {folded(host), *(folded(part) for part in domain[-2:-1])}
    return frozenset(name for name in names if name)


def folded(text: str) -> str:
    """Give the letters and digits of a text, in lower case: 'Ellery.Courier' is 'ellerycourier'."""
    return "".join(_WORD.findall(text.casefold()))


def without_site(title: str, names: frozenset[str]) -> str:
    """Take the site's names off both ends of a title."""
    joints = list(JOINT.finditer(title))
    for joint in joints:
        if folded(title[joint.end() :]) in names:
            return without_site(title[: joint.start()], names)
    for joint in joints:
        if folded(title[: joint.start()]) in names:
            return title[joint.end() :]
    return title


def _stated(claims: Claims) -> Iterator[str]:
    yield from (claims.first(name) or "" for name in ("og:site_name", "application-name"))
    nodes = [node for node in claims.nodes if types_of(node) & _PUBLISHERS]
    for value in (claims.article.get("publisher"), *nodes):
        yield words_of(value) or ""


def _home_links(tree: HtmlElement, host: str) -> Iterator[str]:
    first = islice(tree.iter("a"), _MOST_LINKS)
    links = (link for link in first if leads_home(link, host))
    for link in islice(links, _MOST_HOME_LINKS):
        images = [image.get("alt") or "" for image in link.iter("img")]
        for name in ("".join(link.itertext()), link.get("title") or "", *images):
            if len(name) <= _MAX_CHARACTERS:
                yield on_one_line(name)
