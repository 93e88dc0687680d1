"""A page to its tree of elements: parsed once, whatever it holds and however deep it goes."""

import re
from typing import Final

from lxml.html import HtmlElement, HTMLParser, fromstring
from trafilatura import load_html
from trafilatura.utils import HTML_PARSER

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


def parsed(text: str) -> HtmlElement | None:
    """Parse a page, or a piece of one. None when there is no element in it."""
    tree = load_html(text)
    if tree is None:
        # trafilatura refuses a lone element as no page; what was given as HTML is read as such.
        text = f"<html><body><div>{text}</div></body></html>"
        tree = load_html(text)
    return tree if tree is None or not _was_too_deep(HTML_PARSER) else _deep(text)


def _deep(text: str) -> HtmlElement:
    tree = fromstring(text.encode(), parser=_DEEP)
    if not _was_too_deep(_DEEP):
        return tree
    return fromstring(_REST.sub(" ", text).encode(), parser=_DEEP)


def _was_too_deep(parser: HTMLParser) -> bool:
    return any(_TOO_DEEP in error.message for error in parser.error_log.filter_from_fatals())
