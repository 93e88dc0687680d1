"""One spelling for all spellings of a name: the key that names are looked up by."""

import unicodedata
from typing import Final

_LETTERS: Final = str.maketrans(
    {
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "ħ": "h",
        "\u0131": "i",
        "ŋ": "n",
        "æ": "ae",
        "œ": "oe",
    }
    | {"þ": "th", "ə": "a", "ɔ": "o", "ɛ": "e"}
)
# 'Xian' is Xi'an, 'St Johns' is St. John's, 'US' is U.S., and a hyphen is as good as a space.
_DROPPED: Final = "'`.\u00b4\u02b9\u02bb\u02bc\u02be\u02bf\u2018\u2019\u2032"
_SPACED: Final = "-/,()\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_MARKS: Final = str.maketrans(dict.fromkeys(_DROPPED, "") | dict.fromkeys(_SPACED, " "))
_WORDS: Final = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}


def key_of(name: str) -> str:
    """Give the key of a name: small plain letters, no accents, no apostrophes, single spaces.

    Saint, Mount and Fort may be shortened, and one article before the name makes no difference.
    """
    folded = name.casefold().translate(_MARKS)
    if not folded.isascii():
        parts = unicodedata.normalize("NFKD", folded.translate(_LETTERS))
        folded = "".join(part for part in parts if not unicodedata.combining(part))
        folded = folded.translate(_MARKS)
    words = [_WORDS.get(word, word) for word in folded.split()]
    if len(words) > 1 and words[0] == "the":
        del words[0]
    return " ".join(words)
