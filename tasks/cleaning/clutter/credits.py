"""Who took a picture: the credit at the end of a caption, or on a line of its own."""

import re

_LABELS = (
    r"(?:file |handout |stock )?(?:photo(?:graph|graphy|graphie|s)?|picture|image|pic|video|credit|"
    r"illustration|graphic|screengrab)s?(?: credit| source| by| courtesy)?|"
    r"(?:archiv|symbol|agentur)?(?:foto|bild)(?:er|s|graf|grafie|grafia|nachweis|quelle)?|grafik|"
    r"cr[eé]dits?(?: photo)?|fotograf[ií]as?|imagen|im[aá]gene?s|imagem|immagine|beeld|cr[eé]dito|"
    r"fot|zdj|zdj[eę]cie|фото|图片|摄影|写真|fotoğraf|reprodu[cç][aã]o|divulga[cç][aã]o"
)
# Agencies that sell pictures only, and those that write stories too: these sign paragraphs.
_PICTURE_AGENCIES = (
    r"getty(?: images)?|shutterstock|alamy|istock|imago(?: images)?|picture[ -]alliance|scanpix|"
    r"adobe ?stock|pixabay|pexels|unsplash|wikimedia commons|zuma(?: press)?|sipa|maxppp|lapresse|"
    r"handout|supplied|keystone|epa(?:-efe)?|screengrab"
)
_NEWS_AGENCIES = r"afp|ap|reuters|dpa|ansa|efe|lusa|pap|tass|anp|belga|pa|aap|ntb|tt|anadolu|aa"

_LABELLED = re.compile(
    rf"(?:^|(?<=[\s.([|\u2013\u2014/]))[(\[]?(?P<label>{_LABELS})\.?\s{{0,2}}"
    r"(?:[:\uff1a|/\u00a9]|\.{2,3}|\u2026|(?<=by)\s|(?<=fot\.)|"
    r"(?<=zdj\.))\s{0,2}(?P<by>[^:!?]{2,80}?)[)\]]?$",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(r"[(\[]?(?P<by>(?:\u00a9|\(c\))\s?[^.!?]{2,60}?)[)\]]?$")
_BRACKETED = re.compile(r"[(\[](?P<by>[^()\[\]]{2,80})[)\]]$")
_SLASHED = re.compile(
    r"(?<![\w/])(?P<by>(?:[A-ZÀ-Þ](?:[\w'\u2019-]{0,30}|\.) ?){1,4} ?/ ?"
    r"[A-ZÀ-Þ][\w.'\u2019-]{0,30}(?: [A-ZÀ-Þ/][\w.'\u2019/-]{0,30}){0,4})$"
)
_AGENCY_LAST = re.compile(rf"(?:^|\s)(?P<by>{_PICTURE_AGENCIES})$", re.IGNORECASE)
_AGENCY = re.compile(rf"\b(?:{_PICTURE_AGENCIES}|{_NEWS_AGENCIES})\b", re.IGNORECASE)
_PHOTO = re.compile(
    r"\b(?:photo|foto|picture|image|bild|courtesy|handout|supplied)\b", re.IGNORECASE
)
# In capitals only: cells of a table are parted by bars as well.
_BARRED = re.compile(
    r"\s\|\s(?P<by>[A-ZÀ-Þ][A-ZÀ-Þ.'\u2019-]{2,30}(?: [A-ZÀ-Þ.'\u2019-]{1,30}){0,4})$"
)
_NAMED = re.compile(
    r"\s(?:Photo|Foto)s?\s"
    r"(?P<by>[A-ZÀ-Þ][\w'\u2019-]{1,30}(?:[ /][A-ZÀ-Þ][\w.'\u2019-]{0,30}){1,4})$"
)
_AGENCY_INITIALS = re.compile(
    r"(?<=\w) \(?(?P<by>AFP|AP|PA|EPA|EFE|ANSA|TASS|REUTERS|Reuters|dpa|AAP|ANP)\)?$"
)
_ENDED = re.compile(r"[.!?\u2026][\u2019\u201d\"')]?$")

_LONGEST_CAPTION = 70
"""Words. What is longer is a paragraph, whatever stands at its end."""

_MOST_CREDIT = 10
"""Words of a credit: two names and two agencies."""

Credit = tuple[str, str]
"""The words of a caption, which may be none, and who is credited."""


def split_credit(text: str) -> Credit | None:
    """Part a caption from its credit; None when no credit ends the line."""
    if text.count(" ") > _LONGEST_CAPTION:
        return None
    for found in (_bracketed(text), _labelled(text), _slashed(text)):
        if found and len(found[1].split()) <= _MOST_CREDIT:
            return found
    for pattern in (_COPYRIGHT, _AGENCY_LAST, _BARRED, _NAMED, _AGENCY_INITIALS):
        if match := pattern.search(text):
            return _parted(text, match)
    return None


def is_written_large(text: str) -> bool:
    """Say whether a short line is all capitals, as the names of picture desks are."""
    return text.isupper() and 0 < len(text.split()) <= _MOST_CREDIT // 2 and text[-1].isalpha()


def _labelled(text: str) -> Credit | None:
    match = _LABELLED.search(text)
    if match is None:
        return None
    # Inside a sentence only a label with a capital is one: "the photo: a blur" is prose.
    starts = match.start("label") == 0 or text[match.start("label") - 1] in "([|/"
    return _parted(text, match) if starts or not match["label"][0].islower() else None


def _bracketed(text: str) -> Credit | None:
    match = _BRACKETED.search(text)
    if match is None:
        return None
    by, before = match["by"], text[: match.start()].rstrip()
    pictured = _PHOTO.search(by) or re.search(rf"\b(?:{_PICTURE_AGENCIES})\b", by, re.IGNORECASE)
    # "(dpa)" after a full stop signs a paragraph of the story.
    signs = not _ENDED.search(before) and _AGENCY.fullmatch(by.split("/")[0].strip())
    return _parted(text, match) if pictured or signs or _SLASHED.fullmatch(by) else None


def _slashed(text: str) -> Credit | None:
    match = _SLASHED.search(text)
    if match is None:
        return None
    before = text[: match.start()].rstrip()
    agency = _AGENCY.search(match["by"])
    return _parted(text, match) if agency or not before or _ENDED.search(before) else None


def _parted(text: str, match: re.Match[str]) -> Credit:
    return text[: match.start()].rstrip(" |\u2013\u2014-/([\xa9"), match["by"].strip(" .()[]")
