"""What the ledger's scripts are given, and what they answer, as values of ours."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from config.settings import Settings
from tasks.comparing.duplicates import Remembered
from tasks.comparing.versions import Head, Known
from tasks.errors import Malformed
from tasks.hosts import Visit, host_of
from tasks.job import Job, Message, Submission
from tasks.outcomes import Outcome, Reason
from tasks.resources import Elsewhere, Ended, Publication
from tasks.urls.identity import identity_of, url_key
from worker.store.documents import pack
from worker.store.totals import BOUNDS_MS

DAY_SECONDS: Final = 86_400
# What the ledger keeps of an error: enough to see what it was, never a page.
MAX_ERROR_CHARACTERS: Final = 500
MAX_TRACEBACK_CHARACTERS: Final = 6_000

Argument = str | bytes | int


def constants(settings: Settings) -> str:
    """Give what is set, as the scripts of the ledger know it: kept times in seconds, others in ms.

    It stands in their text, and not among their arguments: each call is spared a dozen of them.
    """
    keeping, polite, engine = settings.keeping, settings.politeness, settings.engine
    known = {
        "MAX_IN_FLIGHT": engine.max_in_flight,
        "CLOSED_KEPT": int(keeping.closed_kept_days * DAY_SECONDS),
        "DEAD_KEPT": int(keeping.dead_kept_days * DAY_SECONDS),
        "HEADS_KEPT": int(keeping.versions_kept_days * DAY_SECONDS),
        "DELAY": milliseconds(polite.host_delay_seconds),
        "DELAY_FACTOR": polite.host_delay_factor,
        "MAX_DELAY": milliseconds(polite.host_delay_max_seconds),
        "CONNECTIONS": polite.host_connections,
        "PERMIT": milliseconds(settings.silence_seconds("fetch") + engine.sweep_after_seconds),
        "BACKOFF": milliseconds(polite.host_backoff_seconds),
        "MAX_BACKOFF": milliseconds(engine.retry_max_seconds),
        "GIVE_UP": milliseconds(polite.host_give_up_seconds),
        "FRESH": milliseconds(settings.fetching.fresh_seconds),
        # Half the time that articles are remembered for near-duplicates (near.lua).
        "BOOK": milliseconds(keeping.near_kept_days * DAY_SECONDS / 2),
        "BOUNDS": f"{{{', '.join(map(str, BOUNDS_MS))}}}",
    }
    return f"local {', '.join(known)} = {', '.join(map(str, known.values()))}"


def milliseconds(seconds: float) -> int:
    """Give a time as the scripts count it."""
    return int(1000 * seconds)


def visit_arguments(visit: Visit) -> tuple[Argument, ...]:
    """Give what `visited` of politeness.lua takes."""
    return (
        visit.answer,
        milliseconds(visit.seconds),
        milliseconds(visit.retry_after_seconds),
        visit.ending,
    )


def message_arguments(message: Message) -> tuple[Argument, ...]:
    """Give the first arguments of most scripts: id, generation, task."""
    return message.job_id, message.generation, message.task


def submission_arguments(submission: Submission) -> tuple[Argument, ...]:
    """Give what submit.lua takes."""
    fields = submission.job.fields()
    if submission.first_task == "fetch":
        fields |= _turn_fields(submission.job.url or "")
    if submission.refused:
        fields["error"] = submission.refused.message[:MAX_ERROR_CHARACTERS]
    return (
        submission.job.id,
        submission.first_task,
        _own_key(submission.job),
        pack(submission.page) if submission.page else b"",
        *_ending(submission),
        submission.inbox_entry,
        *pairs(fields),
    )


def _ending(submission: Submission) -> tuple[str, str]:
    """Give how a job ends that is over before it begins; '' for any other."""
    if submission.refused is None:
        return "", ""
    is_malformed = isinstance(submission.refused, Malformed)
    return Outcome.DEAD if is_malformed else Outcome.DROPPED, submission.refused.reason


def replay_arguments(again: Job, first_task: str) -> tuple[Argument, ...]:
    """Give what replay.lua takes of the new job, which names the old one."""
    fields = again.fields()
    if first_task == "fetch":
        fields |= _turn_fields(again.url or "")
    return again.replay_of or "", again.id, first_task, _own_key(again), *pairs(fields)


def _own_key(job: Job) -> str:
    """Give what the caller's own id is found by; '' where there is none."""
    return identity_of(url=None, own_id=job.own_id, text="") if job.own_id else ""


def _turn_fields(url: str) -> dict[str, str]:
    """Give the fields by which a job waits for its host; none for what cannot be fetched."""
    host, key = host_of(url), _url_key(url)
    return {"host": host, "url_key": key, "expected": key} if host else {}


def _url_key(url: str) -> str:
    """Give what jobs for one URL share; what has no usual spelling (too long) is its own."""
    return url_key(url) or identity_of(url=url, own_id=None, text="")


def elsewhere_arguments(elsewhere: Elsewhere) -> tuple[Argument, ...]:
    """Give what move.lua takes of where a job goes: host, document id, URL, URLs passed."""
    url = elsewhere.url
    return host_of(url), _url_key(url), url, json.dumps(elsewhere.passed)


def remembered_arguments(publication: Publication) -> tuple[Argument, ...]:
    """Give what remember.lua takes of a version."""
    version = publication.version or 0
    if publication.signature is None:
        return publication.document, version, b"", b""
    bands, sketch, numbers = publication.signature
    remembered = Remembered(publication.document, publication.cluster, sketch, numbers)
    return publication.document, version, bands, remembered.to_bytes()


def pairs(fields: Mapping[str, str]) -> list[str]:
    """Give all fields, each with its value after it."""
    return [part for pair in fields.items() for part in pair]


def mapping_of(flat: Sequence[str]) -> dict[str, str]:
    """Give back what `pairs` was made of."""
    return dict(zip(flat[::2], flat[1::2], strict=True))


def messages_of(answer: Iterable[Sequence[Any]]) -> tuple[Message, ...]:
    """Give the messages that a script has released."""
    return tuple(Message(task, job_id, int(generation)) for task, job_id, generation in answer)


def ended_of(answer: Sequence[Any]) -> Ended:
    """Give what closing a job has answered."""
    if len(answer) == 1:
        return Ended(answer[0])
    outcome, reason, released = answer
    return Ended("closed", Outcome(outcome), Reason(reason), messages_of(released))


def known_of(answer: Sequence[Any]) -> Known:
    """Give what known.lua has answered."""
    flat, owner, candidates = answer
    head = mapping_of(flat)
    return Known(
        head=head_of(head) if "version" in head else None,
        owner=owner or None,
        candidates=tuple(Remembered.from_bytes(bytes.fromhex(one)) for one in candidates),
    )


def head_of(fields: Mapping[str, str]) -> Head:
    """Give a document's head from its fields."""
    return Head(
        version=int(fields["version"]),
        entry=fields["entry"],
        text_sha256=fields.get("text_sha256"),
        metadata_sha256=fields.get("metadata_sha256"),
        plain_sha256=fields.get("plain_sha256"),
        body_sha256=fields.get("body_sha256"),
        fetched_at=fields.get("fetched_at"),
    )
