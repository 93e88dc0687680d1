"""The edges of a page's body: what stands above and below the story and is none of it."""

import pytest

from tasks.cleaning.blocks import Piece, Role
from tasks.cleaning.clutter import Cleared, without_edges
from tasks.record import Removed

STORY = (
    "The last tram of the night ran into the duck pond at Port Calder with nobody on board.",
    "Its driver had got off to move a branch, and the branch was all that had held it.",
    "Divers found the bell still ringing, and two tickets to the terminus.",
)
TITLE = "Last tram ends in duck pond"


def edged(
    above: str = "", below: str = "", *, role: Role = "paragraph", removed: tuple[Removed, ...] = ()
) -> list[str]:
    """Give what was removed of a story of 2025 by Ann Tully with lines around it."""
    lines = [Piece("paragraph", text) for text in (above, *STORY)]
    pieces = [piece for piece in (*lines, Piece(role, below)) if piece.text]
    body = Cleared(pieces, (), removed)
    found = without_edges(body, TITLE, names=["Ann Tully"], days=["2025-03-05"])
    assert {piece.text for piece in found.pieces} >= set(STORY)
    return [one.kind for one in found.removed[len(removed) :]]


@pytest.mark.parametrize(
    ("above", "kinds"),
    [
        ("5 March 2025", ["date"]),
        ("31 January 1995", []),
        ("By Ann Tully", ["byline"]),
        ("Published: 5 March 2025 | By Ann Tully | 12 comments", ["byline"]),
        ("12 comments", []),
        ("Transport | Last tram ends in duck pond", ["title"]),
    ],
)
def test_what_says_who_and_when_above_a_story_is_taken(above: str, kinds: list[str]) -> None:
    """But not the day of another year, with which a story may open."""
    assert edged(above) == kinds


@pytest.mark.parametrize(("role", "kinds"), [("paragraph", ["byline"]), ("quote", ["byline"])])
def test_the_author_below_a_story_is_taken(role: Role, kinds: list[str]) -> None:
    """A line with the name and nothing else."""
    assert edged(below="Ann Tully", role=role) == kinds


def test_a_row_of_links_is_taken_at_the_foot_of_a_page_only() -> None:
    """Where a claim of rights stood below it; elsewhere it may be the row of a table."""
    row = "Home | Archive | Write to us"
    rights = Removed(kind="copyright", text="© 2025 Calder Post", reason="claims the rights")
    assert edged(below=row, removed=(rights,)) == ["navigation"]
    assert edged(below=row) == []


@pytest.mark.parametrize(
    ("line", "kinds"),
    [("Titelbild: Ann Tully", ["credit"]), ("Photo Credits: Ann Tully", ["credit"]), ("Pond", [])],
)
def test_a_line_that_only_credits_a_picture_is_taken(line: str, kinds: list[str]) -> None:
    """Whoever is credited, even the author."""
    assert edged(above=line) == kinds
