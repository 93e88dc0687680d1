"""The inbox on a real store: anybody may write to it, nothing is lost, and nothing blocks it."""

import threading
from collections.abc import Iterator, Mapping
from typing import Any, cast

import pytest
import redis

from config.settings import Settings, settings, variable
from tasks.inbox import SHOWN_CHARACTERS, SHOWN_FIELDS, submission_of
from worker.celery import NewsmillApp, create_app
from worker.clock import Clock
from worker.commands import main
from worker.resources import WorkerResources
from worker.store import keys

LIMIT_BYTES = 10_000_000


@pytest.fixture
def app(test_settings: Settings) -> Iterator[NewsmillApp]:
    """The app on the test's servers."""
    with create_app(test_settings) as made:
        yield made
        made.resources.close()


@pytest.fixture
def environment(test_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The settings of a command on the test's servers."""
    for name in ("broker_url", "store_url"):
        monkeypatch.setenv(variable(name), getattr(test_settings.servers, name))
    settings.cache_clear()
    yield
    settings.cache_clear()


def put(store: redis.Redis, fields: Mapping[Any, Any], entry_id: str = "*") -> str:
    """Put an entry into the inbox; give its id."""
    return cast("str", store.xadd(keys.INBOX.name, dict(fields), id=entry_id))


def take_in(app: NewsmillApp) -> None:
    """Let a clock do its duties once; afterwards the inbox must be empty."""
    Clock(app, threading.Event()).do_duties()
    assert app.resources.texts.xlen(keys.INBOX.name) == 0


def state(app: NewsmillApp, job_id: str) -> dict[str, str]:
    """Give what the ledger knows of a job."""
    return app.resources.ledger.state(job_id) or {}


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"note": "no document"}, "neither url nor text nor html"),
        ({"url": ""}, "neither url nor text nor html"),
        ({"html_base64": "no base64!"}, "html_base64 is no base64"),
        ({"html_base64": "é"}, "html_base64 is no base64"),
        ({"text": b"caf\xe9"}, "text is no UTF-8"),
        ({"text": "Words.", "title": b"\xff"}, "title is no UTF-8"),
        ({"text": "Words.", "clean": "maybe"}, "clean: "),
    ],
)
def test_entry_that_is_no_job_is_dead(
    app: NewsmillApp, store: redis.Redis, fields: Mapping[str, Any], why: str
) -> None:
    """At once, with what is wrong and what it held; what is behind it becomes a job."""
    bad, good = put(store, fields), put(store, {"text": "Words."})
    take_in(app)
    found = state(app, bad)
    assert (found["outcome"], found["reason"]) == ("dead", "malformed")
    assert why in found["error"]
    assert all(f'"{name}": ' in found["received"] for name in fields)
    assert [job.id for job in app.resources.ledger.dead()] == [bad]
    assert state(app, good)["state"] == "queued"


def test_only_the_beginning_of_a_bad_entry_is_kept(app: NewsmillApp, store: redis.Redis) -> None:
    """However many fields it has, and however long they are."""
    bad = put(store, {f"{n:03}" * 1000: "x" * 5000 for n in range(1000)})
    take_in(app)
    received = state(app, bad)["received"]
    assert len(received) < 3 * SHOWN_FIELDS * SHOWN_CHARACTERS
    assert received.endswith(f" and {1000 - SHOWN_FIELDS} fields more")


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "Words.", **{f"more-{n}": "x" for n in range(1000)}},
        {"text": "Words.", "title": "", "published": "", "id": "", "url": ""},
        {"text": "Words.", "title": "<!ENTITY lol '&lol;&lol;'>" * 40_000},
        {"text": "Words.", "seal": b"\xff\xfe", b"\xff": "x"},
        {"text": "", "title": "Nothing under it"},
        {"url": "http://[", "title": "\0"},
    ],
)
def test_odd_entry_is_a_job_all_the_same(
    app: NewsmillApp, store: redis.Redis, fields: Mapping[Any, Any]
) -> None:
    """Fields that are many, empty, long or unknown hurt nobody; the tasks say what it is worth."""
    entry_id = put(store, fields)
    take_in(app)
    assert state(app, entry_id)["state"] == "queued"


def test_entry_that_is_too_large_is_dropped(app: NewsmillApp, store: redis.Redis) -> None:
    """It is a job, and the world's answer to it is no."""
    entry_id = put(store, {"text": "x" * (LIMIT_BYTES + 1)})
    take_in(app)
    assert state(app, entry_id)["reason"] == "too_large"


def test_an_entry_and_its_job_change_places_at_once(app: NewsmillApp, store: redis.Redis) -> None:
    """Two clocks that have read one entry, or one that died and comes back, make one job of it."""
    entry_id = put(store, {"text": "Words."})
    (entry,) = app.resources.inbox.oldest()
    twice = [submission_of(*entry, LIMIT_BYTES) for _ in range(2)]
    assert [len(app.resources.ledger.submit([one])) for one in twice] == [1, 0]
    assert store.xlen(keys.INBOX.name) == 0
    assert app.resources.ledger.open_ids() == [entry_id]


def test_id_that_was_used_before_loses_nothing(app: NewsmillApp, store: redis.Redis) -> None:
    """Whoever deletes the inbox and counts from 1 again gets jobs with ids of their own."""
    for words in ("One.", "Two.", "Three."):
        put(store, {"text": words}, "1-1")
        take_in(app)
        store.delete(keys.INBOX.name)
    found = {job_id: app.resources.documents.page(job_id).body for job_id in ("1-1", "1-1-2")}
    assert found == {"1-1": b"One.", "1-1-2": b"Two."}
    assert app.resources.documents.page("1-1-3").body == b"Three."


def test_bug_of_ours_blocks_nobody(
    app: NewsmillApp, store: redis.Redis, test_settings: Settings
) -> None:
    """An entry that cannot be read ends as dead, and the others of its batch become jobs."""
    without_limit = test_settings.fetching.model_copy(update={"max_page_bytes": None})
    app.newsmill_settings = test_settings.model_copy(update={"fetching": without_limit})
    good, bad, later = (
        put(store, fields)
        for fields in ({"url": "http://a.example/"}, {"text": "x"}, {"url": "http://b.example/"})
    )
    take_in(app)
    assert (state(app, bad)["reason"], state(app, good)["state"]) == ("malformed", "queued")
    assert "TypeError" in state(app, bad)["error"]
    assert state(app, later)["state"] == "queued"


@pytest.mark.usefixtures("environment")
def test_what_was_no_job_is_shown_and_not_replayed(
    app: NewsmillApp,
    resources: WorkerResources,
    store: redis.Redis,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It is listed with what it held; named it is refused in words, and --all leaves it out."""
    bad = put(store, {"ur1": "https://a.example/"})
    take_in(app)
    assert main(["dead", "list"]) == main(["dead", "show", bad]) == 0
    assert capsys.readouterr().out.count('{"ur1": "https://a.example/"}') == 2
    assert main(["dead", "replay", bad]) == 2
    assert f"{bad} was no job: put right, send it to news:inbox again" in capsys.readouterr().err
    assert main(["dead", "replay", "--all"]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.endswith("newsmill: 1 skipped: inbox entries that were no jobs\n")
    assert [job.id for job in resources.ledger.dead()] == [bad]
