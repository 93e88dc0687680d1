"""Documents that are to be forgotten: withdrawn from consumers, deleted from the store."""

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from tasks.chain import send
from tasks.errors import NewsmillError
from tasks.urls.identity import identity_of, url_key
from worker.celery import NewsmillApp
from worker.store.withdrawals import Versions, Withdrawals

DOCUMENT_ID = re.compile(r"[0-9a-f]{32}")


class NothingKnown(NewsmillError):  # noqa: N818 - as all of tasks.errors
    """The store knows no such document."""


class Held(NamedTuple):
    """What the store holds of a document: published versions, and jobs that led to them."""

    document: str
    versions: Versions | None
    jobs: Sequence[str]


def held(withdrawals: Withdrawals, names: Collection[str]) -> list[Held]:
    """Give what the store holds of what a person names.

    Args:
        withdrawals: of the store.
        names: ids of documents, URLs, or the caller's own ids. A URL may have led to two
            documents: one is from before its page named another URL as the canonical one.

    Raises:
        NothingKnown: of one of them neither a version nor a job is known.
    """
    meant = {name: _candidates(withdrawals, name) for name in names}
    jobs = withdrawals.jobs({document for documents in meant.values() for document in documents})
    found: dict[str, Held] = {}
    for name, documents in meant.items():
        all_held = [Held(one, withdrawals.versions(one), jobs[one]) for one in documents]
        known = {one.document: one for one in all_held if one.versions or one.jobs}
        if not known:
            raise NothingKnown(
                f"the store knows no document {name}: what surely names it is the id in its records"
            )
        found |= known
    return list(found.values())


def forget(app: NewsmillApp, documents: Collection[str]) -> None:
    """Withdraw documents, and delete what the store holds of them.

    Idempotent: what is withdrawn already is not withdrawn again; what has come since is deleted.
    """
    withdrawals = app.resources.withdrawals
    unpublished = [one for one in documents if withdrawals.versions(one) is None]
    until_ms = {document: _withdraw(withdrawals, document) for document in documents}
    for document, jobs in withdrawals.jobs(documents).items():
        send(app, withdrawals.delete_jobs(document, jobs, until_ms[document]))
    for document in unpublished:
        _withdraw(withdrawals, document)
    withdrawals.delete_dead_entries(until_ms)


def _withdraw(withdrawals: Withdrawals, document: str) -> int:
    """Withdraw a document; give the time up to which what was handed in is forgotten (ms)."""
    while versions := withdrawals.versions(document):
        # None: another version has been published since they were looked at.
        if (until_ms := withdrawals.withdraw(document, versions)) is not None:
            return until_ms
    return withdrawals.now_ms()


def _candidates(withdrawals: Withdrawals, name: str) -> list[str]:
    if DOCUMENT_ID.fullmatch(name):
        return [name]
    key = url_key(name)
    if key is None:
        return [identity_of(url=None, own_id=name, text="")]
    named = (withdrawals.document_at(key), key)
    return list(dict.fromkeys(document for document in named if document))
