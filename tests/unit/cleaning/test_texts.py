"""Plain text and Markdown to paragraphs."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.cleaning import clean
from tasks.cleaning.formats.markdown import plain, read_markdown
from tasks.cleaning.plain.texts import blocks_of, pieces_of, read_text
from tasks.errors import Dropped
from tasks.job import Job, RawPage
from tasks.record import Content


def test_a_text_that_is_taken_as_it_is_keeps_its_offsets() -> None:
    """Blocks point into the very text that was given, spaces and all."""
    text = "  One.\r\n\r\n\tTwo words. \n\n\n"
    assert [text[b.start : b.end] for b in blocks_of(text)] == ["One.", "Two words."]


def test_the_rest_of_an_endless_text_is_one_paragraph() -> None:
    """Nothing is lost, and ten megabytes of short lines cost no more than a book."""
    text = "Wall.\n" * 30_000
    read = clean_text(text)
    assert [block.role for block in read.blocks] == ["paragraph"] * 20_001
    assert (read.text or "").split() == text.split()
    verbatim = blocks_of(text)
    assert len(verbatim) == 20_001
    assert text[verbatim[-1].start : verbatim[-1].end].split() == ["Wall."] * 10_000
    assert len(read_markdown("# a\n" * 30_000).pieces) == 19_999
    (block,) = blocks_of("a " * 300_000)
    assert block.end == 599_999
    assert len(blocks_of("a " * 600_000)) == 2


def clean_text(text: str) -> Content:
    """Give what becomes of a text."""
    page = RawPage(body=text.encode(), content_type="text/plain")
    job = Job(id="job", kind="text")
    return clean(job, page, detect_language=lambda _: ("en", 0.9), max_bytes=10**7).content


def test_short_lines_that_end_as_sentences_do_stay_paragraphs() -> None:
    """Lines of much the same length are no proof of a fixed width."""
    lines = [f"Sentence number {number} of a list that goes on here." for number in range(10, 16)]
    assert [piece.text for piece in pieces_of("\n".join(lines))] == lines


def test_a_wrapped_text_without_blank_lines_is_cut_at_short_last_lines() -> None:
    """A line that ends early and ends a sentence ends its paragraph."""
    text = (
        "The ferry that has brought the post to the islands for sixty years made\n"
        "its last crossing on Friday, with two letters and a goat on board, and\n"
        "nobody to wave.\n"
        "A helicopter takes over on Monday. It will not carry goats, the company\n"
        "that runs it has said, and the letters will have to be weighed before\n"
        "they are taken on board.\n"
    )
    first, second = (piece.text for piece in pieces_of(text))
    assert first.endswith("nobody to wave.")
    assert second.startswith("A helicopter takes over")


def test_inline_marks_are_taken_away_and_escapes_kept() -> None:
    """What a reader of the rendered text sees is what is left."""
    marked = (
        r"**Bold _and_ italic**, [a link](https://example.com/a_b), `code`, 2\*3 and snake_case"
    )
    assert plain(marked) == "Bold and italic, a link, code, 2*3 and snake_case"


def test_the_first_heading_is_the_title_when_the_front_matter_has_none() -> None:
    """A title is not part of the body as well."""
    read = read_markdown("# A title\n\nA paragraph\nthat goes on.\n\n## More\n")
    assert read.title == "A title"
    assert [(p.role, p.text) for p in read.pieces] == [
        ("paragraph", "A paragraph that goes on."),
        ("heading", "More"),
    ]


@settings(deadline=None)  # the first page waits for what trafilatura loads once
@given(
    st.text(max_size=800) | st.binary(max_size=800),
    st.sampled_from([None, "text/html", "text/markdown", "text/plain; charset=utf-8"]),
    st.booleans(),
)
def test_any_document_becomes_an_article_or_is_refused_by_name(
    document: str | bytes,
    content_type: str | None,
    clean_it: bool,  # noqa: FBT001 - Hypothesis gives it by name
) -> None:
    """Blocks are in order, never overlap, lie within the text and are never blank."""
    body = document.encode("utf-8", "surrogatepass") if isinstance(document, str) else document
    try:
        content = clean(
            Job(id="job", kind="text", clean=clean_it),
            RawPage(body=body, content_type=content_type),
            detect_language=lambda _text: ("en", 0.9),
            max_bytes=10_000,
        ).content
    except Dropped:
        return
    text = content.text or ""
    assert all(left.end <= right.start for left, right in pairwise(content.blocks))
    assert all(text[block.start : block.end].strip() for block in content.blocks)
    assert not content.blocks or content.blocks[-1].end <= len(text)
    text.encode("utf-8")


@given(st.text(max_size=300))
def test_a_text_that_is_taken_as_it_is_stays_as_it_is(text: str) -> None:
    """Only what cannot be stored is replaced, one for one."""
    body = text.encode("utf-8")
    article = clean(
        Job(id="job", kind="text", clean=False),
        RawPage(body=body, content_type="text/plain; charset=utf-8"),
        detect_language=lambda _text: ("en", 0.9),
        max_bytes=10_000,
    )
    assert article.content.text == text.replace("\0", "\ufffd")


def test_headings_and_lists_are_told_from_paragraphs() -> None:
    """A short line above a paragraph is a heading; marked lines that stand together are a list."""
    _, body = read_text(
        "The ferry that has brought the post for sixty years made its last crossing on Friday.\n"
        "Two letters and a goat\n"
        "It carried two letters and a goat, and nobody came to the quay to wave.\n"
        "A helicopter takes over on Monday, but it will not carry the following:\n"
        "- goats\n"
        "- pianos\n"
        "The letters will have to be weighed before they are taken on board, the company said.\n",
        None,
    )
    assert [piece.role for piece in body.pieces] == [
        *("paragraph", "heading", "paragraph", "paragraph", "list", "list", "paragraph")
    ]


def test_pictures_in_markdown_give_captions() -> None:
    """The words of an image that stands alone are under it when the text is shown."""
    read = read_markdown(
        "One.\n\n![A goat on the quay. Photo: Ann Lee](goat.jpg)\n\n![logo](x.png)\n"
    )
    assert [(caption.text, caption.credit) for caption in read.captions] == [
        ("A goat on the quay.", "Ann Lee")
    ]
