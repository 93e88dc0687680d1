"""The English words of time: each has a class, which is one letter, and a value.

The grammar is written in these letters. Months and weekdays count only with a capital, for
'march', 'may' and 'sat' are words of other kinds.
"""

from typing import Final, Literal

from tasks.extraction.dates.reckoning import AroundEaster, NthWeekday, Yearly
from tasks.extraction.english.calendar import MONTHS, SHORT_MONTHS, SHORT_WEEKDAYS, WEEKDAYS
from tasks.extraction.english.numbers import CARDINALS, ORDINALS

Value = int | float | str
Lexicon = dict[str, tuple[str, Value]]


def _valued(letter: str, values: dict[str, int]) -> Lexicon:
    return {word: (letter, value) for word, value in values.items()}


def _same(letter: str, **words: str) -> Lexicon:
    return {word: (letter, value) for value, said in words.items() for word in said.split()}


def _shifted(letter: str, shifts: dict[int, str]) -> Lexicon:
    return {word: (letter, shift) for shift, said in shifts.items() for word in said.split()}


CAPITALISED: Final[Lexicon] = {
    **{day: ("W", number) for number, day in enumerate(WEEKDAYS)},
    **{day + "s": ("X", number) for number, day in enumerate(WEEKDAYS)},
    **_valued("w", SHORT_WEEKDAYS),
    **_valued("u", SHORT_MONTHS),
    **{month: ("M", number) for number, month in enumerate(MONTHS, 1)},
    "may": ("m", 5),
    "march": ("m", 3),
    **_same(
        "Z", Z="gmt utc", local="et est edt ct cst cdt pt pst pdt bst cet cest ist eat wat msk"
    ),
}
"""W weekday · X weekdays · w weekday, short · M month · m month that may be another word ·
u month, short · Z zone of a clock."""

_UNITS = {
    "D": "day", "W": "week", "M": "month", "Y": "year", "10Y": "decade", "100Y": "century",
    "2W": "fortnight", "TH": "hour", "TM": "minute",
}  # fmt: skip

PLAIN: Final[Lexicon] = {
    **_valued("n", CARDINALS),
    **_shifted("n", {2: "couple pair", 12: "dozen", 100: "hundred", 1000: "thousand"}),
    **_valued("o", ORDINALS),
    "final": ("o", -1),
    **{unit: ("U", code) for code, unit in _UNITS.items()},
    **{f"{unit}s": ("V", code) for code, unit in _UNITS.items()},
    **_same("V", **{"100Y": "centuries", "TS": "seconds", "TH": "hrs", "TM": "mins", "Y": "yrs"}),
    **_same("Q", quarter="quarter quarters"),
    **_shifted("S", {21: "spring springtime", 22: "summer", 23: "autumn fall", 24: "winter"}),
    **_same("K", weekend="weekend"),
    **_same("P", morning="morning dawn daybreak sunrise", evening="evening dusk sunset"),
    **_same("P", afternoon="afternoon teatime lunchtime", night="night nightfall nighttime"),
    **_same("N", **{"12:00": "noon midday", "00:00": "midnight"}),
    **_shifted("T", {-1: "yesterday", 0: "today tonight", 1: "tomorrow"}),
    **_same("R", night="overnight"),
    **_shifted("L", {-1: "last past", 0: "this current", 1: "next coming upcoming"}),
    **_shifted("A", {-1: "previous preceding", 0: "that same", 1: "following"}),
    **_same("v", few="few several many recent numerous countless"),
    **_same("t", the="the"),
    **_same("a", a="a an"),
    **_same("s", its="its his her their our my your these those"),
    **_same("e", early="early", mid="mid", late="late"),
    **_same("b", early="start beginning outset", mid="middle", late="end close turn"),
    **_same("l", earlier="earlier prior", later="later"),
    **_same("h", half="half"),
    **_same("g", ago="ago"),
    **_same("E", every="every each per"),
    **_same("y", P1D="daily", P1W="weekly", P1M="monthly", P3M="quarterly"),
    **_same("y", P1Y="annually yearly"),
    **_same("D", **{"'60s": "sixties", "'70s": "seventies", "'80s": "eighties"}),
    **_same("D", **{"'30s": "thirties", "'40s": "forties", "'50s": "fifties", "'90s": "nineties"}),
    **_same("F", fiscal="fiscal financial"),
    **_same("C", more="consecutive straight successive full whole more working other long entire"),
    **_same("C", more="business calendar further additional solid another"),
    **_same("z", old="old olds age"),
    **_same("O", of="of"),
    **_same("k", local="local eastern pacific moscow kyiv"),
    **_same("j", time="time"),
    **_same("i", on="on in at during over within throughout"),
    **_same("B", between="between"),
    **_same("2", to="to till until through thru"),
    **_same("&", **{"and": "and or"}),
    **_same("r", since="since from", before="before by", after="after"),
    **_same("r", about="about around roughly approximately nearly almost some"),
}
"""n number · o ordinal · U V unit, one or several · Q quarter · S season · K weekend · P part of
the day · N noon, midnight · T day · R overnight · L last, this, next · A same, following · v few ·
e early · b beginning · l later · h half · g ago · E every · y daily · F fiscal · C consecutive ·
z old · O of · k j local time · i on · B between · 2 to · & and · r since, before, after, about."""

