"""Titles: which headline is the article's own."""

from trafilatura import load_html

from tasks.cleaning.structured import claims_of
from tasks.cleaning.titles import chosen_title, title_of


def title(head: str, body: str) -> str | None:
    """Find the title of a page."""
    tree = load_html(f"<html><head>{head}</head><body>{body}<p>x</p></body></html>")
    return title_of(tree, claims_of(tree))


def test_the_headline_that_readers_see_is_the_title() -> None:
    """A page's head is worded for search engines."""
    head = '<meta property="og:title" content="Wall falls - why the wall fell | Courier">'
    assert title(head, "<h1>Why the wall fell</h1>") == "Why the wall fell"


def test_the_name_of_the_site_is_no_title() -> None:
    """Not in an h1, and not behind a headline."""
    head = '<title>Wall falls | Courier</title><meta property="og:site_name" content="Courier">'
    assert title(head, "<h1>Courier</h1>") == "Wall falls"


def test_a_given_title_wins_unless_the_page_has_not_a_word_of_it() -> None:
    """The page contradicts a title that is not its own."""
    assert chosen_title("Wall falls (update)", "Wall falls") == "Wall falls (update)"
    assert chosen_title("Newsletter 7", "Wall falls") == "Wall falls"
    assert chosen_title(None, "Wall falls") == "Wall falls"
