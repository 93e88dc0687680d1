"""Which URLs and addresses fetch may reach. Nothing here opens a socket."""

from ipaddress import ip_network

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.errors import UnsafeURL
from worker.fetching.safety import check_address, check_url

NOT_PUBLIC = {
    "loopback": "127.0.0.1",
    "all of 127/8 is loopback": "127.255.0.9",
    "private 10/8": "10.0.0.1",
    "private 172.16/12": "172.31.255.255",
    "private 192.168/16": "192.168.1.1",
    "link-local, where clouds keep metadata": "169.254.169.254",
    "carrier-grade NAT": "100.64.0.1",
    "carrier-grade NAT, Alibaba's metadata": "100.100.100.200",
    "Azure's platform address": "168.63.129.16",
    "Oracle's metadata": "192.0.0.192",
    "6to4 relays": "192.88.99.1",
    "documentation": "203.0.113.5",
    "benchmarks": "198.18.0.1",
    "multicast": "224.0.0.1",
    "multicast, global scope": "239.1.2.3",
    "reserved": "240.0.0.1",
    "broadcast": "255.255.255.255",
    "unspecified": "0.0.0.0",  # noqa: S104 - refused, not bound
    "this network": "0.1.2.3",
    "v6 loopback": "::1",
    "v6 unspecified": "::",
    "v6 link-local": "fe80::1",
    "v6 link-local with its zone": "fe80::1%eth0",
    "v6 unique local, AWS's metadata": "fd00:ec2::254",
    "v6 site-local": "fec0::1",
    "v6 multicast, global scope": "ff0e::1",
    "v6 documentation": "2001:db8::1",
    "v6 documentation, the new one": "3fff::1",
    "v6 discard": "100::1",
    "v6 segment routing": "5f00::1",
    "v6 benchmarks": "2001:2::1",
    "v4-mapped loopback": "::ffff:127.0.0.1",
    "v4-mapped private": "::ffff:10.0.0.1",
    "v4-compatible loopback": "::127.0.0.1",
    "6to4 of a private address": "2002:0a00:0001::1",
    "NAT64 of loopback": "64:ff9b::7f00:1",
    "NAT64 of metadata": "64:ff9b::a9fe:a9fe",
    "NAT64, local use": "64:ff9b:1::808:808",
    "Teredo to a private client": "2001:0:808:808::f5ff:fffe",
    "Teredo over a private server": "2001:0:a00:1::f7f7:f7f7",
}
PUBLIC = {
    "v4": "8.8.8.8",
    "v6": "2606:4700:4700::1111",
    "v4-mapped": "::ffff:8.8.8.8",
    "NAT64": "64:ff9b::808:808",
    "6to4": "2002:808:808::1",
    "Teredo between public ends": "2001:0:808:808::f7f7:f7f7",
}


@pytest.mark.parametrize("address", NOT_PUBLIC.values(), ids=NOT_PUBLIC.keys())
def test_addresses_that_are_not_public_are_refused(address: str) -> None:
    """Also as the IPv4 address that an IPv6 address leads to."""
    with pytest.raises(UnsafeURL, match="not a public address"):
        check_address(address, 80)


@pytest.mark.parametrize("address", PUBLIC.values(), ids=PUBLIC.keys())
@pytest.mark.parametrize("port", [80, 443])
def test_public_addresses_are_reached(address: str, port: int) -> None:
    """On the two ports of the web."""
    check_address(address, port)


@pytest.mark.parametrize("port", [1, 22, 25, 6379, 8080])
def test_other_ports_are_refused(port: int) -> None:
    """Even of public addresses: no news is published there."""
    with pytest.raises(UnsafeURL, match=f"port {port}"):
        check_address("8.8.8.8", port)


@pytest.mark.parametrize("address", ["10.1.2.3", "::ffff:10.1.2.3", "fd12::9"])
def test_allowed_networks_are_reached_on_any_port(address: str) -> None:
    """That is what NEWSMILL_ALLOW_ADDRESSES is for."""
    allowed = (ip_network("10.1.2.0/24"), ip_network("fd12::/16"))
    check_address(address, 8080, allowed)


