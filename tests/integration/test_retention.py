"""Trimming: what every group has acknowledged goes, what one needs stays, and losses are told."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import redis
import structlog

from config.settings import Keeping, Settings
from tests.waiting import wait_until
from worker.consuming.consumer import Consumer
from worker.reporting import overview
from worker.resources import WorkerResources
from worker.store import keys
from worker.store.retention import Retention
from worker.store.streams import Entry
from worker.trimming import Trimmer

STREAM = keys.ARTICLES.name
AT_ONCE = 1e-9  # days


def add(store: redis.Redis, count: int, size: int = 10, *, old: bool = True) -> None:
    """Append entries, as of 1970 or of now."""
    pipeline = store.pipeline(transaction=False)
    for _ in range(count):
        pipeline.xadd(STREAM, {"record": "x" * size}, id="1-*" if old else "*")
    pipeline.execute()


def read(store: redis.Redis, group: str, count: int, member: str = "m") -> list[str]:
    """Read as a member of a group, without acknowledging; give the ids."""
    found: Any = store.xreadgroup(group, member, {STREAM: ">"}, count=count)
    return [entry_id for _, entries in found for entry_id, _ in entries]


def ids(store: redis.Redis) -> list[str]:
    """Give the ids that the stream has."""
    found: Any = store.xrange(STREAM)
    return [entry_id for entry_id, _ in found]


def trim(store: redis.Redis, **keeping: Any) -> Retention:  # noqa: ANN401 - settings
    """Trim until nothing more may go."""
    retention = Retention(store, Keeping(**keeping))
    while retention.trim(keys.ARTICLES).gone:
        pass
    return retention


def test_without_groups_age_decides(store: redis.Redis) -> None:
    """Nobody reads: what is old goes, and nothing else."""
    add(store, 3)
    add(store, 2, old=False)
    trim(store)
    assert len(ids(store)) == 2


def test_what_a_group_has_not_acknowledged_stays(store: redis.Redis) -> None:
    """Pending or unread, with all that came later; a group made at the end needs nothing."""
    add(store, 10)
    store.xgroup_create(STREAM, "slow", "0")
    store.xgroup_create(STREAM, "late", "$")
    first, second, third = read(store, "slow", 3)
    trim(store)
    assert len(ids(store)) == 10
    store.xack(STREAM, "slow", first, third)
    trim(store)
    assert ids(store)[0] == second
    store.xack(STREAM, "slow", second)
    trim(store)
    assert len(ids(store)) == 7
    store.xgroup_destroy(STREAM, "slow")
    trim(store)
    assert ids(store) == []


def test_what_a_dead_member_had_stays_for_the_others(store: redis.Redis) -> None:
    """They claim it later, whatever is trimmed meanwhile."""
    add(store, 2)
    store.xgroup_create(STREAM, "g", "0")
    mine = read(store, "g", 1, "dies")
    store.xack(STREAM, "g", *read(store, "g", 1, "lives"))
    trim(store)
    claimed: Any = store.xautoclaim(STREAM, "g", "lives", 0)
    assert [entry_id for entry_id, _ in claimed[1]] == mine


def test_deleted_entries_hold_nothing(store: redis.Redis) -> None:
    """What is pending or unread but no longer there does not keep the rest from going."""
    add(store, 10)
    store.xgroup_create(STREAM, "g", "0")
    first, second, *rest = read(store, "g", 8)
    store.xdel(STREAM, first, *ids(store)[-1:])
    store.xack(STREAM, "g", second, *rest[:2])
    store.xdel(STREAM, rest[2])
    store.xack(STREAM, "g", rest[3])
    (group,) = trim(store).state(keys.ARTICLES).groups
    assert ids(store)[0] == rest[4]
    assert group.lag == 1
    assert group.oldest_seconds is not None


def test_above_the_size_that_is_kept_what_is_acknowledged_goes_early(store: redis.Redis) -> None:
    """The oldest first, until the stream and the store's memory are small enough."""
    add(store, 300, 20_000, old=False)
    store.xgroup_create(STREAM, "slow", "0")
    store.xack(STREAM, "slow", *read(store, "slow", 200))
    before, used = ids(store), int(store.info("memory")["used_memory"])
    trim(store, stream_kept_bytes=4_000_000)
    assert ids(store) == before[len(before) - len(ids(store)) :]
    state = Retention(store, Keeping()).state(keys.ARTICLES)
    assert 3_900_000 < state.bytes <= 4_000_000
    assert used - int(store.info("memory")["used_memory"]) > 1_500_000
    trim(store, stream_kept_bytes=1)
    assert ids(store) == before[200:]


