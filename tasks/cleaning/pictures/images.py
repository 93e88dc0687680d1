"""The lead image of an article: which picture it is, what stands under it, whose it is.

No picture is fetched; what it shows is not looked at.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final
from urllib.parse import unquote

from lxml.html import HtmlElement

from tasks.cleaning.access.sight import names_of
from tasks.cleaning.elements import separated
from tasks.cleaning.headlines.titles import same_words
from tasks.cleaning.pictures.captions import (
    credit_of,
    names_caption,
    names_credit,
    words_under,
)
from tasks.cleaning.pictures.credits import caption_and_credit, clean_credit
from tasks.cleaning.structured import Claims, Node, types_of, words_of
from tasks.record import Caption, Image
from tasks.urls.normal import absolute

_MOST_FIGURES: Final = 60
"""The lead image stands above the text; a page of more figures is a gallery."""

_SHORTEST_NAME: Final = 5
"""A shorter file name ('1.jpg', 'big.jpg') is told from others by its folder only."""

_MOST_IMAGES: Final = 20
"""How many images JSON-LD may list: crops of one, or a gallery."""

_MOST_PARTS: Final = 60
"""A figure of more parts is a gallery, or has the article in it."""

_SOURCES: Final = ("src", "data-src", "data-original", "data-lazy-src", "data-url", "content")
_SETS: Final = ("srcset", "data-srcset", "data-lazy-srcset")
_BESIDE: Final = frozenset({"aside", "footer", "nav"})
# What pages show where an article has no picture of its own.
_NOT_OF_THE_ARTICLE: Final = re.compile(
    r"(?:^|[^a-z])(?:logo|placeholder|fallback|default|favicon|dummy|blank|pixel|spacer|no-?image)"
    r"(?:[^a-z]|$)",
    re.IGNORECASE,
)
_SIZE: Final = re.compile(
    r"(?:[-_.](?:\d{2,4}x\d{0,4}|[wh]?\d{2,4}(?:px|w|h)?|scaled|large|medium|small|thumb(?:nail)?"
    r"|[a-z]?crop\w{0,12}|\d{1,2}x\d{1,2}))+$|@\dx$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    url: str
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class Pictures:
    """What a page shows of an article.

    Attributes:
        image: the lead image; None where the page has none of the article's own.
        captions: of all its pictures, the lead's too.
    """

    image: Image | None
    captions: tuple[Caption, ...]


def pictures_of(
    tree: HtmlElement, claims: Claims, url: str | None, captions: tuple[Caption, ...] = ()
) -> Pictures:
    """Find the lead image, and put its caption among those in the body.

    JSON-LD and `og:image` say which it is, else the first figure. Caption and credit are those of
    the figure that shows the same picture, else those in JSON-LD, which are no captions that a
    reader sees.

    Args:
        tree: the page.
        claims: what it says of itself.
        url: where it was found in the end; what its addresses are relative to.
        captions: those in the body, in order.

    Shape: the caption of an image that is shown is the same in both; it comes first where the
        image stands above the body.
    """
    logos = {_name(logo) for logo in _logos(claims, url)}
    candidates = chain(_from_nodes(claims, url), _from_meta(claims, url), _from_figures(tree, url))
    chosen = next((c for c in candidates if _is_own(c.url, logos)), None)
    if chosen is None:
        return Pictures(None, captions)
    name = _name(chosen.url)
    same = (f for f in _figures(tree) if any(_name(address) == name for address in _urls(f, url)))
    shown = (_under(figure) for figure in same)
    text, credit = next((words for words in shown if any(words)), (None, None))
    image = Image(url=chosen.url, caption=text or chosen.caption, credit=credit or chosen.credit)
    return _agreeing(image, captions, is_shown=text is not None)


def _agreeing(image: Image, captions: tuple[Caption, ...], *, is_shown: bool) -> Pictures:
    """Give the lead image and the caption under it the same words, those that are shown."""
    if image.caption is None:
        return Pictures(image, captions)
    lead = next((c for c in captions if same_words(c.text, image.caption or "")), None)
    if lead is None:
        own = Caption(text=image.caption, credit=image.credit)
        return Pictures(image, (own, *captions) if is_shown else captions)
    whole = Caption(text=lead.text, credit=image.credit or lead.credit)
    image = Image(url=image.url, caption=whole.text, credit=whole.credit)
    return Pictures(image, tuple(whole if c is lead else c for c in captions))


def _from_nodes(claims: Claims, url: str | None) -> Iterator[_Candidate]:
    """Give the images that JSON-LD names, the widest first."""
    stated = claims.article.get("image")
    images = stated if isinstance(stated, list) else [stated]
    nodes = [_resolved(image, claims) for image in images[:_MOST_IMAGES]]
    for node in sorted(nodes, key=_width, reverse=True):
        found = absolute(words_of(node.get("url") or node.get("contentUrl")), url)
        if found:
            caption, marked = caption_and_credit(words_of(node.get("caption")))
            credit = words_of(node.get("creditText")) or words_of(node.get("copyrightNotice"))
            yield _Candidate(found, caption, clean_credit(credit) or marked)


def _resolved(image: object, claims: Claims) -> Node:
    """Give an image as a node, whether it is one, leads to one or is only a URL."""
    if not isinstance(image, Mapping):
        return {"url": image}
    if "@id" in image and not (image.get("url") or image.get("contentUrl")):
        same = (node for node in claims.nodes if node.get("@id") == image["@id"])
        return next((node for node in same if "ImageObject" in types_of(node)), image)
    return image


def _width(node: Node) -> float:
    stated = node.get("width")
    stated = stated.get("value") if isinstance(stated, Mapping) else stated
    digits = re.match(r"\d{1,6}", str(stated))
    return int(digits[0]) if digits else 0


def _from_meta(claims: Claims, url: str | None) -> Iterator[_Candidate]:
    for name in ("og:image", "og:image:url", "og:image:secure_url", "twitter:image"):
        if found := absolute(claims.first(name), url):
            yield _Candidate(found)


def _from_figures(tree: HtmlElement, url: str | None) -> Iterator[_Candidate]:
    for figure in _figures(tree):
        in_article = any(part.tag in {"article", "main"} for part in figure.iterancestors())
        if in_article and (found := next(_urls(figure, url), None)):
            yield _Candidate(found)


def _figures(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Give the pictures that have words under them, or may have."""
    captioned = (
        element
        for element in tree.iter("figure", "div")
        if element.tag == "figure" or "wp-caption" in (element.get("class") or "")
    )
    for element in islice(captioned, _MOST_FIGURES):
        if not any(part.tag in _BESIDE for part in element.iterancestors()):
            yield element


