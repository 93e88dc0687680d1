"""Cleaning: a raw page to an article. Pure: values in, values out.

`decoding` makes bytes a text. A page goes to `pages`, which parses it once (`trees`), reads what it
says of itself (`structured`) and asks for `headlines`, `authorship`, `dates`, `pictures`, `about`
(subtitle, section, tags), the `body` and the verdict (`access`). What was never a page goes to
`plain` (pasted text) or `formats` (PDFs, mails, Markdown). `clutter` tells by form what is no part
of a story. `languages` tells the language, `blocks` keeps the offsets, `bounds` keeps the record
small; `runs`, `elements` and `links` are what the parts of a page share. The document's `id` is
made in `tasks.urls`.
"""

import hashlib
from importlib.metadata import version
from typing import Final

from tasks.cleaning.access.verdicts import refuse
from tasks.cleaning.blocks import joined
from tasks.cleaning.bounds import bounded_captions, bounded_image, bounded_removed
from tasks.cleaning.decoding import decode
from tasks.cleaning.formats.documents import document_kind, ending_of, read_document
from tasks.cleaning.languages import DetectLanguage, language_of
from tasks.cleaning.pages import Given, Page, read_page
from tasks.cleaning.plain.reading import page_of_markdown, page_of_text, page_verbatim
from tasks.cleaning.plain.texts import blocks_of
from tasks.job import Job, RawPage, media_type
from tasks.record import Article, Content, Fetch, Provenance, Source, sha256
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
    given = Given(url, job.title, job.published, page.at, page.headers, page.last_modified)
    ending = ending_of(job)
    if ending in {"html", "htm"} or (job.clean and is_markup(text, page.content_type)):
        return read_page(text, given)
    if not job.clean:
        return page_verbatim(text, given)
    if ending == "md" or media_type(page.content_type) in _MARKDOWN:
        return page_of_markdown(text, given)
    return page_of_text(text, given)


def _content(read: Page, detect_language: DetectLanguage) -> Content:
    if read.verbatim is None:
        text, blocks = joined(read.pieces)
    else:
        text, blocks = read.verbatim, blocks_of(read.verbatim)
    captions, others = bounded_captions(read.captions)
    return Content(
        title=read.title,
        subtitle=read.subtitle,
        authors=read.authors,
        published=read.published,
        modified=read.modified,
        section=read.section,
        tags=read.tags,
        image=bounded_image(read.image),
        language=language_of(text, read.languages, detect_language),
        text=text,
        text_sha256=sha256(text),
        blocks=blocks,
        captions=captions or None,
        removed=bounded_removed((*others, *read.removed)) or None,
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
