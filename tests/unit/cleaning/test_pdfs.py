"""PDFs: their text in the order of reading, what they say of themselves, and how they end."""

import zlib
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter

from tasks.cleaning import clean
from tasks.cleaning.formats import pdfs
from tasks.cleaning.formats.pdfs import iso_date
from tasks.errors import TooLarge, Undecodable, UnsupportedMedia
from tasks.job import Job, RawPage
from tasks.record import Article, Removed
from tests.papers import Set, column, drawn, file_of, pdf_of, pdf_with, stream

LETTER = column(
    "The council of Varnholm voted on Monday to reopen the northern lock, which",
    "has been closed since the flood of March. The work will take eleven weeks",
    "and cost two million crowns.",
    "",
    "Mayor Ilse Tamm said that barges would be led round by the old canal until",
    "the gates have been tested.",
)


def cleaned(body: bytes, *, path: str | None = "a.pdf", **facts: object) -> Article:
    """Clean a body as that of a file."""
    job = Job.model_validate({"id": "j", "kind": "file" if path else "url", "path": path} | facts)
    page = RawPage(body=body, content_type="application/pdf", **({} if path else FETCHED))
    return clean(job, page, detect_language=lambda _: ("en", 0.9), max_bytes=10_000_000)


FETCHED: dict[str, Any] = {
    "status": 200,
    "final_url": "https://varn.example/a.pdf",
    "at": datetime.now(UTC),
}


def paragraphs(article: Article) -> list[str]:
    """Give the words of each block."""
    text = article.content.text or ""
    return [text[block.start : block.end] for block in article.content.blocks]


def test_lines_are_joined_to_paragraphs() -> None:
    """A wider gap ends one; the record says that it was given, and of how many pages."""
    article = cleaned(pdf_of(LETTER))
    first, second = paragraphs(article)
    assert first.startswith("The council of Varnholm voted on Monday to reopen the northern lock,")
    assert first.endswith(
        ", which has been closed since the flood of March. The work will take"
        " eleven weeks and cost two million crowns."
    )
    assert second.endswith(" by the old canal until the gates have been tested.")
    assert article.access.evidence == ("given as text", "a PDF, pages: 1")
    assert (article.access.verdict, article.access.kind) == ("open", "article")


def test_a_first_line_that_stands_in_begins_a_paragraph() -> None:
    """Where the one above is full, but ends a sentence."""
    lines = [
        ("The lock is shut and no barge has passed it in the whole of this long week.", 72.0),
        ("The harbour hopes for Friday, and so do the nine pilots who wait", 84.0),
        ("The old canal carries what it can, which is not much, the pilots say today.", 72.0),
    ]
    page = [(text, 10.0, left, 700 - 12.0 * n) for n, (text, left) in enumerate(lines)]
    first, second = paragraphs(cleaned(pdf_of(page)))
    assert first.endswith("long week.")
    assert second.startswith("The harbour hopes for Friday, and so do the nine pilots who wait The")


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        ("the barges are di-", "verted by night", "the barges are diverted by night"),
        ("the barges are di\xad", "verted by night", "the barges are diverted by night"),
        ("a German-", "French treaty", "a German-French treaty"),
        ("her mother-in-", "law, a pilot", "her mother-in-law, a pilot"),
        ("the well-known pilot is well-", "known here", "the well-known pilot is well-known here"),
        ("the lock -", "a ruin - is shut", "the lock - a ruin - is shut"),
        ("from 2010-", "2012 it was shut", "from 2010- 2012 it was shut"),
    ],
)
def test_a_word_divided_at_the_end_of_a_line_is_joined(above: str, below: str, joined: str) -> None:
    """But for a hyphen that is the word's own, as far as the document tells."""
    assert paragraphs(cleaned(pdf_of(column(above, below)))) == [joined]


