"""The words about a picture: what it shows, and whose it is. Told by form, from text alone.

A label begins a credit ('Photo: …'), or the sign of copyright does, brackets stand around it, a
stroke joins its names, an agency ends it. A line of a text must end so to be taken for a caption.
What is known to stand under a picture may have its credit anywhere, and in more forms.
"""

import re
from typing import Final

from tasks.cleaning.blocks import on_one_line

MOST_WORDS_OF_A_CREDIT: Final = 12
"""A longer 'credit' is a sentence: 'Image: the harbour as it was before …'."""

_LONGEST_CAPTION: Final = 70
"""Words. A longer line is a paragraph, whatever stands at its end."""

_MAX_CHARACTERS: Final = 2000
"""A longer 'caption' has no credit that could be found in it in time."""

_LARGE_WORDS: Final = 5
"""The most words in the name of a picture desk."""

# What newspapers write before a credit.
_LABELS: Final = (
    r"(?:file |handout |stock )?(?:photo(?:graph|grapher|graphy|graphie|s)?|picture|image|pic|"
    r"video|credit|illustration|graphic|screengrab)s?(?: credits?| sources?| by| courtesy)?|"
    r"(?:archiv|symbol|agentur|titel|beitrags|header)?(?:foto|bild)"
    r"(?:er|s|graf|grafin|grafie|grafia|nachweis|quelle|rechte)?|grafik|"
    r"cr[eé]dits?(?: photo)?|fotograf[ií]as?|imagen|im[aá]gene?s|imagem|immagine|"
    r"beeld|cr[eé]ditos?|fot|zdj|zdj[eę]cie|kuva|snímek|фото|图片来源|图片|图|摄影|写真|fotoğraf|"
    r"reprodu[cç][aã]o|divulga[cç][aã]o"
)
# In a text they stand under tables and at the end of what others reported, too.
_SOURCES: Final = r"source|quelle|fuente|fonte|bron|источник|джерело"
_BY: Final = r"(?:\s+(?:af|av|by|da|de|di|door|par|por|van|via|von))?"
# Agencies that sell pictures only, and those that write stories too: these sign paragraphs.
_PICTURE_AGENCIES: Final = (
    r"getty(?: images)?|shutterstock|alamy|istock|imago(?: images)?|picture[ -]alliance|scanpix|"
    r"adobe ?stock|pixabay|pexels|unsplash|wikimedia commons|zuma(?: press)?|sipa|maxppp|lapresse|"
    r"handout|supplied|keystone|epa(?:-efe)?|screengrab"
)
_NEWS_AGENCIES: Final = (
    r"afp|ap|reuters|dpa|ansa|efe|lusa|pap|tass|anp|belga|pa|aap|ntb|tt|anadolu|aa"
)

_MARK: Final = (
    rf"(?:\b(?:{_LABELS}|{_SOURCES}){_BY}\s*[:\uff1a]|\bphoto(?:graph)?s?\s+by\s+(?-i:(?=[A-Z]))"
    r"|\(c\)\s|\bcopyright\b|[\u00a9\u24b8])"
)
_MARKS: Final = re.compile(rf"[(\[]?\s*{_MARK}(?:\s*{_MARK})*\s*", re.IGNORECASE)
_LABELLED: Final = re.compile(
    rf"(?:^|(?<=[\s.([|\u2013\u2014/]))[(\[]?(?P<label>{_LABELS})\.?\s{{0,2}}"
    r"(?:[:\uff1a|/\u00a9]|\.{2,3}|\u2026|(?<=by)\s|(?<=fot\.)|"
    r"(?<=zdj\.))\s{0,2}(?P<by>[^:!?]{2,80}?)[)\]]?$",
    re.IGNORECASE,
)
_COPYRIGHT: Final = re.compile(r"[(\[]?(?P<by>(?:\u00a9|\(c\))\s?[^.!?]{2,60}?)[)\]]?$")
_BRACKETED: Final = re.compile(r"[(\[](?P<by>[^()\[\]]{2,80})[)\]]$")
_SLASHED: Final = re.compile(
    r"(?<![\w/])(?P<by>(?:[A-ZÀ-Þ](?:[\w'\u2019-]{0,30}|\.) ?){1,4} ?/ ?"
    r"[A-ZÀ-Þ][\w.'\u2019-]{0,30}(?: [A-ZÀ-Þ/][\w.'\u2019/-]{0,30}){0,4})$"
)
_AGENCY_LAST: Final = re.compile(rf"(?:^|\s)(?P<by>{_PICTURE_AGENCIES})$", re.IGNORECASE)
_AGENCY_INITIALS: Final = re.compile(
    r"(?<=\w) \(?(?P<by>AFP|AP|PA|EPA|EFE|ANSA|TASS|REUTERS|Reuters|dpa|AAP|ANP)\)?$"
)
# In capitals only: cells of a table are parted by bars as well.
_BARRED: Final = re.compile(
    r"\s\|\s(?P<by>[A-ZÀ-Þ][A-ZÀ-Þ.'\u2019-]{2,30}(?: [A-ZÀ-Þ.'\u2019-]{1,30}){0,4})$"
)
_NAMED: Final = re.compile(
    r"\s(?:Photo|Foto)s?\s"
    r"(?P<by>[A-ZÀ-Þ][\w'\u2019-]{1,30}(?:[ /][A-ZÀ-Þ][\w.'\u2019-]{0,30}){1,4})$"
)
# '[dpa / Kurier]' and '(AFP)': under a picture they sign nothing else.
_AGENCIES_IN_BRACKETS: Final = re.compile(
    rf"\s[(\[](?P<by>[^()\[\]\d]{{2,60}}/[^()\[\]\d]{{2,60}}|{_NEWS_AGENCIES})[)\]][\s.]{{0,3}}$",
    re.IGNORECASE,
)
_AGENCY: Final = re.compile(rf"\b(?:{_PICTURE_AGENCIES}|{_NEWS_AGENCIES})\b", re.IGNORECASE)
_PICTURED: Final = re.compile(
    r"\b(?:photo|foto|picture|image|bild|courtesy)\b|"
    rf"\b(?:{_PICTURE_AGENCIES})\b",
    re.IGNORECASE,
)
_ENDED: Final = re.compile(r"[.!?\u2026][\u2019\u201d\"')]?$")
_SENTENCE_ENDS: Final = re.compile(r"\w{3}[.!?]\s+\w")
# An agency after an article or a preposition is spoken of.
_SPOKEN_OF: Final = re.compile(r"(?:^|\s)[a-zà-ÿ]{1,3}$")
_AROUND: Final = " |/,;:\u2013\u2014\u2022\xb7-"
_OPENS: Final = _AROUND + "([\xa9"
_WRAPPED: Final = re.compile(r"[(\[]([^()\[\]]*)[)\]]\.?")

