"""Whether an article is a new version of its document, and what is new about it."""

import json
from typing import Literal, NamedTuple

from tasks.comparing.duplicates import Remembered, duplicates_of, says_nothing_new
from tasks.comparing.signatures import Signature
from tasks.comparing.wording import plain
from tasks.outcomes import Outcome, Reason
from tasks.record import Article, Content, Duplicates, FactChange, Version, sha256


class Head(NamedTuple):
    """What is known of a document's latest version. `fetched_at` is ISO 8601, UTC.

    Attributes:
        text_sha256: absent, as all hashes are, where that version withdrew the document.
        plain_sha256: of the text without its typography.
    """

    version: int
    entry: str
    text_sha256: str | None = None
    metadata_sha256: str | None = None
    plain_sha256: str | None = None
    body_sha256: str | None = None
    fetched_at: str | None = None


class Known(NamedTuple):
    """What an article is compared with.

    Attributes:
        head: the document's latest version, None for a new document.
        owner: the id of the document that first had this very text, None when it is new.
        candidates: documents whose texts are perhaps nearly the same, the oldest first.
    """

    head: Head | None
    owner: str | None
    candidates: tuple[Remembered, ...] = ()


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

    A new version of the pipeline over the same text makes no new version of the document, nor do
    other white space, quotation marks and dashes.
    """
    duplicates = duplicates_of(
        article.id, article.content.text_sha256, known.owner, signature, known.candidates
    )
    if known.head and (reason := _unchanged(article, known.head)):
        return Comparison(Outcome.UNCHANGED, reason, None, duplicates)
    change = _change(article, known.head)
    is_new = change == "new"
    if is_new and drop_duplicates and known.owner not in (None, article.id):
        return Comparison(Outcome.DUPLICATE, Reason.SAME_TEXT, None, duplicates)
    if is_new and drop_near and says_nothing_new(article.id, signature, known.candidates):
        return Comparison(Outcome.DUPLICATE, Reason.NEAR_TEXT, None, duplicates)
    version = Version(
        number=known.head.version + 1 if known.head else 1,
        previous=known.head.entry if known.head else None,
        change=change,
    )
    return Comparison(Outcome.PUBLISHED, Reason(change), version, duplicates)


def with_facts(compared: Comparison, changes: tuple[FactChange, ...]) -> Comparison:
    """Say of a version with another text which facts have changed with it."""
    if compared.version is None or compared.version.change != "text":
        return compared
    change: Literal["facts", "text"] = "facts" if changes else "text"
    said = {"change": change, "facts_changed": changes}
    version = compared.version.model_copy(update=said)
    return compared._replace(reason=Reason(change), version=version)


def metadata_sha256(content: Content) -> str:
    """Give the hash of what makes a version besides its text, without its typography.

    The time of modification is left out: sites move it without touching the article. So is the
    image, whose URL is often made anew, and a subtitle that is part of the text too: what marks
    it as one may be a mere class name.
    """
    kept = content.model_dump(mode="json", include={"title", "authors", "section"})
    kept["published"] = content.published.value if content.published else None
    kept["tags"] = sorted(content.tags or ())
    subtitle = plain(content.subtitle or "")
    kept["subtitle"] = None if subtitle in plain(content.text or "") else subtitle
    return sha256(plain(json.dumps(kept, sort_keys=True, ensure_ascii=False)))


def plain_sha256(content: Content) -> str:
    """Give the hash of a text without its typography."""
    return content.text_sha256 if content.text is None else sha256(plain(content.text))


def _unchanged(article: Article, head: Head) -> Reason | None:
    fetch, content = article.fetch, article.content
    if fetch and fetch.sha256 and fetch.sha256 == head.body_sha256:
        return Reason.SAME_BODY
    if _same_text(content, head) and metadata_sha256(content) == head.metadata_sha256:
        return Reason.SAME_VERSION
    if fetch and fetch.at and head.fetched_at and fetch.at.isoformat() < head.fetched_at:
        return Reason.OLDER_FETCH
    return None


def _change(article: Article, head: Head | None) -> Literal["new", "text", "metadata"]:
    if head is None or head.text_sha256 is None:
        return "new"
    return "metadata" if _same_text(article.content, head) else "text"


def _same_text(content: Content, head: Head) -> bool:
    same = content.text_sha256 == head.text_sha256
    return same or plain_sha256(content) == head.plain_sha256
