"""A job as it was submitted, and the raw page that it leads to."""

import json
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict

SourceKind = Literal["url", "file", "text", "feed", "warc"]


class Job(BaseModel):
    """One thing submitted, as the ledger knows it.

    A job with a `url` and no stored page begins at `fetch`; any other begins at `clean`,
    with the page that was stored when it was submitted.
    """

    model_config = ConfigDict(frozen=True)

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
    generation: int = 0
    attempt: int = 0


class RawPage(BaseModel):
    """The bytes of a document, with what HTTP said of them where HTTP was asked.

    Units: `received_bytes` is the length of the body as it came over the wire, before
    unpacking.
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
    encoding: str | None = None
    redirects: tuple[str, ...] = ()

    def pack(self) -> bytes:
        """Give one line of JSON with the facts, then the body as it is."""
        facts = self.model_dump(mode="json", exclude={"body"}, exclude_none=True)
        return json.dumps(facts).encode() + b"\n" + self.body

    @classmethod
    def unpack(cls, packed: bytes) -> "RawPage":
        """Give back what `pack` was made from."""
        facts, _, body = packed.partition(b"\n")
        return cls.model_validate({**json.loads(facts), "body": body})
