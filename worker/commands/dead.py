"""`newsmill dead`."""

import json
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

import click

from worker.commands.choosing import RateType, dead_jobs

if TYPE_CHECKING:
    from worker.celery import NewsmillApp
    from worker.resources import WorkerResources
    from worker.store.dead import DeadJob, Wanted


@click.group(
    epilog="""\b
Examples:
  newsmill dead list --since 1d --reason timeout
  newsmill dead list --summary
  newsmill dead show 019aa3c1f0b7d2e4c6a8f01
  newsmill dead replay --host news.example --dry-run
  newsmill dead replay --all --rate 5/s
  newsmill dead purge --until 7d --yes
"""
)
def command() -> None:
    """List, show, replay or purge the jobs that we gave up."""


@command.command("list")
@dead_jobs
@click.option(
    "--limit", type=click.IntRange(min=1), help="So many are listed at the most; all without it."
)
@click.option("--summary", is_flag=True, help="Count them by reason and task instead.")
@click.option("--json", "as_json", is_flag=True, help="For programs: one JSON object a line.")
def list_dead(wanted: "Wanted", limit: int | None, *, summary: bool, as_json: bool) -> None:
    """List dead jobs, the latest first: id, reason, task, what it was, error."""
    jobs = islice(_resources().ledger.dead(wanted), limit)
    if summary:
        _count(jobs, as_json=as_json)
    else:
        _list(jobs, as_json=as_json)


@command.command()
@click.argument("job_ids", nargs=-1, required=True, metavar="JOB…")
@click.option("--json", "as_json", is_flag=True, help="For programs: one JSON object a line.")
def show(job_ids: tuple[str, ...], *, as_json: bool) -> int:
    """Show everything that is known of dead jobs, tracebacks included."""
    from worker.reporting import found, readable

    resources = _resources()
    reports = [found(resources, job_id, limit=1) for job_id in job_ids]
    for report in reports:
        click.echo(json.dumps(report) if as_json else f"{readable(report)}\n")
    return int(any(report.get("state") == "unknown" for report in reports))


@command.command()
@click.argument("job_ids", nargs=-1, metavar="[JOB…]")
@dead_jobs
@click.option("--all", "everything", is_flag=True, help="All dead jobs.")
@click.option("--rate", type=RateType(), metavar="N/s", help="No faster: 5/s, 60/m.")
@click.option("--dry-run", is_flag=True, help="List what would be replayed, and do nothing.")
def replay(
    job_ids: tuple[str, ...],
    wanted: "Wanted",
    *,
    everything: bool,
    rate: float | None,
    dry_run: bool,
) -> None:
    """Hand dead jobs in again, as new jobs that name the old ones; prints the new ids.

    Ctrl-C leaves the rest as dead as before.
    """
    from tasks.errors import UsageError
    from worker.celery import create_app
    from worker.commands import note, prepare
    from worker.replaying import replayable
    from worker.store.dead import ALL_DEAD

    app = create_app(prepare())
    if everything == bool(job_ids or wanted != ALL_DEAD):
        raise UsageError("name the jobs, or say which with --reason and the like, or say --all")
    left_out: Counter[str] = Counter()
    jobs = _chosen(app.resources, job_ids, wanted)
    if not job_ids:
        jobs = replayable(jobs, left_out)
    if dry_run:
        _list(jobs, as_json=False)
    else:
        _replay(app, jobs, rate or 0.0)
    if left_out:
        note(f"{left_out.total()} skipped: inbox entries that were no jobs")


@command.command()
@click.argument("job_ids", nargs=-1, metavar="[JOB…]")
@dead_jobs
@click.option("--yes", is_flag=True, help="Do not ask.")
def purge(job_ids: tuple[str, ...], wanted: "Wanted", *, yes: bool) -> None:
    """Delete dead jobs, all of them unless some are meant, with what the store holds of them."""
    from worker.replaying import purge_dead

    resources = _resources()

    def jobs() -> "Iterator[DeadJob]":
        return _chosen(resources, job_ids, wanted)

    if not yes:
        many = sum(1 for _ in jobs())
        click.confirm(f"Delete {many} dead jobs for good?", abort=True, err=True)
    click.echo(f"{purge_dead(resources, jobs())} deleted", err=True)


def _chosen(
    resources: "WorkerResources", job_ids: tuple[str, ...], wanted: "Wanted"
) -> "Iterator[DeadJob]":
    """Give the dead jobs that are named; else those that are described.

    Raises:
        UsageError: both were said.
    """
    from tasks.errors import UsageError
    from worker.replaying import named
    from worker.store.dead import ALL_DEAD

    if job_ids and wanted != ALL_DEAD:
        raise UsageError("name the jobs, or say which with --reason and the like, not both")
    return named(resources, job_ids) if job_ids else resources.ledger.dead(wanted)


def _list(jobs: "Iterator[DeadJob]", *, as_json: bool) -> None:
    from worker.reporting import dead_job, line

    for report in map(dead_job, jobs):
        click.echo(json.dumps(report) if as_json else line(report))


def _count(jobs: "Iterator[DeadJob]", *, as_json: bool) -> None:
    counted = Counter((job.fields["reason"], job.fields["task"]) for job in jobs)
    for (reason, task), count in counted.most_common():
        told = {"reason": reason, "task": task, "jobs": count}
        click.echo(json.dumps(told) if as_json else f"{count:>8}  {reason:<14} {task}")


def _replay(app: "NewsmillApp", jobs: "Iterator[DeadJob]", interval_seconds: float) -> None:
    """Replay jobs, saying on a terminal how many have been."""
    from rich.console import Console
    from rich.status import Status

    from worker.replaying import replay as replay_dead

    console, many = Console(stderr=True), 0
    try:
        with Status("", console=console) as status:
            replayed = replay_dead(app, jobs, interval_seconds=interval_seconds)
            for many, job in enumerate(replayed, start=1):
                click.echo(job.id)
                status.update(f"{many} replayed")
    finally:
        click.echo(f"{many} replayed", err=True)


def _resources() -> "WorkerResources":
    from worker.commands import prepare
    from worker.resources import WorkerResources, require_servers

    chosen = prepare()
    require_servers(chosen)
    return WorkerResources(chosen)
