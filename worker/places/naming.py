"""Which of the many names of a place are names in English, and which are worth looking up."""

import re
from collections.abc import Iterable
from typing import Final

from .folding import key_of

_ENDS: Final = re.compile(
    r"(?P<core>.+?)[ -](?:(?:Autonomous|Capital|Metropolitan|Regional) )?"
    r"(?:Community|Oblast|Okrug|Region|Canton|City|County|Department|District|Division|Emirate|"
    r"Governorate|Krai|Kray|Municipality|Parish|Prefecture|Province|Raion|Rayon|Republic|State|"
    r"Territory|Voivodeship|Voivodship|city|county|district|oblast|oblast'|province|region)"
)
_BEGINS: Final = re.compile(
    r"(?:Autonomous Republic|Canton|City|County|Department|District|Emirate|Governorate|"
    r"Municipality|Parish|Principality|Province|Region|Republic|State|Union Territory) of (.+)"
)
_FOREIGN: Final = re.compile(
    r"(?:Baladīyat|Canton|Cantone|Changwat|County|Departamento|Département|Distrito|Estado|"
    r"Gemeente|Gouvernorat|Kanton|Kraj|Land|Mohafazat|Muḩāfaz̧at|Nomós|Propinsi|Provincia|"
    r"Provincie|Provinsi|Región|Région|Regione|Tỉnh|Velāyat-e|Viloyati|Wilāyat-e)"
    r" (?:de la |de los |de |del |du |des |d')?(?P<core>.+)"
    r"|(?P<before>.+) (?:Fylke|fylke|Hot|İli|Jiao|län|megye|Oblysy|Rayonu|Sheng|Shi|"
    r"Welaýaty|Zizhiqu|viloyati|oblast')"
)
_ARABIC: Final = re.compile("AE|BH|DZ|EG|IQ|JO|KW|LB|LY|MA|MR|OM|PS|QA|SA|SD|SY|TN|YE")
_ARTICLE: Final = re.compile(r"\A(?:A[dlnrstz]|Ash|Ath|El)[ -](?=\S)")
# A name of two or three letters is a code of an airport, a language or a car far more often.
_SHORTEST_ALIAS: Final = 4


def english_name(name: str, called: str, others: Iterable[str]) -> str:
    """Give the English name of a division.

    What GeoNames and ISO agree on is the name, as `California`; else one that says in English what
    it is, as `Bryansk Oblast`; else what GeoNames has, without the word for what it is.
    """
    if name == called and not _FOREIGN.fullmatch(name):
        return name
    named = [one for one in (called, *others, name) if one and is_latin(one)]
    for one in named:
        if (found := _ENDS.fullmatch(one)) and one[found.end("core") + 1].isupper():
            return one
    return core_of(named[0]) if named else name


def core_of(name: str) -> str:
    """Give the name of a division without the word for what it is: `Bryansk` of Bryansk Oblast."""
    for pattern in (_ENDS, _BEGINS, _FOREIGN):
        if found := pattern.fullmatch(name):
            return next(str(part) for part in found.groups() if part)
    return name


def is_latin(name: str) -> bool:
    """Tell whether a name is one in Latin letters, with a capital."""
    key = key_of(name)
    return key.isascii() and bool(key) and not key.isdigit() and name != name.lower()


def is_alias(name: str) -> bool:
    """Tell whether a name is worth looking up, being neither a code nor in another script."""
    return len(name) >= _SHORTEST_ALIAS and is_latin(name)


def without_article(name: str, country: str) -> str:
    """Give an Arabic name without its article, as the press does: `Fallujah` of Al Fallujah."""
    return _ARTICLE.sub("", name, count=1) if _ARABIC.fullmatch(country) else name
