"""Cleaning: a raw page to an article. Pure: values in, values out.

Which file does what: `decoding` bytes to text · `structured` what a page says of itself ·
`titles` `authors` `published` choose among it · `bodies` the article's own text · `texts`
`markdown` what was never a page · `documents` PDFs (`pdfs`, `layout`) and `mails` · `blocks`
offsets · `access` verdict and kind, from a `sight` of
`walls` and `listings` · `rights` · `languages`. The document's `id` is made in `tasks.urls`.
"""

import hashlib
from importlib.metadata import version
from typing import Final

from tasks.cleaning.access import GIVEN_AS_TEXT, refuse
from tasks.cleaning.authors import kind_of
from tasks.cleaning.blocks import joined
from tasks.cleaning.decoding import decode
from tasks.cleaning.documents import document_kind, read_document
from tasks.cleaning.languages import DetectLanguage, language_of
from tasks.cleaning.markdown import read_markdown
from tasks.cleaning.pages import Given, Page, read_page
from tasks.cleaning.published import FROM_FRONT_MATTER, FROM_JOB, candidate, chosen
from tasks.cleaning.structured import words_of
from tasks.cleaning.texts import blocks_of, pieces_of
from tasks.job import Job, RawPage, media_type
from tasks.record import (
    Access,
    Article,
    Author,
    Content,
    Fetch,
    Provenance,
    Source,
    sha256,
)
from tasks.urls.identity import canonical_url, identity_of, unvouched
from tasks.urls.normal import normalised_url, site_of

__all__ = ["VERSION", "DetectLanguage", "clean", "refuse"]

VERSION: Final = f"newsmill {version('newsmill')}, trafilatura {version('trafilatura')}"
"""What `provenance` says of this step."""

_MARKDOWN = frozenset({"text/markdown", "text/x-markdown"})
_HTML = frozenset({"text/html", "application/xhtml+xml"})
_UNSURE = frozenset(
    {"", "application/octet-stream", "application/pdf", "application/xml", "text/xml"}
)
_OPEN = Access(verdict="open", kind="article", evidence=(GIVEN_AS_TEXT,))


def clean(job: Job, page: RawPage, *, detect_language: DetectLanguage, max_bytes: int) -> Article:
    """Make an article of a raw page. It is given even for a wall or an empty page.

    Args:
        job: what was submitted; with `clean` false text is taken as it is.
        page: the bytes, and what HTTP said of them.
        detect_language: gives code and confidence for a line of text.
        max_bytes: the longest body that is read.

    Raises:
        TooLarge, UnsupportedMedia, Undecodable: the body is no text that can be read.
    """
    url = normalised_url(page.final_url or job.url)
    read, encoding = _opened(job, page, url, max_bytes)
    content = _content(read, detect_language)
    canonical = canonical_url(read.canonical, url)
    return Article(
        id=identity_of(url=canonical or unvouched(url), own_id=job.own_id, text=content.text or ""),
        source=_source(job, page, canonical, site=site_of(canonical or url)),
        fetch=_fetch(page, encoding),
        access=read.access,
        content=content,
        provenance=(Provenance(step="clean", version=VERSION),),
    )


def is_markup(text: str, content_type: str | None) -> bool:
    """Say whether a text is a page: by its media type, or else by how it begins."""
    media = media_type(content_type)
    if media in _HTML:
        return True
    if media in _UNSURE:
        return text.lstrip("\ufeff \t\r\n").startswith("<")
    return False


def _opened(job: Job, page: RawPage, url: str | None, max_bytes: int) -> tuple[Page, str | None]:
    """Read a body, whatever it is, and say which character set it was in."""
    kind = document_kind(job, page)
    if kind is not None:
        return read_document(kind, job, page, max_bytes=max_bytes)
    decoded = decode(page.body, page.content_type, max_bytes=max_bytes, clean=job.clean)
    return _read(job, page, decoded.text, url), decoded.encoding


def _read(job: Job, page: RawPage, text: str, url: str | None) -> Page:
    ending = (job.path or "").lower().removesuffix(".gz").rpartition(".")[2]
    if ending in {"html", "htm"} or (job.clean and is_markup(text, page.content_type)):
        known = Given(url, job.title, job.published, page.at, page.headers)
        return read_page(text, known)
    if job.clean and (ending == "md" or media_type(page.content_type) in _MARKDOWN):
        return _read_markdown(job, page, text)
    claims = [candidate(job.published, FROM_JOB)]
    return Page(
        pieces=pieces_of(text) if job.clean else [],
        access=_OPEN,
        verbatim=None if job.clean else text,
        title=words_of(job.title),
        published=chosen([claim for claim in claims if claim], page.at),
    )


def _read_markdown(job: Job, page: RawPage, text: str) -> Page:
    read = read_markdown(text)
    by = read.front.get("author")
    claims = [
        candidate(job.published, FROM_JOB),
        candidate(read.front.get("date"), FROM_FRONT_MATTER),
    ]
    return Page(
        pieces=read.pieces,
        access=_OPEN,
        title=words_of(job.title) or read.title,
        authors=(Author(name=by, kind=kind_of(by)),) if by else None,
        published=chosen([claim for claim in claims if claim], page.at),
        section=read.front.get("section"),
    )


def _content(read: Page, detect_language: DetectLanguage) -> Content:
    if read.verbatim is None:
        text, blocks = joined(read.pieces)
    else:
        text, blocks = read.verbatim, blocks_of(read.verbatim)
    return Content(
        title=read.title,
        subtitle=read.subtitle,
        authors=read.authors,
        published=read.published,
        modified=read.modified,
        section=read.section,
        tags=read.tags,
        image=read.image,
        language=language_of(text, read.language, detect_language),
        text=text,
        text_sha256=sha256(text),
        blocks=blocks,
        captions=read.captions or None,
        removed=read.removed or None,
    )


def _source(job: Job, page: RawPage, canonical: str | None, *, site: str | None) -> Source:
    return Source(
        kind=job.kind,
        url=job.url,
        final_url=page.final_url,
        canonical_url=canonical,
        site=site,
        path=job.path,
        via=job.via,
    )


def _fetch(page: RawPage, encoding: str | None) -> Fetch | None:
    """Give what HTTP said, or None when it was not asked."""
    if page.status is None and page.at is None:
        return None
    return Fetch(
        status=page.status,
        at=page.at,
        bytes=page.received_bytes,
        sha256=hashlib.sha256(page.body).hexdigest(),
        etag=page.etag,
        last_modified=page.last_modified,
        content_type=page.content_type,
        encoding=encoding,
        redirects=page.redirects,
    )
