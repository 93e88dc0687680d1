"""The words under a picture: a caption, and the credit in it. Told by elements and their names.

What a text tells by its form alone is in `credits`.
"""

import re
from copy import deepcopy
from typing import Final

from lxml.html import HtmlElement

from tasks.cleaning.access.sight import names_of
from tasks.cleaning.elements import length_up_to, separated
from tasks.cleaning.pictures.credits import (
    MOST_WORDS_OF_A_CREDIT,
    caption_and_credit,
    clean_credit,
    split_credit,
)
from tasks.cleaning.runs import text_of
from tasks.record import Caption, Removed

_CAPTION_CHARACTERS: Final = 800
"""More text than this is no caption, whatever it is called: a gallery, or an article under it."""

_BESIDES_CHARACTERS: Final = 150
"""More text than this beside a caption and its picture is an article that has a picture."""

_MOST_CREDITS: Final = 10
"""More parts with a credit are those of a gallery."""

_LEVELS: Final = 4
"""How far around a caption its picture is looked for."""

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
# Inside a caption these names say no more than whose it is.
_CREDIT_NAMES_WITHIN: Final = re.compile(
    r"credit|copyright|photographer|fotograf|bildnachweis|"
    r"(?<![a-z])(?:author|source|quelle|rights|byline|(?:image|photo|picture|media)-?agency)(?![a-z])"
)
_CREDIT_PROPERTIES: Final = frozenset({"author", "copyrightHolder", "creator", "creditText"})
# Where a credit has an element of its own, no space need stand before it.
_JOINED: Final = re.compile(r"(?<=[a-zà-ÿ]{3}[.!?\u2026])(?=[A-ZÀ-Þ])")


def names_caption(names: str) -> bool:
    """Say whether names with hyphens call something a caption."""
    return bool(_CAPTION_NAMES.search(names))


def names_credit(names: str) -> bool:
    """Say whether names with hyphens call something a credit."""
    return bool(_CREDIT_NAMES.search(names))


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


def is_credited(element: HtmlElement) -> bool:
    """Say whether an element under a picture ends with a credit: a caption, whatever its name."""
    above = element.getprevious()
    if above is None or above.tag not in _PICTURES or element.tag not in {"div", "p", "span"}:
        return False
    return stands_at_picture(element) and split_credit(text_of(element)) is not None


def caption_of(element: HtmlElement) -> Caption | Removed:
    """Read a caption, with its credit; where there is only a credit, that is no caption."""
    text, credit = words_under(element)
    if text is None:
        reason = "the credit of a picture"
        return Removed(kind="credit", text=text_of(element) or credit or "", reason=reason)
    return Caption(text=text, credit=credit)


def words_under(element: HtmlElement) -> tuple[str | None, str | None]:
    """Part the words of an element under a picture: by what its parts are called, or by form."""
    rest, credit, whole = deepcopy(element), None, text_of(element)
    for part in list(filter(_is_credit, rest.iterdescendants("*")))[:_MOST_CREDITS]:
        is_both = text_of(part) == whole and names_caption(separated(names_of(part)))
        if not is_both and (words := credit_of(part)):
            credit = credit or words
            # A credit within a credit is gone with the outer one.
            part.tail = f" {part.tail or ''}"
            part.drop_tree()
    caption, marked = caption_and_credit(_JOINED.sub(" ", text_of(rest)))
    return caption, credit or marked


def credit_of(element: HtmlElement) -> str | None:
    """Read what is called a credit, or give None where it says more than a name."""
    words = text_of(element)
    return clean_credit(words) if len(words.split()) <= MOST_WORDS_OF_A_CREDIT else None


def _is_credit(element: HtmlElement) -> bool:
    if element.tag == "cite" or element.get("itemprop") in _CREDIT_PROPERTIES:
        return True
    return bool(_CREDIT_NAMES_WITHIN.search(separated(names_of(element))))
