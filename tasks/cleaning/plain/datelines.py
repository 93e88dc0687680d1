"""Dates as readers see them above a story: 'Published: 07:30, 22 October 2024'."""

import re
from typing import Final

_MONTHS: Final = (
    (
        "jan janv january januar janvier enero ene gennaio gen janeiro januari sty stycznia "
        "января ocak jänner"
    ),
    (
        "feb febr february februar février févr fev febrero febbraio fevereiro februari lut lutego "
        "февраля şubat"
    ),
    "mar march märz mars marzo março maart mrt marca марта mart mär mrz marts",
    "apr april avril avr abril abr aprile kwietnia kwi апреля nisan",
    "may mai mayo maggio mag maio mei maja мая may\u0131s maj",
    "jun june juni juin junio giugno giu junho czerwca cze июня haziran",
    "jul july juli juillet juil julio luglio lug julho lipca lip июля temmuz",
    "aug august août agosto ago augustus sierpnia sie августа ağustos augusti",
    "sep sept september septembre septiembre settembre set setembro września wrz сентября eylül",
    "oct october oktober octobre octubre ottobre ott outubro out okt października paź октября ekim",
    "nov november novembre noviembre novembro listopada lis ноября kas\u0131m",
    (
        "dec december dezember décembre déc diciembre dic dicembre dezembro dez desember grudnia "
        "gru декабря aral\u0131k des"
    ),
)
_MONTH_OF = {name: place for place, names in enumerate(_MONTHS, 1) for name in names.split()}
_NAMES = "|".join(sorted(_MONTH_OF, key=len, reverse=True))

_DATE = re.compile(
    rf"\b(?:(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})|"
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?[\s-](?:de |di |"
    rf"of )?(?P<month>{_NAMES})\.?,?[\s-](?:de |del )?(?P<year>\d{{4}})|"
    rf"(?P<us_month>{_NAMES})\.? (?P<us_day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<us_year>\d{{4}})|"
    r"(?P<first>\d{1,2})[./](?P<second>\d{1,2})[./](?P<third>\d{4}))\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?P<hour>[01]?\d|2[0-3])\s?[:.h]\s?(?P<minute>[0-5]\d)(?::[0-5]\d)?\s?"
    r"(?P<half>[ap]\.?m\b\.?)?(?:\s?(?P<zone>GMT|UTC|Z\b))?",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W\d_]+")
_WORDS_BESIDE = (
    "published updated posted modified created edited first last on at by the time from release "
    "date "
    "ago read reading min mins minute minutes hour hours day days week weeks an a "
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri "
    "sat sun "
    "est edt et pst pdt pt ct mt gmt utc bst ist cet cest msk am pm z "
    "veröffentlicht aktualisiert stand erstellt am um uhr vor stunde stunden minuten tag tagen "
    "lesezeit "
    "montag dienstag mittwoch donnerstag freitag samstag sonntag mo di mi do fr sa so "
    "publié mis à jour modifié le il y heure heures jours temps de lecture "
    "lundi mardi mercredi jeudi vendredi samedi dimanche "
    "publicado actualizado el las los hace horas minutos días lectura creado h hs "
    "lunes martes miércoles jueves viernes sábado domingo "
    "pubblicato aggiornato il alle ore fa giorni minuti lettura modificato "
    "lunedì martedì mercoledì giovedì venerdì sabato domenica "
    "atualizado em às há dias leitura segunda terça quarta quinta sexta feira "
    "gepubliceerd bijgewerkt op om uur geleden leestijd gewijzigd "
    "ma di wo do vr za zo lun mer jeu ven sam dim jue vie sáb dom pon wt śr czw pt sob "
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag "
    "opublikowano aktualizacja data publikacji dodano dnia godz godzina godzin temu "
    "poniedziałek wtorek środa czwartek piątek sobota niedziela "
    "publicerad uppdaterad publisert oppdatert kl opdateret udgivet "
    "yay\u0131n tarihi güncelleme güncellenme saat önce yay\u0131nland\u0131 giriş "
    "опубликовано обновлено \u0433 в час часа часов назад"
)
_BESIDE = frozenset(_WORDS_BESIDE.split())
_CHANGED = re.compile(
    r"updated|modified|edited|aktualisiert|mis à jour|modifié|actualizado|aggiornato|modificato|"
    r"atualizado|bijgewerkt|gewijzigd|aktualizacja|uppdaterad|oppdatert|opdateret|güncell|"
    r"обновлено",
    re.IGNORECASE,
)
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

_NOON = 12
"""The hour at which 'pm' begins to count anew, and the last month of a year."""


def is_date_line(text: str) -> bool:
    """Say whether a line gives a date, or a time to read, and nothing else."""
    if not any(character.isdigit() for character in text) or len(text.split()) > _LONGEST:
        return False
    rest = _DATE.sub(" ", text)
    dated = rest != text
    rest = _LABEL.sub(" ", rest) if dated else rest
    words = _WORDS.findall(_ZONE.sub(" ", _TIME.sub(" ", rest)).casefold())
    known = all(word in _BESIDE for word in words)
    return known and (dated or any(len(word) > 1 for word in words))


def published_in(text: str) -> str | None:
    """Read when a story was published out of a line of dates, in ISO 8601.

    None where the line only says when it was changed, or does not tell day from month.
    """
    match = _DATE.search(text)
    if match is None or _CHANGED.search(text[: match.start()]):
        return None
    day = _day(match)
    time = _TIME.search(text[: match.start()]) or _TIME.search(text[match.end() :])
    return f"{day}{_clock(time)}" if day and time else day


def dateline_of(text: str) -> str | None:
    """Read the day out of 'GALATI, Sept 17 2024 (Agency) - …'."""
    match = _DATE.search(text, 0, _DATELINE)
    if match and _PLACE.match(text[: match.start()]) and _DASH.match(text, match.end()):
        return _day(match)
    return None


def _day(match: re.Match[str]) -> str | None:
    if match["iso"]:
        return match["iso"]
    if match["year"]:
        year, month, day = match["year"], _MONTH_OF[match["month"].lower()], int(match["day"])
    elif match["us_year"]:
        year, month, day = (
            match["us_year"],
            _MONTH_OF[match["us_month"].lower()],
            int(match["us_day"]),
        )
    else:
        year, day, month = match["third"], int(match["first"]), int(match["second"])
        both = day <= _NOON and month <= _NOON and day != month
        if "/" in match[0] and both and not _DAY_FIRST.search(match.string):
            return None
        if month > _NOON:
            day, month = month, day
    return f"{year}-{month:02}-{day:02}"


def _clock(match: re.Match[str]) -> str:
    hour = int(match["hour"])
    half = (match["half"] or "").lower()[:1]
    if half:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    return f"T{hour:02}:{match['minute']}" + ("Z" if match["zone"] else "")
