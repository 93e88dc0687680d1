"""A job: what was submitted, the raw page that it leads to, and the message that carries it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final, Literal, NamedTuple

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from tasks.errors import Dropped, Malformed


def _from_json(value: object) -> object:
    return json.loads(value) if isinstance(value, str) else value


SourceKind = Literal["url", "file", "text", "feed", "warc"]


class Errand(BaseModel):
    """What a fetch is to get, and what is known of it: fields of the ledger.

    Attributes:
        url: what was asked for.
        next_url: where redirects have led since, from other hosts.
        passed: the URLs on the way there.
        expected: the `id` that the document will have, by its URL, or as an earlier job for that
            URL found.
        known_etag, known_last_modified, known_body_sha256: of its latest version.
        known_fetched_at: when that came whole.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    url: str
    next_url: str | None = None
    passed: Annotated[tuple[str, ...], BeforeValidator(_from_json)] = ()
    expected: str | None = None
    known_etag: str | None = None
    known_last_modified: str | None = None
    known_body_sha256: str | None = None
    known_fetched_at: AwareDatetime | None = None


class Job(BaseModel):
    """One thing submitted.

    A job with a `url` and no stored page begins at `fetch`; any other begins at `clean`,
    with the page that was stored when it was submitted. What was `received` is the beginning of an
    inbox entry that is no job, for people.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    kind: SourceKind
    url: str | None = None
    path: str | None = None
    via: str | None = None
    own_id: str | None = None
    title: str | None = None
    published: str | None = None
    clean: bool = True
    replay_of: str | None = None
    received: str | None = None
    errand: Errand | None = Field(default=None, exclude=True)

    def fields(self) -> dict[str, str]:
        """Give what the ledger keeps of the submission, as strings."""
        kept = self.model_dump(exclude_none=True, exclude={"id"})
        return {name: str(value) for name, value in kept.items()}

    @classmethod
    def from_ledger(cls, job_id: str, fields: Mapping[str, str]) -> "Job":
        """Give the job that a ledger entry tells of."""
        errand = Errand.model_validate(fields) if fields.get("url") else None
        return cls.model_validate({**fields, "id": job_id, "errand": errand})


KEPT_HEADERS: Final = ("link", "tdm-policy", "tdm-reservation", "x-robots-tag")
"""What a server says of a page itself, beyond its type and age: canonical URL and rights."""


class RawPage(BaseModel):
    """The bytes of a document, with what HTTP said of them where HTTP was asked.

    Units: `received_bytes` is the length of the body as it came over the wire, before
    unpacking. `headers` are those of `KEPT_HEADERS` that came, by their names in lower case.
    """

    model_config = ConfigDict(frozen=True)

    body: bytes
    content_type: str | None = None
    final_url: str | None = None
    status: int | None = None
    at: AwareDatetime | None = None
    received_bytes: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    redirects: tuple[str, ...] = ()
    headers: Mapping[str, str] = {}

    def pack(self) -> bytes:
        """Give one line of JSON with the facts, then the body as it is."""
        facts = self.model_dump(mode="json", exclude={"body"}, exclude_none=True)
        return json.dumps(facts).encode() + b"\n" + self.body

    @classmethod
    def unpack(cls, packed: bytes) -> "RawPage":
        """Give back what `pack` was made from."""
        facts, _, body = packed.partition(b"\n")
        return cls.model_validate({**json.loads(facts), "body": body})


def media_type(content_type: str | None) -> str:
    """Give the media type alone, in lower case: `text/html` of `Text/HTML; charset=x`."""
    return (content_type or "").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class Submission:
    """A job as it is handed in.

    Attributes:
        job: the job, with its id.
        page: its content, unless that is still to be fetched.
        refused: why it ends before anything is done, where that is known already.
        inbox_entry: the entry that it was; it is deleted as the job is written.
    """

    job: Job
    page: RawPage | None = None
    refused: Dropped | Malformed | None = None
    inbox_entry: str = ""

    @property
    def first_task(self) -> str:
        """The task at which the job begins."""
        return "fetch" if self.page is None and self.job.url else "clean"


class Message(NamedTuple):
    """What goes through the broker: a job, from a task on, under a generation."""

    task: str
    job_id: str
    generation: int
