"""Who wrote an article, as the page names them."""

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from lxml.html import HtmlElement
from trafilatura.metadata import extract_author

from tasks.cleaning.structured import Claims, Node, types_of, words_of
from tasks.record import Author

_MAX_CHARACTERS = 80
"""A longer 'name' is a sentence about somebody."""

_MOST_AUTHORS = 5
"""More marked names are those of a list of articles."""

_BY = re.compile(r"^(?:by|von|par|por|di|da|af|av|od|door|text|texte)\s*:?\s+", re.IGNORECASE)
_ADDRESS = re.compile(r"https?:|www\.|@|/")
_BETWEEN = re.compile(
    r"\s*[;|]\s*|\s*,\s+(?!jr\b|sr\b|phd\b|md\b|dr\b)|\s+(?:and|und|et|y|&)\s+", re.IGNORECASE
)
_ACCOUNTS = frozenset(
    {"admin", "administrator", "anonymous", "author", "none", "null", "user", "wordpressadmin"}
)
_NOT_LETTERS = re.compile(r"[\W_]+")
_AGENCIES = frozenset(
    {"aap", "afp", "ansa", "ap", "apa", "associatedpress", "cp", "dpa", "efe", "itartass"}
    | {"kyodo", "lusa", "pa", "pap", "reuters", "sda", "sid", "tass", "upi", "xinhua"}
)
_ORGANISATION = re.compile(
    r"\b(?:agency|agencies|desk|editorial|editors|media|news|newsroom|press|redacci[oó]n|redaktion|"
    r"r[eé]daction|staff|team|times)\b",
    re.IGNORECASE,
)


def authors_of(tree: HtmlElement, claims: Claims) -> tuple[Author, ...] | None:
    """Find the authors in the order in which the page gives them; None where it gives none."""
    site = claims.first("og:site_name")
    stated = _stated(tree, claims)
    names = stated or [(name, None) for name in _split(extract_author(tree))]
    if any(" " not in name for name, _ in stated):
        seen = _split(extract_author(tree)) + _meta_names(claims)
        names = [(_spelt_out(name, seen), kind) for name, kind in stated]
    unique = {_letters(name): (name, kind) for name, kind in reversed(names) if _letters(name)}
    authors = [
        Author(name=name, kind=kind or kind_of(name, site))
        for name, kind in reversed(unique.values())
    ]
    return tuple(authors) or None


Kind = Literal["person", "organisation"]


def kind_of(name: str, site: str | None = None) -> Kind:
    """Tell an agency or a newsroom from a person, by its name."""
    letters = _letters(name)
    if letters in _AGENCIES or _ORGANISATION.search(name) or letters == _letters(site or ""):
        return "organisation"
    return "person"


def _stated(tree: HtmlElement, claims: Claims) -> list[tuple[str, Kind | None]]:
    found = list(_from_nodes(claims.article.get("author"), claims.nodes))
    return found or [(name, None) for name in _marked(tree) or _meta_names(claims)]


def _marked(tree: HtmlElement) -> list[str]:
    marked = tree.xpath("//*[@itemprop='author']|//a[@rel='author']")
    names = [name for element in marked for name in _split(words_of(" ".join(element.itertext())))]
    return list(dict.fromkeys(names))[:_MOST_AUTHORS]


def _from_nodes(value: object, nodes: Iterable[Node]) -> Iterator[tuple[str, Kind | None]]:
    if isinstance(value, list):
        for element in value:
            yield from _from_nodes(element, nodes)
        return
    node = _resolved(value, nodes) if isinstance(value, dict) else None
    kind: Kind | None = None
    if node and any(kind.endswith("Organization") for kind in types_of(node)):
        kind = "organisation"
    for name in _split(words_of(node or value)):
        yield name, kind


def _resolved(value: Node, nodes: Iterable[Node]) -> Node:
    """Follow `{"@id": …}` to the node that it stands for."""
    if value.get("name") or "@id" not in value:
        return value
    same = (node for node in nodes if node.get("@id") == value["@id"] and node.get("name"))
    return next(same, value)


def _meta_names(claims: Claims) -> list[str]:
    for tag in (
        "author",
        "article:author",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "byl",
    ):
        names = [name for value in claims.meta.get(tag, ()) for name in _split(value)]
        if names:
            return names
    return []


def _split(value: str | None) -> list[str]:
    if not value or _ADDRESS.match(value):
        return []
    parts = _BETWEEN.split(_BY.sub("", value.strip()))
    names = (_BY.sub("", part).strip(" .,:;|-\u2013\u2014") for part in parts if part)
    return [name for name in names if _is_name(name)]


def _is_name(name: str) -> bool:
    return (
        1 < len(name) <= _MAX_CHARACTERS
        and not _ADDRESS.search(name)
        and not _letters(name).isdigit()
        and _letters(name) not in _ACCOUNTS
    )


def _spelt_out(name: str, seen: list[str]) -> str:
    """Give 'Ann Lee' for 'annlee' or 'ann.lee' where the page also has the name in full."""
    return next((full for full in seen if " " in full and _letters(full) == _letters(name)), name)


def _letters(name: str) -> str:
    return _NOT_LETTERS.sub("", name).casefold()
