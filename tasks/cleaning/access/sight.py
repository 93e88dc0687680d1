"""What a page looks like: the facts that verdict and kind are drawn from.

Lengths are those that the text would have in an alphabet (`weight_of`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, cast

from lxml.etree import XPath, iterwalk
from lxml.html import HtmlElement

from tasks.cleaning.blocks import Piece
from tasks.cleaning.scripts import STOPS, weight_of
from tasks.cleaning.structured import ARTICLE_TYPES, Claims

ARTICLE_CHARACTERS: Final = 600
"""Less prose than this may be a page around something else."""

_SENTENCE_CHARACTERS: Final = 50
"""A block as long as this that ends as sentences end is prose; shorter ones are labels."""

TEASER_CHARACTERS: Final = 120
"""More prose than this is an article, were it a short one: no form, no error and no list of links
stands around so much."""

_UNSTOPPED_CHARACTERS: Final = 150
"""The same for Thai and Lao, which write no stop: shorter lines are headlines."""

_ENDS_AS_A_SENTENCE: Final = re.compile(
    rf"[{STOPS}]"
    r"[\"')\]\u2019\u201d\u201c\u2018\xbb\xab\u203a\u300d\u300f\uff09\s]*$"
)
_UNSTOPPED: Final = re.compile(r"[\u0e00-\u0eff][\"')\u2019\u201d\s]*$")
NOT_READ: Final = frozenset({"script", "style", "noscript", "template", "nav", "footer"})
_TYPED: Final = XPath("descendant-or-self::*/@itemtype")


# No slots: what is costly to see is looked at once.
@dataclass(frozen=True)
class Sight:
    """A page as the verdict sees it.

    Attributes:
        url: where it was found in the end, normalised.
    """

    tree: HtmlElement
    claims: Claims
    pieces: list[Piece]
    url: str | None

    @cached_property
    def prose_characters(self) -> int:
        """Length of what reads like sentences."""
        return sum(map(weight_of, self.prose))

    @cached_property
    def prose(self) -> tuple[str, ...]:
        """The blocks that read like sentences."""
        return tuple(filter(_ends_as_prose, self.long_texts))

    @cached_property
    def long_texts(self) -> tuple[str, ...]:
        """The blocks that are long enough for prose, also those that are cut."""
        return tuple(p.text for p in self.pieces if weight_of(p.text) >= _SENTENCE_CHARACTERS)

    @property
    def has_little_prose(self) -> bool:
        """Whether there is less to read than most articles have."""
        return self.prose_characters < ARTICLE_CHARACTERS

    @cached_property
    def describes_article(self) -> bool:
        """Whether the page describes an article, or says when one was published."""
        dated = self.claims.first("article:published_time") is not None
        return dated or bool(self.claims.article)

    @cached_property
    def claims_article(self) -> bool:
        """Whether the page calls itself an article, as some sites do of every page."""
        declared = (self.claims.first("og:type") or "").startswith("article")
        return declared or self.describes_article

    @cached_property
    def item_types(self) -> frozenset[str]:
        """All types that microdata names."""
        stated = cast("list[str]", _TYPED(self.tree))
        return frozenset(kind.rpartition("/")[2] for kind in " ".join(stated).split())

    @cached_property
    def own_types(self) -> frozenset[str]:
        """What the page declares to be; empty where there is an article, of which all is a part."""
        if self.claims.article or self.item_types & ARTICLE_TYPES:
            return frozenset()
        return self.claims.types | self.item_types

    @cached_property
    def visible_characters(self) -> int:
        """Length of all that can be read, outside of navigation and footer."""
        return length_of(self.tree)


def _ends_as_prose(text: str) -> bool:
    is_unstopped = len(text) >= _UNSTOPPED_CHARACTERS and _UNSTOPPED.search(text)
    return bool(is_unstopped or _ENDS_AS_A_SENTENCE.search(text))


def visible(element: HtmlElement) -> Iterator[str]:
    """Give the texts that a reader sees in an element."""
    walker = iterwalk(element, events=("start", "end"))
    for event, part in walker:
        if event == "end":
            yield part.tail or "" if part is not element else ""
        elif not is_read(part):
            walker.skip_subtree()
        else:
            yield part.text or ""


def is_read(element: HtmlElement) -> bool:
    """Say whether what an element holds is for reading: no script, no navigation, no comment."""
    return isinstance(element.tag, str) and element.tag not in NOT_READ


def length_of(element: HtmlElement) -> int:
    """Give how many characters of an element can be read."""
    return sum(weight_of(" ".join(text.split())) for text in visible(element))


def unspaced(text: str) -> str:
    """Give a text without blanks: inline markup leaves some where the body has none."""
    return "".join(text.split())


def unspaced_in(element: HtmlElement) -> str:
    """Give all that an element holds, without blanks."""
    return unspaced("".join(element.itertext()))


def names_of(element: HtmlElement) -> str:
    """Give the names that an element has for styles and scripts."""
    return f"{element.get('id') or ''} {element.get('class') or ''}"