def test_running_heads_and_page_numbers_are_taken_out() -> None:
    """What stands at the same edge of two pages, numbers apart, is said to be removed once."""

    def page(number: int, words: str) -> list[Set]:
        foot = (f"Varnholm Gazette, page {number} of 3", 8.0, 200.0, 40.0)
        return [(str(number), 8.0, 500.0, 800.0), *column(words, f"for {words}."), foot]

    article = cleaned(pdf_of(page(1, "one barge"), page(2, "ten barges"), page(3, "no barge")))
    text = article.content.text or ""
    assert "Gazette" not in text
    assert paragraphs(article)[0].startswith("one barge for one barge.")
    assert article.content.removed is not None
    assert (
        Removed(
            kind="repeated",
            text="Varnholm Gazette, page 1 of 3",
            reason="stands at the edge of 3 pages",
        )
        in article.content.removed
    )
    assert {removed.text for removed in article.content.removed} == {
        "Varnholm Gazette, page 1 of 3",
        "1",
    }


def test_a_sentence_goes_on_over_columns_and_pages() -> None:
    """In the order in which the file draws them."""
    left = column("The lock was", "opened by the", "mayor and a", top=700)
    right = column("band of nine", "pilots.", left=300, top=700)
    article = cleaned(pdf_of([*left, *right], column("Nobody came.")))
    assert paragraphs(article) == [
        "The lock was opened by the mayor and a band of nine pilots.",
        "Nobody came.",
    ]


def test_the_largest_type_of_the_first_page_is_the_title() -> None:
    """It leaves the body, as a headline does, and smaller large type is a heading."""
    page = [
        ("Northern lock", 24.0, 72.0, 780.0),
        ("to reopen", 24.0, 72.0, 750.0),
        ("What it costs", 14.0, 72.0, 720.0),
        *LETTER,
    ]
    article = cleaned(pdf_of(page))
    text = article.content.text or ""
    assert article.content.title == "Northern lock to reopen"
    assert [text[b.start : b.end] for b in article.content.blocks if b.role == "heading"] == [
        "What it costs"
    ]
    assert [removed.kind for removed in article.content.removed or ()] == ["title"]


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("Council votes on northern lock", "Council votes on northern lock"),
        ("Microsoft Word - lock_v3.doc", "The lock"),
        ("lock final 2.docx", "The lock"),
        ("untitled", "The lock"),
        ("PR-2026-03", "The lock"),
        ("Template for invitations, autumn", "The lock"),
        ("", "The lock"),
    ],
)
def test_the_title_of_the_file_must_be_one(stated: str, title: str) -> None:
    """Names of files and of programs are none, nor are words that the text has nothing of."""
    page = [("The lock", 20.0, 72.0, 780.0), *LETTER]
    assert cleaned(pdf_of(page, facts=f"/Title({stated})")).content.title == title


def test_the_caller_names_it_best() -> None:
    """As for a page, unless there is not one word of it in the file's own title."""
    body = pdf_of([("The lock", 20.0, 72.0, 780.0), *LETTER])
    assert cleaned(body, title="A lock reopens").content.title == "A lock reopens"


@pytest.mark.parametrize(
    ("stated", "names"),
    [
        ("Ilse Tamm", [("Ilse Tamm", "person")]),
        ("Ilse Tamm; Orm Vester", [("Ilse Tamm", "person"), ("Orm Vester", "person")]),
        ("Ilse Tamm, Orm Vester", [("Ilse Tamm", "person"), ("Orm Vester", "person")]),
        ("Varnholm Press Agency", [("Varnholm Press Agency", "organisation")]),
        ("itamm", []),
        ("user1 office", []),
        ("ilse@varn.example", []),
    ],
)
def test_authors_are_names(stated: str, names: list[tuple[str, str]]) -> None:
    """Accounts and addresses are none."""
    authors = cleaned(pdf_of(LETTER, facts=f"/Author({stated})")).content.authors
    assert [(author.name, author.kind) for author in authors or ()] == names


