"""Whether a whole article was there to be read, and what kind of page it is.

It judges by structure: what the page declares, how much of it is prose, how much links, where
a form stands. Phrases alone decide nothing: lists of them take free articles for walls.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from tasks.cleaning.blocks import Piece
from tasks.cleaning.structured import Claims, Node
from tasks.errors import Blocked, ConsentWall, NotAnArticle, SoftNotFound, TooShort
from tasks.record import Access, Article

GIVEN_AS_TEXT: Final = "given as text"
"""The evidence in the verdict on what was no page: it is open, and as short as its author likes."""

_SENTENCE_CHARACTERS = 50
"""A block as long as this that ends as sentences end is prose; shorter ones are labels."""

_ARTICLE_CHARACTERS = 600
"""Less prose than this may be a page around something else."""

_WALL_CHARACTERS = 3000
"""More prose than this is no wall, whatever stands around it is called."""

_TINY_CHARACTERS = 400
"""Less text than this outside of a wall is no article."""

_MOSTLY_LINKS = 0.6
"""The share of a page's words that are links, on pages that only lead to others."""

_CONSENT_MARKS = re.compile(
    r"(?:^|[\s_-])(?:cmp|consent|gdpr|cookie-?wall|didomi|onetrust|usercentrics|cookiebot|"
    r"sp[_-]message|qc-cmp\d?|truste|privacy-?(?:wall|gate))(?:$|[\s_-])",
    re.IGNORECASE,
)
_WALL_MARKS = re.compile(
    r"cf-(?:challenge|browser-verification)|challenge-platform|_Incapsula_Resource|px-captcha|"
    r"captcha-delivery|g-recaptcha|h-captcha|datadome",
    re.IGNORECASE,
)
_ENDS_AS_A_SENTENCE = re.compile(r"[.!?\u2026\u3002][\"')\u2019\u201d\xbb]*$")
_NOT_FOUND = re.compile(
    r"\b404\b|not found|nicht gefunden|introuvable|no encontrad[oa]", re.IGNORECASE
)
_COLLECTIONS = frozenset({"CollectionPage", "SearchResultsPage", "ItemList", "ProfilePage"})
_NOT_READ = frozenset({"script", "style", "noscript", "template", "nav", "footer"})


@dataclass(frozen=True, slots=True)
class Sight:
    """What a page looks like: what the verdict is drawn from."""

    tree: HtmlElement
    claims: Claims
    pieces: list[Piece]
    url: str | None

    @property
    def prose_characters(self) -> int:
        """Length of what reads like sentences."""
        long = (p.text for p in self.pieces if len(p.text) >= _SENTENCE_CHARACTERS)
        return sum(len(text) for text in long if _ENDS_AS_A_SENTENCE.search(text))

    @property
    def claims_article(self) -> bool:
        """Whether the page calls itself an article."""
        declared = (self.claims.first("og:type") or "").startswith("article")
        dated = self.claims.first("article:published_time") is not None
        return bool(self.claims.article) or declared or dated


def access_of(sight: Sight) -> Access:
    """Judge a page. `evidence` names what the verdict and the kind were drawn from."""
    verdict, why = next(_verdicts(sight))
    kind, because = next(_kinds(sight))
    return Access(
        verdict=verdict,
        kind=kind if verdict in {"open", "paywalled"} else "other",
        rights=rights_of(sight.claims),
        evidence=tuple(reason for reason in (why, because) if reason),
    )


def rights_of(claims: Claims) -> tuple[str, ...]:
    """Give the reservations that the page makes: `noai`, `noimageai`, `tdm-reservation`."""
    words = re.findall(r"[\w-]+", ",".join(claims.meta.get("robots", ())).lower())
    found = [word for word in ("noai", "noimageai") if word in words]
    if claims.first("tdm-reservation") == "1":
        found.append("tdm-reservation")
    return tuple(found)


def refuse(article: Article, *, min_text_characters: int) -> None:
    """Refuse what the service does not publish. `extract` does not ask.

    Raises:
        ConsentWall, Blocked, SoftNotFound: there is a wall, or nothing, instead of an article.
        NotAnArticle: the page leads to articles and is none.
        TooShort: no text at all, or a page with less than `min_text_characters` of it.
    """
    verdict, kind = article.access.verdict, article.access.kind
    evidence = "; ".join(article.access.evidence) or None
    walls = {"consent": ConsentWall, "blocked": Blocked, "soft_404": SoftNotFound}
    if verdict in walls:
        raise walls[verdict](evidence)
    if kind in {"home", "section"}:
        raise NotAnArticle(evidence)
    text = article.content.text or ""
    if not text.strip():
        raise TooShort
    is_text = GIVEN_AS_TEXT in article.access.evidence
    if not is_text and verdict == "open" and len(text) < min_text_characters:
        raise TooShort(f"{len(text)} code points are fewer than {min_text_characters}")


