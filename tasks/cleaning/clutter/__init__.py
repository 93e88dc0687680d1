"""Clutter: what stands among the paragraphs of a story and is no part of it.

Rules go by form and by repetition: a line without a stop among lines that have one, a credit, a
cue, words that a sentence of the body has already. In doubt a line stays: a caption too many
spoils a text less than a sentence too few.

Which file does what: `lines` the form of a line · `repeats` · `boxes` advertisements, newsletters,
buttons · `teasers` · `captions` · `edges` what stands around the body of a page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tasks.cleaning.blocks import Piece
from tasks.cleaning.clutter.boxes import mark_boxes
from tasks.cleaning.clutter.captions import mark_captions
from tasks.cleaning.clutter.edges import mark_above, mark_below, mark_credits, mark_names
from tasks.cleaning.clutter.lines import Story, story_of
from tasks.cleaning.clutter.repeats import mark_repeats
from tasks.cleaning.clutter.teasers import mark_teasers
from tasks.record import Caption, Removed


@dataclass(frozen=True, slots=True)
class Cleared:
    """A body without its clutter, and the clutter.

    Attributes:
        captions: each once, without its credit.
        removed: every line that is not in `pieces`, in order.
    """

    pieces: list[Piece]
    captions: tuple[Caption, ...] = ()
    removed: tuple[Removed, ...] = ()


def without_calls(pieces: Sequence[Piece], title: str | None) -> Cleared:
    """Part the body of a page from repetitions, calls to readers and links to other articles.

    Captions have elements of their own there: a line without a stop is a heading or a list.
    """
    story = story_of(pieces)
    mark_boxes(story, title)
    mark_repeats(story, title)
    mark_teasers(story)
    return cleared(story)


def without_edges(
    body: Cleared, title: str | None, *, names: Iterable[str], days: Iterable[str]
) -> Cleared:
    """Part the body of a page from what stands around it: headline, dates, names of its authors.

    Args:
        body: without its calls.
        title: the headline.
        names: of the authors.
        days: on which it was published and changed, in ISO 8601.
    """
    story = story_of(body.pieces)
    has_foot = bool(body.removed) and body.removed[-1].kind == "copyright"
    mark_credits(story)
    mark_names(story, names)
    mark_above(story, title, {day[:4] for day in days})
    mark_below(story, has_foot=has_foot)
    bare = cleared(story)
    return Cleared(bare.pieces, bare.captions, (*body.removed, *bare.removed))


def clear(story: Story, title: str | None) -> None:
    """Mark every line of a pasted story that is clutter, once its boxes are marked."""
    mark_repeats(story, title)
    mark_teasers(story)
    mark_captions(story)


def cleared(story: Story) -> Cleared:
    """Part the lines that are marked from the others; without a story all of them stay."""
    if not any(line.is_paragraph for line in story.lines):
        return Cleared([line.piece for line in story.lines])
    kept = [line.piece for line in story.lines if line.removed is None]
    captions: dict[str, Caption] = {}
    for line in story.lines:
        if line.caption is not None:
            captions.setdefault(line.caption.text, line.caption)
    removed = tuple(line.removed for line in story.lines if line.removed is not None)
    return Cleared(kept, tuple(captions.values()), removed)