def test_a_byline_and_a_date_above_the_text_of_a_pdf_are_read() -> None:
    """They say more than the account that made the file, and than the day on which it was made."""
    page = [
        ("The lock reopens", 24.0, 72.0, 800.0),
        ("By Ingrid Lund", 11.0, 72.0, 770.0),
        ("Published: 3 March 2026", 9.0, 72.0, 750.0),
        *LETTER,
    ]
    facts = "/Author(Press Office) /CreationDate(D:20260309120000Z)"
    article = cleaned(pdf_of(page, facts=facts))
    content = article.content
    assert [by.name for by in content.authors or ()] == ["Ingrid Lund"]
    assert content.published is not None
    assert content.published.value == "2026-03-03"
    assert [gone.kind for gone in content.removed or ()] == ["title", "byline", "date"]
    assert paragraphs(article)[0].startswith("The council of Varnholm")


def test_place_and_day_above_a_letter_are_no_subtitle() -> None:
    """They stay where they stand, as the letterhead says."""
    page = [
        ("The lock reopens", 24.0, 72.0, 800.0),
        ("Old Varnholm, 3 March 2026", 9.0, 72.0, 760.0),
        *LETTER,
    ]
    article = cleaned(pdf_of(page))
    assert article.content.subtitle is None
    assert paragraphs(article)[0] == "Old Varnholm, 3 March 2026"


@pytest.mark.parametrize(
    ("stated", "value"),
    [
        ("D:20260301093000+02'00'", "2026-03-01T09:30:00+02:00"),
        ("D:20260301093000+02'00", "2026-03-01T09:30:00+02:00"),
        ("D:20260301093000Z", "2026-03-01T09:30:00+00:00"),
        ("D:20260301093000", "2026-03-01T09:30:00"),
        ("D:202603010930", "2026-03-01T09:30:00"),
        ("D:20260301", "2026-03-01"),
        ("yesterday", None),
        (None, None),
    ],
)
def test_dates_of_files(stated: str | None, value: str | None) -> None:
    """With their zone; what is no date is none."""
    assert iso_date(stated) == value


def test_the_day_of_creation_is_a_claim() -> None:
    """The caller's own stands before it; a month that does not exist is no claim."""
    body = pdf_of(LETTER, facts="/CreationDate(D:20260301093000+02'00')")
    published = cleaned(body).content.published
    assert published is not None
    assert (published.source, published.zone) == ("pdf", "+02:00")
    own = cleaned(body, published="2026-02-28").content.published
    assert own is not None
    assert (own.source, len(own.candidates)) == ("job", 2)
    assert cleaned(pdf_of(LETTER, facts="/CreationDate(D:20261301)")).content.published is None


def test_a_fetched_pdf_is_a_page() -> None:
    """It may be too short, its server may reserve rights and know where it belongs."""
    headers = {"x-robots-tag": "noai", "link": '<https://varn.example/lock>; rel="canonical"'}
    page = RawPage(body=pdf_of(LETTER), content_type="text/html", headers=headers, **FETCHED)
    job = Job(id="j", kind="url", url="https://varn.example/a.pdf")
    article = clean(job, page, detect_language=lambda _: ("en", 0.9), max_bytes=10_000_000)
    assert article.access.rights == ("noai",)
    assert "given as text" not in article.access.evidence
    assert article.source.canonical_url == "https://varn.example/lock"


# ------------------------------------------------------------------ what cannot be read


def locked(password: str) -> bytes:
    """Give a PDF that is encrypted."""
    writer = PdfWriter()
    writer.append(pages(pdf_of(LETTER)))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    return written(writer)


def pages(body: bytes) -> PdfReader:
    """Open a PDF as pypdf does."""
    return PdfReader(BytesIO(body))


def written(writer: PdfWriter) -> bytes:
    """Give what a writer writes."""
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def test_a_pdf_without_a_password_is_open() -> None:
    """Many are encrypted only to keep their owner's rights."""
    assert len(paragraphs(cleaned(locked("")))) == 2


PICTURES = b"q 500 0 0 700 0 0 cm /Im1 Do Q"


