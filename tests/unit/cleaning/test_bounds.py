"""A page that repeats something without end: its record tells of the first, and counts the rest."""

from tasks.cleaning import clean
from tasks.cleaning.bounds import (
    LONGEST_CAPTION,
    MOST_CAPTIONS,
    MOST_REMOVED,
    MOST_REMOVED_CHARACTERS,
    bounded_captions,
    bounded_removed,
)
from tasks.job import Job, RawPage
from tasks.record import Caption, Content, Removed

STORY = "<p>The lock at Tern is shut until the river falls again, said its keeper Ilse Tamm.</p>"


def content_of(inside: str) -> Content:
    """Clean a page of four paragraphs with something between them."""
    stories = [STORY.replace("Tern", name) for name in ("Tern", "Orr", "Vale", "Low")]
    body = f"<article><h1>Locks shut</h1>{''.join(stories[:3])}{inside}{stories[3]}</article>"
    page = RawPage(body=body.encode(), content_type="text/html")
    job = Job(id="job", kind="file", path="a.html")
    return clean(job, page, detect_language=lambda _: ("en", 1.0), max_bytes=10**7).content


def test_few_removed_pieces_stay_as_they_are() -> None:
    """A usual page loses nothing."""
    few = tuple(Removed(kind="share", text=f"Share {n}", reason="a button") for n in range(40))
    assert bounded_removed(few) == few


def test_many_removed_pieces_are_counted() -> None:
    """The last one that is told says how many there were besides."""
    many = [Removed(kind="share", text="Share", reason="a button")] * (MOST_REMOVED + 7)
    told = bounded_removed(many)
    assert len(told) == MOST_REMOVED + 1
    assert told[-1].reason == "the first of 7 more pieces with 35 characters"


def test_long_removed_pieces_are_cut() -> None:
    """What no longer fits is told in part."""
    long = Removed(kind="forwarded", text="x" * 3 * MOST_REMOVED_CHARACTERS, reason="a mail")
    (told,) = bounded_removed([long])
    assert told.kind == "forwarded"
    assert len(told.text) == MOST_REMOVED_CHARACTERS + 1
    assert told.text.endswith("x\u2026")


def test_many_and_long_captions() -> None:
    """Captions are cut, and those that are too many are counted among what was removed."""
    long = Caption(text="x" * 2 * LONGEST_CAPTION, credit="y" * 2 * LONGEST_CAPTION)
    first, (others,) = bounded_captions([long] * (MOST_CAPTIONS + 3))
    assert len(first) == MOST_CAPTIONS
    assert {len(c.text) for c in first} == {len(c.credit or "") for c in first} == {LONGEST_CAPTION}
    assert others.reason == "one of 3 captions more than a record tells of"


def test_a_page_of_calls_makes_no_record_larger_than_itself() -> None:
    """Ten thousand calls of one line each would be four times the page, with their reasons."""
    content = content_of("<p>Sign up for our newsletter today</p>" * 10_000)
    assert "sign up" not in (content.text or "").lower()
    assert len(content.removed or ()) == MOST_REMOVED + 1


def test_a_page_with_an_endless_caption() -> None:
    """The lead image and its caption keep the same words."""
    words = "The lock from above " * 10_000
    figure = f'<figure><img src="https://a.example/b.jpg"><figcaption>{words}</figcaption></figure>'
    content = content_of(figure)
    assert content.captions is not None
    assert content.image is not None
    assert [c.text for c in content.captions] == [content.image.caption]
    assert len(content.captions[0].text) == LONGEST_CAPTION
