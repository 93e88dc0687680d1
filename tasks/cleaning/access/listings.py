"""Whether a page leads to articles and is none: a home page, a section, a tag, a search.

Each answer is the evidence, or None. It rests on what the links are and what stands between
them, with what the page declares; the names of sections decide nothing.
"""

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from tasks.cleaning.access.sight import (
    ARTICLE_CHARACTERS,
    TEASER_CHARACTERS,
    Sight,
    is_read,
    names_of,
    visible,
)
from tasks.cleaning.scripts import weight_of
from tasks.urls.normal import absolute, is_root

_MOSTLY_LINKS: Final = 0.6
"""The share of a page's words that are links, on pages that only lead to others."""

_BODY_CHARACTERS: Final = 400
"""A body as long as this that is no link is what the page is about, among however many links."""

_FEWEST_TEASERS: Final = 5
"""Fewer headings with links than this are what to read after an article."""

_RUN_CHARACTERS: Final = 40
"""A text shorter than this is a label or a date."""

_COLLECTIONS: Final = frozenset({"CollectionPage", "SearchResultsPage", "ItemList", "ProfilePage"})
_ARCHIVE: Final = re.compile(
    r"(?:^|\s)(?:archive|category|tag|author|search-results|search|post-type-archive|"
    r"page-template-archive)(?=$|\s)"
)
_HEADINGS: Final = ("h1", "h2", "h3", "h4")


def home(sight: Sight) -> str | None:
    """Say why a page is the home page of its site."""
    if sight.url is None or not is_root(sight.url) or sight.describes_article:
        return None
    if not sight.claims_article and sight.has_little_prose:
        return "the root of a site"
    return f"the root of a site, with {count} teasers" if (count := _teasers(sight)) else None


def section(sight: Sight) -> str | None:
    """Say why a page is a list of articles."""
    if sight.describes_article:
        return None
    if not sight.claims_article and sight.has_little_prose:
        if _link_share(sight.tree) > _MOSTLY_LINKS and _body_characters(sight) < _BODY_CHARACTERS:
            return "most of its words are links"
        if declared := sight.claims.types & _COLLECTIONS:
            return f"JSON-LD {min(declared)}"
    count = _teasers(sight)
    return f"{count} teasers, and no more to read than they" if count else None


@dataclass
class _Run:
    """What a walk through a page has come by."""

    targets: set[str] = field(default_factory=set)
    lead: int | None = None
    longest: int = 0
    current: int = 0

    def ends(self) -> None:
        self.longest, self.current = max(self.longest, self.current), 0

    def meets_teaser(self, target: str) -> None:
        if not self.targets and self.lead is not None:
            self.lead = self.current
        self.ends()
        self.targets.add(target)


def _teasers(sight: Sight) -> int:
    """Count the teasers of a page that is made of them; 0 for any other page.

    A teaser is a heading that is a link to another page. A page is made of them when nowhere
    between two of them there is as much to read as an article has, and no short article stands
    before the first.
    """
    linked = filter(_links, sight.tree.iter(*_HEADINGS))
    if len(list(islice(linked, _FEWEST_TEASERS))) < _FEWEST_TEASERS:
        return 0  # Most pages need no walk.
    run = _Run()
    walker = iterwalk(sight.tree, events=("start", "end"))
    for event, element in walker:
        if event == "end":
            texts = element.tail
        elif element.tag == "aside" or not is_read(element):
            walker.skip_subtree()
            continue
        else:
            texts = None if element.tag == "a" else element.text
            if element.tag in _HEADINGS:
                _meet(run, element, sight.url)
        if texts and (length := weight_of(texts.strip())) >= _RUN_CHARACTERS:
            run.current += length
            if run.targets and run.current >= ARTICLE_CHARACTERS:
                return 0
    run.ends()
    if len(run.targets) < _FEWEST_TEASERS or run.longest >= ARTICLE_CHARACTERS:
        return 0
    return len(run.targets) if _is_archive(sight) or (run.lead or 0) < TEASER_CHARACTERS else 0


def _meet(run: _Run, heading: HtmlElement, own: str | None) -> None:
    targets = (_elsewhere(link.get("href"), own) for link in _links(heading))
    target = next(filter(None, targets), None)
    if target:
        run.meets_teaser(target)
    elif heading.tag == "h1" and not run.targets:
        run.lead = run.current = 0


def _links(heading: HtmlElement) -> tuple[HtmlElement, ...]:
    return (*heading.iter("a"), *heading.iterancestors("a"))


def _elsewhere(href: str | None, own: str | None) -> str | None:
    """Give where a link leads, or None where that is a place in its own page."""
    target = (href or "").partition("#")[0].strip()
    return None if own and absolute(target, own) == own else target


def _is_archive(sight: Sight) -> bool:
    """Say whether a page calls itself a list, as JSON-LD or as WordPress does it."""
    body = sight.tree.find("body")
    named = _ARCHIVE.search(names_of(body)) if body is not None else None
    return bool(named or sight.claims.types & _COLLECTIONS)


def _link_share(tree: HtmlElement) -> float:
    linked = 0
    walker = iterwalk(tree, events=("start",))
    for _, element in walker:
        if element.tag == "a":
            linked += _words(element)
        if element.tag == "a" or not is_read(element):
            walker.skip_subtree()
    return linked / max(1, _words(tree))


def _words(element: HtmlElement) -> int:
    return sum(len(text.split()) for text in visible(element))


def _body_characters(sight: Sight) -> int:
    linked = {" ".join(" ".join(a.itertext()).split()) for a in sight.tree.iter("a")}
    return sum(weight_of(piece.text) for piece in sight.pieces if piece.text not in linked)
