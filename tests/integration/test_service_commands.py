"""The commands that speak with a running service, each as a real process."""

import json
import subprocess
import time
from pathlib import Path

import pytest

from config.settings import settings
from tests import invented
from tests.command import Ran, command_line, environment_with, forget_app, newsmill
from tests.mill import Mill, text, url
from tests.site import Site
from worker import submit
from worker.store import keys


def asked(working: Mill, *arguments: str, given: bytes = b"") -> Ran:
    """Run a command against a mill; it must succeed."""
    done = newsmill(*arguments, given=given, environment=working.environment)
    assert done.code == 0, done.err
    return done


def dead_job(working: Mill, site: Site) -> str:
    """Give a job whose server failed at every attempt."""
    (job_id,) = working.submit(url(site.url("/500")))
    assert working.outcomes(job_id) == ["dead: upstream_error"]
    return job_id


def dead_ids(working: Mill) -> list[str]:
    """Give the ids of the dead jobs of a mill."""
    return [job.id for job in working.app.resources.ledger.dead()]


def test_enqueue_prints_ids_of_jobs(working_mill: Mill, tmp_path: Path) -> None:
    """One id a line for each job, whether from a file or from stdin."""
    source = tmp_path / "a.txt"
    source.write_text(invented.article(501), encoding="utf-8")
    from_file = asked(working_mill, "enqueue", str(source)).out.split()
    from_stdin = asked(working_mill, "enqueue", "-", given=invented.article(502).encode()).out
    job_ids = [*from_file, *from_stdin.split()]
    assert len(job_ids) == 2
    assert working_mill.outcomes(*job_ids) == ["published: new"] * 2


def test_submit_from_python(working_mill: Mill, monkeypatch: pytest.MonkeyPatch) -> None:
    """`from worker import submit` hands in what the command hands in."""
    for name, value in working_mill.environment.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    try:
        (job_id,) = submit(text=invented.article(503), title="From Python", id="p-1")
    finally:
        forget_app()
    assert working_mill.outcomes(job_id) == ["published: new"]
    state = working_mill.app.resources.ledger.state(job_id)
    assert state
    assert (state["title"], state["own_id"], state["via"]) == ("From Python", "p-1", "python")


def test_status_of_a_job(working_mill: Mill) -> None:
    """What became of a job; one that nobody knows is said to be unknown, exit code 1."""
    (job_id,) = working_mill.submit(text(""))
    working_mill.outcomes(job_id)
    report = json.loads(asked(working_mill, "status", "--json", job_id).out)
    assert (report["state"], report["outcome"], report["reason"]) == (
        "closed",
        "dropped",
        "too_short",
    )
    unknown = newsmill("status", "no-such-job", environment=working_mill.environment)
    assert unknown.code == 1
    assert "unknown" in unknown.out


def test_status_of_everything(working_mill: Mill) -> None:
    """How many jobs are open, how today's ended, and how far the groups are."""
    (job_id,) = working_mill.submit(text(invented.article(504)))
    working_mill.outcomes(job_id)
    report = json.loads(asked(working_mill, "status", "--json").out)
    assert report["open"] == 0
    assert report["today"]["published:new"] >= 1
    assert report["streams"]["news:articles"]["length"] >= 1
    assert "published:new" in asked(working_mill, "status").out


def test_consume_reads_each_record_once(working_mill: Mill) -> None:
    """A group begins with the oldest entry; what was written is acknowledged, nothing twice."""
    working_mill.outcomes(*working_mill.submit(*(text(invented.article(n)) for n in (505, 506))))
    group = f"g{time.monotonic_ns()}"
    first = asked(working_mill, "consume", "--group", group, "--count", "1")
    rest = asked(working_mill, "consume", "--group", group)
    records = [*first.records, *rest.records]
    assert len(first.records) == 1
    assert len({record["job_id"] for record in records}) == len(records)
    assert len(records) == working_mill.store.xlen(keys.ARTICLES.name)
    assert asked(working_mill, "consume", "--group", group).out == ""
    (told,) = [
        group_told
        for group_told in working_mill.store.xinfo_groups(keys.ARTICLES.name)
        if group_told["name"] == group
    ]
    assert told["pending"] == 0


def test_consumer_that_cannot_write_loses_nothing(working_mill: Mill) -> None:
    """What was read and not written comes again at once, in the next call."""
    working_mill.outcomes(*working_mill.submit(*(text(invented.article(n)) for n in (507, 508))))
    group = f"g{time.monotonic_ns()}"
    consume = command_line("consume", "--group", group)
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            consume,
            stdout=full,
            stderr=subprocess.DEVNULL,
            env=environment_with(working_mill.environment),
            check=False,
        )
    assert done.returncode == 1
    records = asked(working_mill, "consume", "--group", group).records
    assert len(records) == working_mill.store.xlen(keys.ARTICLES.name)


def test_dead_jobs_are_listed_shown_replayed_and_purged(working_mill: Mill, site: Site) -> None:
    """A dead job says why; replayed it is a new job that names it; purged it is gone."""
    job_id = dead_job(working_mill, site)
    (line,) = [row for row in asked(working_mill, "dead", "list").out.splitlines() if job_id in row]
    assert "upstream_error" in line
    assert site.url("/500") in line
    assert "fetch" in asked(working_mill, "dead", "show", job_id).out

    (replayed,) = asked(working_mill, "dead", "replay", job_id).out.split()
    assert working_mill.outcomes(replayed) == ["dead: upstream_error"]
    state = working_mill.app.resources.ledger.state(replayed)
    assert state
    assert state["replay_of"] == job_id
    dead = dead_ids(working_mill)
    assert replayed in dead
    assert job_id not in dead, "replaying all does not replay it again"

    asked(working_mill, "dead", "purge", "--yes", replayed)
    assert working_mill.app.resources.ledger.state(replayed) is None
    assert replayed not in dead_ids(working_mill)


def test_replay_of_what_is_not_dead_is_refused(working_mill: Mill) -> None:
    """Only dead jobs are replayed: anything else is one line and exit code 2."""
    done = newsmill("dead", "replay", "no-such-job", environment=working_mill.environment)
    assert (done.code, done.out) == (2, "")
    assert "no-such-job is no dead job" in done.err


def test_purge_asks_first(working_mill: Mill, site: Site) -> None:
    """Without --yes it asks, and an answer that is no deletes nothing."""
    job_id = dead_job(working_mill, site)
    done = newsmill("dead", "purge", given=b"n\n", environment=working_mill.environment)
    assert done.code != 0
    assert job_id in dead_ids(working_mill)
