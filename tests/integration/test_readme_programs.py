"""The consumers that README shows in bash and JavaScript, run against a real store."""

import os
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple, cast

import pytest
import redis

from config.settings import Servers
from tests.entries import STREAM, entry, make_stale, pending_count, publish, withdrawal
from tests.waiting import wait_until
from worker.store.streams import Entry

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PACKAGES = ROOT / "tests/javascript/node_modules"
GROUP = "search"
OLDEST_NODE = 20
TEXT = "\N{WATER WAVE} Łódź, said Rui."
MENTION = {"start": 2, "end": 6}  # of Łódź, in code points: in UTF-16 it begins at 3


class Program(NamedTuple):
    """A consumer as README shows it.

    Attributes:
        command: what runs it; it lives until it is killed.
        store_url: where it finds the store.
        said: what it prints of an entry.
    """

    command: Sequence[str]
    store_url: str
    said: dict[str, str]


def block(language: str, mark: str = "") -> str:
    """Give the fenced block that stands behind a mark, or the first one of a language."""
    found = re.search(rf"{re.escape(mark)}\n```{language}\n(.*?)```", README, re.DOTALL)
    assert found
    return found[1]


def named(number: int) -> Entry:
    """Give an entry whose record names an entity, behind a character that UTF-16 counts twice."""
    made = entry(number, text=TEXT)
    entities = f'"entities": [{{"name": "Lodz", "mentions": [{_json(MENTION)}]}}]'
    record = made.fields["record"].removesuffix("}") + f", {entities}}}"
    return made._replace(fields={**made.fields, "record": record})


def _json(span: dict[str, int]) -> str:
    return f'{{"start": {span["start"]}, "end": {span["end"]}}}'


@pytest.fixture
def tcp_url(store: redis.Redis) -> Iterator[str]:
    """The store's address for programs that know no unix sockets."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    store.config_set("bind", "127.0.0.1")
    store.config_set("port", port)
    yield f"redis://127.0.0.1:{port}/0"
    store.config_set("port", 0)


def in_bash(request: pytest.FixtureRequest, folder: Path) -> Program:
    """Give the consumer in bash."""
    if not shutil.which("redis-cli"):
        pytest.skip("redis-cli is not installed")
    script = folder / "consumer.sh"
    script.write_text(block("bash", "<!-- consumer-bash -->"))
    said = {n.fields["id"]: n.fields["record"] for n in (named(1), withdrawal(2, version=2))}
    return Program(["bash", str(script)], request.getfixturevalue("tcp_url"), said)


def in_javascript(request: pytest.FixtureRequest, folder: Path) -> Program:
    """Give the consumer in JavaScript, with the function that README shows before it."""
    if node_version() < OLDEST_NODE:
        pytest.skip(f"Node.js {OLDEST_NODE} or later is not installed")
    if not PACKAGES.exists():
        pytest.skip("its package is not installed: npm ci in tests/javascript")
    (folder / "node_modules").symlink_to(PACKAGES)
    script = folder / "consumer.mjs"
    script.write_text(block("js", "<!-- consumer-js -->") + block("js"))
    servers: Servers = request.getfixturevalue("server_urls")
    said = {"doc-000001": "doc-000001 Headline 1\nLodz = Łódź", "doc-000002": "doc-000002 "}
    return Program(["node", str(script)], servers.store_url or "", said)


def node_version() -> int:
    """Give the major version of Node.js; 0 where there is none."""
    if not shutil.which("node"):
        return 0
    told = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True)
    return int(told.stdout.removeprefix("v").partition(".")[0])


@pytest.fixture(params=[in_bash, in_javascript], ids=["bash", "javascript"])
def program(request: pytest.FixtureRequest, tmp_path: Path) -> Program:
    """Each of the consumers."""
    return cast("Program", request.param(request, tmp_path))


@contextmanager
def running(program: Program, output: Path) -> Iterator[None]:
    """Run a consumer until the block ends."""
    environment = {**os.environ, "NEWSMILL_STORE_URL": program.store_url}
    with output.open("wb") as file:
        child = subprocess.Popen(
            program.command,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            env=environment,
            process_group=0,
        )
    try:
        yield
        assert child.poll() is None, output.read_text()
    finally:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def test_it_goes_on_where_the_group_stands(
    store: redis.Redis, program: Program, tmp_path: Path
) -> None:
    """With a group that is there: stale entries first, of which one is deleted; then new ones.

    A withdrawn version is one of them, and has neither title nor text.
    """
    store.xgroup_create(STREAM, GROUP, "0", mkstream=True)
    publish(store, entry(0), named(1))
    deleted = cast("Any", store.xreadgroup(GROUP, "another", {STREAM: ">"}))[0][1][0][0]
    store.xdel(STREAM, deleted)
    assert make_stale(store, GROUP) == 2
    publish(store, withdrawal(2, version=2))
    output = tmp_path / "output"
    with running(program, output):
        wait_until(lambda: done(store), 20, "all is acknowledged")
    assert output.read_text() == "".join(f"{said}\n" for said in program.said.values())


def test_it_makes_its_group(store: redis.Redis, program: Program, tmp_path: Path) -> None:
    """The first start begins with the oldest entry, and waits for more."""
    publish(store, named(1))
    output = tmp_path / "output"
    with running(program, output):
        wait_until(lambda: store.exists(STREAM) and done(store), 20, "the first is acknowledged")
        publish(store, withdrawal(2, version=2))
        wait_until(lambda: done(store), 20, "the second is acknowledged")
    assert output.read_text() == "".join(f"{said}\n" for said in program.said.values())


def done(store: redis.Redis) -> bool:
    """Say whether the group has read and acknowledged all there is."""
    groups = store.xinfo_groups(STREAM)
    last = cast("Any", store.xrevrange(STREAM, count=1))[0][0]
    read = any(g["name"] == GROUP and g["last-delivered-id"] == last for g in groups)
    return read and pending_count(store, GROUP) == 0
