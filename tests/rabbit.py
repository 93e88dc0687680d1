"""A RabbitMQ node of a test's own, where its machine has Debian's rabbitmq-server.

`TEST_BROKER=rabbitmq` makes the mills of all tests use one (`make test-servers`). Its user may do
only what README, *Broker*, says that newsmill needs.
"""

import json
import os
import socket
import subprocess
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final, Self
from urllib.parse import quote

import amqp

from tasks.chain import TASKS
from tests.waiting import wait_until
from worker.supervising.embedded import EmbeddedServers
from worker.supervising.orphans import Child, launch

# Not the one on PATH: that is a script of Debian's which becomes another user.
SERVER: Final = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
IS_WANTED: Final = os.environ.get("TEST_BROKER") == "rabbitmq"

USER, PASSWORD, VHOST = "mill", "hunter2/@:", "news"
CONFIGURE: Final = r"^(fetch|clean|extract|publish|celery|.*\.pidbox|celeryev.*)$"
QUEUE: Final = {
    "durable": True,
    "auto_delete": False,
    "arguments": {"x-queue-type": "quorum"},
}
READY_SECONDS = 60.0


def free_port() -> int:
    """Give a port of loopback that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class RabbitServer:
    """One node, on loopback alone; a context manager.

    Attributes:
        port: where it listens; also after a restart.
    """

    def __init__(self, *configuration: str) -> None:
        """Say how it differs from others.

        Args:
            configuration: lines for its rabbitmq.conf.
        """
        self.port = free_port()
        self._configuration = configuration
        self._epmd_port, self._distribution_port = free_port(), free_port()
        self._cleanup = ExitStack()
        self._children: dict[str, Child] = {}

    @property
    def url(self) -> str:
        """Its URL, with the user's password."""
        return self.url_of()

    def url_of(self, *, password: str = PASSWORD, vhost: str = VHOST) -> str:
        """Give a URL with another password or virtual host."""
        return f"amqp://{USER}:{quote(password, safe='')}@127.0.0.1:{self.port}/{vhost}"

    @property
    def pid(self) -> int:
        """The pid of the node."""
        return self._children["node"].pid

    def is_running(self) -> bool:
        """Say whether the node runs, ready or not."""
        return self._children["node"].exit_code() is None

    def __enter__(self) -> Self:
        """Start the node and wait until it takes connections."""
        folder = Path(self._cleanup.enter_context(tempfile.TemporaryDirectory(prefix="rabbit-")))
        self._folder = folder
        self._cleanup.callback(self._stop)
        lines = [
            f"listeners.tcp.loopback = 127.0.0.1:{self.port}",
            f"load_definitions = {folder}/definitions.json",
            *self._configuration,
        ]
        (folder / "rabbitmq.conf").write_text("\n".join(lines) + "\n")
        (folder / "definitions.json").write_text(json.dumps(definitions()))
        (folder / "plugins").write_text("[].")
        epmd = subprocess.run(["which", "epmd"], capture_output=True, text=True, check=True)
        self._launch("epmd", [epmd.stdout.strip(), "-address", "127.0.0.1"])
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it, and delete what it held."""
        self._cleanup.close()

    def start(self) -> None:
        """Start the node, again with what it held; wait until it takes connections."""
        self._launch("node", [str(SERVER)])
        wait_until(self._is_ready, READY_SECONDS, "RabbitMQ is ready")

    def connection(self) -> amqp.Connection:
        """Give a connection as the user of the tests; who asks closes it."""
        made = amqp.Connection(
            host=f"127.0.0.1:{self.port}", userid=USER, password=PASSWORD, virtual_host=VHOST
        )
        made.connect()
        return made

    def control(self, *words: str) -> None:
        """Have rabbitmqctl do something."""
        command = [str(SERVER.with_name("rabbitmqctl")), *words]
        subprocess.run(command, env=self._environment(), check=True, capture_output=True)

    def _is_ready(self) -> bool:
        if not self.is_running():
            log = (self._folder / "node.log").read_text()
            raise AssertionError(f"RabbitMQ has ended:\n{log[-2000:]}")
        try:
            self.connection().close()
        except (OSError, amqp.AMQPError):
            return False
        return True

    def _launch(self, name: str, command: list[str]) -> None:
        with (self._folder / f"{name}.log").open("ab") as log:
            self._children[name] = launch(
                command, output_fd=log.fileno(), environment=self._environment()
            )

    def _stop(self) -> None:
        for child in reversed(self._children.values()):
            child.terminate()
            if not child.wait(20):
                child.kill()

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "HOME": str(self._folder),
            "RUNNING_UNDER_SYSTEMD": "true",  # no shell around it: its pid is the node's
            "RABBITMQ_NODENAME": f"mill{self.port}@localhost",
            "RABBITMQ_DIST_PORT": str(self._distribution_port),
            "RABBITMQ_MNESIA_BASE": str(self._folder / "data"),
            "RABBITMQ_LOG_BASE": str(self._folder / "log"),
            "RABBITMQ_CONFIG_FILE": str(self._folder / "rabbitmq.conf"),
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "RABBITMQ_GENERATED_CONFIG_DIR": str(self._folder / "generated"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self._folder / "plugins"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": (
                "-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none"
            ),
            "ERL_EPMD_PORT": str(self._epmd_port),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
        }


def definitions() -> dict[str, list[dict[str, Any]]]:
    """Give what the node is to know: the user, the virtual host, and the user's rights there.

    Messages that went back 20 times are dropped, as RabbitMQ 4 does. The queues are there before
    any worker: one that was made in the second before its node is killed may never work again.
    """
    limit = {"apply-to": "queues", "definition": {"delivery-limit": 20}, "priority": 0}
    rights = {"configure": CONFIGURE, "write": ".*", "read": ".*"}
    return {
        "users": [{"name": USER, "password": PASSWORD, "tags": ""}],
        "vhosts": [{"name": VHOST}],
        "permissions": [{"user": USER, "vhost": VHOST, **rights}],
        "queues": [{"name": task, "vhost": VHOST, **QUEUE} for task in TASKS],
        "policies": [{"vhost": VHOST, "name": "limit", "pattern": ".*", **limit}],
    }


class ServersWithRabbit(EmbeddedServers):
    """Embedded servers whose broker is a RabbitMQ node."""

    def start(self) -> Self:
        """Start all."""
        super().start()
        self.rabbit = self._cleanup.enter_context(RabbitServer())
        return self

    @property
    def broker_url(self) -> str:
        """The node's URL."""
        return self.rabbit.url

    @property
    def pids(self) -> dict[str, int]:
        """The pid of the node and of the store."""
        return {**super().pids, "broker": self.rabbit.pid}

    def restart_dead(self) -> list[str]:
        """Start again what died."""
        dead = super().restart_dead()
        if self.rabbit.is_running():
            return dead
        self.rabbit.start()
        return [*dead, "broker"]
