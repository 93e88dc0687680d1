"""What a page says of itself: JSON-LD, meta tags and links, read once and judged elsewhere."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from typing import Final

from lxml.html import HtmlElement

from tasks.cleaning.blocks import on_one_line
from tasks.cleaning.decoding import NOT_IN_TEXT, REPLACEMENT

ARTICLE_TYPES: Final = frozenset(
    {
        "AdvertiserContentArticle",
        "AnalysisNewsArticle",
        "Article",
        "AskPublicNewsArticle",
        "BackgroundNewsArticle",
        "BlogPosting",
        "LiveBlogPosting",
        "NewsArticle",
        "OpinionNewsArticle",
        "Report",
        "ReportageNewsArticle",
        "ReviewNewsArticle",
        "SatiricalArticle",
        "ScholarlyArticle",
        "TechArticle",
    }
)

_MAX_DEPTH = 8
"""How deep JSON-LD is searched: an article stands in `@graph` or beside `mainEntity`."""

_MOST_HEADER_CHARACTERS = 4000
"""A Link header of more names everything but this page."""

_LINK = re.compile(r"<([^<>]*)>([^<]*)")
_LINK_PARAMETER = re.compile(r';\s*([\w*-]+)\s*(?:=\s*(?:"([^"]*)"|([^;,\s]*)))?')

_AROUND_JSON = re.compile(r"^\s*(?:<!--|//<!\[CDATA\[|/\*.*?\*/)?\s*|\s*(?:-->|//\]\]>)?\s*;?\s*$")
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_MARKUP = re.compile(r"<[^<>]{1,200}>")

Node = Mapping[str, object]


# No slots: what is asked of every node is looked for once.
@dataclass(frozen=True)
class Claims:
    """What a page says of itself.

    Attributes:
        nodes: all typed nodes of its JSON-LD, in document order.
        meta: what each meta tag says, by `name`, `property` or `itemprop` in lower case.
        links: where each `<link rel>` leads, first one first.
        language: the page's own `lang`.
    """

    nodes: tuple[Node, ...] = ()
    meta: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    language: str | None = None

    @cached_property
    def types(self) -> frozenset[str]:
        """All types that JSON-LD names."""
        return frozenset(kind for node in self.nodes for kind in types_of(node))

    @cached_property
    def article(self) -> Node:
        """The node that describes the article, empty when there is none."""
        articles = [node for node in self.nodes if types_of(node) & ARTICLE_TYPES]
        dated = [node for node in articles if node.get("datePublished")]
        return next(iter(dated or articles), {})

    @cached_property
    def descriptions(self) -> tuple[str, ...]:
        """What the page says that the article is about, wherever it does."""
        names = ("og:description", "description", "twitter:description")
        stated = (words_of(self.article.get("description")), *map(self.first, names))
        return tuple(filter(None, stated))

    def first(self, *names: str) -> str | None:
        """Give the first thing that any of these meta tags says, in the order of the names."""
        return next((self.meta[name][0] for name in names if self.meta.get(name)), None)


def claims_of(tree: HtmlElement) -> Claims:
    """Read what a page says of itself."""
    return Claims(
        nodes=tuple(_nodes(tree)),
        meta=_meta(tree),
        links=_links(tree),
        language=tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang"),
    )


def linked(header: str, relation: str) -> tuple[str, ...]:
    """Give where the links of a `Link` header with a relation lead, first one first.

    A link with an anchor is not the page's own.

    Source: RFC 8288, section 3.
    """
    found = []
    for link in _LINK.finditer(header[:_MOST_HEADER_CHARACTERS]):
        stated = _LINK_PARAMETER.finditer(link[2])
        parameters = {p[1].lower(): p[2] or p[3] or "" for p in stated}
        if relation in parameters.get("rel", "").lower().split() and "anchor" not in parameters:
            found.append(link[1].strip())
    return tuple(found)


def types_of(node: Node) -> frozenset[str]:
    """Give the types of a JSON-LD node without their namespace."""
    kinds = node.get("@type")
    named = kinds if isinstance(kinds, list) else [kinds]
    return frozenset(re.split(r"[/:#]", kind)[-1] for kind in named if isinstance(kind, str))


def words_of(value: object) -> str | None:
    """Give a JSON-LD or meta value as plain words: no markup, no entities, one line."""
    if isinstance(value, list):
        return words_of(value[0]) if value else None
    if isinstance(value, Mapping):
        return words_of(value.get("name") or value.get("@value"))
    if not isinstance(value, str):
        return None
    text = _MARKUP.sub(" ", unescape(unescape(value)))
    # JSON can spell what no text can hold: "\\ud800".
    return on_one_line(NOT_IN_TEXT.sub(REPLACEMENT, text)) or None


def _nodes(tree: HtmlElement) -> Iterator[Node]:
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            yield from _typed(_parsed(script.text or ""))


def _parsed(text: str) -> object:
    text = _AROUND_JSON.sub("", text)
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        pass
    try:
        return json.loads(_TRAILING_COMMA.sub("", text), strict=False)
    except (ValueError, RecursionError):
        return None


def _typed(value: object, depth: int = 0) -> Iterator[Node]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for element in value:
            yield from _typed(element, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for inner in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart"):
            yield from _typed(value.get(inner), depth + 1)


def _meta(tree: HtmlElement) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = words_of(element.get("content"))
        if name and content:
            found[name.lower()].append(content)
    return {name: tuple(stated) for name, stated in found.items()}


def _links(tree: HtmlElement) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for element in tree.iter("link"):
        target = (element.get("href") or "").strip()
        for name in (element.get("rel") or "").lower().split():
            if target:
                found[name].append(target)
    return {name: tuple(stated) for name, stated in found.items()}
