"""Several hosts on this machine: each a network namespace with a name of its own.

    servers ── 10.254.N.0/30 ── host N        one cable (a pair of veth) for each host

All cables end at the servers, and nothing is routed on, so hosts reach the servers and nobody else.
It takes root and `ip netns`; whoever has not gets `Refused` with what was answered.
"""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from worker.supervising.binary import binary_path
from worker.supervising.orphans import Child, launch

BROKER_PORT, STORE_PORT = 7001, 7002
PORTS: Final = {"broker": BROKER_PORT, "store": STORE_PORT}
SERVERS: Final = "servers"


class Refused(Exception):  # noqa: N818 - what the machine says
    """This machine makes no namespaces for us."""


class Lab:
    """The hosts, and the programs that run on them.

    Args:
        directory: for data, sockets and logs.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._tag = f"nm{os.getpid() % 10_000}"
        self._cables: dict[str, int] = {}
        self._children: list[Child] = []
        self._cleanup = contextlib.ExitStack()

    def start(self) -> None:
        """Make the namespace of the servers, and start both there.

        Raises:
            Refused: with the answer of the machine.
        """
        self._namespace(SERVERS)
        for name, port in PORTS.items():
            options = f"--port {port} --protected-mode no --unixsocket {self._socket(name)}"
            data = self.directory / name
            data.mkdir()
            kept = f"--dir {data} --appendonly yes --save  --maxmemory-policy noeviction"
            self.run(SERVERS, [str(binary_path()), *f"{options} {kept}".split(" ")], {}, name)

    def host(self, name: str) -> None:
        """Make a host with a cable to the servers."""
        self._namespace(name)
        number = self._cables[name] = len(self._cables) + 1
        ends = [self._end(name, side) for side in ("s", "h")]
        ip("link", "add", ends[0], "type", "veth", "peer", "name", ends[1])
        for end, owner, last in zip(ends, (SERVERS, name), (1, 2), strict=True):
            ip("link", "set", end, "netns", self._named(owner))
            there = ("-n", self._named(owner))
            ip(*there, "address", "add", f"10.254.{number}.{last}/30", "dev", end)
            ip(*there, "link", "set", end, "up")

    def set_cable(self, name: str, state: str) -> None:
        """Cut the cable of a host (`down`), or mend it (`up`)."""
        ip("-n", self._named(SERVERS), "link", "set", self._end(name, "s"), state)

    def urls(self, name: str) -> dict[str, str]:
        """Give the servers' URLs as a host knows them."""
        address = f"10.254.{self._cables[name]}.1"
        return {
            f"NEWSMILL_{server.upper()}_URL": f"redis://{address}:{port}/0"
            for server, port in PORTS.items()
        }

    def local_url(self, server: str) -> str:
        """Give a server's URL for the test, which is on none of the hosts."""
        return f"unix://{self._socket(server)}?db=0"

    def run(
        self,
        host: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        hostname: str | None = None,
    ) -> Child:
        """Start a program on a host, under a host name."""
        into = [_found("ip"), "netns", "exec", self._named(host), _found("unshare"), "--uts"]
        named = ["sh", "-c", 'hostname "$0" && exec "$@"', hostname or host]
        with (self.directory / f"{host}.log").open("ab") as log:
            child = launch(
                [*into, *named, *command],
                output_fd=log.fileno(),
                environment={**os.environ, **environment},
                kill_after_seconds=5,
            )
        self._children.append(child)
        return child

    def stop(self) -> None:
        """End all programs and take the namespaces away; the cables go with them."""
        for child in self._children:
            child.terminate()
        for child in self._children:
            child.wait(10)
            child.kill()
        self._cleanup.close()

    def _namespace(self, name: str) -> None:
        ip("netns", "add", self._named(name))
        self._cleanup.callback(ip, "netns", "delete", self._named(name))
        ip("-n", self._named(name), "link", "set", "lo", "up")

    def _named(self, host: str) -> str:
        return f"{self._tag}-{host}"

    def _end(self, host: str, side: str) -> str:
        return f"{self._tag}{side}{self._cables[host]}"

    def _socket(self, server: str) -> Path:
        return self.directory / f"{server}.sock"


@contextlib.contextmanager
def lab(directory: Path) -> Iterator[Lab]:
    """Make a lab with its servers, and take it away afterwards.

    Raises:
        Refused: with the answer of the machine.
    """
    made = Lab(directory)
    try:
        made.start()
        yield made
    finally:
        made.stop()


def ip(*words: str) -> None:
    """Run `ip`.

    Raises:
        Refused: with what it has said.
    """
    done = subprocess.run([_found("ip"), *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Refused(f"ip {' '.join(words)}: {done.stderr.strip()}")


def _found(program: str) -> str:
    path = shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if sys.platform != "linux" or path is None:
        raise Refused(f"there is no {program} here")
    return path
