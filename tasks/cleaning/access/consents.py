"""A form for consent that stands instead of an article.

The answer is the evidence, or None. A consent wall is a form that is the page: nothing to speak of
is to be read besides. It is known by a name, or by what it is made of. Where there is as much to
read as an article has, a name is believed only of what can hold no article: a vendor's element, a
dialog, a form. A wall without a name asks for a choice, and leads nowhere but to its own terms.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final
from urllib.parse import urlsplit

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from tasks.cleaning.access.sight import (
    NOT_READ,
    TEASER_CHARACTERS,
    Sight,
    length_of,
    names_of,
    unspaced,
    unspaced_in,
)
from tasks.cleaning.access.vendors import CONSENT
from tasks.cleaning.scripts import weight_of

_CONSENT_CHARACTERS: Final = 3000
"""More prose than this is no wall, whatever stands around it is called."""

_BESIDES_CHARACTERS: Final = 400
"""More text than this beside a form is a page with a form on it."""

_TERMS_CHARACTERS: Final = 12_000
"""So long are the terms of walls that name every purpose; longer ones are pages of their own."""

_FEWEST_CHOICES: Final = 2
"""To agree and to refuse, or to agree and to choose; one button may do anything."""

_SAID_CHARACTERS: Final = 300
"""A wall says what it asks for; a bar over a page says less than this."""

_TERMS_SHARE: Final = 0.5
"""So many of its links lead to terms, purposes and partners. Those of articles lead to articles."""

_MOST_OTHER_EXITS: Final = 4
"""A wall leads to an imprint, a log-in and an offer besides; a site leads to its sections."""

_MOST_LINKS: Final = 100
"""A page with more links than this is no wall."""

_MOST_AROUND: Final = 16
"""A form stands no deeper in its wall; without it a hostile page costs seconds."""

# Words that name other things too. `tag-consent` and `category-gdpr` are what WordPress calls an
# article about them, `cmp-text` or `cmp-container` what Adobe Experience Manager calls a component.
_CONSENT_WORDS: Final = re.compile(
    r"(?<!\btag-)(?<!\bcategory-)(?:^|(?<=[\s_-]))(?:consent|gdpr|cookie-?wall|"
    r"privacy-?(?:wall|gate)|cmp(?!-(?!(?:wall|gate|dialog|modal|overlay|popup|banner)\b)))"
    r"(?=$|[\s_-])",
    re.IGNORECASE,
)
_DIALOGS: Final = frozenset({"dialog", "alertdialog"})
_CONSENT_HOST: Final = re.compile(r"(?:consent|guce|myprivacy|cmp|cookiewall|privacy-?gate)\.")
_CONSENT_PATH: Final = re.compile(r"/(?:collectconsent|cookie-?wall|privacy-?(?:wall|gate))(?:/|$)")
_RETURN_ADDRESS: Final = re.compile(r"=(?:https?(?::|%3A))?(?:/|%2F)")

_ASKED: Final = re.compile(
    r"consent|accept|agree|allow|reject|refuse|decline|deny|purpose|vendor|cookie|gdpr|privacy|"
    r"necessary|optional|statistic|marketing|personali|opt-?(?:in|out)",
    re.IGNORECASE,
)
"""What is asked, in the names that fields and forms have in any language's pages."""

# What is asked for, as it is called in addresses and names of fields, whatever the language.
_TERMS: Final = re.compile(
    r"privacy|datenschutz|dataprotection|data-protection|confidential|privaci|privat|cookie|gdpr|"
    r"rgpd|dsgvo|consent|vendor|purpose|partner|tcf|personvern|integritet|tietosuoja|prywatno|"
    r"gizlilik|terms|agb|nutzungsbed|conditions|condizioni|condiciones|termos",
    re.IGNORECASE,
)


