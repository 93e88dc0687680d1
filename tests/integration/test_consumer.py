"""A member of a consumer group: what it delivers, what comes again, and what it gives up."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from typing import Any, cast

import pytest
import redis

from tasks.errors import StoreUnavailable
from tests.waiting import wait_until
from worker import Consumer
from worker.consuming import TryLater, member
from worker.resources import WorkerResources
from worker.store import keys
from worker.store.connection import connect
from worker.store.streams import Entry

STREAM = keys.ARTICLES.name
GROUP = "readers"
# Short, so that what failed comes again while the test waits; long, so that nothing does.
SOON, NEVER = 0.02, 600.0


def consumer(store: redis.Redis, *, retry_after_seconds: float = NEVER, **more: Any) -> Consumer:  # noqa: ANN401
    """Make a member of the group."""
    return Consumer(store, GROUP, retry_after_seconds=retry_after_seconds, **more)


def add(store: redis.Redis, *ids: str) -> list[str]:
    """Put entries on the stream; give their ids there."""
    added = [store.xadd(STREAM, {"id": id_, "record": f'"{id_}"'}) for id_ in ids]
    return cast("list[str]", added)


def names(entries: Sequence[Entry]) -> list[str]:
    """Give the ids of what entries are about."""
    return [entry.fields["id"] for entry in entries]


def members(store: redis.Redis) -> list[str]:
    """Give the names of the group's members."""
    return [told["name"] for told in store.xinfo_consumers(STREAM, GROUP)]


class Handler:
    """Keeps what it is given, and fails at what is called `bad`."""

    batch = 100

    def __init__(self) -> None:
        self.had: list[str] = []
        self.batches: list[list[str]] = []
        self.deliveries: list[int] = []

    def __call__(self, entry: Entry) -> None:
        """Handle one."""
        self.write([entry])

    def write(self, entries: Sequence[Entry]) -> None:
        """Keep a batch, or none of it."""
        self.batches.append(names(entries))
        self.deliveries += [entry.deliveries for entry in entries]
        if "bad" in names(entries):
            raise ValueError("it is bad")
        self.had += names(entries)

    def close(self) -> None:
        """Nothing to give back."""


@pytest.fixture
def running() -> Iterator[Callable[[Consumer, Callable[[], object]], None]]:
    """Run consumers in threads; they are stopped and must end."""
    started: list[tuple[Consumer, threading.Thread]] = []

    def start(made: Consumer, work: Callable[[], object]) -> None:
        thread = threading.Thread(target=work)
        thread.start()
        started.append((made, thread))

    yield start
    for made, _ in started:
        made.stop()
    for _, thread in started:
        thread.join(10)
        assert not thread.is_alive()


# ---------------------------------------------------------------- delivering


def test_run_acknowledges_what_its_handler_returns_from(store: redis.Redis) -> None:
    """In order, each once, and the member leaves; another run has nothing left to do."""
    add(store, *"abc")
    handler = Handler()
    consumer(store).run(handler, follow=False)
    consumer(store).run(handler, follow=False)
    assert handler.had == ["a", "b", "c"]
    assert handler.deliveries == [1, 1, 1]
    assert members(store) == []
    assert consumer(store).lag() == (0, 0, 0)


@pytest.mark.parametrize("options", [{}, {"protocol": 2}, {"protocol": 3}])
def test_any_client_that_answers_texts_will_do(
    resources: WorkerResources, store: redis.Redis, options: dict[str, int]
) -> None:
    """Whatever protocol it speaks, as people make it."""
    add(store, "a", "bad")
    url, handler = resources.settings.servers.store_url, Handler()
    with redis.Redis.from_url(cast("str", url), decode_responses=True, **options) as client:
        made = consumer(client, max_deliveries=1)
        made.run(handler, follow=False)
        assert (handler.had, made.lag(), made.redeliver()) == (["a"], (0, 0, 1), 1)
        made.pour(handler, follow=False)
        assert (names(list(made.dead())), made.lag()) == (["bad"], (0, 0, 1))


def test_pour_writes_many_at_one_time(store: redis.Redis) -> None:
    """A sink gets batches; each is acknowledged as a whole."""
    add(store, *map(str, range(150)))
    handler = Handler()
    consumer(store).pour(handler, follow=False)
    assert [len(batch) for batch in handler.batches] == [100, 50]
    assert consumer(store).lag() == (0, 0, 0)


def test_a_count_ends_exactly_there(store: redis.Redis) -> None:
    """What is read beyond it is nobody's: the next member gets it."""
    add(store, *"abcde")
    first, rest = Handler(), Handler()
    consumer(store).pour(first, count=2)
    consumer(store).run(rest, follow=False, count=2)
    assert (first.had, rest.had) == (["a", "b"], ["c", "d"])
    assert consumer(store).lag() == (1, 0, 0)


