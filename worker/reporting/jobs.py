"""What became of jobs: found by job id, URL, document id or the caller's own id, or by time."""

import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final, cast

from tasks.chain import TASKS
from tasks.hosts import host_of
from tasks.urls.identity import url_key
from worker.resources import WorkerResources
from worker.store import keys
from worker.store.connection import store_errors
from worker.store.dead import DeadJob
from worker.store.naming import documents_named
from worker.store.streams import Entry

Report = dict[str, Any]
# What of a job comes first, in the order of its life.
ORDER: Final = (
    "kind", "url", "path", "own_id", "title", "state", "task", "attempts", "worker", "outcome",
    "reason", "error", "document", "version", "submitted", "since", "fetched", "closed",
)  # fmt: skip
# What the ledger alone needs.
INTERNAL: Final = (
    "token", "first_task", "clean", "url_key", "expected", "generation", "earlier",
    *(f"{task}_{told}" for task in TASKS for told in ("ms", "attempts")),
)  # fmt: skip
# Fields that are times, in the ledger's milliseconds.
TIMES: Final = ("submitted", "since", "closed", "fetched")
# Fields that count.
NUMBERS: Final = ("attempts", "version")
HEAD_FIELDS: Final = ("version", "seen", "entry")
# Whoever is not in the ledger any more is looked for among so many of the latest outcomes.
OUTCOMES_LOOKED_AT: Final = 100_000
# So many jobs that wait for a host are asked whether they wait for a URL.
WAITING_LOOKED_AT: Final = 2000


def found(resources: WorkerResources, asked: str, limit: int) -> Report:
    """Give what is known of a job, or of a document with its jobs, the latest first.

    Args:
        resources: of this process.
        asked: the id of a job; or of a document, its URL, or the caller's own id.
        limit: how many jobs of a document are told.

    Returns:
        The job; else `asked`, `head` and `jobs`; else a job whose state is `unknown`.
    """
    fields = resources.ledger.state(asked)
    if fields:
        return _job(asked, fields) | _head_of(resources, fields.get("document"))
    named = documents_named(resources.texts, asked)
    jobs = _jobs(resources, asked, named, limit)
    documents = [fields["document"] for fields in jobs.values() if fields.get("document")]
    head = _head_of(resources, *documents, *named)
    told = [_job(job_id, fields) for job_id, fields in jobs.items()]
    if not told:
        told = list(islice(_gone(resources, asked, named), limit))
    if not told and not head:
        return {"job_id": asked, "state": "unknown"}
    if [one["job_id"] for one in told] == [asked]:
        return told[0] | head
    return {"asked": asked, **head, "jobs": told}


def ended(
    resources: WorkerResources,
    since_ms: int,
    until_ms: int | None,
    wanted: Mapping[str, str],
) -> Iterator[Report]:
    """Give the jobs that ended in a time, the latest first; `wanted` are fields of outcomes.

    One that the ledger has forgotten is told by its outcome.
    """
    for entry in resources.streams.outcomes(since_ms, until_ms):
        if wanted.items() <= entry.fields.items():
            yield _ended(resources, entry)


def dead_job(job: DeadJob) -> Report:
    """Give what is known of a dead job."""
    return _job(job.id, job.fields)


def _jobs(
    resources: WorkerResources, asked: str, named: Sequence[str], limit: int
) -> dict[str, dict[str, str]]:
    """Give the jobs of a document, walking from each to those before it, and to its followers."""
    pending = [*_first(resources, named), *_waiting(resources, asked)]
    jobs: dict[str, dict[str, str]] = {}
    while pending and len(jobs) < limit:
        job_id = pending.pop(0)
        fields = None if job_id in jobs else resources.ledger.state(job_id)
        if fields is None:
            continue
        jobs[job_id] = fields
        pending += [fields["earlier"]] if fields.get("earlier") else []
        if fields["state"] != "closed":
            with store_errors():
                followers = resources.texts.lrange(keys.FOLLOWERS.of(job_id), 0, limit - 1)
            pending += cast("list[str]", followers)
    latest = sorted(jobs, key=lambda job_id: int(jobs[job_id]["submitted"]), reverse=True)
    return {job_id: jobs[job_id] for job_id in latest}