def _urls(figure: HtmlElement, url: str | None) -> Iterator[str]:
    """Give the addresses of the pictures in a figure, as lazy ones state them too."""
    for element in figure.iter("img", "source", "meta"):
        stated = [element.get(name) for name in _SOURCES]
        sets = [(element.get(name) or "").split(",")[0].split() for name in _SETS]
        for address in (*stated, *(first[0] for first in sets if first)):
            found = absolute(address, url) if address and not address.startswith("data:") else None
            if found:
                yield found


def _under(figure: HtmlElement) -> tuple[str | None, str | None]:
    """Give caption and credit of a figure; the credit may stand beside the caption."""
    parts = islice(figure.iterdescendants("figcaption", "div", "p", "span"), _MOST_PARTS)
    named = [(part, separated(names_of(part))) for part in parts]
    captions = (p for p, names in named if p.tag == "figcaption" or names_caption(names))
    shown = next(captions, None)
    caption, credit = words_under(shown) if shown is not None else (None, None)
    beside = (credit_of(part) for part, names in named if names_credit(names))
    return caption, credit or next(filter(None, beside), None)


def _logos(claims: Claims, url: str | None) -> Iterator[str]:
    for value in (claims.article.get("publisher"), *claims.nodes):
        logo = value.get("logo") if isinstance(value, Mapping) else None
        node = _resolved(logo, claims)
        if found := absolute(words_of(node.get("url") or node.get("contentUrl")), url):
            yield found


def _is_own(url: str, logos: set[str]) -> bool:
    file = url.partition("?")[0].rpartition("/")[2]
    return _name(url) not in logos and not _NOT_OF_THE_ARTICLE.search(file)


def _name(url: str) -> str:
    """Give what is the same in all addresses of one picture: its file's name without a size."""
    inner = unquote(url)
    path = inner[max(inner.rfind("http"), 0) :].partition("?")[0].rstrip("/")
    parts = [_SIZE.sub("", re.sub(r"\.\w{2,5}$", "", part)) for part in path.split("/")]
    return parts[-1] if len(parts[-1]) >= _SHORTEST_NAME else "/".join(parts[-3:])