def test_a_full_store_is_trimmed(store: redis.Redis) -> None:
    """Although it refuses all else: that is how it gets room again, losses are counted too."""
    add(store, 300, 20_000, old=False)
    store.xgroup_create(STREAM, "slow", "0")
    store.config_set("maxmemory", int(store.info("memory")["used_memory"] * 0.9))
    try:
        with pytest.raises(redis.exceptions.OutOfMemoryError):
            store.set("no", "room")
        state = trim(store, stream_max_bytes=3_000_000).state(keys.ARTICLES)
    finally:
        store.config_set("maxmemory", 0)
    assert state.bytes <= 3_000_000
    assert state.lost == {"slow": 300 - state.length}


def test_one_slice_is_short(store: redis.Redis) -> None:
    """The store does nothing else meanwhile; the next slice goes on."""
    add(store, 1500)
    retention = Retention(store, Keeping())
    assert [retention.trim(keys.ARTICLES).gone for _ in range(3)] == [1000, 500, 0]


# ---------------------------------------------------------------- the hard limit


def test_above_the_hard_limit_the_oldest_are_lost_and_counted(
    store: redis.Redis, resources: WorkerResources
) -> None:
    """By group: what was pending or unread counts, what was acknowledged does not."""
    add(store, 200, 20_000, old=False)
    store.xgroup_create(STREAM, "slow", "0")
    store.xgroup_create(STREAM, "late", "$")
    read(store, "slow", 5)
    before = ids(store)
    keeping = Keeping(stream_max_bytes=2_000_000)
    with structlog.testing.capture_logs() as logs:
        while not Trimmer(Retention(store, keeping)).trim():
            pass
    lost = len(before) - len(ids(store))
    assert lost > 90
    told = [event for event in logs if event["event"] == "entries_lost"]
    assert sum(event["count"] for event in told) == lost
    assert (told[0]["first"], told[-1]["last"]) == (before[0], before[lost - 1])
    assert {(event["log_level"], event["groups"]) for event in told} == {("error", ("slow",))}
    stream = overview(resources)["streams"][STREAM]
    assert stream["lost"] == {"slow": lost}
    assert stream["bytes"] <= 2_000_000
    assert stream["groups"]["slow"]["lag"] == 200 - lost


def test_what_was_lost_is_not_unread(store: redis.Redis) -> None:
    """A group that lost entries counts those that it may still get, and none in the end."""
    add(store, 100, 20_000)
    store.xgroup_create(STREAM, "slow", "0")
    read(store, "slow", 5)
    trim(store, stream_max_bytes=1_000_000)
    left = len(ids(store))
    consumer = Consumer(store, "slow")
    assert 0 < left < 95
    assert consumer.lag().new == left
    assert len(read(store, "slow", left - 1)) == left - 1
    assert consumer.lag().new == 1
    read(store, "slow", 1)
    assert consumer.lag().new == 0


