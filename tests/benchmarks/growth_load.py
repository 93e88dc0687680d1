"""How much one broker and one store carry: each driven alone, on a core of its own.

What workers send for one article is recorded, and said again by many connections, each of which
waits for its answers as a worker does. So nothing is parsed or packed, and the server is what is
slow.
"""

import os
import selectors
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

import hiredis
import redis

from config.settings import Servers, Settings, settings
from tests.benchmarks.delivering import bytes_by_kind, consuming, used_bytes
from tests.benchmarks.recorded import Articles, Script, message_script
from tests.waiting import wait_until
from worker.store import keys
from worker.store.connection import connect
from worker.supervising.binary import binary_path

# Nearly as many as the first segment of the near-duplicates has room for (near.lua), so that
# what it takes is shared by as many as it is meant for.
ARTICLES: Final = 1_000
MESSAGES: Final = 20_000
CONNECTIONS: Final = 50
SERVER_CORE: Final = 0
KINDS: Final = {
    keys.ARTICLES: "stream",
    keys.OUTCOMES: "outcomes",
    keys.JOB: "ledger",
    keys.URL: "ledger",
    keys.HEAD: "head",
    keys.TEXT: "head",
    keys.BANDS: "near",
    keys.SKETCHES: "near",
}
Figures = dict[str, float]


class Drive(NamedTuple):
    """How a server did: scripts a second, its share of one core, and its CPU ms a script."""

    rate: float
    share: float
    ms: float


def ceilings() -> Figures:
    """Drive a store and a broker until their core is full; give how much they carry."""
    os.sched_setaffinity(0, os.sched_getaffinity(0) - {SERVER_CORE} or {SERVER_CORE})
    with server("broker") as broker, server("store") as store:
        urls = Servers(broker_url=broker, store_url=store)
        politeness = settings().politeness.model_copy(
            update={"host_delay_seconds": 0, "host_delay_factor": 0, "host_connections": 1000}
        )
        engine = settings().engine.model_copy(update={"max_in_flight": 2 * ARTICLES})
        chosen = settings().model_copy(
            update={"servers": urls, "politeness": politeness, "engine": engine}
        )
        return {**of_store(chosen), **of_broker(chosen)}


def of_store(chosen: Settings) -> Figures:
    """Publish articles as fast as the store allows; measure what stays, and what reading costs."""
    articles = Articles(chosen)
    articles.recorded(0)  # the server learns the scripts
    with connect(chosen.servers.store_url or "", 30) as store:
        store.flushall()
        empty = used_bytes(store)
        message = articles.brought_to_publish(ARTICLES)
        in_flight = bytes_by_kind(store, message.job_id).total()
        scripts = [articles.recorded(number) for number in range(ARTICLES)]
        store.flushall()
        drive = driven(store, scripts)
        assert store.xlen(keys.ARTICLES.name) == ARTICLES
        kept = bytes_by_kind(store)
        total = used_bytes(store) - empty
        before = cpu_ms(store), sent_bytes(store)
        store.xgroup_create(keys.ARTICLES.name, "bench", "0")
        consuming(store)()
        after = cpu_ms(store), sent_bytes(store)
        return {
            "store_articles_a_second": drive.rate,
            "store_core_share": drive.share,
            "store_full_ms": drive.ms,
            "in_flight_bytes": in_flight,
            **of_kinds(kept),
            "tables_bytes": (total - kept.total()) / ARTICLES,
            "consumer_ms": (after[0] - before[0]) / ARTICLES,
            "consumer_bytes": (after[1] - before[1]) / ARTICLES,
        }


def of_kinds(kept: Any) -> Figures:  # noqa: ANN401 - a Counter
    """Give what stays of one article, by what decides how long."""
    sums = dict.fromkeys(KINDS.values(), 0.0)
    for key, name in KINDS.items():
        sums[name] += kept[key.name] / ARTICLES
    return {f"{name}_bytes": size for name, size in sums.items()}


def of_broker(chosen: Settings) -> Figures:
    """Send, take and acknowledge messages as fast as the broker allows."""
    with connect(chosen.servers.broker_url or "", 30) as broker:
        drive = driven(broker, [message_script(chosen)] * MESSAGES)
    return {
        "broker_messages_a_second": drive.rate,
        "broker_core_share": drive.share,
        "broker_full_ms": drive.ms,
    }


def driven(client: redis.Redis, scripts: Sequence[Script]) -> Drive:
    """Say all scripts to a server, each connection its share of them; measure the server."""
    address = client.connection_pool.connection_kwargs
    cpu, started = cpu_ms(client), time.monotonic()
    with selectors.DefaultSelector() as selector:
        for number in range(CONNECTIONS):
            talk = Talk((address["host"], address["port"]), scripts[number::CONNECTIONS])
            selector.register(talk.socket, selectors.EVENT_READ, talk)
            talk.say()
        while selector.get_map():
            for ready, _ in selector.select():
                if not ready.data.heard():
                    selector.unregister(ready.fileobj)
                    ready.data.socket.close()
    seconds, spent = time.monotonic() - started, cpu_ms(client) - cpu
    return Drive(len(scripts) / seconds, spent / seconds / 1000, spent / len(scripts))


class Talk:
    """One connection, which says the next thing when it has all answers to the one before."""

    def __init__(self, address: tuple[str, int], scripts: Sequence[Script]) -> None:
        self.socket = socket.create_connection(address)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._said = chain.from_iterable(scripts)
        self._answers = hiredis.Reader()
        self._missing = 0

    def say(self) -> bool:
        """Say the next thing; False when there is none."""
        sent = next(self._said, None)
        if sent:
            self._missing = sent.answers
            self.socket.sendall(sent.packed)
        return sent is not None

    def heard(self) -> bool:
        """Take in what came; False when all has been said and answered."""
        self._answers.feed(self.socket.recv(1 << 16))
        while (answer := self._answers.gets()) is not False:
            assert not isinstance(answer, hiredis.ReplyError), answer
            self._missing -= 1
        return self._missing > 0 or self.say()


# ---------------------------------------------------------------- the servers


@contextmanager
def server(name: str) -> Iterator[str]:
    """Run a server on one core, with its append-only file as a deployment has it; give its URL."""
    with tempfile.TemporaryDirectory(prefix=f"newsmill-{name}-") as directory:
        port = free_port()
        options = f"--port {port} --bind 127.0.0.1 --dir {directory} --appendonly yes --save "
        running = subprocess.Popen([binary_path(), *options.split(" ")], stdout=subprocess.DEVNULL)
        try:
            url = f"redis://127.0.0.1:{port}/0"
            wait_until(lambda: answers(url), 20, f"the {name} answers")
            for thread in Path(f"/proc/{running.pid}/task").iterdir():
                os.sched_setaffinity(int(thread.name), {SERVER_CORE})
            yield url
        finally:
            running.terminate()
            running.wait()


def free_port() -> int:
    """Give a port of loopback that nobody has."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def answers(url: str) -> bool:
    """Say whether a server answers."""
    with connect(url, 5) as client:
        try:
            return bool(client.ping())
        except redis.ConnectionError:
            return False


def cpu_ms(client: redis.Redis) -> float:
    """Give what CPU a server has had."""
    told = cast("dict[str, float]", client.info("cpu"))
    return 1000 * (told["used_cpu_user"] + told["used_cpu_sys"])


def sent_bytes(client: redis.Redis) -> int:
    """Give what a server has sent."""
    return int(cast("dict[str, int]", client.info("stats"))["total_net_output_bytes"])
