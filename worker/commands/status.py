"""`newsmill status`."""

import click


@click.command(
    epilog="""\b
Examples:
  newsmill status
  newsmill status 019aa3c1f0b7d2e4c6a8f01
  newsmill status --json | jq .open
"""
)
@click.argument("jobs", nargs=-1, metavar="[JOB…]")
@click.option("--json", "as_json", is_flag=True, help="For programs: one JSON object a line.")
def command(jobs: tuple[str, ...], *, as_json: bool) -> int:
    """Show ledger, queues, outcomes and stream lag, or what became of a job.

    Exit code 1 when a job is not known.
    """
    import json

    from worker.commands import prepare
    from worker.reporting import overview, readable, states
    from worker.resources import WorkerResources, require_servers

    chosen = prepare()
    require_servers(chosen)
    resources = WorkerResources(chosen)
    found = states(resources, jobs) if jobs else [overview(resources)]
    for report in found:
        click.echo(json.dumps(report) if as_json else readable(report))
    return int(any(report.get("state") == "unknown" for report in found))
