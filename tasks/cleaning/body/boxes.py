"""What stands in an article and is none of it: boxes to subscribe, to share, to read more.

They are known by the words that content systems have in common for naming them, together with
what such a box is: short beside the prose of its page, or made of links. They are cut out of the
tree before the body is looked for, or much of them would be taken for paragraphs. Lines that only
their words give away are left to `clutter`.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from lxml.html import HtmlElement

from tasks.cleaning.access.sight import names_of
from tasks.cleaning.elements import LONGEST_NAMES, length_up_to, separated
from tasks.cleaning.links import leads_within
from tasks.cleaning.pictures.captions import (
    caption_of,
    credit_of,
    is_credited,
    names_caption,
    names_credit,
    stands_at_picture,
)
from tasks.cleaning.runs import text_of
from tasks.record import Caption, Removed, RemovedKind

_BOX_SHARE: Final = 0.25
"""The share of a page's prose that a box may hold. With more, an article in a box is lost."""

_FACTS_SHARE: Final = 0.6
"""The same for a box that is named for the facts in it, which may hold more than the article."""

_BOX_CHARACTERS: Final = 1500
"""The most prose in a box, however long its page is. With more, a chapter in a box is lost."""

_WITH_LINKS_CHARACTERS: Final = 6000
"""The most text in a box, links and all. Navigation that is longer is known by other means."""

_LABEL_CHARACTERS: Final = 400
"""A byline, a teaser or a row of buttons is shorter than this."""

_LINKED_SHARE: Final = 1 / 3
"""The share of links in what leads to other articles: their teasers have text beside them."""

_WHOLLY_LINKED: Final = 0.8
"""The share of links in a list that is nothing else: a comma or a date may stand between."""

_SHORTEST_HEADLINE: Final = 35
"""Code points on average in a list of headlines. Shorter links are names and keywords."""

_FEWEST_HEADLINES: Final = 2
"""A list of one link may be a source."""

_NAMES_KEPT: Final = 4096
"""How many names are remembered with what they mean; a page has some hundreds."""

_INTERFACE: Final = frozenset({"consent", "dialog", "unseen"})
"""Boxes that are no words of the page's author; they are cut without a note."""

_NEVER_CUT: Final = frozenset({"html", "body", "main", "article", "h1"})
# The extractor drops them by itself.
_UNREAD: Final = frozenset({"nav", "footer", "head", "svg", "select"})
_SHORT_KINDS: Final = frozenset({"advertisement", "byline", "share", "teaser"})
_LEADING_KINDS: Final = frozenset({"related", "teaser"})
_HEADLINES: Final = "headlines"
_RECORDED: Final[dict[str, tuple[RemovedKind, str]]] = {
    "advertisement": ("advertisement", "a box for advertisements"),
    "byline": ("byline", "a box about the author"),
    "credit": ("credit", "the credit of a picture"),
    "facts": ("aside", "a box beside the article"),
    "headlines": ("related", "a list of other articles"),
    "newsletter": ("newsletter", "a box to subscribe"),
    "related": ("related", "a list of other articles"),
    "share": ("share", "a box to share the article"),
    "teaser": ("teaser", "a teaser of another article"),
}
_NAMES_BY_KIND: Final = {
    "newsletter": (r"newsletters?|sign-?up(?:-[a-z]+)?|subscribe|subscription|mailing-?list"),
    "consent": r"consent|(?:[a-z]+-)?placeholder|cookies?(?:-[a-z]+)?",
    "share": r"share(?:-?[a-z]+)?|sharing|social(?:-[a-z]+)?|addthis|addtoany",
    "related": (
        r"related(?:-[a-z]+)?|recommend(?:ed|ations?)?|recirc[a-z]*|outbrain|taboola|"
        r"most-?(?:read|popular)|popular-posts|trending|read-?(?:also|next|more)|more-on|see-also|"
        r"also-?read|lire-aussi|similar-(?:posts|articles)|yarpp[a-z]*|rec-posts?|"
        r"relacionad[oa]s?|verwandte[a-z]*|more-?(?:articles|stories|news)|link-?list|"
        r"leia-mais|ver-tambien|leggi-anche|weiterlesen"
    ),
    "advertisement": (
        r"ads?|advert(?:isement)?|ad-[a-z]+|sponsor(?:ed)?|anzeige|werbung|promo(?:tion|box)?|"
        r"publicidad|publicite|adslot"
    ),
    "byline": (
        r"byline|author|author-?(?:box|bio|info|card|profile|description|details)|biography|bio|"
        r"about-?(?:the-)?author|(?:post|entry|article)-author"
    ),
    "dialog": r"modal|tooltip|pop-?up",
    "facts": r"info-?box|fact-?box|info-?kasten|fakta-?(?:boks|ruta)|(?:editorial-)?disclosure",
    "teaser": r"teaser(?:-[a-z]+)?",
    "unseen": r"sr-only|visually-?hidden|screen-reader(?:-text)?|assistive-text",
}
_BOX: Final = re.compile(
    r"(?<![a-z0-9])(?:"
    + "|".join(f"(?P<{kind}>{names})" for kind, names in _NAMES_BY_KIND.items())
    + r")(?![a-z0-9])"
)


@dataclass(frozen=True, slots=True)
class Cut:
    """Something that was cut out of a tree.

    Attributes:
        element: what was cut.
        parent: where it stood.
        what: what it was, where that is to be told.
        is_list: it is left in the tree; without its links an article may not be found.
    """

    element: HtmlElement
    parent: HtmlElement
    what: Removed | Caption | None
    is_list: bool = False