@pytest.mark.parametrize(
    ("body", "error", "words"),
    [
        (locked("secret"), Undecodable, "locked with a password"),
        (pdf_with([PICTURES] * 3), UnsupportedMedia, "no text: 3 pages of pictures; run OCR"),
        (b"%PDF-1.7\n", Undecodable, "broken"),
        (b"%PDF-1.7\nThe lock is shut.", Undecodable, "broken"),
        (pdf_of(LETTER)[:300], Undecodable, "broken"),
        (b"", Undecodable, "broken"),
        (b"%PDF-1.4" + b" " * 10_000_000, TooLarge, "10000008 bytes"),
    ],
    ids=["locked", "scanned", "magic", "text", "cut off", "empty", "large"],
)
def test_what_cannot_be_read_says_why(body: bytes, error: type[Exception], words: str) -> None:
    """In words that tell what to do."""
    with pytest.raises(error, match=words):
        cleaned(body)


def test_a_pdf_without_anything_is_empty() -> None:
    """There is no text to read, and the article has none."""
    assert cleaned(pdf_of([])).content.text == ""


def test_a_page_of_html_under_the_name_of_a_pdf_is_html() -> None:
    """Servers send their error pages under any name."""
    body = b"<!doctype html><html><body><p>The lock is shut, we are sorry to say.</p></body></html>"
    assert cleaned(body).content.text == "The lock is shut, we are sorry to say."


# ------------------------------------------------------------------ what means harm


def test_a_page_that_cannot_be_read_is_named() -> None:
    """The others are read."""
    last = column("Nobody was hurt, the harbour office said.")
    article = cleaned(pdf_with([drawn(LETTER), b"[" * 100_000, drawn(last)]))
    assert "pages not read: 2" in article.access.evidence
    assert len(paragraphs(article)) == 3


def test_pages_beyond_the_limit_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of a thousand pages is read as far as anybody reads."""
    monkeypatch.setattr(pdfs, "MOST_PAGES", 2)
    article = cleaned(pdf_of(LETTER, column("Two."), column("Three."), column("Four.")))
    assert "pages not read: 3, 4" in article.access.evidence
    assert "Three" not in (article.content.text or "")


def test_a_bomb_is_not_unpacked() -> None:
    """A gigabyte of zeros, packed twice, costs a page and no memory."""
    bomb = zlib.compress(zlib.compress(b"\0" * 50_000_000))
    head = f"<</Length {len(bomb)}/Filter[/FlateDecode/FlateDecode]>>stream\n".encode()
    objects = small_file()
    objects[4] = head + bomb + b"\nendstream"
    with pytest.raises(Undecodable, match="no page of the PDF can be read"):
        cleaned(file_of(objects))


def test_drawings_within_drawings_end() -> None:
    """Ten that draw ten that draw ten: a thousand are drawn, not a milliard."""
    objects = small_file(b"/F0 Do " * 10)
    for level in range(9):
        inner = b"/F0 Do " * 10 if level < 8 else b"BT /F1 10 Tf (lock) Tj ET"
        entries = (
            "/Type/XObject/Subtype/Form"
            f"/Resources<</Font<</F1 6 0 R>>/XObject<</F0 {8 + level} 0 R>>>>"
        )
        objects.append(stream(inner, entries))
    objects[2] = objects[2].replace(b"/Font", b"/XObject<</F0 7 0 R>>/Font")
    text = cleaned(file_of(objects)).content.text or ""
    assert 0 < text.count("lock") < 1000


def test_a_page_tree_that_bites_its_tail_ends() -> None:
    """As broken."""
    objects = small_file()
    objects[1] = b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R 2 0 R]>>"
    with pytest.raises(Undecodable):
        cleaned(file_of(objects))


def small_file(drawing: bytes = b"BT /F1 10 Tf (The lock.) Tj ET") -> list[bytes]:
    """Give the objects of a file with one page, whose drawing is the fifth."""
    return [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/Contents 5 0 R/Resources<</Font<</F1 6 0 R>>>>>>",
        b"<<>>",
        stream(drawing),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
