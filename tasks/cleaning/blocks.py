"""Paragraphs to text: where blocks stand in it, to the code point."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from tasks.record import Block

BETWEEN_BLOCKS: Final = "\n\n"
"""What stands between two blocks; inside one there is no line break."""

Role = Literal["paragraph", "heading", "quote", "list"]

# Everything that str.split() takes for space and some that it does not, but no NUL or U+FFFD.
_SPACES = re.compile(r"[\s\u200b\u2060\ufeff]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A block before it has a place in the text."""

    role: Role
    text: str


def joined(pieces: Iterable[Piece]) -> tuple[str, tuple[Block, ...]]:
    """Put pieces into one text.

    Shape: blocks in order, never empty, never overlapping.
    """
    texts: list[str] = []
    blocks: list[Block] = []
    position = 0
    for piece in pieces:
        if not piece.text:
            continue
        end = position + len(piece.text)
        blocks.append(Block(role=piece.role, start=position, end=end))
        texts.append(piece.text)
        position = end + len(BETWEEN_BLOCKS)
    return BETWEEN_BLOCKS.join(texts), tuple(blocks)


def on_one_line(text: str) -> str:
    """Make every run of white space one space, none at the ends, and compose it (NFC)."""
    return unicodedata.normalize("NFC", _SPACES.sub(" ", text).strip())
