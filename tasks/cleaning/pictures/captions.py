"""The words under a picture: a caption, and the credit in it."""

import re
from typing import Final

from lxml.html import HtmlElement

from tasks.cleaning.access.sight import names_of
from tasks.cleaning.blocks import on_one_line
from tasks.cleaning.body.runs import text_of
from tasks.record import Caption

_CAPTION_CHARACTERS: Final = 800
"""More text than this is no caption, whatever it is called: a gallery, or an article under it."""

_BESIDES_CHARACTERS: Final = 150
"""More text than this beside a caption and its picture is an article that has a picture."""

_LEVELS: Final = 4
"""How far around a caption its picture is looked for."""

LONGEST_NAMES: Final = 300
"""What an element is called is said at the beginning of its names."""

_PICTURES: Final = ("img", "picture", "video", "iframe", "amp-img", "svg", "source", "noscript")

_CAPTION_NAMES: Final = re.compile(
    r"(?<![a-z0-9])(?:(?:img|image|photo|picture|media|wp|foto|fig|bild)-?"
    r"(?:caption|description|desc|legend|text)[a-z]*|[a-z]{0,20}caption(?:-text|-content)?|"
    r"legende?|bild-?(?:unterschrift|text)|billed-?tekst|didascalia|pie-?(?:de-?)?foto|"
    r"image-annotation)(?![a-z0-9])",
    re.IGNORECASE,
)
_CREDIT_NAMES: Final = re.compile(
    r"(?<![a-z0-9])(?:(?:[a-z]{1,20}-)?(?:credits?|copyrights?|photographer|fotograf|"
    r"bildquelle|bildnachweis)|(?:image|photo|picture|media|foto)-?(?:source|author|agency))"
    r"(?![a-z0-9])",
    re.IGNORECASE,
)
_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|_+|--+")
# At the end of a caption: in brackets, or after the end of a sentence or a dash.
_CREDIT: Final = re.compile(
    r"(?:^|(?<=[.!?\u2026\"\u201d\xbb])\s|\s[|/\u2013\u2014-]\s|\s?[(\[])"
    r"(?P<credit>(?:\xa9|\(c\)|(?:photos?|photograph(?:ie)?|fotos?|bild(?:er)?|picture|image|"
    r"cr[eé]dits?(?: photos?)?|quelle|source|fuente|fot\.|zdj\.|kuva)\s?(?::|/|by\b|\xa9))"
    r"\s?[^.:()\[\]]{2,80})[)\].]{0,2}$",
    re.IGNORECASE,
)


def separated(names: str) -> str:
    """Write names with one hyphen between their words: `imageCaption__text` has three."""
    return _HUMP.sub("-", names[:LONGEST_NAMES]).lower()


def names_caption(names: str) -> bool:
    """Say whether names with hyphens call something a caption."""
    return bool(_CAPTION_NAMES.search(names))


def names_credit(names: str) -> bool:
    """Say whether names with hyphens call something a credit."""
    return bool(_CREDIT_NAMES.search(names))


def length_up_to(element: HtmlElement, most: float) -> int:
    """Count the characters of an element, until there are more than these."""
    characters = 0
    for text in element.itertext():
        characters += len(text.strip())
        if characters > most:
            break
    return characters


def stands_at_picture(element: HtmlElement) -> bool:
    """Say whether an element and a picture are all that something holds."""
    characters = length_up_to(element, _CAPTION_CHARACTERS)
    if not 0 < characters <= _CAPTION_CHARACTERS:
        return False
    for _, around in zip(range(_LEVELS), element.iterancestors(), strict=False):
        if around.tag in {"body", "article", "main"}:
            return False
        if next(around.iter(*_PICTURES), None) is not None:
            most = characters + _BESIDES_CHARACTERS
            return length_up_to(around, most) <= most
    return False


def caption_of(element: HtmlElement) -> Caption:
    """Read a caption, and tell its credit apart by its markup or else by its form."""
    text = text_of(element)
    for part in element.iterdescendants("*"):
        if names_credit(separated(names_of(part))):
            credit = text_of(part)
            rest = on_one_line(text.replace(credit, " ", 1)) if credit else text
            if credit and rest != text and rest:
                return Caption(text=rest, credit=credit)
    found = _CREDIT.search(text)
    if found and found.start():
        return Caption(text=text[: found.start()].rstrip(), credit=found["credit"].strip())
    return Caption(text=text)
