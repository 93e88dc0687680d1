"""Documents that are to be forgotten: withdrawn from consumers, deleted from the store."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from tasks.chain import send
from worker.celery import NewsmillApp
from worker.resources import WorkerResources
from worker.store.connection import now_ms
from worker.store.naming import DocumentUnknown, documents_named
from worker.store.withdrawals import Versions


class Held(NamedTuple):
    """What the store holds of a document: published versions, and jobs that led to them."""

    document: str
    versions: Versions | None
    jobs: Sequence[str]


def held(resources: WorkerResources, names: Collection[str]) -> list[Held]:
    """Give what the store holds of what a person names.

    Args:
        resources: of this process.
        names: ids of documents, URLs, or the caller's own ids. A URL may have led to two
            documents: one is from before its page named another URL as the canonical one.

    Raises:
        DocumentUnknown: of one of them neither a version nor a job is known.
    """
    withdrawals = resources.withdrawals
    meant = {name: documents_named(resources.texts, name) for name in names}
    jobs = withdrawals.jobs({document for documents in meant.values() for document in documents})
    found: dict[str, Held] = {}
    for name, documents in meant.items():
        all_held = [Held(one, withdrawals.versions(one), jobs[one]) for one in documents]
        known = {one.document: one for one in all_held if one.versions or one.jobs}
        if not known:
            raise DocumentUnknown.of(name)
        found |= known
    return list(found.values())


def forget(app: NewsmillApp, documents: Collection[str]) -> None:
    """Withdraw documents, and delete what the store holds of them.

    Idempotent: what is withdrawn already is not withdrawn again; what has come since is deleted.
    """
    resources = app.resources
    withdrawals = resources.withdrawals
    unpublished = [one for one in documents if withdrawals.versions(one) is None]
    until_ms = {document: _withdraw(resources, document) for document in documents}
    for document, jobs in withdrawals.jobs(documents).items():
        send(app, withdrawals.delete_jobs(document, jobs, until_ms[document]))
    for document in unpublished:
        _withdraw(resources, document)
    withdrawals.delete_dead_entries(until_ms)


def _withdraw(resources: WorkerResources, document: str) -> int:
    """Withdraw a document; give the time up to which what was handed in is forgotten (ms)."""
    while versions := resources.withdrawals.versions(document):
        # None: another version has been published since they were looked at.
        if (until_ms := resources.withdrawals.withdraw(document, versions)) is not None:
            return until_ms
    return now_ms(resources.texts)
