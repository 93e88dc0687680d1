"""A place in a text where something is named."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from tasks.extraction.entities.words import SMALL
from tasks.extraction.parse import NamedSpan, Parse, Word

_AROUND: Final = " \t\r\n\"'`,;:()[]\u2018\u2019\u201c\u201d\xab\xbb"
_POSSESSIVE: Final = re.compile(r"['\u2019][sS]?$")
_APOSTROPHES: Final = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'", "-": " "})


@dataclass(slots=True)
class Mention:
    """A place where something is named.

    Units: `start` and `end` in code points.

    Attributes:
        words: the words of the name; a possessive may end the last one.
        name: the words on one line.
        key: what two mentions of one name have in common.
        label: the type that the model gave it; empty where it saw no name.
        is_bracketed: whether a bracket opens right before it.
    """

    words: tuple[Word, ...]
    start: int
    end: int
    name: str
    key: str
    label: str
    is_bracketed: bool


def mentions_of(names: Iterable[NamedSpan], parse: Parse, text: str) -> Iterator[Mention]:
    """Give the mentions at some names, without the marks and possessives at their ends."""
    for name in names:
        words = parse.words[name.first : name.end]
        if words[-1].lower == "'s":
            start, end = words[0].start, words[-1].end
        else:
            start, end = _bare(text, words[0].start, words[-1].end)
        if start < end:
            line = " ".join(text[start:end].split())
            is_bracketed = name.first > 0 and parse.words[name.first - 1].text == "("
            yield Mention(words, start, end, line, key_of(line), name.label, is_bracketed)


def key_of(name: str) -> str:
    """Give what the spellings of one name have in common.

    Case, full stops and hyphens make no difference.
    """
    return name.translate(_APOSTROPHES).replace(".", "").casefold().strip() or name


def initials(words: Iterable[str]) -> str:
    """Give the acronym of a name in full."""
    return "".join(word[0] for word in words if word not in SMALL)


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    while True:
        words = text[start:end]
        inner = _POSSESSIVE.sub("", words).rstrip(_AROUND)
        left = len(inner) - len(inner.lstrip(_AROUND))
        if left == 0 and len(inner) == len(words):
            return start, end
        start, end = start + left, start + len(inner)