@pytest.mark.parametrize("address", ["10.1.3.1", "127.0.0.1", "64:ff9b::a01:203", "fd13::9"])
def test_allowing_a_network_allows_no_other(address: str) -> None:
    """Nor a tunnel into it."""
    allowed = (ip_network("10.1.2.0/24"), ip_network("fd12::/16"))
    with pytest.raises(UnsafeURL):
        check_address(address, 80, allowed)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org/a",
        "//example.org/a",
        "/a",
        "file:///etc/passwd",
        "ftp://example.org/a",
        "javascript:alert(1)",
        "gopher://example.org/",
        "http://",
        "http:///a",
        "https:example.org",
        "http://user@example.org/",
        "http://user:secret@example.org/",
        "http://example.org\\@10.0.0.1/",
        "http://exa mple.org/",
        "http://ex%61mple.org/",
        "http://example.org:0/",
        "http://example.org:99999/",
        "http://example.org:http/",
        "http://[::1/",
        "http://[fe80::1%25eth0]/",
        "http://0177.0.0.1/",
        "http://256.1.1.1/",
        "http://example.org/\x00",
        "http://example.org/a\nHost: b",
        "http://" + "a" * 70_000,
    ],
)
def test_urls_that_are_not_fetched(url: str) -> None:
    """Other schemes, no host, credentials, and what is no URL at all."""
    with pytest.raises(UnsafeURL):
        check_url(url)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://example.org", "http://example.org"),
        ("HTTPS://Example.ORG:443/A?b=c#part", "https://example.org/A?b=c"),
        ("http://example.org:8080/", "http://example.org:8080/"),
        ("http://bücher.example/ü", "http://xn--bcher-kva.example/%C3%BC"),
        ("http://[::1]/", "http://[::1]/"),
        ("http://2130706433/", "http://2130706433/"),
        ("http://0x7f.1/", "http://0x7f.1/"),
    ],
)
def test_urls_that_may_be_asked_for(url: str, expected: str) -> None:
    """Whether their address may be reached is decided when it is known."""
    assert expected == str(check_url(url))


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("b", "http://example.org/a/b"),
        ("/b?c", "http://example.org/b?c"),
        ("//other.example/b", "http://other.example/b"),
        ("https://other.example/", "https://other.example/"),
        ("?page=2#top", "http://example.org/a/?page=2"),
    ],
)
def test_a_location_is_resolved_against_the_url_that_redirects(
    location: str, expected: str
) -> None:
    """As RFC 3986 says."""
    assert expected == str(check_url(location, httpx.URL("http://example.org/a/")))


@settings(deadline=None)  # a busy machine is no failure
@given(st.one_of(st.text(), st.text().map("http://".__add__), st.text().map("http://[".__add__)))
def test_a_url_is_parsed_or_refused(url: str) -> None:
    """Whatever it is, no other error comes out."""
    base = httpx.URL("http://example.org/a")
    for start in (None, base):
        try:
            parsed = check_url(url, start)
        except UnsafeURL:
            continue
        assert parsed.scheme in {"http", "https"}
        assert parsed == check_url(str(parsed))


@settings(deadline=None)  # a busy machine is no failure
@given(st.ip_addresses())
def test_every_address_is_judged(address: object) -> None:
    """Public or not: no other error comes out, and the text is judged as the address is."""
    verdicts = set()
    for form in (address, str(address)):
        try:
            check_address(form, 443)  # type: ignore[arg-type]
        except UnsafeURL:
            verdicts.add("refused")
        else:
            verdicts.add("reached")
    assert len(verdicts) == 1


def test_endless_url_is_refused() -> None:
    """What nobody would answer is not asked, nor kept."""
    with pytest.raises(UnsafeURL, match="characters"):
        check_url("http://a.example/" + "a" * 20_000)
