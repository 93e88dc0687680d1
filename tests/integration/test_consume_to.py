"""`newsmill consume --to`: the real command, killed in the middle of its work."""

import json
import os
import signal
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import redis

from config.settings import Consuming, Servers, variable
from tasks.errors import UsageError
from tests.command import newsmill, started
from tests.entries import entry, make_stale, pending_count, publish
from tests.site import Site
from tests.waiting import wait_until
from worker.consuming.sinks.opening import open_sink

GROUP = "archive"
COUNT = 10
LONG_MS = 60_000


@pytest.fixture
def environment(server_urls: Servers) -> dict[str, str]:
    """What a command needs to find the servers."""
    return {
        variable("broker_url"): server_urls.broker_url or "",
        variable("store_url"): server_urls.store_url or "",
    }


def connections(store: redis.Redis, flag: str = "") -> int:
    """Count the connections of others than this test, or those with a flag: `b` waits."""
    mine = str(store.client_id())
    return sum(one["id"] != mine and flag in one["flags"] for one in store.client_list())


def killed_before_it_acknowledges(
    store: redis.Redis, target: str, environment: dict[str, str], kept: Callable[[], list[str]]
) -> list[str]:
    """Kill a consumer that has kept entries and not yet said so; another one goes on.

    Returns:
        The ids of all that was published.
    """
    words = ("consume", "--group", GROUP, "--to", target)
    ids: list[str] = []
    with started(*words, "--follow", environment=environment) as running:
        # It is held while it waits for entries, so that it gets some, and goes on when it can no
        # longer acknowledge. Between two waits it gets none; then once more.
        while not (ids and pending_count(store, GROUP)):
            running.send_signal(signal.SIGCONT)
            wait_until(lambda: connections(store, "b"), 20, "it waits for entries")
            running.send_signal(signal.SIGSTOP)
            more = [entry(number) for number in range(len(ids), len(ids) + COUNT)]
            publish(store, *more)
            ids += [one.fields["id"] for one in more]
        store.client_pause(LONG_MS, all=False)
        try:
            running.send_signal(signal.SIGCONT)
            wait_until(lambda: ids[-COUNT] in kept(), 20, "some entries are kept")
            os.kill(running.pid, signal.SIGKILL)
            wait_until(lambda: not connections(store), 20, "its connection is gone")
        finally:
            store.client_unpause()
    assert make_stale(store, GROUP) > 0
    ran = newsmill(*words, environment=environment)
    assert (ran.code, ran.out) == (0, "")
    assert pending_count(store, GROUP) == 0
    return ids


def test_a_database_has_each_record_once(
    store: redis.Redis, environment: dict[str, str], tmp_path: Path
) -> None:
    """Whatever is written again is there already."""

    def kept() -> list[str]:
        with closing(sqlite3.connect(tmp_path / "records.db")) as connection:
            found = connection.execute("SELECT id FROM newsmill_articles ORDER BY id")
            return [row[0] for row in found]

    target = f"sqlite:///{tmp_path}/records.db"
    ids = killed_before_it_acknowledges(store, target, environment, kept)
    assert kept() == ids


def test_files_have_each_record_at_least_once(
    store: redis.Redis, environment: dict[str, str], tmp_path: Path
) -> None:
    """In files that are whole: the one of the killed consumer is finished by the next."""
    directory = tmp_path / "records"

    def kept() -> list[str]:
        texts = [path.read_text() for path in directory.glob("*.jsonl*")]
        lines = [line for text in texts for line in text.splitlines(keepends=True)]
        return [json.loads(line)["id"] for line in lines if line.endswith("\n")]

    ids = killed_before_it_acknowledges(store, f"{directory}/", environment, kept)
    assert set(kept()) == set(ids)
    assert len(kept()) > len(ids)
    assert [path.suffix for path in directory.iterdir()] == [".jsonl", ".jsonl"]


def test_a_webhook_is_signed_with_the_setting(
    store: redis.Redis, environment: dict[str, str], site: Site
) -> None:
    """A record that is refused stays pending, and what was taken is acknowledged."""
    publish(store, entry(1), entry(2))
    asked = iter((200, 403))
    url = site.route("/hook", lambda exchange: exchange.answer(next(asked)))
    secret = {variable("webhook_secret"): "known to both"}
    ran = newsmill("consume", "--group", GROUP, "--to", url, environment=environment | secret)
    assert (ran.code, "answers 403" in ran.err) == (1, True)
    assert all("x-newsmill-signature" in one.headers for one in site.requests)
    assert pending_count(store, GROUP) == 1


def test_what_is_no_place_is_asked_wrongly(store: redis.Redis, environment: dict[str, str]) -> None:
    """Nothing has been read then."""
    ran = newsmill("consume", "--to", "records.jsonl", environment=environment)
    assert ran.code == 2
    assert "'records.jsonl' is no place for records" in ran.err
    assert store.keys("*") == []


@pytest.mark.parametrize("target", ["", "records", "oracle://db.example/news", "ftp://x.example"])
def test_targets_that_mean_nothing(
    target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A directory that is not there yet must end in a slash, so that no typing error makes one."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError):
        open_sink(target, Consuming(), threading.Event())
    assert list(tmp_path.iterdir()) == []
