"""What stands around an article on its page: subtitle, section and tags.

What the page shows or states is taken; nothing is drawn from the text of the article.
"""

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import islice
from typing import Final, cast

from lxml.etree import XPath
from lxml.html import HtmlElement

from tasks.cleaning.elements import length_up_to
from tasks.cleaning.headlines.headings import Part, joined, parts_of
from tasks.cleaning.headlines.site_names import folded, site_names
from tasks.cleaning.headlines.titles import same_words
from tasks.cleaning.links import leads_home
from tasks.cleaning.runs import text_of
from tasks.cleaning.structured import Claims, Node, types_of, words_of
from tasks.urls.normal import absolute, is_root, site_of

_MOST_TAGS: Final = 50
"""A page with more tags lists what its site has, not what the article is about."""

_MOST_WORDS_OF_A_TAG: Final = 7
"""A 'tag' of more words is a sentence or a headline."""

_LONGEST_SECTION: Final = 60
"""A longer 'section' is a headline."""

_LONGEST_SUBTITLE: Final = 600
"""A longer 'subtitle' has the article in it."""

_FEWEST_WORDS: Final = 4
"""A subtitle of fewer words is a label, a name or a date."""

_NEAR: Final = 60
"""How many elements after the headline its subtitle is looked for; the text comes soon."""

_HIGHEST: Final = 3
"""How many elements around the headline may stand beside that with the subtitle."""

_FIRST_CHARACTERS: Final = 40
"""By so many characters an element is passed over that has other words than a description."""

_MOST_HEADINGS: Final = 100
"""The headline is among the first; a page of more headings is a list."""

_MOST_CRUMBS: Final = 20
"""A breadcrumb of more links is a menu; a page of more breadcrumbs is a list."""

_MOST_BOXES: Final = 500
"""A breadcrumb further down leads to something else."""

_FEWEST_WORDS_WITH_A_YEAR: Final = 8
"""With fewer words a year is part of a dateline, with its place or its agency."""

_FEWEST_LETTERS: Final = 10
"""What a subtitle has at least in writing without spaces."""

