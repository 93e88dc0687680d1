"""Which URLs and addresses fetch may reach. Pure: nothing here resolves or connects.

A name proves nothing, so the decision falls at the address that is about to be connected to,
on every hop; what is refused here is never connected to, not even to see.
"""

import re
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

import httpx

from tasks.errors import UnsafeURL

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

SCHEMES: Final = frozenset({"http", "https"})
# No server takes a longer one, and a redirect's is kept with the page.
MAX_URL_CHARACTERS: Final = 16_384
PUBLIC_PORTS: Final = frozenset({80, 443})

# What `ipaddress` calls global, or does in some of the Python versions that we run on, but is
# no place for a news site.
_REFUSED: Final[tuple[Network, ...]] = (
    IPv4Network("168.63.129.16/32"),  # Azure's platform address: public number, internal use
    IPv4Network("192.0.0.0/24"),  # protocol assignments, RFC 6890; Oracle's metadata is in it
    IPv4Network("192.88.99.0/24"),  # relays from IPv4 to 6to4, withdrawn by RFC 7526
    IPv6Network("3fff::/20"),  # documentation, RFC 9637
)
_GLOBAL_UNICAST: Final = IPv6Network("2000::/3")  # all of IPv6 that is given out, RFC 4291
_NAT64: Final = IPv6Network("64:ff9b::/96")  # the IPv4 address is in the last 32 bits, RFC 6052

# After IDNA: letters, digits, dots, hyphens, underscores; colons for IPv6. No zone, no percent.
_HOST: Final = re.compile(rb"[a-z0-9._:-]+")


def check_url(url: str, base: httpx.URL | None = None) -> httpx.URL:
    """Say that a URL may be asked for, and give it parsed, without its fragment.

    Args:
        url: absolute; or relative to `base`, as a redirect's Location may be.
        base: the URL that redirects.

    Raises:
        UnsafeURL: it is no http(s) URL, or carries credentials.
    """
    if len(url) > MAX_URL_CHARACTERS:
        raise UnsafeURL(f"the URL has {len(url)} characters")
    try:
        joined = httpx.URL(url) if base is None else base.join(url)
        parsed = joined.copy_with(fragment=None) if "#" in url else joined  # it parses once more
    except (httpx.InvalidURL, ValueError) as error:
        raise UnsafeURL(f"this is no URL: {error}") from error
    if parsed.scheme not in SCHEMES:
        raise UnsafeURL(f"only http and https are fetched, not {parsed.scheme or 'a bare path'!r}")
    if parsed.userinfo:
        raise UnsafeURL("a URL with a user name or password is not fetched")
    if not _HOST.fullmatch(parsed.raw_host):
        raise UnsafeURL(f"{parsed.raw_host!r} is no host name")
    if parsed.port is not None and not 0 < parsed.port < 2**16:
        raise UnsafeURL(f"{parsed.port} is no port")
    return parsed


def check_address(address: str | Address, port: int, allowed: Sequence[Network] = ()) -> None:
    """Say that an address may be connected to: it is public, or in a network that is allowed.

    Args:
        address: what a name was resolved to, or its text.
        port: 80 or 443, unless the address is allowed.
        allowed: networks that may be reached on any port although they are not public.

    Raises:
        UnsafeURL: names the address and the reason.
    """
    reached = _unmapped(ip_address(address) if isinstance(address, str) else address)
    if any(reached in network for network in allowed):
        return
    if not all(_public(end) for end in _ends(reached)):
        raise UnsafeURL(f"{address} is not a public address")
    if port not in PUBLIC_PORTS:
        raise UnsafeURL(f"port {port} is neither 80 nor 443")


def _unmapped(address: Address) -> Address:
    """Give the IPv4 address that the system connects to for `::ffff:a.b.c.d`."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address


def _ends(address: Address) -> tuple[Address, ...]:
    """Give the IPv4 addresses that a tunnel's IPv6 address leads to; any other gives itself."""
    if isinstance(address, IPv4Address):
        return (address,)
    if address.teredo:
        return address.teredo
    if address.sixtofour:
        return (address.sixtofour,)
    if address in _NAT64:
        return (IPv4Address(int(address) & 0xFFFF_FFFF),)
    return (address,)


def _public(address: Address) -> bool:
    if any(address in network for network in _REFUSED):
        return False
    if isinstance(address, IPv6Address) and address not in _GLOBAL_UNICAST:
        return False
    return address.is_global and not address.is_multicast
