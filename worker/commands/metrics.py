"""`newsmill metrics`."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from config.settings import Settings

LISTEN = "127.0.0.1:9464"


class Address(click.ParamType[tuple[str, int]]):
    """HOST:PORT; the host of IPv6 stands in brackets."""

    name = "address"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, int]:
        """Give host and port."""
        host, _, port = value.rpartition(":")
        host = host.removeprefix("[").removesuffix("]")
        if not host or not port.isdecimal() or int(port) > 0xFFFF:  # noqa: PLR2004 - the last port
            self.fail(f"{value!r} is not HOST:PORT", param, ctx)
        return host, int(port)


@click.command(
    epilog="""\b
Examples:
  newsmill metrics
  newsmill metrics --listen 0.0.0.0:9464
  newsmill metrics --once | grep newsmill_jobs_total
"""
)
@click.option(
    "--listen",
    type=Address(),
    default=LISTEN,
    show_default=True,
    metavar="HOST:PORT",
    help="Where Prometheus asks.",
)
@click.option("--once", is_flag=True, help="Print the metrics and end.")
def command(listen: tuple[str, int], *, once: bool) -> None:
    """Tell Prometheus how the whole service does: one exporter for all workers.

    What it tells it reads from the store, so it may be started again at any time, and more than
    once. A server that is away is told as newsmill_redis_up 0; one that refuses us from the start
    ends it. So do SIGTERM and Ctrl-C.
    """
    from worker.access import require_access
    from worker.commands import prepare
    from worker.resources import require_servers

    chosen = prepare()
    require_servers(chosen)
    require_access(chosen)
    if once:
        _print(chosen)
    else:
        _serve(chosen, *listen)


def _print(chosen: "Settings") -> None:
    from prometheus_client import generate_latest

    from worker.reporting.exporter import exporting

    with exporting(chosen) as registry:
        click.echo(generate_latest(registry), nl=False)


def _serve(chosen: "Settings", host: str, port: int) -> None:
    import signal
    import threading

    from worker.commands import note
    from worker.reporting.exporter import served

    stop = threading.Event()
    with served(chosen, host, port) as taken:
        signal.signal(signal.SIGTERM, lambda *_: stop.set())
        shown = f"[{host}]" if ":" in host else host
        note(f"metrics at http://{shown}:{taken}/metrics")
        stop.wait()
