"""The task that compares a document with what is known, and publishes what is new."""

from dataclasses import replace

from celery import shared_task

from config.settings import Keeping
from tasks.assembling import assemble
from tasks.base import DocumentTask
from tasks.comparing.facts import facts_changed
from tasks.comparing.minhash import signature_of
from tasks.comparing.signatures import Signature
from tasks.comparing.versions import (
    Comparison,
    Known,
    compare,
    metadata_sha256,
    plain_sha256,
    with_facts,
)
from tasks.entries import entry_of
from tasks.job import Job, Message
from tasks.outcomes import Outcome, Reason
from tasks.record import Article, Extractions, Record
from tasks.resources import Ended, Publication, Resources

# What `NEWSMILL_PUBLISH_TEXT=excerpt` leaves of a text: a few lines, as search pages show.
EXCERPT_CHARACTERS = 300


@shared_task(name="newsmill.publish", bind=True, base=DocumentTask)
def publish(self: DocumentTask, job_id: str, generation: int) -> str:
    """Compare, write the record to the stream once, and close the job."""
    return self.attempt(job_id, generation, _publish)


def _publish(resources: Resources, message: Message, job: Job) -> Ended:
    article = resources.documents.article(job.id)
    extractions = resources.documents.extractions(job.id)
    signature = signature_of(article.content.text or "", extractions.figures)
    while True:
        known = resources.ledger.known(article.id, article.content.text_sha256, signature)
        publication = publication_of(resources, job, article, extractions, known, signature)
        ended = resources.ledger.publish(message, publication)
        # Somebody else's version came in between: what was compared with is no longer known.
        if ended.standing != "conflict":
            break
    if ended.outcome is Outcome.PUBLISHED and publication.outcome is Outcome.PUBLISHED:
        resources.ledger.remember(publication)
    return ended


def publication_of(
    resources: Resources,
    job: Job,
    article: Article,
    extractions: Extractions,
    known: Known,
    signature: Signature | None,
) -> Publication:
    """Say how a document is to end, given what is known of it and of texts like its own."""
    keeping = resources.settings.keeping
    compared = compare(
        article,
        known,
        signature,
        drop_duplicates=keeping.duplicates != "publish",
        drop_near=keeping.duplicates == "drop_near",
    )
    ending = _ending(article, known, signature, compared)
    if compared.version is None:
        return ending
    record = assemble(article, extractions, job_id=job.id)
    if compared.version.change == "text":
        compared = _with_facts(resources, compared, record)
    said = {"version": compared.version, "duplicates": compared.duplicates}
    return replace(
        ending,
        reason=compared.reason,
        version=compared.version.number if compared.version else None,
        head=_head(article),
        entry=entry_of(published_form(record.model_copy(update=said), keeping)),
    )


def _ending(
    article: Article, known: Known, signature: Signature | None, compared: Comparison
) -> Publication:
    return Publication(
        compared.outcome,
        compared.reason,
        document=article.id,
        text_sha256=article.content.text_sha256,
        known=known,
        signature=signature,
        cluster=compared.duplicates.cluster or article.id,
        version=known.head.version if known.head else None,
        head=_fetched(article) if _seen_again(article, compared, known) else {},
    )


def _with_facts(resources: Resources, compared: Comparison, record: Record) -> Comparison:
    """Read the version before, as long as the stream has it, and say which facts have changed."""
    previous = compared.version.previous if compared.version else None
    before = resources.streams.record(previous) if previous else None
    return with_facts(compared, facts_changed(before, record)) if before else compared


def _seen_again(article: Article, compared: Comparison, known: Known) -> bool:
    """Say whether this fetch saw the head's version later than any before."""
    if compared.reason not in (Reason.SAME_BODY, Reason.SAME_VERSION):
        return False
    at = article.fetch.at if article.fetch else None
    before = known.head.fetched_at if known.head else None
    return bool(at and (before is None or at.isoformat() > before))


def published_form(record: Record, keeping: Keeping) -> Record:
    """Give the record with as much of its text as is to be published.

    Offsets and `text_sha256` stay those of the whole text, and facts keep the words that they were
    read from. Where the text is not whole, what else the article says is left out too: captions,
    and what cleaning has removed; with `none` also the subtitle, which may be its first paragraph.
    """
    if keeping.publish_text == "full":
        return record
    content, is_excerpt = record.content, keeping.publish_text == "excerpt"
    kept = {
        "text": (content.text or "")[:EXCERPT_CHARACTERS] if is_excerpt else None,
        "subtitle": content.subtitle if is_excerpt else None,
        "image": content.image and content.image.model_copy(update={"caption": None}),
        "captions": None,
        "removed": None,
    }
    return record.model_copy(update={"content": content.model_copy(update=kept)})


def _head(article: Article) -> dict[str, str]:
    return {
        "text_sha256": article.content.text_sha256,
        "metadata_sha256": metadata_sha256(article.content),
        "plain_sha256": plain_sha256(article.content),
        **_fetched(article),
    }


def _fetched(article: Article) -> dict[str, str]:
    if not article.fetch or not article.fetch.at:
        return {}
    return {
        "body_sha256": article.fetch.sha256 or "",
        "fetched_at": article.fetch.at.isoformat(),
        "etag": article.fetch.etag or "",
        "last_modified": article.fetch.last_modified or "",
    }
