"""Bylines as readers see them: 'By Ann Lee and Bo Li, Court Reporter'."""

import re

from tasks.cleaning.authorship.authors import kind_of
from tasks.cleaning.blocks import on_one_line
from tasks.record import Author

_CUE = re.compile(
    r"(?:(?:written|reported|words|story|reporting|text|compiled|interview) by|words(?=:)|"
    r"by|von|par|por|di|"
    r"door|av|af|"
    r"propos recueillis par|autor(?:in|a|es|en)?|auteure?|autore|autrice|texte?|texto|testo|tekst|"
    r"haber|yazan|oleh|"
    r"автор|текст)\s?:?\s+(?=\S)",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:reporters?|correspondents?|editors?|writers?|journalists?|columnists?|staff|"
    r"bureau chief|"
    r"redakteur(?:in)?|korrespondent(?:in)?|reporter(?:in)?|journalist(?:in)?|volontär(?:in)?|"
    r"journaliste|correspondante?|envoyée?s? spécial\w{0,3}|rédact\w{2,6}|"
    r"redactora?|corresponsal|periodista|enviad[oa] especial|"
    r"inviat[oa]|corrispondente|giornalista|redattore|redattrice|"
    r"repórter|jornalista|redator|verslaggever|verslaggeefster|redacteur|correspondent|"
    r"dziennikarka?|korespondentk?a?|reporterka?|muhabiri?|"
    r"корреспондент|журналист)\b",
    re.IGNORECASE,
)
_DESK = re.compile(
    r"(?:(?:our|the) )?(?:redazione|redaktion|rédaction|redacción|redação|redactie|redakcja|"
    r"redaksjonen|newsroom|news desk|staff|staff writer|staff reporter)(?: [\w.]{2,20}){0,2}",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\S@\S|\s@\w")
_FOR = re.compile(r"\s(?:for|pour|für|para|per|voor)\s", re.IGNORECASE)
_AND = re.compile(r"\s+(?:and|und|et|y|e|en|i|og|och|ve|и|&)\s+")
_BETWEEN = re.compile(r"\s*[,;|/\u2022\xb7]\s*|\s+[\u2013\u2014-]\s+")
_BRACKETS = re.compile(r"\([^()]{0,80}\)|\[[^\[\]]{0,80}\]")
_IN_PLACE = re.compile(r"\s(?:in|à|en|aus|a|em|w|v|from|i|te|ve)\s(?=[A-ZÀ-ÞА-Я])")
_PARTICLES = frozenset(
    {"de", "del", "della", "di", "da", "dos", "das", "do", "du", "des", "la", "le", "van", "von"}
    | {"der", "den", "ten", "ter", "zu", "al", "el", "bin", "ibn", "af", "av", "y"}
)
_REPORTED = re.compile(
    r"\(?(?i:(?:additional |with )?(?:reporting|writing|editing|compiled|edited|written) (?:by|"
    r"in) )"
    r".{3,300}|.{3,120}\bcontributed (?:to this (?:report|story|article)|reporting)\b.{0,60}|"
    r"\(?(?:[\w.]{1,20} ){0,3}(?i:avec|mit|con|com|met|with|z) [\w ]{0,20}"
    r"(?:AFP|AP|dpa|EFE|ANSA|Reuters|Lusa|PAP|ANP|"
    r"agencies|agences|Agenturen|agencias|agenzie|[Mm]aterial)[\w ,]{0,30}\)?"
)
_IS = re.compile(r"\s(?:is|ist|est|es|è|é|jest|är|er)\s")

_BEAT = re.compile(r"\b(?:correspondent|editor|reporter|writer|columnist)", re.IGNORECASE)

_FULL_NAME = 2
"""Words of a name beside which 'Science' in 'Ann Lee Science correspondent' is a beat."""

_MOST_WORDS = 5
"""Words of the longest name."""

_LONGEST = 25
"""Words of the longest byline."""


def byline_names(text: str) -> list[str]:
    """Give the names in a line that begins with a byline's cue; none where it is no byline."""
    cue = _CUE.match(text)
    if cue is None or len(text.split()) > _LONGEST:
        return []
    rest = _FOR.split(_BRACKETS.sub("", text[cue.end() :]))[0]
    listed = _AND.split(rest)
    names: list[str] = []
    for place, part in enumerate(listed):
        # "Ann Lee, Bo Li and Cy Young" are three; "Ann Lee, New York" is one.
        parts = _BETWEEN.split(part)
        names += [_name(name) for name in (parts if place < len(listed) - 1 else parts[:1])]
    if not names or not names[0]:
        return _agency(rest)
    return [name for name in names if name]


def bare_name(text: str) -> str | None:
    """Give the name in a line that has nothing but a name, a place and a role."""
    first, *rest = _BETWEEN.split(_BRACKETS.sub("", text).strip(" ."))
    if not all(has_role(part) or _is_place(part) for part in rest):
        return None
    role = _ROLE.search(first)
    words = _IN_PLACE.split(first[: role.start()] if role else first)[0].split()
    if role and _BEAT.match(role[0]) and len(words) > _FULL_NAME:
        words = words[:-1]
    name = " ".join(words)
    return name if name and _name(name) == name else None


def has_role(text: str) -> bool:
    """Say whether a line names what journalists are."""
    return _ROLE.search(text) is not None


def is_desk(text: str) -> bool:
    """Say whether a line names a newsroom instead of a person."""
    return _DESK.fullmatch(text.strip()) is not None


def is_sign_off(text: str) -> bool:
    """Say whether a line at the end of a story says who else worked on it."""
    return _REPORTED.fullmatch(text.strip(" .*_")) is not None


def introduced(text: str) -> str | None:
    """Give the name in 'Ann Lee is a correspondent covering the courts.'."""
    match = _IS.search(text)
    if match is None or len(text.split()) > _LONGEST or not _ROLE.search(text, match.end()):
        return None
    name = text[: match.start()]
    return name if _name(name) == name else None


def invites_mail(text: str, names: list[str]) -> bool:
    """Say whether a line tells readers how to reach one of the authors."""
    return _ADDRESS.search(text) is not None and any(text.startswith(name) for name in names)


def author(name: str) -> Author:
    """Make an author of a name."""
    return Author(name=on_one_line(name), kind=kind_of(name))


def _name(text: str) -> str:
    """Give the name that a text begins with, or nothing."""
    role = _ROLE.search(text)
    words = (text[: role.start()] if role else text).strip(" .:").split()
    length = next(
        (place for place, word in enumerate(words) if not _is_name_word(word)), len(words)
    )
    words = words[:length]
    while words and words[-1] in _PARTICLES:
        words.pop()
    return " ".join(words) if _is_whole(words) else ""


def _is_whole(words: list[str]) -> bool:
    capitals = sum(word[0].isupper() for word in words)
    named = 1 < capitals <= len(words) <= _MOST_WORDS and words[0][0].isupper()
    return named and all(_is_name_word(word) for word in words)


def _is_name_word(word: str) -> bool:
    letters = word.replace("-", "").replace("'", "").replace("\u2019", "").replace(".", "")
    return word in _PARTICLES or (letters.isalpha() and word[0].isupper())


def _is_place(text: str) -> bool:
    words = text.split()
    return len(words) <= _FULL_NAME and all(_is_name_word(word) for word in words)


def _agency(text: str) -> list[str]:
    """'By Reuters' has no first name."""
    name = _BETWEEN.split(text)[0].strip(" .")
    known = kind_of(name) == "organisation" and len(name.split()) <= _MOST_WORDS
    return [name] if known and name[:1].isupper() else []