_NAMING: Final = ("class", "aria-label", "itemtype")
_HEADINGS: Final = ("h1", "h2", "h3")
_NOT_SUBTITLE: Final = frozenset({"aside", "figure", "footer", "form", "nav", "ul", "ol"})
_NOT_IN_SUBTITLE: Final = ("figure", "form", "time", "ul")
_SUBTITLE_NAMES: Final = re.compile(
    r"(?:^|[\s_-])(?:sub-?(?:title|headline|heading|head|line)s?|stand-?first|deck|dek|lead|lede"
    r"|leadtext|intro|vorspann|untertitel|unterzeile|chapo|chapeau|sous-?titre|sottotitolo"
    r"|catenaccio|sommario|bajada|copete|entradilla|subt[ií]tulo|ingress|manchet|underrubrik)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_SUBTITLE_PROPERTIES: Final = frozenset({"alternativeHeadline", "description"})
_DATED: Final = re.compile(r"\b(?:19|20)\d\d\b")
_CUT_OFF: Final = re.compile(r"(?:\u2026|\.\.\.|\[.{1,3}\])\s*$")
_WORD: Final = re.compile(r"\w+")
_BETWEEN_SECTIONS: Final = re.compile(r"\s*(?:,(?=\S)|[;\uff0c])\s*")
_BETWEEN_TAGS: Final = re.compile(r"\s*[,;\uff0c\u3001]\s*")
_HOME: Final = frozenset(
    {"home", "homepage", "start", "startseite", "accueil", "inicio", "início", "portada", "hem"}
    | {"forside", "etusivu", "главная", "головна", "首页", "首頁", "ホーム"}
)
_CRUMB_NAMES: Final = re.compile(r"[bB]readcrumb")
_TAG_LINKS: Final = XPath("//article//a[contains(@rel, 'tag')]")


def subtitle_of(tree: HtmlElement, claims: Claims, title: str | None) -> str | None:
    """Find the line between headline and text, or None where no form says that it is one.

    It must be seen near the headline. There it is known by its name, or because the page describes
    itself in its words elsewhere; then it may be no paragraph among others.
    """
    heading = _heading_of(tree, title) if title else None
    if heading is None or title is None:
        return None
    stated = (words_of(claims.article.get("alternativeHeadline")) or "", *claims.descriptions)
    described = {folded(text) for text in stated if not _CUT_OFF.search(text)}
    within = (joined([part]) for part in _apart_at_the_end(parts_of(heading)))
    beside = (_line(element, described) for element in _after(heading))
    return next((text for text in (*within, *beside) if _is_line(text, title)), None)


def section_of(
    tree: HtmlElement, claims: Claims, *, title: str | None, url: str | None
) -> str | None:
    """Find the section: as JSON-LD and meta tags name it, or else by the breadcrumb.

    Of a breadcrumb it is the last part before the article.
    """
    stated = claims.article.get("articleSection")
    named = [words_of(name) for name in (stated if isinstance(stated, list) else [stated])]
    for name in (*named, claims.first("article:section")):
        first = _BETWEEN_SECTIONS.split(name or "")[0]
        if _WORD.search(first) and len(first) <= _LONGEST_SECTION and "//" not in first:
            return first
    host = site_of(url) or ""
    trail = _stated_trail(claims, url) or _seen_trail(tree, host, url)
    names = site_names(tree, claims, host) if trail else frozenset()
    own = (
        name
        for name in reversed(trail)
        if len(name) <= _LONGEST_SECTION
        and name.casefold() not in _HOME
        and folded(name) not in names
        and not same_words(name, title or "")
    )
    return next(own, None)


def tags_of(tree: HtmlElement, claims: Claims) -> tuple[str, ...] | None:
    """Find what the article is tagged with, in order, each once whatever its case."""
    keywords = claims.article.get("keywords")
    stated = keywords if isinstance(keywords, list) else [keywords]
    named = [words_of(word) for word in stated]
    named += [*claims.meta.get("article:tag", ()), *claims.meta.get("news_keywords", ())]
    named += [_text(link) for link in cast("list[HtmlElement]", _TAG_LINKS(tree))]
    words = [tag.lstrip("#") for name in named if name for tag in _BETWEEN_TAGS.split(name)]
    tags: dict[str, str] = {}
    for word in filter(_is_tag, words):
        tags.setdefault(word.casefold(), word)
    return tuple(tags.values()) if 0 < len(tags) <= _MOST_TAGS else None


def _heading_of(tree: HtmlElement, title: str) -> HtmlElement | None:
    """Find the heading that has the title in it."""
    wanted = " ".join(_WORD.findall(title.casefold()))
    for element in islice(tree.iter(*_HEADINGS), _MOST_HEADINGS):
        words = " ".join(_WORD.findall(joined(parts_of(element)).casefold()))
        if wanted and wanted in words:
            return element
    return None


def _apart_at_the_end(parts: tuple[Part, ...]) -> Iterator[Part]:
    if len(parts) > 1 and parts[-1].is_apart:
        yield parts[-1]


def _after(heading: HtmlElement) -> Iterator[HtmlElement]:
    """Give the elements that follow a heading, in order, as far as its subtitle may stand."""
    around = (heading, *islice(heading.iterancestors(), _HIGHEST))
    following = (
        part for one in around for sibling in one.itersiblings() for part in sibling.iter()
    )
    for element in islice(following, _NEAR):
        if isinstance(element.tag, str) and element.tag not in _NOT_SUBTITLE:
            yield element


def _line(element: HtmlElement, described: AbstractSet[str]) -> str:
    """Give the words of an element that is called a subtitle or described as one, or none."""
    called = element.get("itemprop") in _SUBTITLE_PROPERTIES
    called = called or bool(_SUBTITLE_NAMES.search(element.get("class") or ""))
    if not called and (_is_among_paragraphs(element) or not _begins_as(element, described)):
        return ""
    around = islice(element.iterancestors(), _HIGHEST)
    inside = next(element.iter(*_NOT_IN_SUBTITLE), None)
    if inside is not None or any(outer.tag in _NOT_SUBTITLE for outer in around):
        return ""
    text = _text(element)
    return text if called or folded(text) in described else ""


def _is_among_paragraphs(element: HtmlElement) -> bool:
    return element.tag == "p" and next(element.itersiblings("p"), None) is not None


def _begins_as(element: HtmlElement, described: AbstractSet[str]) -> bool:
    """Say whether an element has the first words of a description: most have not."""
    first = folded(next(filter(str.strip, element.itertext("*")), "")[:_FIRST_CHARACTERS])
    return any(text.startswith(first) for text in described)


def _is_line(text: str, title: str) -> bool:
    words = _WORD.findall(text)
    if len(text) > _LONGEST_SUBTITLE or _CUT_OFF.search(text) or same_words(text, title):
        return False
    if _DATED.search(text) and len(words) < _FEWEST_WORDS_WITH_A_YEAR:
        return False
    is_spaced = " " in text or text.isascii()
    return len(words) >= _FEWEST_WORDS if is_spaced else len(text) >= _FEWEST_LETTERS


def _stated_trail(claims: Claims, url: str | None) -> list[str]:
    """Give the names in the breadcrumb of JSON-LD but those of home page and article."""
    within = (node.get("breadcrumb") for node in claims.nodes)
    nodes = [*claims.nodes, *(node for node in within if isinstance(node, Mapping))]
    lists = (node.get("itemListElement") for node in nodes if "BreadcrumbList" in types_of(node))
    for crumbs in lists:
        if isinstance(crumbs, list):
            found = [
                _crumb(crumb, url) for crumb in crumbs[:_MOST_CRUMBS] if isinstance(crumb, Mapping)
            ]
            return [name for name in found if name]
    return []


def _crumb(crumb: Node, url: str | None) -> str | None:
    inner = crumb.get("item")
    node = inner if isinstance(inner, Mapping) else crumb
    target = node.get("@id") or node.get("url") or inner
    leads_to = absolute(target, url) if isinstance(target, str) else None
    # What leads nowhere is the page itself.
    if leads_to is None or is_root(leads_to) or leads_to == url:
        return None
    return words_of(crumb.get("name")) or words_of(node.get("name"))


def _seen_trail(tree: HtmlElement, host: str, url: str | None) -> list[str]:
    """Give the links in the first breadcrumb that has any, but those to home page and article."""
    for trail in islice(_crumbs(tree), _MOST_CRUMBS):
        links = [link for link in islice(trail.iter("a"), _MOST_CRUMBS) if link.get("href")]
        away = (k for k in links if not leads_home(k, host) and absolute(k.get("href"), url) != url)
        names = [name for name in map(_text, away) if name]
        if names:
            return names
    return []


def _crumbs(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Give the elements that are called breadcrumbs; they stand above the article."""
    for element in islice(tree.iter("nav", "ol", "ul", "div"), _MOST_BOXES):
        names = "".join([element.get(name) or "" for name in _NAMING])
        if names and _CRUMB_NAMES.search(names):
            yield element


def _is_tag(word: str) -> bool:
    return 0 < len(_WORD.findall(word)) <= _MOST_WORDS_OF_A_TAG and "//" not in word


def _text(element: HtmlElement) -> str:
    """Give what is read in an element, or nothing where that is more than any subtitle."""
    is_short = length_up_to(element, _LONGEST_SUBTITLE) <= _LONGEST_SUBTITLE
    return text_of(element) if is_short else ""
