"""From an entry of the inbox to a submission; what is no job says why, and what it held."""

import json
from collections.abc import Mapping
from typing import Final

from tasks.errors import Malformed, Undecodable
from tasks.job import Job, Submission
from tasks.submitting import Fields, submission_from

VIA: Final = "inbox"
# What is kept of an entry that is no job: enough to see who wrote it.
SHOWN_FIELDS: Final = 20
SHOWN_CHARACTERS: Final = 500


def submission_of(entry_id: str, fields: Mapping[bytes, bytes], max_bytes: int) -> Submission:
    """Make a submission of an entry; its id becomes that of the job.

    Args:
        entry_id: in the stream.
        fields: those of a job, and any others, which are ignored.
        max_bytes: of the page or text that it brings.
    """
    known = {}
    for name in Fields.model_fields:
        try:
            if (value := fields.get(name.encode())) is not None:
                known[name] = value.decode()
        except UnicodeDecodeError as error:
            return malformed(entry_id, fields, f"{name} is no UTF-8: {error.reason}")
    made = submission_from(known, job_id=entry_id, max_bytes=max_bytes, via=VIA)
    if isinstance(made.refused, Undecodable):
        return malformed(entry_id, fields, made.refused.message)
    return Submission(made.job, made.page, made.refused, entry_id)


def malformed(entry_id: str, fields: Mapping[bytes, bytes], why: str) -> Submission:
    """Make a submission of an entry that is no job: dead from the beginning."""
    job = Job(id=entry_id, kind="text", via=VIA, received=_shown(fields))
    return Submission(job, refused=Malformed(why), inbox_entry=entry_id)


def _shown(fields: Mapping[bytes, bytes]) -> str:
    """Give the beginning of each of the first fields, as JSON."""
    shown = {_beginning(name): _beginning(fields[name]) for name in list(fields)[:SHOWN_FIELDS]}
    more = f" and {len(fields) - SHOWN_FIELDS} fields more" if len(fields) > SHOWN_FIELDS else ""
    return json.dumps(shown, ensure_ascii=False) + more


def _beginning(value: bytes) -> str:
    text = value[: 4 * SHOWN_CHARACTERS].decode(errors="backslashreplace")
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}…"
