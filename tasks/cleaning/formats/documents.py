"""What holds a text and is none itself: PDFs and mails, read as what was never a page."""

import re
from dataclasses import replace
from typing import Final, Literal

from tasks.cleaning.access.rights import rights_of
from tasks.cleaning.access.verdicts import GIVEN_AS_TEXT
from tasks.cleaning.authorship.lines import names_in
from tasks.cleaning.blocks import Piece
from tasks.cleaning.dates.moments import candidate
from tasks.cleaning.formats.frames import frame_of
from tasks.cleaning.formats.mails import MEDIA_TYPE, Mail, read_mail
from tasks.cleaning.formats.pdfs import Pdf, read_pdf
from tasks.cleaning.headlines.titles import chosen_title
from tasks.cleaning.pages import Given, Page, read_page
from tasks.cleaning.plain.bylines import author
from tasks.cleaning.plain.reading import AS_GIVEN, page_of_pieces, page_of_text
from tasks.cleaning.structured import Claims, linked
from tasks.errors import TooLarge
from tasks.job import Job, RawPage, media_type
from tasks.record import Access, Author

FROM_PDF: Final = "pdf"
FROM_MAIL: Final = "mail:date"

_ENOUGH = 0.7
"""The share of a mail's plain text that its page must have: a picture with a link has less."""

_MOST_UNREAD = 10
"""Numbers of pages that are named; a record is no list of a thousand of them."""

_BEGINNING_CHARACTERS = 3_000
"""Where a file's title is looked for: on its first page."""

