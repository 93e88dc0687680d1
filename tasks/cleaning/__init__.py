"""Cleaning: a raw page to an article. Pure: values in, values out.

Which file does what: `decoding` bytes to text · `structured` what a page says of itself ·
`titles` `authors` `published` choose among it (dates: `displayed` what readers see of them,
`moments` how they are written, `choosing` the rule) · `bodies` the article's own text · `texts`
`markdown` what was never a page · `blocks` offsets · `access` verdict and kind, from a `sight` of
`walls` `consents` `paywalls` and of `listings` `kinds`; `vendors` names third parties · `rights` ·
`languages` weighed with `scripts`. The document's `id` is made in `tasks.urls`.
"""

import hashlib
from importlib.metadata import version
from typing import Final

from tasks.cleaning.access import GIVEN_AS_TEXT, refuse
from tasks.cleaning.blocks import joined
from tasks.cleaning.choosing import FROM_FRONT_MATTER, FROM_JOB, chosen
from tasks.cleaning.decoding import decode
from tasks.cleaning.documents import document_kind, read_document
from tasks.cleaning.languages import DetectLanguage, language_of
from tasks.cleaning.markdown import read_markdown
from tasks.cleaning.moments import candidate
from tasks.cleaning.pages import Given, Page, read_page
from tasks.cleaning.pasted_bylines import author
from tasks.cleaning.structured import words_of
from tasks.cleaning.texts import FROM_TEXT, blocks_of, read_pieces, read_text
from tasks.cleaning.titles import chosen_title
from tasks.job import Job, RawPage, media_type
from tasks.record import (
    Access,
    Article,
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
        known = Given(url, job.title, job.published, page.at, page.headers, page.last_modified)
        return read_page(text, known)
    if job.clean and (ending == "md" or media_type(page.content_type) in _MARKDOWN):
        return _read_markdown(job, page, text)
    return _read_text(job, page, text)


def _read_text(job: Job, page: RawPage, text: str) -> Page:
    claims = [candidate(job.published, FROM_JOB)]
    title = words_of(job.title)
    if not job.clean:
        published = chosen(claims, page.at)
        return Page([], _OPEN, verbatim=text, title=title, published=published)
    opening, body = read_text(text, title)
    claims += [candidate(day, FROM_TEXT) for day in opening.dates]
    return Page(
        pieces=body.pieces,
        access=_OPEN,
        title=chosen_title(title, opening.title),
        subtitle=opening.subtitle,
        authors=tuple(author(name) for name in opening.authors) or None,
        published=chosen(claims, page.at),
        captions=body.captions,
        removed=body.removed,
    )


def _read_markdown(job: Job, page: RawPage, text: str) -> Page:
    read = read_markdown(text)
    title = words_of(job.title) or read.title
    opening, body = read_pieces(read.pieces, title, titled=True)
    named = [read.front["author"]] if read.front.get("author") else opening.authors
    claims = [
        candidate(job.published, FROM_JOB),
        candidate(read.front.get("date"), FROM_FRONT_MATTER),
        *(candidate(day, FROM_TEXT) for day in opening.dates),
    ]
    return Page(
        pieces=body.pieces,
        access=_OPEN,
        title=title,
        subtitle=opening.subtitle,
        authors=tuple(author(name) for name in named) or None,
        published=chosen(claims, page.at),
        section=read.front.get("section"),
        captions=(*read.captions, *body.captions),
        removed=body.removed,
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
        language=language_of(text, read.languages, detect_language),
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
