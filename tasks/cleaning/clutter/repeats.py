"""Repetition: the headline in the body, lines that come twice, sentences shown large."""

from tasks.cleaning.clutter.lines import Line, Story
from tasks.cleaning.headlines.titles import same_words

_SHORTEST_REPEATED = 40
"""Code points from which a paragraph that comes twice is a fault of the page, and no refrain."""

_SHORTEST_BARE = 20
"""The same for a line without a stop, which is a caption or a teaser more often than a refrain."""

_LONGEST_DRAWN = 400
"""Code points of a sentence that is shown large beside its paragraph."""

_MOST_LINES = 1000
"""Lines of a text in which sentences shown large are looked for: the search takes their square."""

_QUOTES = "'\"\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb "


def mark_repeats(story: Story, title: str | None) -> None:
    """Find the headline where it stands in the body again, and lines that stand elsewhere too."""
    seen: set[str] = set()
    # Two line breaks, so that the same line twice in a row counts twice.
    left = (line.text for line in story.lines if line.removed is None)
    whole = "\n" + "\n\n".join(left) + "\n" if len(story.lines) <= _MOST_LINES else ""
    for line in story.lines:
        if line.removed is not None:
            continue
        if title and _may_be_title(line) and same_words(line.text, title):
            line.remove("title", "the same as the title")
        elif line.text in seen:
            line.remove("repeated", "stands above already")
        elif _is_drawn_out(line, whole):
            line.remove("repeated", "stands in a paragraph too")
        elif len(line.text) >= _shortest(story, line):
            seen.add(line.text)


def _may_be_title(line: Line) -> bool:
    return line.piece.role == "heading" or line.form != "complete"


def _shortest(story: Story, line: Line) -> int:
    return _SHORTEST_BARE if line.is_bare and story.is_punctuated else _SHORTEST_REPEATED


def _is_drawn_out(line: Line, whole: str) -> bool:
    """Say whether a complete line stands inside a longer one."""
    text = line.text.strip(_QUOTES)
    if line.form != "complete" or not _SHORTEST_REPEATED <= len(text) <= _LONGEST_DRAWN:
        return False
    return whole.count(text) > whole.count(f"\n{line.text}\n")
