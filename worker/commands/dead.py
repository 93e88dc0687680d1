"""`newsmill dead`."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from worker.resources import WorkerResources


@click.group(
    epilog="""\b
Examples:
  newsmill dead list
  newsmill dead show 019aa3c1f0b7d2e4c6a8f01
  newsmill dead replay --all
  newsmill dead purge --yes
"""
)
def command() -> None:
    """List, show, replay or purge the jobs that we gave up."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="For programs: one JSON object a line.")
def list_dead(*, as_json: bool) -> None:
    """List dead jobs, the latest first: id, reason, task, what it was, error."""
    import json

    from worker.reporting import states

    resources = _resources()
    for report in states(resources, resources.ledger.dead()):
        name = (
            report.get("url")
            or report.get("path")
            or report.get("own_id")
            or report.get("received", "text")[:80]
        )
        line = f"{report['job_id']}  {report.get('reason', '?'):<14} {report.get('task', '?'):<8}"
        click.echo(json.dumps(report) if as_json else f"{line} {name}  {report.get('error', '')}")


@command.command()
@click.argument("jobs", nargs=-1, required=True, metavar="JOB…")
def show(jobs: tuple[str, ...]) -> int:
    """Show everything that is known of dead jobs, tracebacks included."""
    from worker.reporting import readable, states

    found = states(_resources(), jobs)
    for report in found:
        click.echo(readable(report))
    return int(any(report["state"] == "unknown" for report in found))


@command.command()
@click.argument("jobs", nargs=-1, metavar="[JOB…]")
@click.option("--all", "everything", is_flag=True, help="All dead jobs.")
def replay(jobs: tuple[str, ...], *, everything: bool) -> None:
    """Hand dead jobs in again, as new jobs that name the old ones; prints the new ids."""
    from tasks.errors import UsageError
    from worker.celery import create_app
    from worker.commands import prepare
    from worker.replaying import replay as replay_dead
    from worker.replaying import replayable

    if bool(jobs) == everything:
        raise UsageError("name the jobs to replay, or say --all")
    app = create_app(prepare())
    dead = jobs or app.resources.ledger.dead()
    chosen = replayable(app.resources, dead) if everything else dead
    if skipped := len(dead) - len(chosen):
        click.echo(f"newsmill: {skipped} skipped: inbox entries that were no jobs", err=True)
    for job in replay_dead(app, chosen):
        click.echo(job.id)


@command.command()
@click.argument("jobs", nargs=-1, metavar="[JOB…]")
@click.option("--yes", is_flag=True, help="Do not ask.")
def purge(jobs: tuple[str, ...], *, yes: bool) -> None:
    """Delete dead jobs, all of them unless some are named, with what the store holds of them."""
    from worker.replaying import purge_dead

    resources = _resources()
    chosen = list(jobs) or resources.ledger.dead()
    if not yes:
        click.confirm(f"Delete {len(chosen)} dead jobs for good?", abort=True, err=True)
    click.echo(f"{purge_dead(resources, chosen)} deleted", err=True)


def _resources() -> "WorkerResources":
    from worker.commands import prepare
    from worker.resources import WorkerResources, require_servers

    chosen = prepare()
    require_servers(chosen)
    return WorkerResources(chosen)