def consent(sight: Sight) -> str | None:
    """Find the form that asks for consent, where the page has next to nothing besides."""
    if sight.claims_article or sight.prose_characters > _TERMS_CHARACTERS:
        return None
    if sight.prose_characters > _CONSENT_CHARACTERS:
        return _choice(sight)
    if (host := _consent_host(sight)) and _asks(sight.tree):
        return host
    for element in sight.tree.iter("div", "section", "form", "dialog", "main", "iframe"):
        mark = _consent_mark(element, sight)
        if mark and _asks(element) and _is_all(element, sight):
            return mark
    return _choice(sight)


def _choice(sight: Sight) -> str | None:
    """Find what asks for a choice and links to its terms, where that is the page."""
    fields = (field for field in sight.tree.iter("button", "input", "form") if _is_asked(field))
    asked = next(fields, None)
    if asked is None or sight.tree.find(".//article") is not None:
        return None
    links = list(islice(_links(sight.tree), _MOST_LINKS + 1))
    if len(links) > _MOST_LINKS:
        return None
    for around in islice(asked.iterancestors(), _MOST_AROUND):
        inside = {target for a, target in links if around in a.iterancestors()}
        terms = {target for target in inside if _TERMS.search(target)}
        if terms and (choices := _choices(around)) >= _FEWEST_CHOICES:
            others = {target for _, target in links} - terms
            leads_on = len(others) > _MOST_OTHER_EXITS or len(terms) < _TERMS_SHARE * len(inside)
            is_said = length_of(around) >= _SAID_CHARACTERS
            if leads_on or not is_said or not _is_all(around, sight):
                return None
            return f"{choices} choices, and {len(terms)} of {len(inside)} links lead to terms"
    return None


def _links(tree: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """Give the links of a page and where they lead, but for those at its foot."""
    walker = iterwalk(tree, events=("start",), tag=("a", *NOT_READ))
    for _, element in walker:
        if element.tag != "a":
            walker.skip_subtree()
        elif (target := (element.get("href") or "").strip()) not in {"", "#"}:
            yield element, target


def _choices(element: HtmlElement) -> int:
    """Count what can be chosen: buttons to press and boxes to tick."""
    inputs = ((field.get("type") or "").lower() for field in element.iter("input"))
    fields = sum(1 for kind in inputs if kind in {"submit", "button", "checkbox", "radio"})
    return fields + sum(1 for _ in element.iter("button"))


def _is_asked(field: HtmlElement) -> bool:
    """Say whether the name of a field or form says that it is about consent."""
    named = (field.get(name) or "" for name in ("name", "value", "action", "id", "class"))
    return bool(_ASKED.search(" ".join(named)))


def _consent_host(sight: Sight) -> str | None:
    parts = urlsplit(sight.url or "")
    found = _CONSENT_HOST.match(parts.netloc) or _CONSENT_PATH.search(parts.path.lower())
    # Words in a URL may be a publisher's name or an article's subject.
    is_gate = sight.has_little_prose or _RETURN_ADDRESS.search(parts.query)
    return parts.netloc + parts.path if found and is_gate else None


def _consent_mark(element: HtmlElement, sight: Sight) -> str | None:
    """Find what names an element as a form for consent; a dialog's name may be around it."""
    is_dialog = element.tag in {"form", "dialog"} or element.get("role") in _DIALOGS
    around = element.iterancestors("div", "section", "main") if is_dialog else ()
    names = " ".join(map(names_of, (element, *around)))
    if mark := CONSENT.search(names):
        return mark[0]
    if not (mark := _CONSENT_WORDS.search(names)):
        return None
    may_hold_article = not sight.has_little_prose or element.find(".//article") is not None
    return mark[0] if is_dialog or not may_hold_article else None


def _asks(element: HtmlElement) -> bool:
    return next(element.iter("button", "form", "iframe"), None) is not None


def _is_all(element: HtmlElement, sight: Sight) -> bool:
    """Say whether a form is the page: no text to speak of, and no prose, stands besides."""
    if sight.visible_characters - length_of(element) >= _BESIDES_CHARACTERS:
        return False
    inside = unspaced_in(element)
    besides = sum(weight_of(text) for text in sight.prose if unspaced(text) not in inside)
    return besides < TEASER_CHARACTERS