def _first(resources: WorkerResources, named: Sequence[str]) -> list[str]:
    """Give the latest job of a URL, of a document and of an own id, where the store names them."""
    with store_errors():
        pipeline = resources.texts.pipeline(transaction=False)
        for name in named:
            pipeline.get(keys.URL.of(name))
            pipeline.get(keys.OWN.of(name))
            pipeline.hget(keys.HEAD.of(name), "job")
        return [job_id for job_id in pipeline.execute() if job_id]


def _waiting(resources: WorkerResources, asked: str) -> list[str]:
    """Give the jobs for a URL that wait for the turn of its host."""
    key, store = url_key(asked), resources.texts
    if key is None:
        return []
    with store_errors():
        queue = keys.FRONTIER.of(host_of(asked))
        job_ids = cast("list[str]", store.lrange(queue, 0, WAITING_LOOKED_AT - 1))
        pipeline = store.pipeline(transaction=False)
        for job_id in job_ids:
            pipeline.hget(keys.JOB.of(job_id), "url_key")
        known = pipeline.execute()
    return [job_id for job_id, one in zip(job_ids, known, strict=True) if one == key]


def _head_of(resources: WorkerResources, *documents: str | None) -> Report:
    """Give what is known of the first of some documents that is known."""
    for document in documents:
        if not document:
            continue
        with store_errors():
            fields = resources.texts.hmget(keys.HEAD.of(document), HEAD_FIELDS)
        version, seen, entry = cast("list[str | None]", fields)
        if version:
            told = {"version": int(version), "seen": _time(int(seen or 0)), "entry": entry}
            return {"head": {"document": document, **told}}
    return {}


def _gone(resources: WorkerResources, asked: str, named: Sequence[str]) -> Iterator[Report]:
    """Give the jobs that the ledger has forgotten, by their outcomes."""
    for entry in islice(resources.streams.outcomes(), OUTCOMES_LOOKED_AT):
        if entry.fields["job_id"] == asked or entry.fields["id"] in named:
            yield _ended(resources, entry)


def _ended(resources: WorkerResources, entry: Entry) -> Report:
    job_id = entry.fields["job_id"]
    fields = resources.ledger.state(job_id)
    if fields:
        return _job(job_id, fields)
    told = {
        "state": "closed",
        "outcome": entry.fields["outcome"],
        "reason": entry.fields["reason"],
        "closed": _time(int(entry.id.partition("-")[0])),
        "document": entry.fields["id"],
        "version": entry.fields["version"],
    }
    return {"job_id": job_id, **_known(told)}


def _job(job_id: str, fields: Mapping[str, str]) -> Report:
    names = (*ORDER, *sorted(set(fields) - {*ORDER, *INTERNAL}))
    told = _known({name: fields.get(name, "") for name in names})
    told |= {name: _time(int(fields[name])) for name in TIMES if fields.get(name)}
    if "closed" in fields:
        told["ms"] = int(fields["closed"]) - int(fields["submitted"])
    tasks = {task: _task(task, fields) for task in TASKS if f"{task}_ms" in fields}
    return {"job_id": job_id, **told, **({"tasks": tasks} if tasks else {})}


def _known(fields: Mapping[str, str]) -> Report:
    """Give the fields that say something, those that count as numbers."""
    known = {name: value for name, value in fields.items() if value}
    return {name: int(value) if name in NUMBERS else value for name, value in known.items()}


def _task(task: str, fields: Mapping[str, str]) -> dict[str, int]:
    """Tell how long the last attempt at a task took, and how many there were."""
    last = fields["attempts"] if task == fields["task"] else "1"
    return {
        "ms": int(fields[f"{task}_ms"]),
        "attempts": int(fields.get(f"{task}_attempts", last)),
    }


def _time(ms: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(ms / 1000))
