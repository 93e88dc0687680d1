"""Whether an article is a new version of its document, and what is new about it."""

import hashlib
import json
from typing import Literal, NamedTuple

from tasks.comparing.duplicates import Remembered, duplicates_of, says_nothing_new
from tasks.comparing.signatures import Signature
from tasks.outcomes import Outcome, Reason
from tasks.record import Article, Content, Duplicates, Version


class Head(NamedTuple):
    """What is known of a document's latest version. `fetched_at` is ISO 8601, UTC."""

    version: int
    entry: str
    text_sha256: str
    metadata_sha256: str
    body_sha256: str | None = None
    fetched_at: str | None = None


class Known(NamedTuple):
    """What an article is compared with.

    Attributes:
        head: the document's latest version, None for a new document.
        owner: the id of the document that first had this very text, None when it is new.
        candidates: documents whose texts are perhaps nearly the same, the oldest first.
        remembered: which documents these were found among; the ledger tells later ones by it.
    """

    head: Head | None
    owner: str | None
    candidates: tuple[Remembered, ...] = ()
    remembered: str = ""


class Comparison(NamedTuple):
    """What comparing says. `version` is absent unless there is a new one."""

    outcome: Outcome
    reason: Reason
    version: Version | None
    duplicates: Duplicates


def compare(
    article: Article,
    known: Known,
    signature: Signature | None = None,
    *,
    drop_duplicates: bool,
    drop_near: bool = False,
) -> Comparison:
    """Say how a document is to end, given what is known of it and of its text.

    A new version of the pipeline over the same text makes no new version of the document.
    """
    duplicates = duplicates_of(
        article.id, article.content.text_sha256, known.owner, signature, known.candidates
    )
    if known.head and (reason := _unchanged(article, known.head)):
        return Comparison(Outcome.UNCHANGED, reason, None, duplicates)
    if not known.head and known.owner not in (None, article.id) and drop_duplicates:
        return Comparison(Outcome.DUPLICATE, Reason.SAME_TEXT, None, duplicates)
    if not known.head and drop_near and says_nothing_new(article.id, signature, known.candidates):
        return Comparison(Outcome.DUPLICATE, Reason.NEAR_TEXT, None, duplicates)
    change = _change(article, known.head)
    version = Version(
        number=known.head.version + 1 if known.head else 1,
        previous=known.head.entry if known.head else None,
        change=change,
    )
    return Comparison(Outcome.PUBLISHED, Reason(change), version, duplicates)


def metadata_sha256(content: Content) -> str:
    """Give the hash of what makes a version besides its text.

    The time of modification is left out: sites move it without touching the article.
    """
    kept = content.model_dump(
        mode="json", include={"title", "subtitle", "authors", "section", "tags"}
    )
    kept["published"] = content.published.value if content.published else None
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


def _unchanged(article: Article, head: Head) -> Reason | None:
    fetch = article.fetch
    if fetch and fetch.sha256 and fetch.sha256 == head.body_sha256:
        return Reason.SAME_BODY
    same_text = article.content.text_sha256 == head.text_sha256
    if same_text and metadata_sha256(article.content) == head.metadata_sha256:
        return Reason.SAME_VERSION
    if fetch and fetch.at and head.fetched_at and fetch.at.isoformat() < head.fetched_at:
        return Reason.OLDER_FETCH
    return None


def _change(article: Article, head: Head | None) -> Literal["new", "text", "metadata"]:
    if head is None:
        return "new"
    return "metadata" if article.content.text_sha256 == head.text_sha256 else "text"
