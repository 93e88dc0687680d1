"""Which document it is: the same `id` for every version of one article.

Taken from the canonical URL where it can be trusted, else the final URL, else the caller's own
id, else the text.
"""

import hashlib
import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from tld import get_fld

_ID_DIGITS = 32
"""128 bits: two documents with one id are not to be expected."""

_MAX_URL_CHARACTERS = 2000
"""A longer canonical URL is a fault of the page."""

# Parameters that say how a reader came, never what is shown; any other stays.
_TRACKING = re.compile(
    r"(?:utm|mtm|itm|pk|piwik|matomo|hsa|vero|oly)_\w+|"
    r"at_(?:medium|campaign\w*|custom\d|link\w*|ptr_name|bbc_team|format)|"
    r"ns_(?:mchannel|source|campaign|linkname|fee)|"
    r"fbclid|gclid|gclsrc|dclid|wbraid|gbraid|msclkid|yclid|twclid|igshid|igsh|mc_cid|mc_eid|"
    r"_ga|_gl|_hsenc|_hsmi|mkt_tok|xtor|cmpid|ocid|smid|smtyp|s_cid|ref_src|ref_url|"
    r"fb_(?:action_ids|action_types|source|ref)|__twitter_impression",
    re.IGNORECASE,
)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SAFE = "/%:@!$&'()*+,;=~-._"
_ADDRESS = re.compile(r"[\d.]+|\[?[0-9a-f:.]+\]?")


def identity_of(*, url: str | None, own_id: str | None, text: str) -> str:
    """Give the `id` of a document.

    Args:
        url: the canonical or the final URL, normalised.
        own_id: what the caller calls it.
        text: its text, which decides where there is neither.
    """
    if url:
        name = "url:" + _without_scheme(url)
    elif own_id:
        name = "own:" + own_id
    else:
        name = "text:" + " ".join(text.split())
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:_ID_DIGITS]


def canonical_url(candidates: tuple[str | None, ...], page_url: str | None) -> str | None:
    """Give the first candidate that may be trusted, normalised.

    A candidate is trusted within the registrable domain of the page's own URL, and not when it
    is the root of a site while the page is not. Without a URL of the page any absolute
    candidate is, for then nothing contradicts it.
    """
    for candidate in candidates:
        url = _absolute(candidate or "", page_url)
        if url and _is_trusted(url, page_url):
            return url
    return None


def normalised_url(url: str | None) -> str | None:
    """Give a URL in one spelling, or None when it is no http(s) URL.

    Host in lower case and ASCII, no default port, no fragment, no tracking parameters. All
    other parameters stay, in their order: some sites select the article by them.
    """
    try:
        parts = urlsplit((url or "").strip())
        port = parts.port
        host = _ascii_host(parts.hostname or "")
        path, query = quote(parts.path, safe=_SAFE), quote(_kept(parts.query), safe=_SAFE + "?")
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not host or len(url or "") > _MAX_URL_CHARACTERS:
        return None
    netloc = host if port in {None, _DEFAULT_PORTS[scheme]} else f"{host}:{port}"
    return urlunsplit((scheme, netloc, path or "/", query, ""))


def registrable_domain(url: str) -> str:
    """Give what its owner has registered of a host: `example.co.uk` of `www.example.co.uk`.

    Source: the Public Suffix List as packed in `tld`; no network.
    """
    host = urlsplit(url).hostname or ""
    if _ADDRESS.fullmatch(host):
        return host
    found = get_fld(f"https://{host}/", fail_silently=True)
    # Names under no public suffix, such as `.example` and those of a company's own network.
    return found or ".".join(host.split(".")[-2:])


def site_of(url: str | None) -> str | None:
    """Give the host of a URL without `www.`."""
    return (urlsplit(url).hostname or "").removeprefix("www.") or None if url else None


def _absolute(candidate: str, page_url: str | None) -> str | None:
    try:
        return normalised_url(urljoin(page_url or "", candidate.strip())) if candidate else None
    except ValueError:
        return None


def _is_trusted(url: str, page_url: str | None) -> bool:
    if page_url is None:
        return not _is_root(url)
    if registrable_domain(url) != registrable_domain(page_url):
        return False
    return not _is_root(url) or _is_root(page_url)


def _is_root(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in {"", "/"} and not parts.query


def _ascii_host(host: str) -> str:
    if host.isascii():
        return host.lower().rstrip(".")
    return host.encode("idna").decode("ascii").rstrip(".")


def _kept(query: str) -> str:
    parts = query.split("&")
    return "&".join(part for part in parts if not _TRACKING.fullmatch(part.partition("=")[0]))


def _without_scheme(url: str) -> str:
    return url.partition("://")[2].removeprefix("www.")
