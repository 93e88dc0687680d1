"""The lead of an article: the paragraph under its headline, which many pages set apart from it.

Only what the body lacks is looked for here, and nothing that the page shows elsewhere.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from lxml.html import HtmlElement

from tasks.cleaning.access.sight import names_of, unspaced
from tasks.cleaning.blocks import Piece
from tasks.cleaning.elements import separated
from tasks.cleaning.pictures.captions import names_caption
from tasks.cleaning.runs import PARAGRAPH_CHARACTERS, Run, key_of
from tasks.cleaning.structured import Claims

_SHORTEST: Final = 40
"""Code points. Shorter lines under a headline are dates, places and names of sections."""

_LONGEST: Final = 1200
"""Code points. A longer paragraph is no lead."""

_MOST_PARAGRAPHS: Final = 3
"""More paragraphs than this are the article, or a list of others."""

_DESCRIBED_CHARACTERS: Final = 30
"""A description must agree with a paragraph for as long as this; many are cut short."""

_TOLD_SHARE: Final = 0.4
"""The share of a lead's long words that the article has too; a word to its readers has few."""

# What newsrooms call it in the languages of most news; `deck` and `chapo` are such words.
_NAMES: Final = re.compile(
    r"(?<![a-z])(?:lead|lede|lead-?in|intro(?:duction)?|teaser|excerpt|standfirst|summary|chapo|"
    r"chapeau|deck|dek|abstract|sub-?titles?|sub-?head(?:line|ing)?|subline|strapline|"
    r"description|desc|preamble|synopsis|sottotitolo|sommario|sumario|entradilla|bajada|copete|"
    r"volanta|subtitulo|epigraph|epigrafe|extracto|vorspann|anriss(?:text)?|ingress|manchet|perex|sapo|zajawka|"
    r"underrubri[ck])(?![a-z])"
)
_GALLERY: Final = re.compile(
    r"(?<![a-z])(?:captions?|carousel|slide(?:show)?|gallery|galeria)(?![a-z])"
)
_LONG_WORD: Final = re.compile(r"[^\W\d_]{5,40}")
_APART: Final = frozenset({"figure", "figcaption", "aside", "address", "li", "form", "table"})
_CLOCK: Final = re.compile(r"\d{1,2}[:.]\d{2}(?!\d)")


def lead_of(
    runs: Sequence[Run], pieces: Sequence[Piece], title: str | None, claims: Claims
) -> list[Piece]:
    """Find the lead where the body lacks it: between the headline and the body's first paragraph.

    It is known by what its element is called, or because the page describes itself with it.

    Args:
        runs: what the page shows.
        pieces: the body that was found.
        title: of the article.
        claims: what the page says of itself.
    """
    known = {key_of(piece.text) for piece in pieces}
    first = next((n for n, run in enumerate(runs) if _is_known(run, known)), 0)
    headline = _headline(runs[:first], title)
    if headline is None:
        return []
    outside = set(runs[headline].element.iterancestors())
    text = unspaced("".join(piece.text for piece in pieces))
    candidates = filter(_may_be, runs[headline + 1 : first])
    between = [run for run in candidates if unspaced(run.text) not in text]
    lead = _called(between, outside, tuple(_descriptions(claims)))
    lead = lead or [run for run in _alone(between, outside) if _tells(run.text, title, pieces)]
    return [Piece("paragraph", run.text) for run in lead[:_MOST_PARAGRAPHS]]


def _called(
    between: Sequence[Run], outside: set[HtmlElement], described: Sequence[str]
) -> list[Run]:
    """Give the runs that are called a lead or described as one; the first paragraph ends it.

    Only what has the same element around it goes on with it.
    """
    lead: list[Run] = []
    around: HtmlElement | None = None
    for run in between:
        named = _named(run, outside)
        is_described = any(run.key.startswith(description) for description in described)
        goes_on = not lead or named is around or not lead[-1].is_paragraph
        if (named is not None or is_described) and goes_on:
            lead.append(run)
            around = named
    return lead


def _alone(between: Sequence[Run], outside: set[HtmlElement]) -> list[Run]:
    """Give the one paragraph between headline and body, where it ends as sentences do."""
    found = [run for run in between if run.is_paragraph and run.ends_as_sentence]
    return found if len(found) == 1 and not _is_caption(found[0], outside) else []


def _tells(text: str, title: str | None, pieces: Sequence[Piece]) -> bool:
    """Say whether a paragraph has the words of the article, and is no word to readers."""
    said = " ".join([title or "", *(piece.text for piece in pieces)]).casefold()
    words = _LONG_WORD.findall(text.casefold())
    return sum(word in said for word in words) >= _TOLD_SHARE * max(1, len(words))


def _is_caption(run: Run, outside: set[HtmlElement]) -> bool:
    around = takewhile(lambda e: e not in outside, (run.element, *run.element.iterancestors()))
    return any(_GALLERY.search(separated(names_of(e))) or e.tag in _APART for e in around)


def _is_known(run: Run, known: set[str]) -> bool:
    return run.is_paragraph and run.key in known and run.piece.role != "heading"


def _headline(runs: Sequence[Run], title: str | None) -> int | None:
    """Find the last headline before the body: its `h1`, or a heading with the title's words."""
    key = key_of(title or "")
    titled = None
    for place in range(len(runs) - 1, -1, -1):
        run = runs[place]
        is_title = bool(key) and run.key == key and run.piece.role == "heading"
        if run.element.tag == "h1" or (is_title and run.element.tag == "h2"):
            return place
        titled = place if is_title and titled is None else titled
    return titled


def _may_be(run: Run) -> bool:
    if not _SHORTEST <= len(run.text) <= _LONGEST or run.is_link:
        return False
    # A line with a time of day is a byline, whatever it is called.
    return len(run.text) > 2 * PARAGRAPH_CHARACTERS or not _CLOCK.search(run.text)


def _named(run: Run, outside: set[HtmlElement]) -> HtmlElement | None:
    """Give the element that calls a run a lead, up to what holds the headline too."""
    found = None
    for element in (run.element, *run.element.iterancestors()):
        if element in outside:
            break
        names = separated(names_of(element))
        if names_caption(names) or _GALLERY.search(names):
            return None
        named = element.get("itemprop") == "description" or _NAMES.search(names)
        found = element if named and found is None else found
    return found


def _descriptions(claims: Claims) -> Iterator[str]:
    for description in claims.descriptions:
        key = key_of(description)[:_SHORTEST]
        if len(key) >= _DESCRIBED_CHARACTERS:
            yield key
