"""Paragraphs that are a link and nothing else: the headlines of other articles.

Links to other sites stay: they are sources.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from tasks.cleaning.links import leads_within
from tasks.cleaning.runs import Run

_SHORTEST: Final = 35
"""Code points of a headline. Shorter links are names, keywords and answers to a question."""

_LONGEST: Final = 200
"""A longer paragraph has a link all over it, and tells something."""

_SECTION_CHARACTERS: Final = 200
"""A heading above a paragraph as long as this may open a part of the article."""

_FEWEST_SECTIONS: Final = 4
"""As many linked headings above paragraphs are the parts of a report that goes on all day."""

_MOST_UNLINKED: Final = 30
"""Code points beside the link: 'Read also:' in any language, a date, an arrow."""

_WHOLLY: Final = 0.6
"""The share of links in a paragraph that is one of them. A sentence links some of its words."""

_MOST_OF_PAGE: Final = 0.25
"""The share that links may have of a page's text. With more the page is a list of them."""

_TAGS: Final = frozenset({"p", "div", "h2", "h3", "h4", "h5", "h6", "blockquote"})


def headlines_in(runs: Sequence[Run], host: str) -> list[Run]:
    """Find the runs that only lead to another article of the site.

    Args:
        runs: of the body.
        host: of the page, without `www.`.
    """
    found = [run for run in runs if _is_headline(run, host)]
    opening = _openings(runs, {*found})
    if len(opening) >= _FEWEST_SECTIONS:
        found = [run for run in found if run not in opening]
    length = sum(len(run.text) for run in runs)
    return found if sum(len(run.text) for run in found) <= _MOST_OF_PAGE * length else []


def _openings(runs: Sequence[Run], headlines: set[Run]) -> set[Run]:
    """Find the headings that are links and stand above a long paragraph."""
    return {
        run
        for run, following in pairwise(runs)
        if run in headlines
        and run.piece.role == "heading"
        and len(following.text) >= _SECTION_CHARACTERS
    }


def _is_headline(run: Run, host: str) -> bool:
    if run.element.tag not in _TAGS or len(run.text) > _LONGEST:
        return False
    if run.linked < max(_SHORTEST, _WHOLLY * len(run.text)):
        return False
    beside = len(run.text) - run.linked
    if beside > _MOST_UNLINKED or (beside > 1 and run.ends_as_sentence):
        return False
    return all(leads_within(link, host) for link in run.element.iter("a"))
