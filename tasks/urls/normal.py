"""One spelling for a URL, and what its host tells. Pure: no name is looked up."""

import re
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

from tld import get_fld

from tasks.urls.tracking import is_tracking

_MAX_URL_CHARACTERS: Final = 2000
"""A longer URL is a fault of the page that states it."""

_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_SAFE: Final = "/%:@!$&'()*+,;=~-._"
_ADDRESS: Final = re.compile(r"[\d.]+|\[?[0-9a-f:.]+\]?")
_HOST: Final = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|[0-9a-f:.]*:[0-9a-f:.]*")
_ESCAPE: Final = re.compile(r"%([0-9A-Fa-f]{2})?")
_SESSION: Final = re.compile(r";jsessionid=[\w.!~-]*", re.IGNORECASE)
_UNRESERVED: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def normalised_url(url: str | None) -> str | None:
    """Give a URL in one spelling, or None when it is no http(s) URL.

    Host in lower case and ASCII, no default port, no user, no fragment, no tracking parameters,
    no session in the path, no dot segments, one spelling of escapes. All other parameters stay,
    in their order: some sites select the article by them. What it gives can be fetched.

    Source: RFC 3986 §6.2.2 and §6.2.3. A fragment goes even when it begins with `#!`: it is never
    sent, so the server does not choose the page by it.
    """
    if not url or len(url) > _MAX_URL_CHARACTERS:
        return None
    try:
        parts = urlsplit(url.strip())
        scheme, port, host = parts.scheme, parts.port, ascii_host(parts.hostname or "")
        path, query = _escaped(parts.path, _SAFE), _escaped(parts.query, _SAFE + "?")
    except ValueError:
        return None
    if scheme not in _DEFAULT_PORTS or not _HOST.fullmatch(host):
        return None
    if ":" in host:
        host = f"[{host}]"
    if port not in {None, _DEFAULT_PORTS[scheme]}:
        host = f"{host}:{port}"
    query = "&".join(part for part in query.split("&") if part and not is_tracking(part))
    return f"{scheme}://{host}{_resolved(path)}{query and '?'}{query}"


def absolute(reference: str | None, base: str | None) -> str | None:
    """Give what a page's reference leads to, in one spelling, or None."""
    try:
        return normalised_url(urljoin(base or "", reference.strip())) if reference else None
    except ValueError:
        return None


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


def is_root(url: str) -> bool:
    """Say whether a URL is that of a whole site."""
    parts = urlsplit(url)
    return parts.path in {"", "/"} and not parts.query


def ascii_host(host: str) -> str:
    """Give a host as names are looked up: in ASCII, without a dot at its end."""
    return (host if host.isascii() else host.encode("idna").decode("ascii")).rstrip(".")


def _escaped(text: str, safe: str) -> str:
    return _ESCAPE.sub(_one_escape, quote(text, safe=safe)) if text else ""


def _one_escape(found: re.Match[str]) -> str:
    if found[1] is None:
        return "%25"
    character = chr(int(found[1], 16))
    return character if character in _UNRESERVED else found[0].upper()


def _resolved(path: str) -> str:
    """Give a path without session and dot segments (RFC 3986 §5.2.4)."""
    if ";" in path:
        path = _SESSION.sub("", path)
    if "/." not in path:
        return path or "/"
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in {".", ".."}:
        kept.append("")
    return "/" + "/".join(kept)
