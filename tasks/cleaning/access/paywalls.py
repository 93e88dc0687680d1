"""Whether all of an article is there, or its beginning and an offer to sell the rest.

`paywalled` means that the rest is not there. What a page declares is a claim about the reader it
had in mind: many ship the whole text and hide it, or let some readers in. So a declaration needs
a sign that the text is cut, be it only that there is little of it; and where nothing is declared,
two signs: an offer where the text ends, and that the text is short or breaks off.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from tasks.cleaning.access.sight import (
    Sight,
    is_read,
    length_of,
    names_of,
    unspaced,
    unspaced_in,
)
from tasks.cleaning.access.vendors import PAYWALLS
from tasks.cleaning.blocks import Piece
from tasks.cleaning.structured import ARTICLE_TYPES, Node, types_of, words_of
from tasks.record import Removed, Verdict

_TEASER_CHARACTERS: Final = 1500
"""Less prose than this under a declaration is a teaser."""

_SHORT_CHARACTERS: Final = 1000
"""Less prose than this before an offer is a teaser; sites sell under longer articles too."""

_LONG_TEASER_CHARACTERS: Final = 3000
"""Less than this is a teaser where what the page declares as locked is not on it."""

_OFFER_CHARACTERS: Final = range(20, 2500)
"""Less says nothing, more is a part of the page and not an offer."""

_GAP_CHARACTERS: Final = 250
"""An offer farther from the last paragraph than this belongs to the page, not to the article."""

_MOST_NAMED: Final = 6
"""So many elements of one name are looked at; without it a hostile page costs seconds."""

_MOST_LOOKED_AT: Final = 60
"""So many are looked at to find those that are shown."""

_END_CHARACTERS: Final = 60
"""So much of the end of a text is looked for."""

_TIMES_LONGER: Final = 1.3
"""What JSON-LD has more than this is no difference of captions and bylines."""

_TIMES_MORE_WORDS: Final = 2
"""What is counted includes captions, related articles and more."""

_LONGEST_WORD: Final = 12
"""Longer words on average are those of a script without blanks, in which none can be counted."""

_OFFERS: Final = re.compile(
    r"pay-?wall|reg-?wall|"
    r"(?:registration|subscription|subscribers?|login|content|article|members?)[-_]?"
    r"(?:wall|gate|barrier|lock(?:ed)?\b)|(?:subscribers?|members?|premium)[-_]?only|"
    r"(?:^|[\s_-])(?:locked|gate|barrier|metered|premium)[-_]?(?:content|article|offer|box)",
    re.IGNORECASE,
)
_FADES: Final = re.compile(
    r"(?:^|[\s_-])(?:fade-?out|text-?fade|teaser-?fade|fading|gradient-?(?:fade|mask))"
    r"(?=$|[\s_-])",
    re.IGNORECASE,
)
_BREAKS_OFF: Final = re.compile(r"(?:\u2026|\.\.\.)[\s\])]*$")
_IS_OTHER: Final = re.compile(r"modal|pop-?up|banner|overlay|fullscreen|comment", re.IGNORECASE)
_HIDDEN_NAME: Final = re.compile(r"(?:^|\s)(?:is-)?(?:hidden|hide|invisible|d-none)(?=$|\s)")
_HIDDEN_STYLE: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_SIMPLE_SELECTOR: Final = re.compile(r"([.#])([\w-]+)")


def paywall(sight: Sight) -> tuple[Verdict, str] | None:
    """Give verdict and evidence where a page is paid for, or says that it is."""
    declared = next(_declared(sight), None)
    if declared:
        sign = next(_signs(sight), None)
        if sign:
            return "paywalled", f"{declared}; {sign}"
        return "open", f"{declared}, but nothing shows that the text is cut"
    is_short = sight.prose_characters < _SHORT_CHARACTERS and not _is_free(sight)
    how = _breaks_off(sight) or ("the text is short" if is_short else None)
    if how and (offer := _offer(sight)):
        return "paywalled", f"{offer}; {how}"
    if sight.claims.first("article:content_tier") == "metered":
        return "open", "article:content_tier is metered"
    return None


def _declared(sight: Sight) -> Iterator[str]:
    if any(_is_locked(node) for node in _own_nodes(sight)):
        yield "JSON-LD isAccessibleForFree is false"
    if _is_no(sight.claims.first("isaccessibleforfree")):
        yield "microdata isAccessibleForFree is false"
    if sight.claims.first("article:content_tier") == "locked":
        yield "article:content_tier is locked"


def _is_free(sight: Sight) -> bool:
    """Say whether a page declares that it is free."""
    stated = sight.claims.article.get("isAccessibleForFree")
    return stated is not None or sight.claims.first("article:content_tier") == "free"


def _signs(sight: Sight) -> Iterator[str]:
    """Give what shows that a text which is declared to be paid for is cut."""
    if sight.prose_characters < _TEASER_CHARACTERS:
        yield f"{sight.prose_characters} characters of prose"
    if how := _breaks_off(sight) or _fades(sight):
        yield how
    if more := _told(sight):
        yield more
    selectors = islice(_selectors(sight), _MOST_NAMED)
    locked = {selector: _holds_prose(sight, selector) for selector in selectors}
    # What is locked was sent: an offer would be put over it once the page runs.
    if not any(locked.values()) and (offer := _offer(sight)):
        yield offer
    if locked and not any(locked.values()) and sight.prose_characters < _LONG_TEASER_CHARACTERS:
        yield f"nothing to read in {next(iter(locked))}, which is locked"


def _own_nodes(sight: Sight) -> Iterator[Node]:
    """Give the nodes but those of other articles, to which the page leads."""
    for node in sight.claims.nodes:
        if node is sight.claims.article or not types_of(node) & ARTICLE_TYPES:
            yield node


def _parts(node: Node) -> Iterator[Node]:
    parts = node.get("hasPart")
    inner = parts if isinstance(parts, list) else [parts]
    yield from (part for part in inner if isinstance(part, dict))


def _is_locked(node: Node) -> bool:
    return any(_is_no(part.get("isAccessibleForFree")) for part in (node, *_parts(node)))


def _is_no(value: object) -> bool:
    """Say whether a value is false, in any of the ways that pages spell it."""
    return str(value).lower().rpartition("/")[2] in {"false", "no", "0"}


def _selectors(sight: Sight) -> Iterator[str]:
    for node in _own_nodes(sight):
        for part in (node, *_parts(node)):
            stated = part.get("cssSelector")
            if _is_no(part.get("isAccessibleForFree")) and isinstance(stated, str):
                yield from filter(_SIMPLE_SELECTOR.search, map(str.strip, stated.split(",")))


def _holds_prose(sight: Sight, selector: str) -> bool:
    """Say whether an element that is named by the end of a selector holds a part of the prose."""
    names = _SIMPLE_SELECTOR.findall(selector.rsplit(maxsplit=1)[-1])
    if not names:
        return True
    for element in islice(_selected(sight.tree, names), _MOST_NAMED):
        inside = unspaced_in(element)
        if any(unspaced(text) in inside for text in sight.prose):
            return True
    return False


def _selected(tree: HtmlElement, names: list[tuple[str, str]]) -> Iterator[HtmlElement]:
    for element in tree.iter("div", "section", "article", "main", "p", "body"):
        classes = (element.get("class") or "").split()
        if all(x == element.get("id") if sign == "#" else x in classes for sign, x in names):
            yield element


def _breaks_off(sight: Sight) -> str | None:
    """Say how the last paragraph shows that it is not the last."""
    is_cut = sight.long_texts and _BREAKS_OFF.search(sight.long_texts[-1])
    return "the text breaks off" if is_cut else None


def _fades(sight: Sight) -> str | None:
    """Find what lets the last paragraph fade out. Where there is much to read it is all sent."""
    if not sight.long_texts or sight.prose_characters >= _LONG_TEASER_CHARACTERS:
        return None
    last = unspaced(sight.long_texts[-1])
    elements = ((e, _FADES.search(names_of(e))) for e in sight.tree.iter("div", "section", "p"))
    for element, mark in islice(((e, mark) for e, mark in elements if mark), _MOST_NAMED):
        if last in unspaced_in(element):
            return f"the text ends in {mark[0].strip()}"
    return None


def _told(sight: Sight) -> str | None:
    """Say whether JSON-LD has, or counts, more of the article than the page."""
    article = sight.claims.article
    body = words_of(article.get("articleBody")) or ""
    text = " ".join(piece.text for piece in sight.pieces)
    end = unspaced(body)[-_END_CHARACTERS:]
    if len(body) > _TIMES_LONGER * len(text) and end not in unspaced(text):
        return f"articleBody has {len(body)} characters"
    counted, words = str(article.get("wordCount")), max(1, len(text.split()))
    if len(text) < _LONGEST_WORD * words and counted.isdecimal():
        return f"wordCount is {counted}" if int(counted) > _TIMES_MORE_WORDS * words else None
    return None


def without_offer(sight: Sight) -> tuple[list[Piece], tuple[Removed, ...]]:
    """Part the teaser of a page that is paid for from the offer of the rest below it."""
    offer = _offering(sight)
    if offer is None:
        return sight.pieces, ()
    inside = unspaced("".join(offer[0].itertext()))
    offered = [piece for piece in sight.pieces if unspaced(piece.text) in inside]
    reason = "offers the rest of the text"
    removed = (Removed(kind="offer", text=piece.text, reason=reason) for piece in offered)
    return [piece for piece in sight.pieces if piece not in offered], tuple(removed)


def _offer(sight: Sight) -> str | None:
    found = _offering(sight)
    return f"an offer ({found[1]}) where the text ends" if found else None


def _offering(sight: Sight) -> tuple[HtmlElement, str] | None:
    """Find the element that offers the rest where the text ends, with its name."""
    for element, mark in islice(_named(sight.tree), _MOST_NAMED):
        is_long_enough = length_of(element) in _OFFER_CHARACTERS
        if is_long_enough and _acts(element) and _is_at_end(element, sight):
            return element, mark
    return None


def _named(tree: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """Give visible elements with the names of offers."""
    elements = tree.iter("div", "section", "aside", "form", "iframe")
    marked = ((element, _offer_name(names_of(element))) for element in elements)
    for element, mark in islice(((e, mark) for e, mark in marked if mark), _MOST_LOOKED_AT):
        if not any(_is_hidden(around) for around in (element, *element.iterancestors())):
            yield element, mark


def _offer_name(names: str) -> str | None:
    found = _OFFERS.search(names) or PAYWALLS.search(names)
    return found[0].strip() if found and not _IS_OTHER.search(names) else None


def _is_hidden(element: HtmlElement) -> bool:
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(_HIDDEN_NAME.search(element.get("class") or ""))
        or bool(_HIDDEN_STYLE.search(element.get("style") or ""))
    )


def _acts(element: HtmlElement) -> bool:
    return next(element.iter("a", "button", "form", "iframe"), None) is not None


def _is_at_end(element: HtmlElement, sight: Sight) -> bool:
    """Say whether an element follows the last paragraph, and no paragraph follows it."""
    inside = unspaced_in(element)
    outside = [text for text in map(unspaced, sight.long_texts) if text not in inside]
    if not outside:
        return False
    before, after = _parted(sight.tree, element)
    place = before.rfind(outside[-1])
    if place < 0 or any(text in after for text in outside):
        return False
    return len(before) - place - len(outside[-1]) <= _GAP_CHARACTERS


def _parted(tree: HtmlElement, element: HtmlElement) -> tuple[str, str]:
    """Give what can be read before an element, and after it, without blanks."""
    before: list[str] = []
    after: list[str] = []
    side = before
    walker = iterwalk(tree, events=("start", "end"))
    for event, part in walker:
        if event == "end":
            side.append(part.tail or "")
        elif part is element:
            side = after
            walker.skip_subtree()
        elif not is_read(part):
            walker.skip_subtree()
        else:
            side.append(part.text or "")
    return unspaced("".join(before)), unspaced("".join(after))