def test_near_the_hard_limit_those_who_would_lose_are_warned(store: redis.Redis) -> None:
    """Each time, with what helps; a group that is in time has nothing to do with it."""
    add(store, 100, 20_000, old=False)
    store.xgroup_create(STREAM, "slow", "0")
    store.xgroup_create(STREAM, "in-time", "$")
    trimmer = Trimmer(Retention(store, Keeping(stream_max_bytes=2_500_000)))
    for _ in range(2):
        with structlog.testing.capture_logs() as logs:
            assert trimmer.trim()
        (warning,) = (event for event in logs if event["event"] == "stream_nearly_full")
        assert (warning["group"], warning["would_lose"]) == ("slow", 100)
        assert "XGROUP DESTROY news:articles slow" in warning["mend"]
    assert len(ids(store)) == 100


def test_what_is_acknowledged_goes_before_there_is_need_to_warn(store: redis.Redis) -> None:
    """A stream that everybody has read stays below the size from which on it would be."""
    add(store, 100, 20_000, old=False)
    store.xgroup_create(STREAM, "in-time", "$")
    trimmer = Trimmer(Retention(store, Keeping(stream_max_bytes=2_000_000)))
    with structlog.testing.capture_logs() as logs:
        assert trimmer.trim()
    assert [event for event in logs if event["log_level"] != "debug"] == []
    assert len(ids(store)) < 80


# ---------------------------------------------------------------- groups that nobody reads


@pytest.fixture
def idle_resources(test_settings: Settings) -> Iterator[WorkerResources]:
    """Resources for which a member is idle after a millisecond."""
    keeping = Keeping(group_idle_hours=1e-3 / 3600)
    made = WorkerResources(test_settings.model_copy(update={"keeping": keeping}))
    yield made
    made.close()


def test_an_idle_group_is_named_as_blocking(
    store: redis.Redis, idle_resources: WorkerResources
) -> None:
    """Once an hour, and by status; a group that reads, or holds nothing old, is not."""
    add(store, 3)
    store.xgroup_create(STREAM, "left", "0")
    read(store, "left", 1)
    store.xgroup_create(STREAM, "new", "$")
    add(store, 1, old=False)
    retention = idle_resources.retention

    def groups() -> dict[str, Any]:
        found: dict[str, Any] = overview(idle_resources)["streams"][STREAM]["groups"]
        return found

    wait_until(lambda: groups()["left"]["blocking"], 5, "its member is idle")
    assert not groups()["new"]["blocking"]
    assert (groups()["left"]["lag"], groups()["left"]["pending"]) == (3, 1)
    trimmer = Trimmer(retention)
    with structlog.testing.capture_logs() as logs:
        assert trimmer.trim()
        assert trimmer.trim()
    (warning,) = (event for event in logs if event["event"] == "group_blocks_trimming")
    assert (warning["group"], warning["entries"]) == ("left", 4)
    assert 0 < warning["held_bytes"] <= retention.state(keys.ARTICLES).bytes


# ---------------------------------------------------------------- while others write and read


def test_a_group_that_lags_gets_every_entry(store: redis.Redis) -> None:
    """With a writer, a slow reader that has always something pending, and trims in a loop."""
    written: list[str] = []
    stop = threading.Event()

    def write() -> None:
        while len(written) < 600:
            written.append(str(store.xadd(STREAM, {"record": "x" * 500})))

    def trim_on() -> None:
        while not stop.is_set():
            trim(store, stream_kept_days=AT_ONCE)

    store.xgroup_create(STREAM, "slow", "0", mkstream=True)
    threads = [threading.Thread(target=write), threading.Thread(target=trim_on)]
    for thread in threads:
        thread.start()
    consumer = Consumer(store, "slow")
    seen: list[Entry] = []
    for entry in consumer.entries():
        if seen:
            consumer.acknowledge(seen[-1])
        seen.append(entry)
        if len(seen) == 600:
            break
    wait_until(lambda: ids(store) == written[-1:], 5, "what was acknowledged has gone")
    stop.set()
    for thread in threads:
        thread.join()
    assert [entry.id for entry in seen] == written
