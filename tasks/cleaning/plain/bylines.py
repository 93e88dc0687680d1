"""Bylines in texts without markup: 'By Ann Lee and Bo Li, Court Reporter'.

Nothing marks them there, so a line counts only where nothing in it speaks against it.
"""

import re

from tasks.cleaning.authorship.lines import AND, BETWEEN, reporters_in, trimmed, without_lead
from tasks.cleaning.authorship.names import JOURNALIST, PARTICLES, is_full, kind_of
from tasks.cleaning.blocks import on_one_line
from tasks.record import Author

_DESK = re.compile(
    r"(?:(?:our|the) )?(?:redazione|redaktion|rédaction|redacción|redação|redactie|redakcja|"
    r"redaksjonen|newsroom|news desk|staff|staff writer|staff reporter)(?: [\w.]{2,20}){0,2}",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\S@\S|\s@\w")
_BRACKETS = re.compile(r"\([^()]{0,80}\)|\[[^\[\]]{0,80}\]")
_IN_PLACE = re.compile(r"\s(?:in|à|en|aus|a|em|w|v|from|i|te|ve)\s(?=[A-ZÀ-ÞА-Я])")
_REPORTED = re.compile(
    r"\(?(?i:(?:additional |with )?(?:reporting|writing|editing|compiled|edited|written) (?:by|"
    r"in) )"
    r".{3,300}|.{3,120}\bcontributed (?:to this (?:report|story|article)|reporting)\b.{0,60}|"
    r"\(?(?:[\w.]{1,20} ){0,3}(?i:avec|mit|con|com|met|with|z) [\w ]{0,20}"
    r"(?:AFP|AP|dpa|EFE|ANSA|Reuters|Lusa|PAP|ANP|"
    r"agencies|agences|Agenturen|agencias|agenzie|[Mm]aterial)[\w ,]{0,30}\)?"
)
_IS = re.compile(r"\s(?:is|ist|est|es|è|é|jest|är|er)\s")

# "Bauen und Wohnen" is a section.
_WITHIN_NAMES = PARTICLES - {"und", "e", "zum", "zur"}
_IN_NAMES = re.compile(r"[-'\u2019.]")
_BEAT = re.compile(r"\b(?:correspondent|editor|reporter|writer|columnist)", re.IGNORECASE)

_FULL_NAME = 2
"""Words of a name beside which 'Science' in 'Ann Lee Science correspondent' is a beat."""

_MOST_WORDS = 5
"""Words of the longest name."""

_LONGEST = 25
"""Words of the longest byline."""


def byline_names(text: str) -> list[str]:
    """Give the names in a line that begins with a byline's cue; none where it is no byline."""
    if reporters := reporters_in(text):
        return reporters
    rest = without_lead(text)
    if rest == text or len(text.split()) > _LONGEST:
        return []
    rest = _BRACKETS.sub("", rest.replace("\xad", ""))
    *others, last = AND.split(rest)
    # "Ann Lee, Bo Li and Cy Young" are three; "Ann Lee, New York" is one.
    listed = [part for other in others for part in BETWEEN.split(other)]
    names = [trimmed(part) for part in (*listed, BETWEEN.split(last)[0])]
    return [name for name in names if is_full(name)] if is_full(names[0]) else _agency(rest)


def bare_name(text: str) -> str | None:
    """Give the name in a line that has nothing but a name, a place and a role."""
    first, *rest = BETWEEN.split(_BRACKETS.sub("", text).strip(" ."))
    if not all(has_role(part) or _is_place(part) for part in rest):
        return None
    role = JOURNALIST.search(first)
    words = _IN_PLACE.split(first[: role.start()] if role else first)[0].split()
    if role and _BEAT.match(role[0]) and len(words) > _FULL_NAME:
        words = words[:-1]
    name = " ".join(words)
    return name if _is_written(name) else None


def has_role(text: str) -> bool:
    """Say whether a line names what journalists are."""
    return JOURNALIST.search(text) is not None


def is_desk(text: str) -> bool:
    """Say whether a line names a newsroom instead of a person."""
    return _DESK.fullmatch(text.strip()) is not None


def is_sign_off(text: str) -> bool:
    """Say whether a line at the end of a story says who else worked on it."""
    return _REPORTED.fullmatch(text.strip(" .*_")) is not None


def introduced(text: str) -> str | None:
    """Give the name in 'Ann Lee is a correspondent covering the courts.'."""
    match = _IS.search(text)
    if match is None or len(text.split()) > _LONGEST or not JOURNALIST.search(text, match.end()):
        return None
    name = text[: match.start()]
    return name if _is_written(name) else None


def invites_mail(text: str, names: list[str]) -> bool:
    """Say whether a line tells readers how to reach one of the authors."""
    return _ADDRESS.search(text) is not None and any(text.startswith(name) for name in names)


def author(name: str) -> Author:
    """Make an author of a name."""
    return Author(name=on_one_line(name), kind=kind_of(name))


def _is_written(name: str) -> bool:
    """Whether a name is written as names alone are; where there is no case, none can be told."""
    words = name.split()
    is_short = len(words) <= _MOST_WORDS and name[:1].isupper()
    return is_short and is_full(name) and all(map(_is_name_word, words))


def _is_name_word(word: str) -> bool:
    letters = _IN_NAMES.sub("", word)
    return word in _WITHIN_NAMES or (letters.isalpha() and word[0].isupper())


def _is_place(text: str) -> bool:
    words = text.split()
    return len(words) <= _FULL_NAME and all(_is_name_word(word) for word in words)


def _agency(text: str) -> list[str]:
    """'By Reuters' has no first name."""
    name = trimmed(BETWEEN.split(text)[0])
    known = kind_of(name) == "organisation" and len(name.split()) <= _MOST_WORDS
    return [name] if known and name[:1].isupper() else []
