"""Who wrote an article, as the page names them.

The rule, in the order of the evidence: a person named in full by JSON-LD, else by a marked byline
near the headline, else by the meta tags; then a nickname that stands as such a byline; then a
person named in words or after the text; then anybody else, agencies and newsrooms among them; and
the site itself only where nothing else is said. A name of one word is spelt out where the page
has it in full. 'dpa/xy' is one author: it is one sign.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from tasks.cleaning.authorship.bylines import bylines_of
from tasks.cleaning.authorship.lines import names_in
from tasks.cleaning.authorship.names import Kind, is_full, kind_of, letters_of
from tasks.cleaning.blocks import Piece
from tasks.cleaning.structured import Claims, Node, types_of, words_of
from tasks.record import Author

_MOST_AUTHORS = 10
"""More names are those of a list of articles."""

_MOST_STATED = 100
"""Names in JSON-LD that are read. It must be above the names that are believed, and the sites."""

_SHORTEST_SITE = 6
"""Letters from which a site's name within a longer one tells that this is the site."""

_META: Final = (
    *("author", "article:author", "parsely-author", "sailthru.author", "dc.creator"),
    *("article:author_name", "og:article:author", "citation_author", "cxenseparse:author"),
)
_LIKE_META = re.compile(r"(?:^|[._:-])(?:authors?|creator|author_?name|bylines?)(?:_?name)?$")
_BY = re.compile(r"\b(?:by|von|par|por|da|di|av|af|door|przez|author|autor)\b", re.IGNORECASE)
_WITH_INITIALS = re.compile(r"/[a-z]{2,4}$")
_OF_OTHERS: Final = frozenset({"Answer", "Comment", "Review", "WebSite"})

Named = tuple[str, Kind | None]
Evidence = tuple[list[Named], Callable[[Named], bool]]


def authors_of(
    tree: HtmlElement, claims: Claims, *, title: str | None = None, pieces: Sequence[Piece] = ()
) -> tuple[Author, ...] | None:
    """Find the authors in the order in which the page gives them; None where it gives none.

    Args:
        tree: the page.
        claims: what it says of itself.
        title: its headline, which bylines stand near to.
        pieces: its body, which bylines stand before or after.
    """
    seen = bylines_of(tree, title, pieces)
    stated = list(islice(_from_nodes(_author_claim(claims), claims.nodes), _MOST_STATED))
    meta, top, said = (_named(names) for names in (_meta_names(claims), seen.top, seen.said))
    end, rest = _named(seen.end), _named(seen.rest)
    signed, sign = _named(seen.signed), _named(seen.sign)
    persons: list[Evidence] = [
        *((names, _is_person) for names in (stated, top, meta)),
        (top if len(top) == 1 else [], _is_any),
        *((names, _is_person) for names in (said, end, rest, signed)),
    ]
    others = (stated, meta, sign) if stated else (meta, sign, said, end)
    anybody: list[Evidence] = [(names, _is_any) for names in others]
    chosen = _chosen([*persons, *anybody], _sites(claims))
    if not chosen:  # Then the site itself is the author, where it says so.
        own: list[Evidence] = [(names, _is_any) for names in (stated, meta, top, said)]
        chosen = _chosen(own, frozenset())
    every = [name for names, _ in persons for name, _ in names]
    return _made(chosen, every, claims.first("og:site_name"))


def _made(
    names: Iterable[Named], every: Sequence[str], site: str | None
) -> tuple[Author, ...] | None:
    spelt = [(_spelt_out(name, every), kind) for name, kind in names]
    unique = {letters_of(name): (name, kind) for name, kind in reversed(spelt)}
    made = (
        Author(name=name, kind="organisation" if kind == "organisation" else kind_of(name, site))
        for name, kind in reversed(unique.values())
    )
    return tuple(made) or None


def _named(names: Iterable[str]) -> list[Named]:
    return [(name, None) for name in names]


def _chosen(order: Iterable[Evidence], sites: frozenset[str]) -> list[Named]:
    for names, fits in order:
        others = [named for named in names if not _is_site(named[0], sites)]
        if any(map(fits, others)) and len(others) <= _MOST_AUTHORS:
            return others
    return []


def _is_person(named: Named) -> bool:
    return named[1] != "organisation" and is_full(named[0])


def _is_any(_named: Named) -> bool:
    return True


def _sites(claims: Claims) -> frozenset[str]:
    """Give what the site calls itself, letters only."""
    url = claims.first("og:url") or next(iter(claims.links.get("canonical", ())), "")
    host = _host(url).removeprefix("www.")
    named = [claims.first(tag) for tag in ("og:site_name", "application-name", "twitter:site")]
    named += [words_of(claims.article.get("publisher")), host, *host.split(".")[-2:-1]]
    return frozenset(letters_of(name) for name in named if name)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # a bracket that opens no IPv6 address
        return ""


def _is_site(name: str, sites: frozenset[str]) -> bool:
    letters = letters_of(name)
    if _WITH_INITIALS.search(name):  # Who of the newsroom it was is more than the site's name.
        return letters in sites
    return letters in sites or any(
        len(site) >= _SHORTEST_SITE and site in letters for site in sites
    )


def _author_claim(claims: Claims) -> object:
    article = claims.article
    own = article.get("author") or article.get("creator")
    others = (n.get("author") for n in claims.nodes if not types_of(n) & _OF_OTHERS)
    return own or next(filter(None, others), None)


def _from_nodes(value: object, nodes: Iterable[Node]) -> Iterator[Named]:
    if isinstance(value, list):
        for element in value:
            yield from _from_nodes(element, nodes)
        return
    node = _resolved(value, nodes) if isinstance(value, dict) else None
    if node and isinstance(node.get("name"), list):
        yield from _from_nodes(node["name"], nodes)
        return
    kind: Kind | None = None
    if node and any(named.endswith("Organization") for named in types_of(node)):
        kind = "organisation"
    for name in names_in(words_of(node or value) or _in_parts(node)):
        yield name, kind


def _in_parts(node: Node | None) -> str | None:
    """Give the name of a person whose node has it in two."""
    parts = [words_of(node.get(part)) for part in ("givenName", "familyName")] if node else []
    return " ".join(filter(None, parts)) or None


def _resolved(value: Node, nodes: Iterable[Node]) -> Node:
    """Follow `{"@id": …}` to the node that it stands for."""
    if value.get("name") or "@id" not in value:
        return value
    same = (node for node in nodes if node.get("@id") == value["@id"] and node.get("name"))
    return next(same, value)


def _meta_names(claims: Claims) -> list[str]:
    tags = [*_META, *(tag for tag in claims.meta if _is_like_author(tag))]
    if _BY.search(claims.first("twitter:label1") or ""):
        tags.append("twitter:data1")
    found = [
        [name for value in claims.meta.get(tag, ()) for name in names_in(value)] for tag in tags
    ]
    full = (names for names in found if any(map(is_full, names)))
    return next(full, None) or next(filter(None, found), [])


def _is_like_author(tag: str) -> bool:
    # Who made the app that a page offers is another matter.
    return tag not in _META and not tag.startswith("smartbanner") and bool(_LIKE_META.search(tag))


def _spelt_out(name: str, every: Iterable[str]) -> str:
    """Give 'Ann Lee' for 'annlee', 'ann.lee' or 'Ann' where the page has the name in full."""
    if " " in name:
        return name
    letters = letters_of(name)
    full = (other for other in every if is_full(other) and " " in other)
    same = (o for o in full if letters in {letters_of(o), letters_of(o.split()[0])})
    return next(same, name)
