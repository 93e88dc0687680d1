"""Which document it is: the same `id` for every version of one article.

Taken from the canonical URL where it can be trusted, else the final URL, else the caller's own
id, else the text.

A canonical URL is taken at its word, but for what never tells two documents apart: the scheme,
`www.`, the order of the parameters and a slash at the end. (Of 65,000 paths that 700 news pages
link to, 138 are linked with and without that slash; by the words of the links none of them is
two documents.) Of a URL that no page has vouched for, what marks an AMP page is taken off too,
where the structure of the URL leaves no doubt. A mobile host stays: whether `m.` shows the same
documents only the page can say.
"""

import hashlib
import re
from typing import Final
from urllib.parse import urlsplit

from tasks.urls.normal import absolute, is_root, normalised_url, registrable_domain

_ID_DIGITS: Final = 32
"""128 bits: two documents with one id are not to be expected."""

_AMP_CACHE: Final = re.compile(
    r"https?://(?:[\w-]+\.cdn\.ampproject\.org/[a-z]|[\w-]+\.bing-amp\.com/[a-z]|"
    r"(?:www\.)?google(?:\.[a-z]{2,3}){1,2}/amp)/(s/)?([\w-]+(?:\.|%2E)[^/?]+.*)"
)
_AMP_PARAMETER: Final = re.compile(
    r"amp(?:=(?:1|true)?)?|(?:outputtype|display)=amp", re.IGNORECASE
)
_AMP_ENDING: Final = re.compile(r"[._~]amp(\.s?html?)?$")
_AMP_SEGMENT: Final = re.compile(r"/amp(?=/|$)")

_PLAIN: Final = re.compile(r"(?:[^\W\d]+(?:-[^\W\d]+)?)?(?:\.[a-z]{3,5})?")
"""A path's last segment as sections and scripts have it: one or two words, no number."""

_TELLING: Final = re.compile(r"\d|[-_][^-_]+[-_]")
"""What tells one document from its neighbours: a number, or three words and more."""

_NUMBER: Final = re.compile(r"\d{5}")
"""The number of an article, wherever it stands; a year is shorter."""


def identity_of(*, url: str | None, own_id: str | None, text: str) -> str:
    """Give the `id` of a document.

    Args:
        url: the canonical URL, or what `unvouched` makes of the final one.
        own_id: what the caller calls it.
        text: its text, which decides where there is neither.
    """
    if url:
        name = "url:" + _name(url)
    elif own_id:
        name = "own:" + own_id
    else:
        name = "text:" + " ".join(text.split())
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:_ID_DIGITS]


def url_key(url: str) -> str | None:
    """Give the `id` of the document at a URL, as far as the URL alone can tell.

    It is the `id` that the document has in the end when its page names no other canonical URL.
    None for what is no http(s) URL.
    """
    plain = unvouched(normalised_url(url))
    return identity_of(url=plain, own_id=None, text="") if plain else None


def unvouched(url: str | None) -> str | None:
    """Give the URL of the document that a URL shows, where no page has named it.

    An AMP cache, an `amp.` host, an AMP parameter and an AMP ending are taken off. A segment
    `amp` is, where the rest of the path names an article: `/guitars/amp` is about amplifiers.
    """
    if url is None or "amp" not in url.lower():
        return url
    if cached := _AMP_CACHE.fullmatch(url):
        url = normalised_url(f"http{'s' if cached[1] else ''}://{cached[2]}") or url
    parts = urlsplit(url)
    host = parts.netloc
    if host.startswith("amp.") and registrable_domain(url) != parts.hostname:
        host = host.removeprefix("amp.")
    query = "&".join(p for p in parts.query.split("&") if not _AMP_PARAMETER.fullmatch(p))
    path = _AMP_ENDING.sub(r"\1", parts.path)
    without = _AMP_SEGMENT.sub("", path, count=1)
    if _TELLING.search(_last_segment(without)) or _NUMBER.search(without):
        path = without
    return f"{parts.scheme}://{host}{path}{query and '?'}{query}"


def canonical_url(candidates: tuple[str | None, ...], page_url: str | None) -> str | None:
    """Give the first candidate that may be trusted, normalised.

    A candidate is trusted within the registrable domain of the page's own URL, and not when it
    is the root of a site, or the section or script that the page is one document of, while the
    page's own URL tells more. Without a URL of the page any absolute candidate but a root is
    trusted, for then nothing contradicts it.
    """
    for candidate in candidates:
        url = absolute(candidate, page_url)
        if url and _is_trusted(url, unvouched(page_url)):
            return url
    return None


def _is_trusted(url: str, page_url: str | None) -> bool:
    if page_url is None:
        return not is_root(url)
    if registrable_domain(url) != registrable_domain(page_url):
        return False
    return is_root(page_url) if is_root(url) else not _is_only_above(url, page_url)


def _is_only_above(url: str, page_url: str) -> bool:
    """Say whether a URL is that of a section or a script, and the page's own one tells more."""
    above, page = urlsplit(url), urlsplit(page_url)
    path = above.path.rstrip("/")
    if above.query or not (page.path + "/").startswith(path + "/"):
        return False
    if not _PLAIN.fullmatch(_last_segment(path)):
        return False
    values = "&".join(parameter.partition("=")[2] for parameter in page.query.split("&"))
    return bool(_TELLING.search(page.path[len(path) :]) or _TELLING.search(values))


def _last_segment(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


def _name(url: str) -> str:
    """Give what of a URL tells documents apart."""
    path, _, query = url.partition("://")[2].removeprefix("www.").partition("?")
    if path.count("/") > 1:
        path = path.removesuffix("/")
    return f"{path}?{'&'.join(sorted(query.split('&')))}" if query else path
