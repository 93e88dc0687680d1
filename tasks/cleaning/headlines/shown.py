"""Where on a page its headline is shown: bylines and dates of the article stand beside it."""

import re
from itertools import chain

from lxml.html import HtmlElement

_ALIKE = 0.5
"""The share of words in common from which a heading is the title."""

_HEADINGS = ("h1", "h2", "h3")
_OTHERS = ("div", "p", "span", "td", "strong", "b", "font", "h4")
"""What pages without a proper heading show their title in."""

_WORD = re.compile(r"[^\W\d_]+")


def headline_of(tree: HtmlElement, title: str | None) -> HtmlElement | None:
    """Find the element that shows the title: the heading that shares most words with it."""
    words = _words(title)
    headings = [(heading, _words("".join(heading.itertext()))) for heading in tree.iter(*_HEADINGS)]
    alike = [(_share(own, words), heading.tag == "h1", heading) for heading, own in headings]
    best = max(alike, key=lambda one: one[:2], default=(0.0, False, None))
    if best[0] > _ALIKE:
        return best[2]
    others = tree.iter(*_OTHERS) if words else ()
    same = (element for element in others if _words(element.text) == words)
    first = (heading for heading, own in headings if own and heading.tag == "h1")
    return next(chain(first, same), None)


def _share(own: set[str], words: set[str]) -> float:
    return len(own & words) / len(own | words) if own else 0.0


def _words(text: str | None) -> set[str]:
    return set(_WORD.findall((text or "").casefold()))
