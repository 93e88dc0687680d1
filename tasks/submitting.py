"""From an object of named fields to a submission: one rule for files, tasks and the inbox."""

import base64
import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from tasks.errors import Dropped, TooLarge, Undecodable
from tasks.job import Job, RawPage, SourceKind, Submission

TEXT_TYPE = "text/plain; charset=utf-8"
HTML_TYPE = "text/html; charset=utf-8"
LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def _well_formed(value: object) -> object:
    """UTF-8 has no form for a lone surrogate: it becomes U+FFFD, and the length stays."""
    if isinstance(value, str):
        return LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", value)
    return value


Words = Annotated[str, BeforeValidator(_well_formed)]


class Fields(BaseModel):
    """What a caller may say of a document; anything else is ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)

    id: Words | None = None
    url: Words | None = None
    text: Words | None = None
    html: Words | None = None
    html_base64: Words | None = None
    title: Words | None = None
    published: Words | None = None
    clean: bool = True


def submission_from(
    fields: Mapping[str, object],
    *,
    job_id: str,
    max_bytes: int,
    via: str | None = None,
    path: str | None = None,
) -> Submission:
    """Make a submission of an object with `url`, `text`, `html` or `html_base64`.

    What cannot be used still becomes a submission, refused with what is wrong with it, so
    that it ends with an outcome.
    """
    try:
        known = Fields.model_validate(dict(fields))
    except ValidationError as error:
        return _refused(job_id, via, path, Undecodable(_explained(error)))
    try:
        page = page_of(known, max_bytes)
    except Dropped as error:
        return _refused(job_id, via, path, error, known)
    if page is None and not known.url:
        nothing = Undecodable("it has neither url nor text nor html")
        return _refused(job_id, via, path, nothing, known)
    return Submission(_job(known, job_id, via, path, "text" if page else "url"), page)


def page_of(fields: Fields, max_bytes: int) -> RawPage | None:
    """Give the content that the fields bring, None where it is to be fetched.

    Raises:
        TooLarge: more than `max_bytes` bytes.
        Undecodable: `html_base64` is no base64.
    """
    if fields.text is not None:
        body, content_type = fields.text.encode(), TEXT_TYPE
    elif fields.html is not None:
        body, content_type = fields.html.encode(), HTML_TYPE
    elif fields.html_base64 is not None:
        body, content_type = _from_base64(fields.html_base64), "text/html"
    else:
        return None
    if len(body) > max_bytes:
        raise TooLarge(f"{len(body)} bytes are more than the limit of {max_bytes}")
    return RawPage(body=body, content_type=content_type)


def _from_base64(encoded_body: str) -> bytes:
    try:
        return base64.b64decode(encoded_body, validate=True)
    except ValueError as error:
        raise Undecodable(f"html_base64 is no base64: {error}") from error


def _job(fields: Fields, job_id: str, via: str | None, path: str | None, kind: SourceKind) -> Job:
    return Job(
        id=job_id,
        kind="file" if path else kind,
        url=fields.url,
        path=path,
        via=via,
        own_id=fields.id,
        title=fields.title,
        published=fields.published,
        clean=fields.clean,
    )


def _refused(
    job_id: str, via: str | None, path: str | None, error: Dropped, fields: Fields | None = None
) -> Submission:
    return Submission(_job(fields or Fields(), job_id, via, path, "text"), refused=error)


def _explained(error: ValidationError) -> str:
    first = error.errors()[0]
    if first["type"] == "string_type":
        return f"{first['loc'][0]} must be a string or a number"
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
