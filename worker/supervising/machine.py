"""All roles on one machine, under one supervisor, with its own servers where none are named."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import structlog

from config import logging as log_pipe
from config.settings import Settings, variable
from tasks.errors import USAGE_EXIT_CODE, StoreError, UsageError
from worker.resources import WorkerResources, require_servers
from worker.supervising import ROLES
from worker.supervising.embedded import EmbeddedServers
from worker.supervising.supervisor import (
    Happening,
    Role,
    RoleEvent,
    StopSignals,
    Supervisor,
    forward_signals,
)

log = structlog.get_logger(__name__)

# Longer than a fetch or a parse takes as a rule; what is cut off is done again by others.
STOP_GRACE_SECONDS = 20.0
POLL_EVERY_SECONDS = 0.5
# A role that must wait this long has died five times in a row, each time soon after its start.
HOPELESS_SECONDS = 8.0


class Machine:
    """The processes of one machine.

    Attributes:
        settings: those of the roles, with the URLs of both servers.
    """

    def __init__(self, settings: Settings, servers: EmbeddedServers | None) -> None:
        self.settings = settings
        self._servers = servers
        self._cannot_start: str | None = None
        self._supervisor = Supervisor(
            [Role(name, command_of(name)) for name in ROLES],
            environment=environment_of(settings, servers),
            on_event=self._note,
        )

    @property
    def is_private(self) -> bool:
        """Whether the servers are this machine's own, so that nobody else hands in jobs."""
        return self._servers is not None

    @property
    def pids(self) -> dict[str, list[int]]:
        """The pids of each role, and of the servers that run here."""
        servers = self._servers.pids if self._servers else {}
        return {**self._supervisor.pids, **{name: [pid] for name, pid in servers.items()}}

    def start(self) -> None:
        """Start all roles."""
        self._supervisor.start()

    def poll(self) -> None:
        """Restart what has died.

        Raises:
            UsageError: a role refuses to start as it is set up, or has died of it again and
                again; it has said why on stderr.
        """
        if self._cannot_start:
            raise UsageError(f"the {self._cannot_start} cannot start: see above")
        if self._servers:
            try:
                for name in self._servers.restart_dead():
                    log.warning("server_restarted", server=name)
            except StoreError as error:
                log.warning("server_not_restarted", error=str(error))
        self._supervisor.poll()

    def stop(self, signals: StopSignals) -> None:
        """Stop the roles in their order; the servers are their owner's to stop."""
        keeps_files = self.settings.fetching.warc_dir is not None  # which a fetcher finishes
        if self._servers and not keeps_files and not self._has_work():
            signals.hurried.set()
        self._supervisor.stop(STOP_GRACE_SECONDS, signals.hurried)

    def _has_work(self) -> bool:
        """Ask whether any job is open; where nobody answers, there may be one."""
        resources = WorkerResources(self.settings)
        try:
            return resources.ledger.counts().open > 0
        except StoreError:
            return True
        finally:
            resources.close()

    def _note(self, event: RoleEvent) -> None:
        if event.happening is Happening.DIED:
            log.warning(
                "role_died",
                role=event.role,
                exit_code=event.exit_code,
                restart_in_seconds=event.restart_in_seconds,
            )
        else:
            log.info("role_changed", to=event.happening.value, role=event.role, pid=event.pid)
        dies_at_once = (event.restart_in_seconds or 0) >= HOPELESS_SECONDS
        if event.exit_code == USAGE_EXIT_CODE or dies_at_once:
            self._cannot_start = event.role


@contextlib.contextmanager
def machine(
    settings: Settings, signals: StopSignals, *, embedded: bool, data_dir: Path | None = None
) -> Iterator[Machine]:
    """Run all roles, and both servers where none are named, while the context lasts.

    Args:
        settings: what the roles are to use.
        signals: a second one makes the end a quick one.
        embedded: whether servers may be started when neither URL is set.
        data_dir: where embedded servers keep their data.

    Raises:
        UsageError: a server is missing, or the data directory cannot be used.
    """
    with contextlib.ExitStack() as stack:
        servers = None
        if embedded and not (settings.servers.broker_url or settings.servers.store_url):
            servers = stack.enter_context(EmbeddedServers(data_dir))
            settings = with_servers(settings, servers)
        require_servers(settings)
        made = Machine(settings, servers)
        stack.callback(made.stop, signals)
        made.start()
        yield made


def with_servers(settings: Settings, servers: EmbeddedServers) -> Settings:
    """Give the settings with the URLs of embedded servers."""
    named = settings.servers.model_copy(
        update={"broker_url": servers.broker_url, "store_url": servers.store_url}
    )
    return settings.model_copy(update={"servers": named})


def command_of(role: str) -> list[str]:
    """Give the command that runs one role."""
    # -P: what lies in the user's working directory (a config.py, a tasks/) is no code of ours.
    return [sys.executable, "-P", "-m", "worker.commands", "worker", "--role", role]


def environment_of(settings: Settings, servers: EmbeddedServers | None) -> dict[str, str]:
    """Give the environment of a role: that of this process, with what is known here alone."""
    return {
        **os.environ,
        **(_environment_for(servers) if servers else {}),
        variable("log_level"): settings.logging.log_level,
        # One thread a process: the pools already use every core.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


def _environment_for(servers: EmbeddedServers) -> dict[str, str]:
    # What a killed pool leaves in its temporary directory goes away with ours.
    socket = urlsplit(servers.store_url).path
    temporary = {"TMPDIR": str(Path(unquote(socket)).parent)} if socket else {}
    # Servers of the operator's own need no word: a URL in a file stays out of environments.
    urls = {variable("broker_url"): servers.broker_url, variable("store_url"): servers.store_url}
    return {**urls, **temporary}


def run_all_roles(settings: Settings) -> int:
    """Run all roles against the configured servers until a signal comes.

    Returns:
        0: being stopped is how this ends.
    """
    log_pipe.configure(settings.logging)
    with forward_signals() as signals, machine(settings, signals, embedded=False) as made:
        while not signals.wait(POLL_EVERY_SECONDS):
            made.poll()
    return 0
