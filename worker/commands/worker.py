"""`newsmill worker`."""

import click

from worker.supervising import ROLES


@click.command(
    epilog="""\b
Examples:
  newsmill worker
  newsmill worker --role reader
"""
)
@click.option(
    "--role",
    type=click.Choice(ROLES),
    help="Run this one alone, as a container does.",
)
def command(role: str | None) -> int:
    """Run workers against the configured servers, until stopped.

    Without --role all of them run here, one process group a role, restarted when they die.
    The first SIGTERM or Ctrl-C lets running tasks end; the second does not wait.
    """
    from worker.commands import prepare
    from worker.resources import require_servers

    chosen = prepare()
    require_servers(chosen)
    if role:
        from worker.supervising.roles import run_role

        return run_role(role, chosen)
    from worker.supervising.machine import run_all_roles

    return run_all_roles(chosen)
