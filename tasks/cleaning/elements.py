"""What an element is called, and how much it holds. What that means is for others to say."""

import re
from typing import Final

from lxml.html import HtmlElement

LONGEST_NAMES: Final = 300
"""What an element is called is said at the beginning of its names."""

_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|_+|--+")


def separated(names: str) -> str:
    """Write names with one hyphen between their words: `imageCaption__text` has three."""
    return _HUMP.sub("-", names[:LONGEST_NAMES]).lower()


def length_up_to(element: HtmlElement, most: float) -> int:
    """Count the characters of an element, until there are more than these."""
    characters = 0
    for text in element.itertext():
        characters += len(text.strip())
        if characters > most:
            break
    return characters
