"""The words of time of other languages: enough for dates that are written out.

The names of months are those that dates of publication are read with. Which Tuesday a text
means is told by its tense, which these rules do not know: a weekday without a date has no value.
"""

from functools import cache
from typing import Final

from tasks.extraction.dates.lexing import Classify, english
from tasks.extraction.dates.words import Value
from tasks.months import month_of

_WEEKDAYS: Final = {
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "de": "montag dienstag mittwoch donnerstag freitag samstag/sonnabend sonntag",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "pt": "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "pl": "poniedziałek wtorek środa/środę czwartek piątek sobota/sobotę niedziela/niedzielę",
    "ru": "понедельник вторник среда/среду четверг пятница/пятницу суббота/субботу воскресенье",
    "uk": "понеділок вівторок середа/середу четвер п'ятниця/п'ятницю субота/суботу неділя/неділю",
    "sv": "måndag/måndagen tisdag/tisdagen onsdag/onsdagen torsdag/torsdagen fredag/fredagen "
    "lördag/lördagen söndag/söndagen",
    "da": "mandag tirsdag onsdag torsdag fredag lørdag søndag",
    "no": "mandag tirsdag onsdag torsdag fredag lørdag søndag",
    "cs": "pondělí úterý středa/středu čtvrtek pátek sobota/sobotu neděle/neděli",
}
"""Monday to Sunday, with the forms that follow 'on'."""

_DAYS: Final = {
    "fr": "hier aujourd'hui demain",
    "de": "gestern heute -",
    "es": "ayer hoy -",
    "it": "ieri oggi domani",
    "pt": "ontem hoje amanhã",
    "nl": "gisteren vandaag morgen",
    "pl": "wczoraj dziś/dzisiaj jutro",
    "ru": "вчера сегодня завтра",
    "uk": "вчора/учора сьогодні завтра",
    "sv": "igår idag imorgon",
    "da": "- - -",
    "no": "- - -",
    "cs": "včera dnes zítra",
}
"""Yesterday, today, tomorrow; 'morgen' and 'mañana' are the morning too."""

_OF: Final = {"es": "de del", "pt": "de do", "fr": "de", "it": "del di", "pl": "roku"}
"""What stands between the parts of a date."""

_IN: Final = {
    "fr": "en depuis", "de": "im in seit jahr jahre", "es": "en desde", "it": "nel dal",
    "pt": "em desde", "nl": "in sinds", "pl": "w od roku", "ru": "\u0432 \u0441",
    "uk": "\u0443 \u0432 \u0437",
    "sv": "år sedan", "da": "i siden", "no": "i siden", "cs": "v od roce",
}  # fmt: skip
"""What stands before a year, or a month."""

_LONG = 4
"""Letters of a month's name that is no abbreviation; shorter ones are words of other kinds too."""
_MAY = 5
_SAME = {"nb": "no", "nn": "no"}


@cache
def classify_for(language: str) -> Classify | None:
    """Give what classifies the words of a language; None for one that the grammar does not know."""
    if language == "en":
        return english
    language = _SAME.get(language, language)
    if language not in _WEEKDAYS:
        return None
    lexicon = _lexicon(language)

    def classify(word: str) -> tuple[str, Value] | None:
        lower = word.lower().replace("\u2019", "'")
        if known := lexicon.get(lower):
            return known
        month = month_of(word, language)
        if month is None:
            return None
        return ("M" if len(word) >= _LONG or month == _MAY else "u"), month

    return classify


def _lexicon(language: str) -> dict[str, tuple[str, Value]]:
    found: dict[str, tuple[str, Value]] = {}
    for number, forms in enumerate(_WEEKDAYS[language].split()):
        found |= dict.fromkeys(forms.split("/"), ("W", number))
    for shift, forms in zip((-1, 0, 1), _DAYS[language].split(), strict=True):
        found |= dict.fromkeys(forms.split("/"), ("T", shift))
    found |= dict.fromkeys(_OF.get(language, "").split(), ("O", ""))
    return found | dict.fromkeys(_IN[language].split(), ("i", ""))