Credit = tuple[str, str]
"""The words of a caption, which may be none, and who is credited."""


def caption_and_credit(text: str | None) -> tuple[str | None, str | None]:
    """Part the words that stand under a picture into caption and credit.

    Returns:
        Both on one line, the credit without 'Photo:', '©' and the like; None for what is not there.
    """
    line = on_one_line(text or "")
    if len(line) > _MAX_CHARACTERS:
        return line, None
    caption, credit = _marked(line) or _in_brackets(line) or _at_the_end(line) or (line, "")
    return caption or None, credit or None


def split_credit(text: str) -> Credit | None:
    """Part a line of a text into caption and credit; None when no credit ends it."""
    return None if text.count(" ") > _LONGEST_CAPTION else _at_the_end(text)


def clean_credit(text: str | None) -> str | None:
    """Give a credit without what only says that it is one, or None."""
    line = _MARKS.sub(" ", on_one_line(text or ""))
    line = on_one_line(line).strip(_AROUND)
    wrapped = _WRAPPED.fullmatch(line)
    return (wrapped[1].strip() if wrapped else line) or None


def is_written_large(text: str) -> bool:
    """Say whether a short line is all capitals, as the names of picture desks are."""
    return text.isupper() and 0 < len(text.split()) <= _LARGE_WORDS and text[-1].isalpha()


def _marked(line: str) -> Credit | None:
    """Find what a label or the sign of copyright begins, up to the end or the bracket."""
    for mark in _MARKS.finditer(line):
        before, after = line[: mark.start()], line[mark.end() :]
        if mark[0][0] in "([" and not mark[0].lower().startswith("(c)"):
            after, _, rest = re.sub(r"[)\]]", "\0", after, count=1).partition("\0")
            before += rest
        # What a label leads to may be an element of its own, which was read already.
        if _is_name(after):
            return on_one_line(before).strip(_AROUND), clean_credit(after) or ""
    return None


def _in_brackets(line: str) -> Credit | None:
    match = _AGENCIES_IN_BRACKETS.search(line)
    return _parted(line, match) if match and match.start() else None


def _at_the_end(text: str) -> Credit | None:
    """Find the credit at the end of a line: the longest that a strong form finds, or any."""
    forms = (_bracketed(text), _labelled(text), _slashed(text))
    strong = [form for form in forms if form and _is_name(form["by"])]
    if strong:
        return _parted(text, min(strong, key=re.Match.start))
    for pattern in (_COPYRIGHT, _AGENCY_LAST, _BARRED, _NAMED, _AGENCY_INITIALS):
        match = pattern.search(text)
        if match and not _SPOKEN_OF.search(text[: match.start()]):
            return _parted(text, match)
    return None


def _labelled(text: str) -> re.Match[str] | None:
    match = _LABELLED.search(text)
    if match is None:
        return None
    # Inside a sentence only a label with a capital is one: "the photo: a blur" is prose.
    starts = match.start("label") == 0 or text[match.start("label") - 1] in "([|/"
    return match if starts or not match["label"][0].islower() else None


def _bracketed(text: str) -> re.Match[str] | None:
    match = _BRACKETED.search(text)
    if match is None:
        return None
    by, before = match["by"], text[: match.start()].rstrip()
    # "(dpa)" after a full stop signs a paragraph of the story.
    signs = not _ENDED.search(before) and _AGENCY.fullmatch(by.split("/")[0].strip())
    return match if _PICTURED.search(by) or signs or _SLASHED.fullmatch(by) else None


def _slashed(text: str) -> re.Match[str] | None:
    match = _SLASHED.search(text)
    if match is None:
        return None
    before = text[: match.start()].rstrip()
    agency = _AGENCY.search(match["by"])
    return match if agency or not before or _ENDED.search(before) else None


def _is_name(text: str) -> bool:
    return len(text.split()) <= MOST_WORDS_OF_A_CREDIT and not _SENTENCE_ENDS.search(text)


def _parted(text: str, match: re.Match[str]) -> Credit:
    by = match["by"].strip(" .")
    if by.count("(") > by.count(")"):
        by += ")"
    return text[: match.start()].rstrip(_OPENS), clean_credit(by) or by
