"""What stands instead of an article: a challenge, or a page that says 404.

Each answer is the evidence, or None. None rests on a phrase alone: a challenge is known by its
vendor's code on a page with nearly nothing to read, a soft 404 by what it says together with what
it is.
"""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from tasks.cleaning.access.sight import TEASER_CHARACTERS, Sight, names_of
from tasks.cleaning.access.vendors import DENIALS, GATES, SHOWN_INSTEAD, pattern
from tasks.urls.normal import absolute, is_root

_CHALLENGE_CHARACTERS: Final = 1500
"""More to read than this is no challenge: the longest, Cloudflare's refusal, has 900."""

_GATE_CHARACTERS: Final = 600
"""More to read than this beside a box to tick is a page with a form."""

_MOST_EXITS: Final = 3
"""A page with more links than this belongs to a site; a challenge leads nowhere."""

_MOST_SCRIPT_CHARACTERS: Final = 20_000
"""How much of each script is looked at; vendors' marks stand at the beginning."""

_REST_CHARACTERS: Final = 12
"""A headline that says more than this besides that a page is missing may be an article's."""

_HEADLINE_CHARACTERS: Final = 300
"""What a headline says stands at its beginning."""

_CHALLENGES: Final = re.compile(pattern(SHOWN_INSTEAD, DENIALS), re.IGNORECASE)
# That a page is not there, said of the page in the languages of most news.
_MISSING_BY_LANGUAGE: Final = {
    "en": (
        r"\b(?:page|article|story|content|url)\b[^.|]{0,40}?\b(?:not (?:be )?found|not available|"
        r"no longer (?:exists?|available)|(?:does ?n[o\u2019']t|not) exist|is gone)"
    ),
    "de": (
        r"\b(?:seite|artikel|inhalt|beitrag)\b[^.|]{0,40}?"
        r"(?:existiert nicht|nicht (?:gefunden|mehr|verfügbar|vorhanden))"
    ),
    "fr": (
        r"\b(?:page|article|contenu)\b[^.|]{0,40}?(?:introuvable|non trouvée?|"
        r"pas été trouvée?|n[\u2019']existe (?:pas|plus))"
    ),
    "es": (
        r"\b(?:página|artículo|contenido)\b[^.|]{0,40}?"
        r"no (?:se )?(?:encontrad[oa]|encontró|existe)"
    ),
    "pt": r"\b(?:página|artigo|conteúdo)\b[^.|]{0,40}?não (?:foi )?(?:encontrad[oa]|existe)",
    "it": r"\b(?:pagina|articolo)\b[^.|]{0,40}?non (?:è stat[oa] )?(?:trovat[oa]|esiste)",
    "nl": r"\bpagina\b[^.|]{0,40}?(?:niet gevonden|bestaat niet)",
    "pl": r"\bstron[ay]\b[^.|]{0,40}?nie (?:znaleziono|istnieje)|nie znaleziono strony",
    "sv": r"\bsidan\b[^.|]{0,40}?(?:hittades inte|finns inte)",
    "da, no": r"\bsiden\b[^.|]{0,40}?(?:ikke (?:fundet|funnet)|find?n?es ikke)",
    "cs, fi, hu": r"\bstránka\b[^.|]{0,20}?nenalezena|sivua ei löy|oldal nem található",
    "tr": r"sayfa bulunamad",
    "ru": r"страница[^.|]{0,20}?не (?:найдена|существует)",
    "uk": r"сторінку[^.|]{0,20}?не знайдено",
    "ja, zh, ko": r"ページが見つか|页面不存在|找不到页面|找不到網頁|페이지를 찾을",
    "ar": r"الصفحة غير موجودة",
}
_MISSING: Final = re.compile("|".join(_MISSING_BY_LANGUAGE.values()), re.IGNORECASE)
# Alone between the separators of a title these say enough.
_BARE: Final = re.compile(
    r"\W*(?:(?:http|error|fehler|erreur|errore?)?\W*404\W*(?:error|fehler|not found|nginx)?|"
    r"(?:page )?not found|nicht gefunden|introuvable|no encontrad[oa]|non trovat[oa])\W*",
    re.IGNORECASE,
)
_SEPARATORS: Final = re.compile(r"\s[-|\u2013\u2014:\xb7\xbb/]\s|[|\u2013\u2014\xb7\xbb]|: ")
_ERROR_NAMES: Final = re.compile(
    r"(?:^|[\s_-])(?:error-?404|404-?(?:page|error)|page-?404|http-?404|is-404|page-not-found|"
    r"not-?found-?page|error-?page)(?=$|[\s_-])",
    re.IGNORECASE,
)
_ERROR_PATH: Final = re.compile(
    r"/(?:404|error-?404|not-?found|page-?not-?found|error)(?:\.\w{3,5})?/?$", re.IGNORECASE
)