_THANKSGIVING = NthWeekday(11, falls_on=3, nth=4)

HOLIDAYS: Final[dict[str, Yearly]] = {
    "new year's day": Yearly(1, 1), "new year's eve": Yearly(12, 31), "new year": Yearly(1, 1),
    "christmas day": Yearly(12, 25), "christmas eve": Yearly(12, 24), "christmas": Yearly(12, 25),
    "boxing day": Yearly(12, 26), "valentine's day": Yearly(2, 14), "halloween": Yearly(10, 31),
    "may day": Yearly(5, 1), "fourth of july": Yearly(7, 4), "bastille day": Yearly(7, 14),
    "veterans day": Yearly(11, 11), "armistice day": Yearly(11, 11), "earth day": Yearly(4, 22),
    "st. patrick's day": Yearly(3, 17), "st patrick's day": Yearly(3, 17),
    "martin luther king day": NthWeekday(1, falls_on=0, nth=3),
    "presidents' day": NthWeekday(2, falls_on=0, nth=3),
    "memorial day": NthWeekday(5, falls_on=0, nth=-1),
    "labor day": NthWeekday(9, falls_on=0, nth=1),
    "columbus day": NthWeekday(10, falls_on=0, nth=2),
    "thanksgiving day": _THANKSGIVING, "thanksgiving": _THANKSGIVING,
    "remembrance sunday": NthWeekday(11, falls_on=6, nth=2),
    "shrove tuesday": AroundEaster(days=-47), "ash wednesday": AroundEaster(days=-46),
    "palm sunday": AroundEaster(days=-7), "maundy thursday": AroundEaster(days=-3),
    "good friday": AroundEaster(days=-2), "easter sunday": AroundEaster(),
    "easter monday": AroundEaster(days=1), "easter": AroundEaster(),
    "ascension day": AroundEaster(days=39), "whit sunday": AroundEaster(days=49),
    "whit monday": AroundEaster(days=50), "pentecost": AroundEaster(days=49),
}  # fmt: skip
"""Holidays that have one date wherever most papers speak of them."""

Modifier = Literal["since", "until", "before", "after", "about", "early", "mid", "late"]

MODIFIERS: Final[dict[str, Modifier]] = {
    "since": "since", "until": "until", "till": "until", "before": "before",
    "by": "before", "after": "after", "about": "about", "around": "about", "roughly": "about",
    "approximately": "about", "nearly": "about", "almost": "about", "some": "about",
}  # fmt: skip
"""What the word before a time says of it."""
