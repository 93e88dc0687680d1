"""The words under a picture: what it shows, and whose it is.

The form tells them apart: 'Photo: …', '© …' and their like in other languages, brackets around an
agency, an element that is called credit. What has no such form is all caption.
"""

import re
from itertools import islice
from typing import Final

from lxml.html import HtmlElement

from tasks.cleaning.access.sight import names_of, visible
from tasks.cleaning.blocks import on_one_line

_MOST_WORDS: Final = 12
"""A longer 'credit' is a sentence: 'Image: the harbour as it was before …'."""

_MAX_CHARACTERS: Final = 2000
"""A longer 'caption' has no credit that could be found in it in time."""

_MOST_CREDITS: Final = 10
"""More elements with a credit are those of a gallery."""

# What newspapers write before a credit, with a colon after it.
_LABEL: Final = (
    r"(?:(?:photo(?:graph|graphie|graphy|s)?|picture|image)(?:\s+credit)?|credits?|source"
    r"|fotos?|fotograf(?:in|ie|ía)?|bild(?:er|quelle|nachweis|rechte)?|quelle|cr[eé]dits?(?:\s+photo)?"
    r"|cr[eé]ditos?|imagen|imagem|fuente|fonte|immagine|beeld|bron|zdj[eę]cie|kuva|snímek"
    r"|фото|источник|джерело|写真|图片来源|图)"
)
_BY: Final = r"(?:\s+(?:af|av|by|da|de|di|door|par|por|van|via|von))?"
_MARK: Final = (
    rf"(?:\b{_LABEL}{_BY}\s*[:\uff1a]|\bphoto(?:graph)?s?\s+by\s+(?-i:(?=[A-Z]))"
    r"|\(c\)\s|\bcopyright\b|[\u00a9\u24b8])"
)
_MARKS: Final = re.compile(rf"[(\[]?\s*{_MARK}(?:\s*{_MARK})*\s*", re.IGNORECASE)
# '(AP Photo/Ana Lima)', '[dpa / Kurier]': agencies are joined by a stroke.
_IN_BRACKETS: Final = re.compile(r"\s*[(\[]([^()\[\]\d]{2,60}/[^()\[\]\d]{2,60})[)\]][\s.]*$")
_SENTENCE_ENDS: Final = re.compile(r"\w{3}[.!?]\s+\w")
_AROUND: Final = " |/,;:\u2013\u2014\u2022\xb7-"
_WRAPPED: Final = re.compile(r"[(\[]([^()\[\]]*)[)\]]\.?")
_CREDIT_NAMES: Final = re.compile(
    r"credit|copyright|photographer|(?:^|[\s_-])(?:author|source|quelle|rights|byline)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CREDIT_PROPERTIES: Final = frozenset({"author", "copyrightHolder", "creator", "creditText"})


def caption_and_credit(text: str | None) -> tuple[str | None, str | None]:
    """Split the words under a picture into caption and credit.

    Returns:
        Both on one line, the credit without 'Photo:', '©' and the like; None for what is not there.
    """
    line = on_one_line(text or "")
    if len(line) > _MAX_CHARACTERS:
        return line, None
    for mark in _MARKS.finditer(line):
        before, after = line[: mark.start()], line[mark.end() :]
        if mark[0][0] in "([" and not mark[0].lower().startswith("(c)"):
            after, _, rest = re.sub(r"[)\]]", "\0", after, count=1).partition("\0")
            before += rest
        if _is_name(after):
            return on_one_line(before).strip(_AROUND) or None, clean_credit(after)
    if (found := _IN_BRACKETS.search(line)) and found.start():
        return line[: found.start()], clean_credit(found[1])
    return line or None, None


def clean_credit(text: str | None) -> str | None:
    """Give a credit without what only says that it is one, or None."""
    line = _MARKS.sub(" ", on_one_line(text or ""))
    line = on_one_line(line).strip(_AROUND)
    wrapped = _WRAPPED.fullmatch(line)
    return (wrapped[1].strip() if wrapped else line) or None


def caption_and_credit_in(element: HtmlElement) -> tuple[str | None, str | None]:
    """Split the words in an element: by what its parts are called, or else by their form."""
    whole, credit = " ".join(visible(element)), None
    parts = (part for part in element.iterdescendants() if _is_credit(part))
    for part in islice(parts, _MOST_CREDITS):
        if (named := " ".join(visible(part))).strip():
            # A credit within a credit is replaced with the outer one.
            whole, credit = whole.replace(named, " ", 1), credit or clean_credit(named)
    caption, marked = caption_and_credit(whole)
    return caption, credit or marked


def _is_credit(element: HtmlElement) -> bool:
    if element.tag == "cite" or element.get("itemprop") in _CREDIT_PROPERTIES:
        return True
    return isinstance(element.tag, str) and bool(_CREDIT_NAMES.search(names_of(element)))


def _is_name(text: str) -> bool:
    words = text.split()
    return 0 < len(words) <= _MOST_WORDS and not _SENTENCE_ENDS.search(text)