def challenge(sight: Sight) -> str | None:
    """Find the code of a bot wall on a page that has nothing else."""
    if sight.claims_article or not sight.has_little_prose:
        return None
    if sight.visible_characters > _CHALLENGE_CHARACTERS:
        return None
    code = " ".join(_code(sight.tree))
    if mark := _CHALLENGES.search(code):
        return mark[0]
    if sight.visible_characters > _GATE_CHARACTERS or _exits(sight.tree) > _MOST_EXITS:
        return None
    return mark[0] if (mark := GATES.search(code)) else None


def not_found(sight: Sight) -> str | None:
    """Say how a page tells that it is none: by its words and by what it is, or by its markup."""
    if sight.describes_article or not sight.has_little_prose:
        return None
    names = " ".join(names_of(e) for e in sight.tree.iter("html", "body", "main"))
    if mark := _ERROR_NAMES.search(names):
        return f"markup {mark[0].strip()}"
    headlines = tuple(_headlines(sight.tree))
    said = next(filter(None, map(_missing, headlines)), None)
    sign = next(_signs_of_error(sight, says_only_that=any(map(_is_only_missing, headlines))), None)
    return f"{said}; {sign}" if said and sign else None


def _code(tree: HtmlElement) -> Iterator[str]:
    for element in tree.iter("script", "div", "iframe", "form", "meta", "link", "p", "body"):
        for name in ("src", "id", "class", "action", "content", "href"):
            yield element.get(name) or ""
        if element.tag in {"script", "p", "body"}:
            yield (element.text or "")[:_MOST_SCRIPT_CHARACTERS]


def _exits(tree: HtmlElement) -> int:
    targets = {(a.get("href") or "").partition("#")[0] for a in tree.iter("a")}
    return len(targets - {""})


def _headlines(tree: HtmlElement) -> Iterator[str]:
    for element in tree.iter("title", "h1", "h2"):
        yield " ".join(" ".join(element.itertext()).split())[:_HEADLINE_CHARACTERS]


def _missing(headline: str) -> str | None:
    if found := _MISSING.search(headline):
        return found[0]
    return next((p.strip() for p in _SEPARATORS.split(headline) if _BARE.fullmatch(p)), None)


def _is_only_missing(headline: str) -> bool:
    """Say whether a headline, or what stands between its separators, says nothing else."""
    for part in map(str.strip, _SEPARATORS.split(headline)):
        found = _MISSING.search(part)
        if _BARE.fullmatch(part) or (found and len(part) - len(found[0]) <= _REST_CHARACTERS):
            return True
    return False


def _signs_of_error(sight: Sight, *, says_only_that: bool) -> Iterator[str]:
    """Tell what articles do not do. Some are kept from indexes, but not under such a headline."""
    if says_only_that and "noindex" in ",".join(sight.claims.meta.get("robots", ())).lower():
        yield "robots noindex"
    own = sight.url
    stated = (sight.claims.links.get("canonical", (None,))[0], sight.claims.first("og:url"))
    for url in filter(None, (absolute(reference, own) for reference in stated)):
        if own and is_root(url) and not is_root(own):
            yield "its canonical URL is the root"
        if _ERROR_PATH.search(urlsplit(url).path):
            yield "its canonical URL is an error's"
    if own and _ERROR_PATH.search(urlsplit(own).path):
        yield "its URL is an error's"
    if sight.prose_characters < TEASER_CHARACTERS:
        yield "nearly no prose"