def test_members_share_the_stream(
    store: redis.Redis, running: Callable[[Consumer, Callable[[], object]], None]
) -> None:
    """Several in one program have names of their own, and each entry goes to one of them."""
    add(store, *map(str, range(60)))
    handlers = [Handler() for _ in range(3)]
    for handler in handlers:
        made = consumer(store)
        running(made, lambda made=made, handler=handler: made.run(handler))  # type: ignore[misc]
    wait_until(lambda: len(members(store)) == 3, 10, "three members")
    wait_until(lambda: sum(len(h.had) for h in handlers) == 60, 10, "all is handled")
    assert sorted(int(id_) for h in handlers for id_ in h.had) == list(range(60))


# ---------------------------------------------------------------- failing


def test_what_fails_comes_again_and_is_dead_in_the_end(store: redis.Redis) -> None:
    """After so many deliveries it is on the group's dead stream, with why; the others go on."""
    (_, bad, _) = add(store, "a", "bad", "b")
    handler = Handler()
    made = consumer(store, retry_after_seconds=SOON, max_deliveries=3, name="me")
    made.run(handler, count=2)
    assert handler.had == ["a", "b"]

    def given_up() -> bool:
        made.run(handler, follow=False)
        return bool(made.lag().dead)

    wait_until(given_up, 10, "it is given up")
    assert handler.batches.count(["bad"]) == 3
    (dead,) = made.dead()
    assert dead.fields == {
        "id": "bad",
        "record": '"bad"',
        "entry": bad,
        "deliveries": "3",
        "error": "ValueError: it is bad",
        "consumer": "me",
    }
    assert made.lag() == (0, 0, 1)
    assert store.ttl(keys.ARTICLES_DEAD.of(GROUP)) > 0


def test_a_bad_entry_takes_no_others_with_it(store: redis.Redis) -> None:
    """When a batch fails, each is written alone; the bad one stays pending."""
    add(store, "a", "bad", "b")
    handler = Handler()
    consumer(store).pour(handler, follow=False)
    assert handler.batches == [["a", "bad", "b"], ["a"], ["bad"], ["b"]]
    assert consumer(store).lag() == (0, 1, 0)


def test_what_is_nobodys_fault_does_not_count(store: redis.Redis) -> None:
    """A handler that cannot take anything now gets the same again, still undelivered."""
    add(store, "a", "b")
    had: list[list[Any]] = []

    class Sink:
        batch = 100

        def write(self, entries: Sequence[Entry]) -> None:
            had.append([entry.deliveries for entry in entries])
            if len(had) == 1:
                raise TryLater("the database is away")

        def close(self) -> None: ...

    consumer(store, max_deliveries=1).pour(Sink(), follow=False)
    assert had == [[1, 1], [1, 1]]
    assert consumer(store).lag() == (0, 0, 0)


def test_what_cannot_be_taken_at_all_ends_a_consumer_that_does_not_follow(
    store: redis.Redis,
) -> None:
    """After some tries; the entry stays pending, and is not dead."""

    def refuse(_: Entry) -> None:
        raise TryLater("the database is away")

    add(store, "a")
    made = consumer(store, retry_after_seconds=SOON, max_deliveries=1)
    with pytest.raises(TryLater, match="database"):
        made.run(refuse, follow=False)
    assert made.lag() == (0, 1, 0)


def test_a_record_that_cannot_be_read_is_the_entrys_failure(store: redis.Redis) -> None:
    """The consumer goes on."""
    add(store, "a")
    consumer(store, max_deliveries=1).run(lambda entry: entry.record, follow=False)
    (dead,) = consumer(store).dead()
    assert dead.fields["error"].startswith("RecordUnreadable: no record of newsmill.article/1.0")


def test_dead_entries_are_redelivered(store: redis.Redis) -> None:
    """As if for the first time, in their own group alone; who reads the group gets them."""
    add(store, "bad")
    consumer(store, max_deliveries=1).run(Handler(), follow=False)
    had: list[Entry] = []
    made = consumer(store)
    assert made.redeliver() == 1
    assert made.lag() == (0, 1, 0)
    made.run(had.append, follow=False)
    assert (names(had), had[0].deliveries) == (["bad"], 1)
    assert made.redeliver() == 0
    assert store.xlen(STREAM) == 1


def test_redelivering_makes_no_group(store: redis.Redis) -> None:
    """One by a wrong name would keep all entries from being trimmed."""
    add(store, "a")
    assert consumer(store).redeliver() == 0
    assert store.xinfo_groups(STREAM) == []


def test_what_is_no_longer_on_the_stream_stays_dead(store: redis.Redis) -> None:
    """It cannot be delivered, and is still there to be read."""
    (entry_id,) = add(store, "bad")
    consumer(store, max_deliveries=1).run(Handler(), follow=False)
    store.xdel(STREAM, entry_id)
    assert consumer(store).redeliver() == 0
    assert names(list(consumer(store).dead())) == ["bad"]


# ---------------------------------------------------------------- what others do meanwhile


