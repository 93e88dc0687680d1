"""A line that says who wrote something, taken apart into names."""

import re

from tasks.cleaning.authorship.names import (
    PARTICLES,
    ROLES,
    is_body,
    is_full,
    is_name,
    is_sign,
    kind_of,
)
from tasks.cleaning.blocks import on_one_line

_MAX_LINE = 300
"""A longer line is prose: names are not looked for in it."""

_BY = (
    r"(?:by|von|vom|par|por|di|da|af|av|od|door|przez|oleh|bởi|από|بقلم|כתב|מאת)"
    r"(?:\s?:|\s)[\s|]{0,4}"
)
# "Posted on 3 May by", "Zeige alle Beiträge von": what was done, perhaps when, and by whom.
_DONE = (
    r"(?:written|posted|published|submitted|created|reported|reporting|compiled|interview|words|"
    r"guest post|story|geschrieben|"
    r"verfasst|veröffentlicht|erstellt|eingestellt|gepostet|gespeichert|bearbeitet|"
    r"(?:ein )?(?:gast|blog)?[ -]?(?:beitrag|beiträge|artikel)|"
    r"(?:(?:zeige )?alle|mehr|weitere) (?:beiträge|artikel)|"
    r"publié|écrit|rédigé|soumis|propos recueillis|escrito|publicado|enviado|redactado|scritto|"
    r"pubblicato|skrevet|skriven|publicerad|(?:(?:show|view|see|read) )?(?:all |more )?"
    r"(?:posts|articles|stories)|"
    r"(?:ver )?todas las entradas|más artículos|(?:voir )?tous les articles|"
    r"updated|last updated|aktualisiert)"
)
_LABEL = (
    r"(?:(?:the )?authors?|autor(?:in|en|es|a|zy|i)?|auteure?s?|autore|verfasser(?:in)?|"
    r"redakteur(?:in)?|forfatter|författare|skribent|kirjoittaja|szerző|yazar|yazan|muhabir|autorius|автор|автори|"
    r"penulis|tác giả|συντάκτης|"
    r"text[eo]?|testo|teksti?|текст|words)"
)
_DATE = (
    r"(?:[\W\d_]{0,30}|(?:[^\W\d]{3,9}\.?[\s,]{1,2})?\d[\W\d_]{0,20}"
    r"(?:[^\W\d]{3,9}[\s,.]{1,3}\d[\W\d]{0,14})?)(?:uhr\W{1,3})?"
)
_LEAD = re.compile(
    rf"^(?:[\W\d_]{{0,30}}{_DONE}\b(?!.{{0,20}}(?:geteilt|shared|partag|compartid|condivis))[^|]{{0,32}}?\b{_BY}|{_DATE}{_BY}|"
    rf"{_DATE}(?:{_LABEL}|redaktion)\s?[:|]\s*(?:{_BY})?|[\W\d_]{{0,30}}{_LABEL}\s(?=\S+\s\S)(?:{_BY})?)",
    re.IGNORECASE,
)
# 'von der Heide' and 'Di Stefano' are names.
_PARTICLE_FIRST = re.compile(r"\W*(?:von|di|da|af|av)\s", re.IGNORECASE)
_ONE_AFTER_PARTICLE = re.compile(r"\W*(?:Di|Da)\s\S+$")
# What stands after a name on its line: when, and what can be done with it.
_AFTER = re.compile(
    r"\s+(?:(?:jan|feb|febr|mar|mär|mrz|märz|apr|mai|may|maj|jun|jul|aug|sep|sept|oct|okt|nov|dec|dez|"
    r"ene|abr|ago|dic|gen|mag|giu|lug|set|ott|janv|févr|avr|juin|juil|août|déc|fev|out)\w{0,6}\.?\s+\d"
    r"|(?:published|updated|posted|last|aktualisiert|veröffentlicht|stand|lesezeit|reading|follow|"
    r"folgen|comments?|kommentare?|share|publié|publicado|actualizado|pubblicato|aggiornato)\b"
    r"|[(\d@]|https?:|www\.).*$",
    re.IGNORECASE,
)
# "Text von Ann Lee, Fotos von Bo Li": whoever is named next made the pictures.
_PICTURES = re.compile(
    r"\s(?:(?:foto|photo|illustration|bild|video|grafi[ck]|imagen|image)\w{0,6}|photography) ?"
    r"(?::|(?:by|von|par|por|di|av|af|de)\b).*$",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(r"^(?:copyright|©)[\s:]*", re.IGNORECASE)
_HOUR = re.compile(r"\d[\d\W]*(?:uhr|h|am|pm|[ap]\.m\.?)?", re.IGNORECASE)
# "Ann Lee/NEWS": for whom she wrote it.
_FOR = re.compile(r"\s?/\s?[\w .-]{2,20}$")
_DEGREES = re.compile(
    r",?\s+(?:Ph\.?\s?D\.?|M\.?D\.?|M\.?A\.?|B\.?A\.?|M\.?Sc\.?|B\.?Sc\.?|MBA|RDN?|RN|CPA|Esq\.?|"
    r"LL\.?M\.?|J\.?D\.?|D\.?O\.?|MPH)(?=$|[,;|/\s])"
)
_KINDS_OF_ROLE = (
    r"(?:(?:senior|chief|staff|deputy|managing|associate|assistant|executive|contributing|political|"
    r"foreign|special|freelance|freier?|science|health|sports?|business|lead|news) )*"
)
_ROLE_AFTER = re.compile(rf"(?<=\w)[\s(]+{_KINDS_OF_ROLE}{ROLES}\b.*$", re.IGNORECASE)
_ROLE_BEFORE = re.compile(
    rf"^{_KINDS_OF_ROLE}(?:{ROLES}|interview|kolumne)\s*:?\s+(?:von )?", re.IGNORECASE
)
BETWEEN = re.compile(
    r"\s*[;|\u2022\u00b7\u3001\uff0c]\s*|\s*,\s+(?!(?:Jr|Sr)\b)|\s+[\u2013\u2014-]\s+|\s/\s"
)
AND = re.compile(
    r"\s+(?:and|und|et|y|&|e|og|och|i|ja|és|en|oraz|и|та|ve|with|mit|sowie|im gespräch mit)\s+",
    re.IGNORECASE,
)
# Whose names hold commas and 'and': "Department of Health and Social Care".
_OFFICE = re.compile(
    r"^(?:\w+ ){0,2}(?:departe?ment|minist(?:ry|er\w+|ère)|office|bureau|institut\w*|amt) ",
    re.IGNORECASE,
)
_MAIL = re.compile(r"\S{1,64}@\S{1,64}")
_AFTER_ONE = re.compile(
    r"(?<=\w)\s+(?:(?:(?:on|am|at|le|el|il|um|vor|\W)\s.{0,12})?\d"
    r"|(?:veröffentlicht|posted|published|publi[ée]|publicado)(?:\s.*)?$).*$",
    re.IGNORECASE,
)
_ONE_UNDER = re.compile(r"^(\S{2,40})\s+(?:under|in|unter|dans|en)\s.*$", re.IGNORECASE)
_DAY_AFTER = re.compile(r"\s+\d{1,4}[./-]\s?\d.*$")
_INITIAL = re.compile(r"\b(?:\w|[JS]r)\.$")


# '记者 张三 李四', '山野健太記者', '윤가람 기자': no space need part a name from the role.
_EASTERN = r"(?:[\u3400-\u9fff]{2,4}|[\uac00-\ud7a3]{2,4})"
_REPORTERS = re.compile(
    rf"(?:(?:本[报報])?(?:记者|記者)|作者|撰文)[\s:\uff1a/|\uff5c]{{1,3}}"
    rf"(?P<after>{_EASTERN}(?:[\s\u3001]{{1,2}}{_EASTERN}){{0,3}})|"
    rf"(?!新[聞闻]|雑誌|政治|社会|経済)(?P<before>{_EASTERN}?)\s?(?:기자|특파원|記者|记者)"
)


def reporters_in(line: str) -> list[str]:
    """Take a line with the role and the names of reporters in Chinese, Japanese or Korean apart."""
    match = _REPORTERS.fullmatch(line.strip())
    return re.split(r"[\s\u3001]+", match["after"] or match["before"]) if match else []


def names_in(line: str | None) -> list[str]:
    """Take a line that says who wrote something apart into names.

    'By', roles, degrees, places and dates are taken away. Where somebody is named in full, only
    persons and agencies are kept: the rest of the line says what and where they are.
    """
    text = _MAIL.sub(" ", on_one_line((line or "").replace("\xad", "")))
    if not text or len(text) > _MAX_LINE:
        return []
    if reporters := reporters_in(text):
        return reporters
    text = _DEGREES.sub("", _PICTURES.sub("", _COPYRIGHT.sub("", without_lead(text))))
    parts = [text] if _is_one(text) else [part for part in BETWEEN.split(text) if part]
    parts = [part for part in parts if not _HOUR.fullmatch(part)]
    names = [name for part in parts for name in map(trimmed, _apart(part)) if is_name(name)]
    authors = [name for name in names if is_full(name) or is_sign(name)]
    # An organisation's own line goes on with where it is: "Radio North, Hilltown".
    bodies = [name for name in names if kind_of(name) == "organisation"]
    names = authors if any(map(is_full, authors)) else bodies or names
    return list(dict.fromkeys(names))


def without_lead(text: str) -> str:
    """Take 'By' and the like away."""
    rest = _LEAD.sub("", text)
    if " " in rest:
        is_name = rest[:1].islower() and _PARTICLE_FIRST.match(text)
    else:
        is_name = _ONE_AFTER_PARTICLE.match(text)
    return text if is_name else rest


def has_lead(text: str) -> bool:
    """Say whether a line begins by saying that a name follows."""
    return without_lead(text) != text


def _is_one(text: str) -> bool:
    return is_sign(text) or _OFFICE.match(text) is not None


def _apart(part: str) -> list[str]:
    """Take 'Ann Lee and Bo Li' apart, but not 'Health and Safety Office'."""
    sides = AND.split(part)
    whole = len(sides) > 1 and all(_stands_alone(trimmed(side)) for side in sides)
    return sides if whole else [part]


def _stands_alone(side: str) -> bool:
    return is_full(side) or is_sign(side) or (bool(side) and " " not in side and is_name(side))


def trimmed(name: str) -> str:
    """Take away from one name what says when, where and as what somebody wrote."""
    name = without_lead(name.strip())
    for without in (_ROLE_AFTER, _ROLE_BEFORE, _AFTER, _FOR):
        shorter = without.sub("", name)
        if is_full(_bare(shorter)) and not is_sign(name):
            name = shorter
    capitalised = _bare(_capitalised(name))
    if is_full(capitalised) and (capitalised == name or not is_body(name)):
        return capitalised
    if is_body(name):
        return _bare(_DAY_AFTER.sub("", name))
    return _bare(_ONE_UNDER.sub(r"\1", _AFTER_ONE.sub("", name)))


def _capitalised(name: str) -> str:
    """Give 'Ann Lee' of 'Ann Lee schreibt für': a word in lower case that no name has ends it."""
    words = name.split()
    ends = (
        n for n, word in enumerate(words) if word[0].islower() and word.casefold() not in PARTICLES
    )
    kept = words[: next(ends, len(words))]
    while kept and kept[-1].casefold() in PARTICLES:
        kept.pop()
    return " ".join(kept)


def _bare(name: str) -> str:
    bare = name.strip(" .,:;|/()-_*\u2013\u2014\u2192\u2022\xbb\xab>\"'\u201c\u201d")
    return bare + "." if _INITIAL.search(bare + ".") and (bare + ".") in name else bare
