"""What two texts are compared by: their words, without the typography around them."""

import re
from typing import Final

_APOSTROPHES: Final = "\u2018\u2019\u201a\u201b\u2032\xb4`"
_QUOTATION_MARKS: Final = "\u201c\u201d\u201e\u201f\u2033\xab\xbb"
_DASHES: Final = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
# Soft hyphens, joiners and spaces of no width: nobody sees them.
_UNSEEN: Final = "\xad\u200b\u200c\u200d\u2060\ufeff"
_SIGNS: Final = str.maketrans(
    {
        **dict.fromkeys(_APOSTROPHES, "'"),
        **dict.fromkeys(_QUOTATION_MARKS, '"'),
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys(_UNSEEN),
        "\u2026": "...",
    }
)
# A sign that is no punctuation says something: `$5` is not `€5`, and `-5` is not `5`.
_WORD: Final = re.compile(r"\w+|-(?=\d)|[^\w\s.,;:!?'\"()\[\]-]")


def plain(text: str) -> str:
    """Give a text with one kind of quotation mark, dash and space.

    What differs in these alone says the same.
    """
    return " ".join(text.translate(_SIGNS).split())


def words(text: str) -> tuple[str, ...]:
    """Give the words of a text in lower case, without punctuation."""
    return tuple(_WORD.findall(text.translate(_SIGNS).casefold()))
