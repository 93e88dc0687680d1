"""What a publisher reserves: signals in the page and in the answer's headers.

Source: X-Robots-Tag as Google documents it (an agent's name before a colon holds for the
directives after it); `noai` and `noimageai` as DeviantArt introduced them; TDM Reservation
Protocol of the W3C community group (final report of May 2024): 1 reserves, anything else does
not, and a policy means nothing without a reservation. Where header and page contradict each
other, the one that reserves is believed.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from tasks.cleaning.structured import Claims
from tasks.urls.normal import absolute

_AGENT: Final = "newsmill"
"""The product token by which a site can address newsmill alone."""

_DIRECTIVES: Final = ("noai", "noimageai")
_WITH_VALUE: Final = re.compile(r"unavailable_after|max-(?:snippet|image-preview|video-preview)")
_PREFIX: Final = re.compile(r"([\w.-]+)\s*:\s*")
_MOST_HEADER_CHARACTERS: Final = 4000
"""What is longer is no list of directives."""


def rights_of(
    claims: Claims, headers: Mapping[str, str], *, url: str | None = None
) -> dict[str, str]:
    """Give the reservations that hold for newsmill, each with the places that make it.

    `noai`, `noimageai`, `tdm-reservation`, and `tdm-policy:URL` beside that.

    Args:
        claims: of the page.
        headers: of the answer, by their names in lower case.
        url: of the page, for a policy's relative URL.
    """
    found: dict[str, list[str]] = {}
    for signal, place in (*_refusals(claims, headers), *_mining(claims, headers, url)):
        found.setdefault(signal, []).append(place)
    return {signal: " and ".join(dict.fromkeys(places)) for signal, places in found.items()}


def _refusals(claims: Claims, headers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    stated = (
        ("X-Robots-Tag", _ours(headers.get("x-robots-tag", ""))),
        ("meta robots", _words(claims.meta.get("robots", ()))),
        (f"meta {_AGENT}", _words(claims.meta.get(_AGENT, ()))),
    )
    for directive in _DIRECTIVES:
        for place, words in stated:
            if directive in words:
                yield directive, place


def _mining(
    claims: Claims, headers: Mapping[str, str], url: str | None
) -> Iterator[tuple[str, str]]:
    names = ("tdm-reservation", "tdm-policy")
    stated = (
        ("header", [headers.get(name, "") for name in names]),
        ("meta", [claims.first(name) or "" for name in names]),
    )
    for place, (reservation, policy) in stated:
        if reservation.strip() == "1":
            yield "tdm-reservation", place
            if at := absolute(policy.strip().strip('"'), url):
                yield f"tdm-policy:{at}", place


def _ours(header: str) -> frozenset[str]:
    """Give the directives of an X-Robots-Tag that are for all, or for newsmill."""
    found, is_ours = set(), True
    for part in header[:_MOST_HEADER_CHARACTERS].lower().split(","):
        directive = part.strip()
        agent = _PREFIX.match(directive)
        if agent and not _WITH_VALUE.fullmatch(agent[1]):
            is_ours, directive = agent[1] == _AGENT, directive[agent.end() :]
        if is_ours:
            found.add(directive)
    return frozenset(found)


def _words(values: tuple[str, ...]) -> frozenset[str]:
    return frozenset(re.findall(r"[\w-]+", ",".join(values).lower()))
