"""Names of currencies and of measures."""

import re
from typing import Final

_DOLLARS: Final = {
    "": "USD", "US": "USD", "A": "AUD", "AU": "AUD", "C": "CAD", "CA": "CAD", "NZ": "NZD",
    "HK": "HKD", "S": "SGD", "R": "BRL", "NT": "TWD", "Z": "ZWL", "N": "NAD",
}  # fmt: skip
_SIGNS: Final = {
    "£": "GBP", "€": "EUR", "¥": "JPY", "₹": "INR", "₦": "NGN", "₽": "RUB", "₺": "TRY",
    "₩": "KRW", "₴": "UAH", "₪": "ILS", "₱": "PHP", "฿": "THB", "₫": "VND", "₵": "GHS",
}  # fmt: skip
_CODES: Final = (
    frozenset({"AED", "ARS", "AUD", "BDT", "BGN", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK"})
    | {"DKK", "EGP", "ETB", "EUR", "GBP", "GHS", "HKD", "HUF", "IDR", "ILS", "INR", "JPY", "KES"}
    | {"KRW", "LKR", "MXN", "MYR", "NGN", "NOK", "NPR", "NZD", "PEN", "PHP", "PKR", "PLN", "RON"}
    | {"RSD", "RUB", "RWF", "SAR", "SEK", "SGD", "THB", "TRY", "TWD", "TZS", "UAH", "UGX", "USD"}
    | {"VND", "XAF", "XOF", "ZAR", "ZMW"}
)
_ABBREVIATIONS: Final[dict[str, str | None]] = {
    "Rs": None, "Rs.": None, "Sh": "KES", "KSh": "KES", "Ksh": "KES", "Shs": None, "RM": "MYR",
    "RMB": "CNY", "Tsh": "TZS", "TSh": "TZS", "Ush": "UGX", "USh": "UGX", "GH₵": "GHS",
}  # fmt: skip
"""What papers write before a sum. Several countries have rupees, and a text that says so little
does not tell whose."""

_LETTERS: Final = {"N": "NGN", "R": "ZAR", "P": "PHP"}
"""Letters that stand for money only before what can be no number of a road: '1.2bn' or '5,000'."""

_CURRENCIES: Final[dict[str, str | None]] = {
    "euro": "EUR", "euros": "EUR", "sterling": "GBP", "yen": "JPY", "yuan": "CNY",
    "renminbi": "CNY", "zloty": "PLN", "zlotys": "PLN", "zlotych": "PLN", "lei": "RON",
    "naira": "NGN", "rand": "ZAR", "reais": "BRL", "kronor": "SEK", "baht": "THB",
    "ringgit": "MYR", "shekel": "ILS", "shekels": "ILS", "hryvnia": "UAH", "hryvnias": "UAH",
    "hryvnya": "UAH", "forint": "HUF", "forints": "HUF", "koruna": "CZK", "taka": "BDT",
    "cedi": "GHS", "cedis": "GHS", "birr": "ETB", "dong": "VND", "rupiah": "IDR",
    "dollar": "USD", "dollars": "USD", "pound": "GBP", "pounds": "GBP", "rouble": "RUB",
    "roubles": "RUB", "ruble": "RUB", "rubles": "RUB", "lira": "TRY", "rupee": None,
    "rupees": None, "shilling": None, "shillings": None, "peso": None, "pesos": None,
    "franc": None, "francs": None, "kroner": None, "krona": "SEK", "dirham": None,
    "dirhams": None, "riyal": None, "riyals": None, "dinar": None, "dinars": None,
    "crown": None, "crowns": None, "bolivars": "VES", "lari": "GEL", "tenge": "KZT",
    "dram": "AMD", "drams": "AMD", "won": "KRW", "quid": "GBP", "bucks": "USD",
}  # fmt: skip
"""Currencies by their names. None where several countries have one of that name."""

_OF_COUNTRIES: Final = {
    "australian dollars": "AUD", "canadian dollars": "CAD", "hong kong dollars": "HKD",
    "new zealand dollars": "NZD", "singapore dollars": "SGD", "us dollars": "USD",
    "american dollars": "USD", "u.s. dollars": "USD", "egyptian pounds": "EGP",
    "lebanese pounds": "LBP", "sudanese pounds": "SDG", "syrian pounds": "SYP",
    "indian rupees": "INR", "pakistani rupees": "PKR", "nepali rupees": "NPR",
    "nepalese rupees": "NPR", "mauritian rupees": "MUR",
    "sri lankan rupees": "LKR", "kenyan shillings": "KES", "ugandan shillings": "UGX",
    "tanzanian shillings": "TZS", "somali shillings": "SOS", "mexican pesos": "MXN",
    "philippine pesos": "PHP", "argentine pesos": "ARS", "colombian pesos": "COP",
    "chilean pesos": "CLP", "swiss francs": "CHF", "cfa francs": None, "danish kroner": "DKK",
    "norwegian kroner": "NOK", "swedish kronor": "SEK", "czech crowns": "CZK",
    "saudi riyals": "SAR", "qatari riyals": "QAR", "turkish lira": "TRY", "uae dirhams": "AED",
    "kuwaiti dinars": "KWD", "iraqi dinars": "IQD", "serbian dinars": "RSD",
}  # fmt: skip

_SIGN = re.compile(
    r"(?:(?P<dollars>US|AU?|CA?|NZ|HK|S|R|NT|Z|N)?\$|(?P<sign>[£€¥₹₦₽₺₩₴₪₱฿₫₵])"
    r"|(?P<abbreviation>Rs\.?|K[Ss]h|Shs?|RMB?|T[Ss]h|U[Ss]h|GH₵)|(?P<code>[A-Z]{3})"
    r"|(?P<letter>[NRP](?=\d[\d.]*(?:,\d{3}|m|bn|tn)\b)))[ \xa0\u202f]?(?=\d)"
)
_NAMED = re.compile(
    r"(?:[ \xa0\u202f]of[ \xa0]|[ \xa0\u202f]|-)?((?:[A-Z][\w.]+[ \xa0]){0,2}[\w.]+|[£€])"
)

MONEY_OPENERS: Final = frozenset(
    {code.lower() for code in _CODES} | {name.lower().strip(".") for name in _ABBREVIATIONS}
)


def sum_at(text: str, start: int) -> tuple[int, str | None] | None:
    """Tell where the number behind a sign of money begins, and the currency: an ISO 4217 code."""
    match = _SIGN.match(text, start)
    if match is None:
        return None
    if match["sign"]:
        return match.end(), _SIGNS[match["sign"]]
    if match["letter"]:
        return match.end(), _LETTERS[match["letter"]]
    if match["abbreviation"]:
        return match.end(), _ABBREVIATIONS[match["abbreviation"]]
    if match["code"]:
        return (match.end(), match["code"]) if match["code"] in _CODES else None
    return match.end(), _DOLLARS[match["dollars"] or ""]


def currency_at(text: str, end: int, *, is_large: bool) -> tuple[int, str | None] | None:
    """Tell where the currency named behind a number ends, and its ISO 4217 code.

    Args:
        text: the whole text.
        end: where the number ends.
        is_large: whether millions are meant; else 'won' and 'pounds of' are something else.
    """
    match = _NAMED.match(text, end)
    if match is None:
        return None
    name = match[1].rstrip(".")
    last_letter = match.start(1) + len(name)
    if name in _CODES or name in _SIGNS:
        return last_letter, _SIGNS.get(name, name)
    last = name.lower().rsplit(" ", 1)[-1]
    if last not in _CURRENCIES or (not is_large and _is_no_money(text, match.end(), last)):
        return None
    return last_letter, _OF_COUNTRIES.get(name.lower(), _CURRENCIES[last])


_INDIAN = re.compile(r"\b(?:lakh|crore)s?\b", re.IGNORECASE)
_RUPEES = re.compile(r"\bRs\b|\brupees?\b", re.IGNORECASE)
_OF_OTHERS = re.compile(r"\b(?:Pakistan|Nepal|Bangladesh|Sri Lanka)")


def counts_indian_rupees(text: str) -> bool:
    """Tell whether rupees that a text counts in lakhs are India's: it names no other country."""
    return bool(_INDIAN.search(text)) and not _OF_OTHERS.search(text)


def is_in_lakhs(said: str) -> bool:
    """Tell whether a sum is one of rupees that are counted in lakhs or crores."""
    return bool(_INDIAN.search(said) and _RUPEES.search(said))


def _is_no_money(text: str, end: int, name: str) -> bool:
    return name == "won" or (name.startswith("pound") and text.startswith(" of ", end))


_LENGTHS: Final = {
    "km": "km", "kms": "km", "kilometre": "km", "kilometres": "km", "kilometer": "km",
    "kilometers": "km", "m": "m", "metre": "m", "metres": "m", "meter": "m", "meters": "m",
    "cm": "cm", "centimetre": "cm", "centimetres": "cm", "centimeter": "cm",
    "centimeters": "cm", "mm": "mm", "millimetre": "mm", "millimetres": "mm",
    "millimeter": "mm", "millimeters": "mm", "mile": "mile", "miles": "mile", "mi": "mile",
    "yard": "yard", "yards": "yard", "yd": "yard", "foot": "foot", "feet": "foot", "ft": "foot",
    "inch": "inch", "inches": "inch", "nm": "nautical mile",
}  # fmt: skip
_MEASURES: Final = {
    "hectare": "hectare", "hectares": "hectare", "ha": "hectare", "acre": "acre",
    "acres": "acre", "tonne": "tonne", "tonnes": "tonne", "ton": "ton", "tons": "ton",
    "kg": "kg", "kgs": "kg", "kilo": "kg", "kilos": "kg", "kilogram": "kg", "kilograms": "kg",
    "kilogrammes": "kg", "g": "g", "gram": "g", "grams": "g", "grammes": "g", "mg": "mg",
    "milligrams": "mg", "pound": "pound", "pounds": "pound", "lb": "pound", "lbs": "pound",
    "ounce": "ounce", "ounces": "ounce", "litre": "litre", "litres": "litre", "liter": "litre",
    "liters": "litre", "gallon": "gallon", "gallons": "gallon", "barrel": "barrel",
    "barrels": "barrel", "bpd": "barrel per day", "watt": "W", "watts": "W", "kw": "kW",
    "kilowatt": "kW", "kilowatts": "kW", "mw": "MW", "megawatt": "MW", "megawatts": "MW",
    "gw": "GW", "gigawatt": "GW", "gigawatts": "GW", "kwh": "kWh", "mwh": "MWh",
    "gwh": "GWh", "volt": "V", "volts": "V", "degree": "degree", "degrees": "degree",
    "°": "degree", "°c": "°C", "°f": "°F", "c": "°C", "mph": "mph", "kph": "km/h",
    "km/h": "km/h", "kmh": "km/h", "knots": "knot", "magnitude": "magnitude", "hz": "Hz",
    "decibels": "decibel", "calories": "calorie", "calibre": "calibre",
}  # fmt: skip
_BEFORE: Final = {"square": "square ", "sq": "square ", "cubic": "cubic ", "nautical": "nautical "}
_OF_SI: Final = frozenset({"km", "m", "cm", "mm"})
_UNIT = re.compile(
    r"(?:[ \xa0\u202f]|-)?(?:(square|sq|cubic|nautical|metric)[ \xa0-])?([A-Za-z°]+(?:/h)?)"
    r"(?![\w'\u2019])([²³])?( per hour| an hour)?"
)
_ATTACHED_ONLY: Final = frozenset({"c", "g", "ha", "mi", "m", "nm"})
"""Abbreviations that are other words where a space stands before them; 'm' may stand apart."""


def measure_at(text: str, end: int) -> tuple[int, str, bool] | None:
    """Tell where the unit behind a number ends, its name, and whether it is one of length."""
    match = _UNIT.match(text, end)
    if match is None:
        return None
    word, last = match[2].lower(), match.end(3) if match[3] else match.end(2)
    if word in _ATTACHED_ONLY - {"m"} and match.start(2) > end:
        return None
    unit = _LENGTHS.get(word) or _MEASURES.get(word)
    if unit is None or match[2] in {"M", "G", "K"}:
        return None
    before = match[1] or {"²": "square", "³": "cubic"}.get(match[3] or "")
    unit = _of_dimension(unit, before)
    if match[4]:
        return match.end(4), f"{unit} per hour", False
    return last, unit, word in _LENGTHS and before in (None, "nautical")


def _of_dimension(unit: str, before: str | None) -> str:
    """Name the unit of an area or a volume: 'km²', 'm³', 'square mile'."""
    dimension = _BEFORE.get(before or "", "")
    power = {"square ": "²", "cubic ": "³"}.get(dimension)
    return unit + power if power and unit in _OF_SI else dimension + unit


_PERCENT = re.compile(
    r"[ \xa0\u202f-]?(?:%|per[ \xa0-]?cent\b|pc\b|pct\b|percentage(?=[ -]points?\b))"
    r"((?:age)?[ -]points?\b)?",
    re.IGNORECASE,
)


def percent_at(text: str, end: int) -> tuple[int, str | None] | None:
    """Tell where the percent sign or word behind a number ends; points are a unit of their own."""
    match = _PERCENT.match(text, end)
    return match and (match.end(), "percentage point" if match[1] else None)
