"""The lead of an article: the paragraph under its headline, which many pages set apart from it."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from lxml.html import HtmlElement

from tasks.cleaning.access.sight import names_of
from tasks.cleaning.blocks import Piece
from tasks.cleaning.body.runs import PARAGRAPH_CHARACTERS, Run, compact, key_of
from tasks.cleaning.pictures.captions import separated
from tasks.cleaning.structured import Claims, words_of

_SHORTEST: Final = 40
"""Code points. Shorter lines under a headline are dates, places and names of sections."""

_LONGEST: Final = 1200
"""Code points. A longer paragraph is no lead."""

_MOST_PARAGRAPHS: Final = 3
"""More paragraphs than this are the article, or a list of others."""

_DESCRIBED_CHARACTERS: Final = 30
"""A description must agree with a paragraph for as long as this; many are cut short."""

# What newsrooms call it in the languages of most news; `deck` and `chapo` are such words.
_NAMES: Final = re.compile(
    r"(?<![a-z])(?:lead|lede|lead-?in|intro(?:duction)?|teaser|excerpt|standfirst|summary|chapo|"
    r"chapeau|deck|dek|abstract|sub-?titles?|sub-?head(?:line|ing)?|subline|strapline|"
    r"description|desc|preamble|synopsis|sottotitolo|sommario|sumario|entradilla|bajada|copete|"
    r"volanta|subtitulo|extracto|vorspann|anriss(?:text)?|ingress|manchet|perex|sapo|zajawka|"
    r"underrubri[ck])(?![a-z])"
)
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
    first = next((n for n, run in enumerate(runs) if run.is_paragraph and run.key in known), 0)
    headline = _headline(runs[:first], title)
    if headline is None:
        return []
    outside = set(runs[headline].element.iterancestors())
    described = tuple(_descriptions(claims))
    text = compact("".join(piece.text for piece in pieces))
    lead: list[Run] = []
    around: HtmlElement | None = None
    for run in runs[headline + 1 : first]:
        if not _may_be(run) or compact(run.text) in text:
            continue
        named = _named(run, outside)
        is_described = any(run.key.startswith(description) for description in described)
        goes_on = not lead or named is around or not lead[-1].is_paragraph
        if (named is not None or is_described) and goes_on:
            lead.append(run)
            around = named
    return [Piece("paragraph", run.text) for run in lead[:_MOST_PARAGRAPHS]]


def _headline(runs: Sequence[Run], title: str | None) -> int | None:
    """Find the last headline before the body: its `h1`, or what has the title's words."""
    key = key_of(title or "")
    for place in range(len(runs) - 1, -1, -1):
        run = runs[place]
        if run.element.tag == "h1" or (run.element.tag == "h2" and key and run.key == key):
            return place
    return None


def _may_be(run: Run) -> bool:
    if not _SHORTEST <= len(run.text) <= _LONGEST or run.is_link:
        return False
    # A line with a time of day is a byline, whatever it is called.
    return len(run.text) > 2 * PARAGRAPH_CHARACTERS or not _CLOCK.search(run.text)


def _named(run: Run, outside: set[HtmlElement]) -> HtmlElement | None:
    """Give the element that calls a run a lead, up to what holds the headline too."""
    for element in (run.element, *run.element.iterancestors()):
        if element in outside:
            return None
        if element.get("itemprop") == "description" or _NAMES.search(separated(names_of(element))):
            return element
    return None


def _descriptions(claims: Claims) -> Iterator[str]:
    stated = (
        words_of(claims.article.get("description")),
        claims.first("og:description", "description"),
        claims.first("twitter:description"),
    )
    for description in filter(None, stated):
        key = key_of(description)[:_SHORTEST]
        if len(key) >= _DESCRIBED_CHARACTERS:
            yield key
