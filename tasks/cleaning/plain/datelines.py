"""Dates as readers see them above a story: 'Published: 07:30, 22 October 2024'."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from tasks.cleaning.dates.labels import Role, is_label, role_of
from tasks.cleaning.dates.moments import Moment, moments_in
from tasks.record import DateCandidate

FROM_TEXT: Final = "text"
"""The source of a date that stands above a story as readers see it."""

_DAY_BEFORE_MONTH = "en-GB"
"""Any language that puts the day first, for a text that does not say what its own is."""

_TIME = re.compile(
    r"\b(?:[01]?\d|2[0-3])\s?[:.h]\s?[0-5]\d(?::[0-5]\d)?\s?(?:[ap]\.?m\b\.?)?",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W\d_]+")
_WORDS_BESIDE = (
    "first last on at by the time from release "
    "date "
    "ago read reading min mins minute minutes hour hours day days week weeks an a "
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri "
    "sat sun "
    "est edt et pst pdt pt ct mt gmt utc bst ist cet cest msk am pm z "
    "stand am um uhr vor stunde stunden minuten tag tagen "
    "lesezeit "
    "montag dienstag mittwoch donnerstag freitag samstag sonntag mo di mi do fr sa so "
    "mis à jour le il y heure heures jours temps de lecture "
    "lundi mardi mercredi jeudi vendredi samedi dimanche "
    "el las los hace horas minutos días lectura creado h hs "
    "lunes martes miércoles jueves viernes sábado domingo "
    "il alle ore fa giorni minuti lettura "
    "lunedì martedì mercoledì giovedì venerdì sabato domenica "
    "em às há dias leitura segunda terça quarta quinta sexta feira "
    "op om uur geleden leestijd "
    "ma di wo do vr za zo lun mer jeu ven sam dim jue vie sáb dom pon wt śr czw pt sob "
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag "
    "data dodano dnia godz godzina godzin temu "
    "poniedziałek wtorek środa czwartek piątek sobota niedziela "
    "kl "
    "tarihi saat önce giriş "
    "\u0433 в час часа часов назад"
)
_BESIDE = frozenset(_WORDS_BESIDE.split())
"""What stands beside a date in a line of nothing else, but for the labels."""

# Who says 'published' in one of these languages puts the day before the month.
_DAY_FIRST = re.compile(
    r"\b(?:le|publié|publicado|actualizado|pubblicato|aggiornato|il|em|às|am|stand|om|op|dnia|dodano|"
    r"yay\u0131n\w*|giriş|kl)\b",
    re.IGNORECASE,
)
_ZONE = re.compile(r"\b[A-Z]{2,5}\b")
_LABEL = re.compile(r"^[^\W\d]{2,20}(?: [^\W\d]{2,20})?\s?:")
_PLACE = re.compile(r"[A-ZÀ-Þ]{3}[^.!?]{0,50}$")
_DASH = re.compile(r"[^.!?]{0,40}?\s[\u2013\u2014-]{1,2}\s")
_DATELINE = 90
"""Code points in which a dateline gives its place and day."""

_LONGEST = 16
"""Words of a line of dates. A longer one is a sentence."""


def is_date_line(text: str) -> bool:
    """Say whether a line gives a date, or a time to read, and nothing else."""
    if not any(character.isdigit() for character in text) or len(text.split()) > _LONGEST:
        return False
    moments = moments_in(text)
    rest = " ".join(_between(text, moments))
    rest = _LABEL.sub(" ", rest) if moments else rest
    words = _WORDS.findall(_ZONE.sub(" ", _TIME.sub(" ", rest)).casefold())
    known = all(word in _BESIDE or is_label(word) for word in words)
    return known and (bool(moments) or any(len(word) > 1 for word in words))


def dates_in(text: str) -> Iterator[tuple[Role, DateCandidate]]:
    """Read when a story was published or changed out of a line of dates.

    A day that could be a month is none.
    """
    moments = moments_in(text, _DAY_BEFORE_MONTH)
    sides = _between(text, moments)
    for moment, (before, after) in zip(moments, pairwise(sides), strict=True):
        if moment.swapped is None or _DAY_FIRST.search(text):
            last = after if moment is moments[-1] else ""
            yield role_of(before, last) or "published", moment.as_candidate(FROM_TEXT)


def dateline_of(text: str) -> DateCandidate | None:
    """Read the day out of 'GALATI, Sept 17 2024 (Agency) - …'."""
    for moment in moments_in(text[:_DATELINE], _DAY_BEFORE_MONTH)[:1]:
        if _PLACE.match(text[: moment.start]) and _DASH.match(text, moment.end):
            return moment.as_candidate(FROM_TEXT)
    return None


def _between(text: str, moments: list[Moment]) -> list[str]:
    """Give what stands before, between and behind the dates of a line."""
    starts = [0, *(moment.end for moment in moments)]
    ends = [*(moment.start for moment in moments), len(text)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]
