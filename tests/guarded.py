"""Servers as an operator runs them: on TCP, with the users of config/redis, or with TLS."""

import hashlib
import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import redis

from config.settings import Servers, Settings
from tests.waiting import wait_until
from worker.commands import doctor
from worker.supervising.binary import binary_path

RULES = Path(__file__).parent.parent / "config/redis"
SERVERS = ("broker", "store")


class Guarded(NamedTuple):
    """Two servers.

    Attributes:
        ports: of broker and store, by these names.
        scheme: `redis` or `rediss`.
        parameters: what each URL ends with.
    """

    ports: dict[str, int]
    scheme: str = "redis"
    parameters: str = ""

    def url(self, server: str, user: str | None = None, password: str | None = None) -> str:
        """Give the URL of a server, for a user with its password or another one."""
        login = f"{user}:{password or password_of(user)}@" if user else ""
        return f"{self.scheme}://{login}127.0.0.1:{self.ports[server]}/0{self.parameters}"

    def urls(self, user: str | None = None) -> Servers:
        """Give the URLs of both for one user."""
        return Servers(broker_url=self.url("broker", user), store_url=self.url("store", user))

    def client(self, server: str, user: str | None = None) -> redis.Redis:
        """Give a client of a server."""
        return redis.Redis.from_url(self.url(server, user), decode_responses=True)


def password_of(user: str) -> str:
    """Give the password of a user of these servers."""
    return f"{user}-hunter2"


@contextmanager
def guarded() -> Iterator[Guarded]:
    """Start both servers with the users of config/redis, their passwords filled in."""
    with _both(binary_path(), _with_users) as ports:
        yield Guarded(ports)


@contextmanager
def saving(server: str, folder: Path) -> Iterator[redis.Redis]:
    """Start one of them that saves to a folder, and reads what it saved there before."""
    port = free_port()
    options = [*_with_users(server, folder, port), "--appendonly", "yes"]
    with _running([str(binary_path()), *options], folder, port):
        yield Guarded({server: port}).client(server, "newsmill")


def _with_users(server: str, folder: Path, port: int) -> list[str]:
    rules = folder / "users.acl"
    rules.write_text(re.sub(r"\{(\w+)\}", _hashed, (RULES / f"{server}.acl").read_text()))
    return ["--port", str(port), "--aclfile", str(rules)]


@contextmanager
def with_tls(binary: Path, certificate: Path, key: Path) -> Iterator[Guarded]:
    """Start two servers that speak TLS only.

    Their certificate is its own authority; they ask their clients for one of it.
    """

    def options(_server: str, _folder: Path, port: int) -> list[str]:
        listening = ["--port", "0", "--tls-port", str(port), "--tls-auth-clients", "yes"]
        files = ["--tls-cert-file", str(certificate), "--tls-key-file", str(key)]
        return [*listening, *files, "--tls-ca-cert-file", str(certificate)]

    ours = f"ssl_certfile={certificate}&ssl_keyfile={key}"
    with _both(binary, options) as ports:
        yield Guarded(ports, "rediss", f"?ssl_ca_certs={certificate}&{ours}")


def tls_binary() -> Path | None:
    """Give a server here that was built with TLS: the embedded one is not, Debian's is."""
    found = [str(binary_path()), shutil.which("redis-server"), shutil.which("valkey-server")]
    return next((Path(path) for path in found if path and _speaks_tls(path)), None)


def _speaks_tls(binary: str) -> bool:
    # Without a certificate none starts; what it says shows whether it knows what one is.
    tried = subprocess.run(
        [binary, "--port", "0", "--tls-port", str(free_port()), "--save", ""],
        capture_output=True,
        text=True,
        timeout=10,
        check=False,
    )
    return "tls-cert-file" in tried.stdout or "tls-key-file" in tried.stdout


def self_signed(folder: Path, name: str) -> tuple[Path, Path]:
    """Make a certificate for 127.0.0.1 that is its own authority; give it with its key."""
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    about = ["-subj", f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"]
    out = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(
        ["openssl", "req", "-x509", *curve, *about, *out], capture_output=True, check=True
    )
    return certificate, key


def found_by_doctor(servers: Servers) -> dict[str, tuple[str, str]]:
    """Give level and finding of what doctor looks at on servers; the rest of it costs seconds."""
    checks = doctor._servers(Settings(servers=servers))
    return {check.name: (check.level, check.found) for check in checks}


def free_port() -> int:
    """Give a port of loopback that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def _both(binary: Path, options: Callable[[str, Path, int], list[str]]) -> Iterator[dict[str, int]]:
    """Start broker and store, each with a folder and a port of its own; give their ports."""
    ports = {server: free_port() for server in SERVERS}
    with ExitStack() as stack:
        for server, port in ports.items():
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="nm")))
            command = [str(binary), *options(server, folder, port)]
            stack.enter_context(_running(command, folder, port))
        yield ports


@contextmanager
def _running(command: list[str], folder: Path, port: int) -> Iterator[None]:
    kept = ["--bind", "127.0.0.1", "--dir", str(folder), "--save", "", "--appendonly", "yes"]
    log = folder / "log"
    with log.open("wb") as output:
        child = subprocess.Popen(
            [*command, *kept], stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
    try:
        wait_until(lambda: _listens(port) or child.poll(), 10, "the server listens")
        assert child.poll() is None, log.read_text()
        yield
    finally:
        child.kill()
        child.wait()


def _listens(port: int) -> bool:
    with socket.socket() as connection:
        return connection.connect_ex(("127.0.0.1", port)) == 0


def _hashed(place: re.Match[str]) -> str:
    return hashlib.sha256(password_of(place[1]).encode()).hexdigest()
