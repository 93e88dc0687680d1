"""`newsmill consume --to`: the real command, killed in the middle of its work."""

import json
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
import redis

from config.settings import Consuming, Servers, variable
from tasks.errors import UsageError
from tests.command import asked, started, urls
from tests.entries import entry, make_stale, pending_count, publish
from tests.site import Site
from tests.waiting import wait_until
from worker.consuming.sinks.opening import open_sink

GROUP = "archive"
PAUSE_MS = 60_000  # longer than what is done meanwhile


@pytest.fixture
def environment(server_urls: Servers) -> dict[str, str]:
    """What a command needs to find the servers."""
    return urls(server_urls)


def others(store: redis.Redis) -> list[dict[str, Any]]:
    """Give the connections made after this test's own: that of the command it has started."""
    mine = store.client_id()
    return [one for one in store.client_list() if int(one["id"]) > mine]


@contextmanager
def following(target: str, environment: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """Give a consumer that waits for more; whatever the test does, it is killed."""
    words = ("consume", "--group", GROUP, "--to", target, "--follow")
    with started(*words, environment=environment) as running:
        try:
            yield running
        finally:
            running.kill()


def goes_on(store: redis.Redis, target: str, servers: Servers) -> None:
    """Let another consumer take over what a killed one has left, to the end."""
    make_stale(store, GROUP)
    ran = asked(servers, "consume", "--group", GROUP, "--to", target)
    assert (ran.code, ran.out) == (0, "")
    assert pending_count(store, GROUP) == 0


def test_a_database_has_each_record_once(
    store: redis.Redis, server_urls: Servers, environment: dict[str, str], tmp_path: Path
) -> None:
    """Also those that a consumer has written when it is killed before it acknowledges them."""
    target, path = f"sqlite:///{tmp_path}/records.db", tmp_path / "records.db"
    with following(target, environment) as running:
        wait_until(lambda: any("b" in one["flags"] for one in others(store)), 20, "it waits")
        with closing(sqlite3.connect(path)) as lock:
            lock.execute("BEGIN IMMEDIATE")
            publish(store, *(entry(number) for number in range(10)))
            # Once it says nothing to the store it waits for the lock.
            wait_until(lambda: all(int(one["idle"]) > 1 for one in others(store)), 20, "it writes")
            store.client_pause(PAUSE_MS, all=False)
        try:
            wait_until(lambda: rows(path), 20, "some records are kept")
            running.kill()
            wait_until(lambda: not others(store), 20, "its connection is gone")
        finally:
            store.client_unpause()
    assert pending_count(store, GROUP) > 0
    goes_on(store, target, server_urls)
    assert rows(path) == [f"doc-{number:06}" for number in range(10)]


def rows(path: Path) -> list[str]:
    """Give the ids in a database."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT id FROM newsmill_articles ORDER BY id")
        return [id_ for (id_,) in found]


def test_files_have_each_record_at_least_once(
    store: redis.Redis, server_urls: Servers, environment: dict[str, str], tmp_path: Path
) -> None:
    """In files that are whole: the one of a killed consumer is finished by the next."""
    target = f"{tmp_path}/records/"
    publish(store, *(entry(number) for number in range(500)))
    with following(target, environment) as running:
        wait_until(lambda: lines(Path(target)), 20, "some records are kept")
        running.kill()
    assert [path.suffix for path in Path(target).iterdir()] == [".open"]
    publish(store, entry(500))
    goes_on(store, target, server_urls)
    kept = [json.loads(line)["id"] for line in lines(Path(target))]
    assert set(kept) == {f"doc-{number:06}" for number in range(501)}
    assert [path.suffix for path in Path(target).iterdir()] == [".jsonl", ".jsonl"]


def lines(directory: Path) -> list[str]:
    """Give the lines in the files of a directory."""
    texts = [path.read_text() for path in directory.glob("*.jsonl*")]
    return [line for text in texts for line in text.splitlines()]


def test_a_webhook_is_signed_with_the_setting(
    store: redis.Redis, server_urls: Servers, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A record that is refused stays pending, and what was taken is acknowledged."""
    publish(store, entry(1), entry(2))
    answers = iter((200, 403))
    url = site.route("/hook", lambda exchange: exchange.answer(next(answers)))
    monkeypatch.setenv(variable("webhook_secret"), "known to both")
    ran = asked(server_urls, "consume", "--group", GROUP, "--to", url)
    assert "answers 403" in ran.err
    assert all("x-newsmill-signature" in one.headers for one in site.requests)
    assert pending_count(store, GROUP) == 1


def test_what_is_no_place_is_asked_wrongly(store: redis.Redis, server_urls: Servers) -> None:
    """Nothing has been read then."""
    ran = asked(server_urls, "consume", "--to", "records.jsonl")
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
        open_sink(target, Consuming(), lambda: False)
    assert list(tmp_path.iterdir()) == []
