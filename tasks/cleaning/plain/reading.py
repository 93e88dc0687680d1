"""A text that was never a page to the content of its article."""

from collections.abc import Iterable
from typing import Final

from tasks.cleaning.access.verdicts import GIVEN_AS_TEXT
from tasks.cleaning.blocks import Piece
from tasks.cleaning.clutter import Cleared
from tasks.cleaning.dates.choosing import FROM_FRONT_MATTER, FROM_JOB, changed, chosen
from tasks.cleaning.dates.moments import candidate
from tasks.cleaning.formats.markdown import read_markdown
from tasks.cleaning.headlines.titles import chosen_title
from tasks.cleaning.pages import Given, Page
from tasks.cleaning.plain.bylines import author
from tasks.cleaning.plain.openings import Opening
from tasks.cleaning.plain.texts import read_pieces, read_text
from tasks.cleaning.structured import words_of
from tasks.record import Access, Author, DateCandidate

AS_GIVEN: Final = Access(verdict="open", kind="article", evidence=(GIVEN_AS_TEXT,))
"""The verdict on what was no page."""

Claims = Iterable[DateCandidate | None]


def page_of_text(text: str, given: Given, dated: Claims = ()) -> Page:
    """Read a text without markup.

    Args:
        text: as it was copied, or sent.
        given: what the caller says of it.
        dated: what is said of its date besides.
    """
    title = words_of(given.title)
    opening, body = read_text(text, title)
    title = chosen_title(title, opening.title)
    return _page(opening, body, title, given, [*dated, *opening.dates])


def page_of_markdown(text: str, given: Given) -> Page:
    """Read a text in Markdown. Its front matter says more of it than its opening."""
    read = read_markdown(text)
    title = words_of(given.title) or read.title
    opening, body = read_pieces(read.pieces, title, titled=True, rest=read.rest)
    if by := read.front.get("author"):
        opening.authors = [by]
    body = Cleared(body.pieces, (*read.captions, *body.captions), body.removed)
    dated = [candidate(read.front.get("date"), FROM_FRONT_MATTER), *opening.dates]
    return _page(opening, body, title, given, dated, section=read.front.get("section"))


def page_of_pieces(pieces: list[Piece], given: Given, dated: Claims = ()) -> Page:
    """Read what a document that is no page has between its headline and its end.

    Args:
        pieces: its blocks, with their roles.
        given: what is said of it; the headline is among that.
        dated: what is said of its date elsewhere than above its text.
    """
    opening, body = read_pieces(pieces, given.title, titled=True)
    return _page(opening, body, given.title, given, [*opening.dates, *dated])


def page_verbatim(text: str, given: Given) -> Page:
    """Take a text as it is: not one character of it goes or moves."""
    published = chosen([candidate(given.published, FROM_JOB)], given.at)
    title = words_of(given.title)
    return Page([], AS_GIVEN, verbatim=text, title=title, published=published)


def _page(
    opening: Opening,
    body: Cleared,
    title: str | None,
    given: Given,
    dated: Claims,
    *,
    section: str | None = None,
) -> Page:
    published = chosen([candidate(given.published, FROM_JOB), *dated], given.at)
    authors: tuple[Author, ...] = tuple(map(author, opening.authors))
    return Page(
        pieces=body.pieces,
        access=AS_GIVEN,
        title=title,
        subtitle=opening.subtitle,
        authors=authors or None,
        published=published,
        modified=changed(opening.changes, given.at, published),
        section=section,
        captions=body.captions,
        removed=body.removed,
    )
