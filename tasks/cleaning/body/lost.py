"""Paragraphs of an article that were lost, found again by what stands around them.

Nothing is put above the first paragraph that was kept: that is the place of the lead.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from lxml.html import HtmlElement

from tasks.cleaning.access.sight import unspaced
from tasks.cleaning.blocks import Piece
from tasks.cleaning.runs import Run, key_of

_FEWEST_ALIKE: Final = 3
"""As many paragraphs must be made alike before another is taken for one of them."""

_LEVELS: Final = 3
"""How far around a paragraph its make is looked at: itself, its container, and the one around."""

_HELD_SHARE: Final = 0.8
"""The share of the kept paragraphs that a stated text must hold before it is believed."""

_PARAGRAPHS: Final = frozenset({"p", "li", "h2", "h3", "h4", "blockquote"})
"""After the last paragraph that was kept, other elements hold what the page says of itself."""

_ANNOUNCED: Final = frozenset({"h2", "h3", "h4", "li"})
"""What a text has between its paragraphs."""

_FEWEST_HELD: Final = 2
"""Kept paragraphs that an element must hold; with one it may be a box beside the story."""

Make = tuple[str | None, ...]


def with_lost(pieces: list[Piece], runs: Sequence[Run], stated: str | None) -> list[Piece]:
    """Put paragraphs back that are made as the kept ones are, or that the page states.

    Args:
        pieces: what was kept.
        runs: what the page shows.
        stated: what the page states as the text of its article.
    """
    places = {run.key: place for place, run in reversed(list(enumerate(runs)))}
    found = [places.get(key_of(piece.text)) for piece in pieces]
    kept = [place for place in found if place is not None and runs[place].is_paragraph]
    lost = _lost(runs, kept, unspaced("".join(piece.text for piece in pieces)), stated)
    if all(piece.role == "paragraph" for piece in pieces):
        lost = sorted({*lost, *_announced(runs, [place for place in found if place is not None])})
    whole: list[Piece] = []
    for piece, place in zip(pieces, found, strict=True):
        while lost and place is not None and lost[0] < place:
            whole.append(runs[lost.pop(0)].piece)
        whole.append(piece)
    return [*whole, *(runs[place].piece for place in lost)]


def _lost(runs: Sequence[Run], kept: Sequence[int], text: str, stated: str | None) -> list[int]:
    """Find which runs were lost, among those after the first that was kept."""
    if len(kept) < _FEWEST_ALIKE:
        return []
    makes = Counter(_make(runs[place]) for place in kept)
    alike = {make for make, count in makes.items() if make and count >= _FEWEST_ALIKE}
    told = _believed(unspaced(stated or ""), [runs[place] for place in kept])
    articles = {_article(runs[place]) for place in kept}
    keys = [runs[place].key for place in kept]
    found = []
    for place in sorted({*range(kept[0], _end(runs, kept))} - {*kept}):
        run = runs[place]
        if not run.is_paragraph or (place > kept[-1] and run.element.tag not in _PARAGRAPHS):
            continue
        words = unspaced(run.text)
        is_lost = (_make(run) in alike or words in told) and words not in text
        # What holds a kept paragraph is the whole text once more, in another element.
        if is_lost and _article(run) in articles and not any(key in words for key in keys):
            found.append(place)
    return found


def _announced(runs: Sequence[Run], kept: Sequence[int]) -> list[int]:
    """Find headings and lists between kept paragraphs, in what holds those.

    Of a short text trafilatura may keep paragraphs only: a recipe loses what goes into it.
    """
    holders = Counter(runs[place].element.getparent() for place in kept)
    return [
        place
        for place in sorted({*range(min(kept, default=0), max(kept, default=0))} - {*kept})
        if runs[place].element.tag in _ANNOUNCED
        and not runs[place].is_link
        and holders[_holder(runs[place])] >= _FEWEST_HELD
    ]


def _holder(run: Run) -> HtmlElement | None:
    """Give what holds a heading, or the list of an entry."""
    parent = run.element.getparent()
    return parent.getparent() if parent is not None and run.element.tag == "li" else parent


def _end(runs: Sequence[Run], kept: Sequence[int]) -> int:
    """Find where the next article begins, on pages that go on with another one."""
    after = range(kept[-1] + 1, len(runs))
    return next((place for place in after if runs[place].element.tag == "h1"), len(runs))


def _article(run: Run) -> HtmlElement | None:
    return next(run.element.iterancestors("article"), None)


def _believed(stated: str, kept: Iterable[Run]) -> str:
    """Give a stated text where it is that of the article, and nothing where it is another's."""
    held = [unspaced(run.text) in stated for run in kept]
    return stated if sum(held) >= _HELD_SHARE * len(held) else ""


def _make(run: Run) -> Make | None:
    """Give what a paragraph's elements are; without any class they may be anything."""
    around = (run.element, *islice(run.element.iterancestors(), _LEVELS - 1))
    classes = [element.get("class") for element in around]
    return (*(str(element.tag) for element in around), *classes) if any(classes) else None