def test_an_entry_that_another_has_taken_over_is_left_to_it(store: redis.Redis) -> None:
    """A slow member does not begin with what looked stale and is another's by now."""
    add(store, "a", "b")
    with closing(consumer(store).entries(follow=False)) as entries:
        first = next(entries)
        other = store.xautoclaim(STREAM, GROUP, "other", 0)
        assert len(cast("Any", other)[1]) == 2
        assert list(entries) == []
    assert names([first]) == ["a"]
    (told,) = store.xpending_range(STREAM, GROUP, "-", "+", 1, consumername="other")
    assert told["times_delivered"] == 3, "read, begun with, and taken over by another kind"


def test_deleted_entries_are_passed_over(store: redis.Redis) -> None:
    """Before they are read, before they are begun with, and when they are stale: none blocks."""
    a, b, c, d, _ = add(store, *"abcde")
    with closing(consumer(store).entries()) as entries:
        assert names([next(entries)]) == ["a"]
        store.xdel(STREAM, a, b)
        assert names([next(entries)]) == ["c"]
    store.xdel(STREAM, c)
    handler = Handler()
    consumer(store).run(handler, follow=False)
    assert handler.had == ["d", "e"]
    assert consumer(store).lag() == (0, 0, 0)
    store.xdel(STREAM, d)


def test_the_lag_is_known_after_deletions(store: redis.Redis) -> None:
    """Redis no longer tells then."""
    add(store, *map(str, range(5)))
    consumer(store).run(lambda _: None, count=1)
    store.xdel(STREAM, cast("list[Any]", store.xrange(STREAM))[3][0])
    assert store.xinfo_groups(STREAM)[0]["lag"] is None
    assert consumer(store).lag() == (3, 0, 0)


def test_a_group_that_is_gone_is_made_again(store: redis.Redis) -> None:
    """With its stream, or without; it begins where a new one does."""
    add(store, "a")
    with closing(consumer(store).entries()) as entries:
        next(entries)
        store.xgroup_destroy(STREAM, GROUP)
        assert names([next(entries)]) == ["a"]
        store.flushall()
        add(store, "b")
        assert names([next(entries)]) == ["b"]
        store.flushall()


def test_members_that_were_killed_are_dropped(
    store: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When they have been silent for long; those that have entries stay until these are taken."""
    monkeypatch.setattr(member, "GONE_AFTER_MS", -1)
    add(store, "a")
    store.xgroup_create(STREAM, GROUP, "0")
    store.xreadgroup(GROUP, "owner", {STREAM: ">"})
    store.xgroup_createconsumer(STREAM, GROUP, "killed")
    consumer(store).run(lambda _: None, follow=False)
    assert members(store) == ["owner"]


def test_a_lost_connection_is_made_again(store: redis.Redis) -> None:
    """In the middle of a loop; nothing is lost or repeated."""
    add(store, *"ab")
    with closing(consumer(store).entries(follow=False)) as entries:
        first = next(entries)
        for told in store.client_list():
            store.client_kill_filter(_id=told["id"], skipme=True)
        store.connection_pool.disconnect()
        assert names([first, *entries]) == ["a", "b"]


def test_a_store_that_is_away_is_waited_for(resources: WorkerResources, store: redis.Redis) -> None:
    """What was handled meanwhile is acknowledged when it is back, and the loop goes on."""
    add(store, *"ab")
    url = resources.settings.servers.store_url
    assert url
    impatient, handler = connect(url, 0.1), Handler()

    def handle(entry: Entry) -> None:
        handler(entry)
        store.client_pause(500)

    consumer(impatient).run(handle, follow=False)
    assert handler.had == ["a", "b"]
    assert consumer(store).lag() == (0, 0, 0)


def test_the_first_contact_must_succeed() -> None:
    """A wrong address is told at once, though a store that goes away later is waited for."""
    with pytest.raises(StoreUnavailable):
        next(consumer(connect("redis://127.0.0.1:1/0", 1)).entries())


# ---------------------------------------------------------------- stopping


def test_a_stop_ends_after_the_handler_and_hands_back_the_rest(store: redis.Redis) -> None:
    """What was read and not begun with goes to others at once, as if it had not been read."""
    add(store, *"abc")
    made, rest = consumer(store), Handler()
    made.run(lambda _: made.stop())
    assert consumer(store).lag() == (0, 2, 0)
    assert len(members(store)) == 1, "it still has what nobody has taken yet"
    consumer(store).run(rest, follow=False)
    assert (rest.had, rest.deliveries) == (["b", "c"], [1, 1])


def test_a_loop_that_ends_in_the_middle_hands_back_its_entry(store: redis.Redis) -> None:
    """What it was at comes again at once; it has been begun with."""
    add(store, *"ab")
    with closing(consumer(store).entries()) as entries:
        next(entries)
    handler = Handler()
    consumer(store).run(handler, follow=False)
    assert (handler.had, handler.deliveries) == (["a", "b"], [2, 1])