def _verdicts(sight: Sight) -> Iterator[tuple[str, str | None]]:
    tiny = sight.prose_characters < _ARTICLE_CHARACTERS and not sight.claims_article
    if tiny and (mark := _wall(sight.tree)):
        yield "blocked", f"a challenge instead of text: {mark}"
    if not sight.claims_article and (mark := _consent(sight)):
        yield "consent", f"a consent form and nearly no other text: {mark}"
    if tiny and _is_not_found(sight):
        yield "soft_404", "says that it is not there, and has no article"
    if any(_is_locked(node) for node in sight.claims.nodes):
        yield "paywalled", "JSON-LD isAccessibleForFree is false"
    if (tier := sight.claims.first("article:content_tier")) in {"locked", "metered"}:
        yield "paywalled" if tier == "locked" else "open", f"article:content_tier is {tier}"
    yield "open", None


def _kinds(sight: Sight) -> Iterator[tuple[str, str | None]]:
    claims = sight.claims
    declared = claims.first("og:type") or ""
    little = sight.prose_characters < _ARTICLE_CHARACTERS
    if "LiveBlogPosting" in claims.types:
        yield "live", "JSON-LD LiveBlogPosting"
    if not sight.claims_article and _is_root(sight.url) and little:
        yield "home", "the root of a site"
    if not sight.claims_article and little and _link_share(sight.tree) > _MOSTLY_LINKS:
        yield "section", "most of its words are links"
    if not sight.claims_article and little and claims.types & _COLLECTIONS:
        yield "section", f"JSON-LD {min(claims.types & _COLLECTIONS)}"
    if little and (
        declared.startswith("video") or (claims.types & {"VideoObject"} and not claims.article)
    ):
        yield "video", f"og:type {declared}" if declared else "JSON-LD VideoObject"
    yield "article", None


def _is_locked(node: Node) -> bool:
    return str(node.get("isAccessibleForFree", "")).lower() == "false"


def _is_root(url: str | None) -> bool:
    return url is not None and urlsplit(url).path in {"", "/"} and not urlsplit(url).query


def _consent(sight: Sight) -> str | None:
    """Find the form that asks for consent, where the page has next to nothing besides."""
    if sight.prose_characters > _WALL_CHARACTERS:
        return None
    for element in sight.tree.iter("div", "section", "form", "dialog"):
        names = f"{element.get('id') or ''} {element.get('class') or ''}"
        mark = _CONSENT_MARKS.search(names)
        if not mark or next(element.iter("button", "form"), None) is None:
            continue
        besides = _length(sight.tree) - _length(element)
        if besides < _TINY_CHARACTERS:
            return mark[0].strip(" _-")
    return None


def _wall(tree: HtmlElement) -> str | None:
    if _length(tree) > _ARTICLE_CHARACTERS:
        return None
    for element in tree.iter("script", "div", "iframe", "form"):
        values = (element.get(name) or "" for name in ("src", "id", "class", "action"))
        if mark := _WALL_MARKS.search(" ".join(values)):
            return mark[0]
    return None


def _is_not_found(sight: Sight) -> bool:
    title = sight.tree.findtext(".//title") or ""
    headings = " ".join(" ".join(h.itertext()) for h in sight.tree.iter("h1"))
    hidden = "noindex" in (sight.claims.first("robots") or "").lower()
    said = bool(_NOT_FOUND.search(title)) + bool(_NOT_FOUND.search(headings)) + hidden
    return said > 1 and bool(_NOT_FOUND.search(f"{title} {headings}"))


def _link_share(tree: HtmlElement) -> float:
    linked = sum(_words(a) for a in tree.iter("a") if not _is_unread(a))
    return linked / max(1, _words(tree))


def _is_unread(element: HtmlElement) -> bool:
    return any(ancestor.tag in _NOT_READ for ancestor in element.iterancestors())


def _visible(element: HtmlElement) -> Iterator[str]:
    walker = iterwalk(element, events=("start", "end"))
    for event, part in walker:
        if event == "end":
            yield part.tail or "" if part is not element else ""
        elif not isinstance(part.tag, str) or part.tag in _NOT_READ:
            walker.skip_subtree()
        else:
            yield part.text or ""


def _words(element: HtmlElement) -> int:
    return sum(len(text.split()) for text in _visible(element))


def _length(element: HtmlElement) -> int:
    return sum(len(" ".join(text.split())) for text in _visible(element))
