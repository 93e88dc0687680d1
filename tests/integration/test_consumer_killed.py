"""Consumers that are killed: nothing is lost, and only what kills them is given up."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import redis

from tests import mortal
from worker import Consumer
from worker.consuming.member import Lag
from worker.resources import WorkerResources
from worker.store import keys

ENTRIES, EVERY = 200, 30


def killed(resources: WorkerResources, way: str, log: Path, every: int = 0) -> int:
    """Let consumers die until nothing is left; give how many did."""
    url = resources.settings.servers.store_url
    assert url
    words = [sys.executable, "-m", "tests.mortal", way, url, str(log), str(every)]
    return int(subprocess.run(words, check=True, capture_output=True, timeout=60).stdout)


def counted(log: Path, what: str) -> Counter[str]:
    """Count the lines of the log by id."""
    lines = (line.split() for line in log.read_text().splitlines())
    return Counter(entry_id for begun, entry_id in lines if begun == what)


def add(store: redis.Redis, *ids: str) -> None:
    """Put entries on the stream."""
    for entry_id in ids:
        store.xadd(keys.ARTICLES.name, {"id": entry_id, "record": "{}"})


@pytest.mark.parametrize("way", mortal.WAYS)
def test_no_kill_loses_an_entry(
    resources: WorkerResources, store: redis.Redis, tmp_path: Path, way: str
) -> None:
    """Each is handled, none is given up, and a kill repeats only what had begun."""
    log, ids = tmp_path / "log", [f"e{n}" for n in range(ENTRIES)]
    add(store, *ids)
    kills = killed(resources, way, log, EVERY)
    at_once = 100 if way == "pour" else 1
    assert kills >= 1 if way == "pour" else kills >= ENTRIES // EVERY - 1
    assert set(counted(log, "end")) == set(ids)
    assert counted(log, "begin").total() <= ENTRIES + kills * at_once
    assert Consumer(store, mortal.GROUP).lag() == Lag(0, 0, 0)


@pytest.mark.parametrize("way", mortal.WAYS)
def test_what_kills_its_consumer_is_given_up(
    resources: WorkerResources, store: redis.Redis, tmp_path: Path, way: str
) -> None:
    """After exactly the deliveries that are allowed; all that was read with it is handled."""
    log, others = tmp_path / "log", [f"e{n}" for n in range(30)]
    add(store, *others[:15], "poison", *others[15:])
    assert killed(resources, way, log) == 5
    begun = counted(log, "begin")
    assert begun["poison"] == 5
    assert set(counted(log, "end")) == set(others)
    # A sink had the whole batch once, and then each entry alone.
    assert {begun[entry_id] for entry_id in others} == ({2} if way == "pour" else {1})
    (dead,) = Consumer(store, mortal.GROUP).dead()
    assert (dead.fields["id"], dead.fields["deliveries"]) == ("poison", "5")
    assert "killed" in dead.fields["error"]
