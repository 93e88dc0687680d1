"""A page to its tree of elements: parsed once, whatever it holds and however deep it goes.

Nothing is judged here: what is no part of an article is in the tree, too.
"""

import re
from itertools import islice
from typing import Final

from lxml.html import HtmlElement, HTMLParser, fromstring
from trafilatura import load_html
from trafilatura.utils import HTML_PARSER

_MOST_TAGS: Final = 80_000
"""Of a page, opened and closed; the largest have a quarter. What comes after is not read: every
element costs each step some time, and a page of a million would hold a worker for minutes."""

_SUSPECT_CHARACTERS: Final = 200_000
"""A shorter page has too few attributes to be slow."""

_LONGEST_TAG: Final = 20_000
"""Characters of a tag whose attributes are counted. Some are long for a single value in them."""

_MOST_ATTRIBUTES: Final = 1_000
"""Of a tag. The parser takes the square of their number: a page of nothing else takes hours."""

_TOO_DEEP: Final = "Excessive depth"
"""What libxml2 reports when it gives up at 256 elements and drops the rest of the page."""

# As trafilatura's, but down to 2048 elements.
_DEEP: Final = HTMLParser(
    collect_ids=False,
    encoding="utf-8",
    remove_comments=True,
    remove_pis=True,
    huge_tree=True,
)
# What remains of a page that goes deeper: blocks of text, and what is not for reading. All else is
# what a broken page opens thousands of times and never closes.
_REST: Final = re.compile(
    r"</?(?!(?:html|head|title|meta|link|script|style|body|h[1-6]|p|br|hr|img|time|nav|header|"
    r"footer|aside|figure|figcaption|noscript|pre)(?=[\s/>]))[a-z][^<>]{0,5000}>",
    re.IGNORECASE,
)
_TAG: Final = re.compile(
    r"<[a-z](?:[^<>\"'=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')|[=\"'])*+", re.IGNORECASE
)
_ATTRIBUTE: Final = re.compile(r"=\s*+(?:\"[^\"]*+\"|'[^']*+')|[^\s=]++")
_NAME: Final = re.compile(r"<[a-z][a-z0-9]{0,30}", re.IGNORECASE)


def parsed(text: str) -> tuple[HtmlElement | None, tuple[str, ...]]:
    """Parse a page, or a piece of one.

    Returns:
        The tree, or None when there is no element in it; and what of the page is not in it, in
        words for `access.evidence`.
    """
    text, left_out = _bounded(text)
    return _parsed(text), left_out


def _parsed(text: str) -> HtmlElement | None:
    tree = load_html(text)
    if tree is None or tree.tag != "html":
        # trafilatura refuses a lone element as no page, or gives it as the root, which htmldate
        # cannot cut out of anything; what was given as HTML is read as such.
        text = f"<html><body><div>{text}</div></body></html>"
        tree = load_html(text)
    return tree if tree is None or not _was_too_deep(HTML_PARSER) else _deep(text)


def _bounded(text: str) -> tuple[str, tuple[str, ...]]:
    """Cut away what no page has: a million elements, or a tag with ten thousand attributes.

    Only the first can hold words, and is told of.
    """
    if len(text) <= _SUSPECT_CHARACTERS:
        return text, ()
    text = _TAG.sub(_without_too_many, text)
    if text.count("<") <= _MOST_TAGS:
        return text, ()
    tags = islice(re.finditer("<", text), _MOST_TAGS, None)
    return text[: next(tags).start()], (f"not read after {_MOST_TAGS} tags",)


def _without_too_many(tag: re.Match[str]) -> str:
    if len(tag[0]) <= _LONGEST_TAG:
        return tag[0]
    many = next(islice(_ATTRIBUTE.finditer(tag[0]), _MOST_ATTRIBUTES, None), None)
    name = _NAME.match(tag[0])
    return name[0] if many is not None and name is not None else tag[0]


def _deep(text: str) -> HtmlElement:
    tree = fromstring(text.encode(), parser=_DEEP)
    if not _was_too_deep(_DEEP):
        return tree
    return fromstring(_REST.sub(" ", text).encode(), parser=_DEEP)


def _was_too_deep(parser: HTMLParser) -> bool:
    return any(_TOO_DEEP in error.message for error in parser.error_log.filter_from_fatals())