_NO_TITLE = re.compile(
    r"microsoft (?:word|powerpoint|excel|office)\b|untitled|unbenannt|sans titre|sin t[ií]tulo"
    r"|senza titolo|.*\.(?:docx?|dotx?|indd|odt|pages|pdf|pptx?|qxp|rtf|tex|txt|xlsx?)$",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_SEVERAL_WORDS = re.compile(r"[^\W\d_]\s+[^\W\d_]|[\u2e80-\u9fff\uac00-\ud7af]{2}")
_OF_ACCOUNT = re.compile(r"[\d@/\\_]")
_URL = re.compile(r"https?://\S+")

Kind = Literal["pdf", "mail"]


def ending_of(job: Job) -> str:
    """Give the ending of a job's file in small letters, that of what is packed for `.gz`."""
    return (job.path or "").lower().removesuffix(".gz").rpartition(".")[2]


def document_kind(job: Job, page: RawPage) -> Kind | None:
    """Say whether a body is a PDF or a mail: by its first bytes, its ending or its media type."""
    media = media_type(page.content_type)
    ending = ending_of(job)
    if not job.clean:
        return None
    if ending == "eml" or media == MEDIA_TYPE:
        return "mail"
    if page.body.lstrip()[:1] == b"<":  # Servers call an error page what was asked for.
        return None
    if page.body.startswith(b"%PDF-") or ending == "pdf" or media == "application/pdf":
        return "pdf"
    return None


def read_document(
    kind: Kind, job: Job, page: RawPage, *, max_bytes: int
) -> tuple[Page, str | None]:
    """Read a PDF or a mail, and say which character set its text was in.

    Raises:
        TooLarge: it is longer than `max_bytes`.
        UnsupportedMedia: it has pictures of text.
        Undecodable: it is broken or locked.
    """
    if len(page.body) > max_bytes:
        raise TooLarge(f"{len(page.body)} bytes are more than the limit of {max_bytes}")
    if kind == "pdf":
        return _page_of_pdf(read_pdf(page.body), job, page), None
    mail = read_mail(page.body, max_bytes=max_bytes)
    read = mail.html or mail.text
    return _page_of_mail(mail, job, page), read.encoding if read else None


# ------------------------------------------------------------------ PDFs


def _page_of_pdf(pdf: Pdf, job: Job, page: RawPage) -> Page:
    title = chosen_title(job.title, _title(pdf) or pdf.largest)
    given = Given(title=title, published=job.published, at=page.at)
    read = page_of_pieces(pdf.pieces, given, [candidate(pdf.created, FROM_PDF)])
    link = page.headers.get("link", "")
    return replace(
        read,
        access=_access(pdf, page),
        canonical=linked(link, "canonical")[:1],
        authors=read.authors or _authors(pdf.author),
        languages=(pdf.language,) if pdf.language else (),
        removed=(*pdf.removed, *read.removed),
    )


def _access(pdf: Pdf, page: RawPage) -> Access:
    """Say that a PDF is open. One that was fetched may be too short, as pages may."""
    given = () if page.status else (GIVEN_AS_TEXT,)
    rights = rights_of(Claims(), page.headers, url=page.final_url)
    unread = ", ".join(map(str, pdf.unread[:_MOST_UNREAD]))
    unread += " …" if len(pdf.unread) > _MOST_UNREAD else ""
    reserved = (f"{signal} by {place}" for signal, place in rights.items())
    left_out = (f"pages not read: {unread}",) if unread else ()
    return Access(
        verdict="open",
        kind="article",
        rights=tuple(rights),
        evidence=(*given, f"a PDF, pages: {pdf.pages}", *left_out, *reserved),
    )


def _title(pdf: Pdf) -> str | None:
    """Give a file's own title, where it is one: it is that of the template where no word fits."""
    title = pdf.title
    if not title or _NO_TITLE.match(title) or not _SEVERAL_WORDS.search(title):
        return None
    beginning = " ".join(piece.text for piece in pdf.pieces[:50])[:_BEGINNING_CHARACTERS]
    words = set(_WORD.findall(title.casefold()))
    found = words & set(_WORD.findall(beginning.casefold()))
    is_spaced = " " in title
    return title if 2 * len(found) >= len(words) or not is_spaced or not pdf.largest else None


def _authors(stated: str | None) -> tuple[Author, ...] | None:
    """Give the authors that a file names; an account at a computer is no name."""
    named = (name for name in names_in(stated) if _SEVERAL_WORDS.search(name))
    authors = [author(name) for name in named if not _OF_ACCOUNT.search(name)]
    return tuple(authors) or None


# ------------------------------------------------------------------ mails


def _page_of_mail(mail: Mail, job: Job, page: RawPage) -> Page:
    """Read the page of a mail, or its plain text where that says more."""
    title = chosen_title(job.title, mail.subject)
    sent = candidate(mail.date, FROM_MAIL)
    given = Given(title=title, published=job.published, at=page.at)
    lines = mail.text.text.splitlines() if mail.text else []
    around = frame_of(lines)
    text = "\n".join(line for place, line in enumerate(lines) if place not in around)
    plain = page_of_text(text, given, [sent])
    plain = read = replace(plain, removed=(*around.values(), *plain.removed))
    if mail.html:
        from_page = _without_frame(read_page(mail.html.text, given))
        access = AS_GIVEN.model_copy(update={"rights": from_page.access.rights})
        if _length(from_page.pieces) >= _ENOUGH * _length(plain.pieces):
            read = replace(from_page, access=access, published=plain.published)
    # Whoever sends a newsletter did not write all that is in it.
    names_person = any(by.kind == "person" for by in read.authors or ())
    authors = read.authors if names_person else _senders(mail.sender) or read.authors
    return replace(read, canonical=(), title=title or read.title, authors=authors)


def _without_frame(page: Page) -> Page:
    around = frame_of([piece.text for piece in page.pieces])
    pieces = [piece for place, piece in enumerate(page.pieces) if place not in around]
    return replace(page, pieces=pieces, removed=(*around.values(), *page.removed))


def _length(pieces: list[Piece]) -> int:
    """Give the characters of some pieces but for addresses, which a page hides behind words."""
    return sum(len(_URL.sub("", piece.text)) for piece in pieces)


def _senders(name: str | None) -> tuple[Author, ...] | None:
    return (author(name),) if name else None