def cut_boxes(tree: HtmlElement, prose_characters: int, host: str) -> list[Cut]:
    """Cut captions, credits and boxes out of a tree. The tree is changed.

    Args:
        tree: the page.
        prose_characters: how much prose there is on all of it.
        host: of its URL, without `www.`.

    Shape: in the order of the page.
    """
    cuts: list[Cut] = []
    inside: set[HtmlElement] = set()
    for element in tree.iter("*"):
        if element in inside or element.tag in _NEVER_CUT:
            continue
        if element.tag in _UNREAD:
            inside.update(element.iter("*"))
            continue
        kind = _kind(element, prose_characters, host)
        parent = element.getparent()
        if kind is None or parent is None:
            continue
        inside.update(element.iter("*"))
        cut = Cut(element, parent, _told(element, kind), is_list=kind == _HEADLINES)
        if kind == "credit" and cuts and (whole := _credited(cuts[-1], cut)):
            cuts[-1] = whole
            cut = replace(cut, what=None)
        cuts.append(cut)
    for cut in cuts:
        if not cut.is_list:
            cut.element.drop_tree()
    _open_quotations(tree)
    return cuts


def _open_quotations(tree: HtmlElement) -> None:
    """Make containers of the figures that hold a quotation: the extractor drops figures whole."""
    for figure in list(tree.iter("figure")):
        if figure.find(".//blockquote") is not None:
            figure.tag = "div"
            for speaker in list(figure.iter("figcaption")):
                speaker.tag = "p"


def _credited(caption: Cut, credit: Cut) -> Cut | None:
    """Give a caption the credit that stands beside it, where it has none."""
    beside = credit.parent in {caption.parent, caption.parent.getparent()}
    if not isinstance(caption.what, Caption) or caption.what.credit or not beside:
        return None
    said = Caption(text=caption.what.text, credit=credit_of(credit.element))
    return replace(caption, what=said)


def _told(element: HtmlElement, kind: str) -> Removed | Caption | None:
    if kind == "caption":
        return caption_of(element)
    text = text_of(element)
    if kind in _INTERFACE or not text:
        return None
    recorded, reason = _RECORDED[kind]
    return Removed(kind=recorded, text=text, reason=reason)


def _kind(element: HtmlElement, prose_characters: int, host: str) -> str | None:
    """Say what an element is, where it is none of the article."""
    if element.tag == "figcaption":
        figure = next(element.iterancestors("figure"), element)
        holds_text = next(figure.iter("blockquote", "table", "pre"), None) is not None
        return "caption" if not holds_text and length_up_to(element, 0) else None
    if element.tag in {"ul", "ol"} and _is_list_of_headlines(element, host):
        return _HEADLINES if length_up_to(element, prose_characters) < prose_characters else None
    if is_credited(element):
        return "caption"
    names = names_of(element)
    if len(names) == 1:
        return None
    kind, may_be = _named(names[:LONGEST_NAMES])
    if may_be and stands_at_picture(element):
        return may_be
    return kind if kind and _is_box(element, kind, prose_characters) else None


def _named(names: str) -> tuple[str | None, str | None]:
    """Say which box an element is by its names, and whether it may belong to a picture."""
    box = beside = None
    for name in names.split():
        kind, part = _means(name)
        box = box or kind
        beside = part if beside != "caption" and part else beside
    return box, beside


@lru_cache(_NAMES_KEPT)
def _means(name: str) -> tuple[str | None, str | None]:
    """Say the same of one name. Few names are an element's own, so that most are known."""
    words = separated(name)
    box = _BOX.search(words)
    if names_caption(words):
        return box and box.lastgroup, "caption"
    return box and box.lastgroup, "credit" if names_credit(words) else None


def _is_box(element: HtmlElement, kind: str, prose_characters: int) -> bool:
    most = {"facts": _FACTS_SHARE * prose_characters}.get(kind, _WITH_LINKS_CHARACTERS)
    if kind in _SHORT_KINDS:
        most = _LABEL_CHARACTERS
    characters = length_up_to(element, most)
    if not 0 < characters <= most or element.find(".//h1") is not None:
        return False
    linked = sum(length_up_to(link, most) for link in element.iter("a"))
    most_prose = min(_BOX_CHARACTERS, _BOX_SHARE * prose_characters)
    if kind != "facts" and characters - linked > most_prose:
        return False
    return kind not in _LEADING_KINDS or linked > _LINKED_SHARE * characters


def _is_list_of_headlines(element: HtmlElement, host: str) -> bool:
    """Say whether a list leads to other articles and says nothing besides."""
    links = list(element.iter("a"))
    if len(links) < _FEWEST_HEADLINES:
        return False
    lengths = [length_up_to(line, _WITH_LINKS_CHARACTERS) for line in element.iterchildren("li")]
    characters, count = sum(lengths), sum(map(bool, lengths))
    if count < _FEWEST_HEADLINES or characters < _SHORTEST_HEADLINE * count:
        return False
    if element.find(".//li/ul") is not None or element.find(".//li/ol") is not None:
        return False
    linked = sum(length_up_to(link, _WITH_LINKS_CHARACTERS) for link in links)
    if linked < _WHOLLY_LINKED * characters:
        return False
    return all(leads_within(link, host) for link in links)
