"""Records in a database: SQLite and a real PostgreSQL."""

import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from sqlalchemy import Engine

from tasks.errors import UsageError
from tests.entries import entry, withdrawal
from tests.postgres import PASSWORD, binaries, postgres
from tests.waiting import wait_until
from worker.consuming.sinks import SinkError, SinkUnavailable
from worker.consuming.sinks.sql import Database

Row = sqlalchemy.Row[Any]


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL for the whole session."""
    if not (folder := binaries()):
        pytest.skip("there are no initdb and postgres on this machine")
    with postgres(folder) as url:
        yield url


@pytest.fixture
def fresh_postgres(postgres_url: str) -> Iterator[str]:
    """The URL of a PostgreSQL without our table."""
    yield postgres_url
    with engine_of(postgres_url) as engine, engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS newsmill_articles CASCADE")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database without our table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/records.db"
    url: str = request.getfixturevalue("fresh_postgres")
    return url


@contextmanager
def engine_of(url: str) -> Iterator[Engine]:
    """Give an engine that leaves no connection behind."""
    engine = sqlalchemy.create_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def rows(url: str, what: str) -> list[Row]:
    """Ask a database."""
    with engine_of(url) as engine, engine.connect() as connection:
        return list(connection.execute(sqlalchemy.text(f"SELECT {what}")))


def versions(url: str, where: str = "newsmill_articles") -> list[tuple[str, int]]:
    """Give id and version of all rows."""
    found = rows(url, f"id, version FROM {where} ORDER BY id, version")
    return [(row.id, row.version) for row in found]


def test_a_version_is_one_row(url: str) -> None:
    """What comes again changes nothing, and a batch may hold the same version twice."""
    with closing(Database(url)) as sink:
        sink.write([entry(1), entry(2), entry(1)])
        sink.write([entry(2), entry(2, version=2)])
    assert versions(url) == [("doc-000001", 1), ("doc-000002", 1), ("doc-000002", 2)]
    (row,) = rows(url, "* FROM newsmill_articles WHERE id = 'doc-000001'")
    assert (row.title, row.site, row.published) == ("Headline 1", "news.example", None)
    assert (row.entry, row.change) == ("1700000000001-1", "new")


def test_the_record_can_be_queried(url: str) -> None:
    """It is JSON to the database, as it was on the stream."""
    with closing(Database(url)) as sink:
        sink.write([entry(1, text='Łódź \\ "quoted"\n€')])
    (row,) = rows(url, "record -> 'content' ->> 'text' AS told FROM newsmill_articles")
    assert row.told == 'Łódź \\ "quoted"\n€'


def test_latest_shows_the_highest_version(url: str) -> None:
    """However late an older one comes."""
    with closing(Database(url)) as sink:
        sink.write([entry(1, version=2), entry(2)])
        sink.write([entry(1)])
    assert versions(url, "newsmill_latest") == [("doc-000001", 2), ("doc-000002", 1)]


def test_a_withdrawal_deletes_what_was_before(url: str) -> None:
    """Earlier versions go, also one that comes later; a version after it stays."""
    with closing(Database(url)) as sink:
        sink.write([entry(1), entry(2)])
        sink.write([withdrawal(1, version=3)])
        assert versions(url) == [("doc-000001", 3), ("doc-000002", 1)]
        assert versions(url, "newsmill_latest") == [("doc-000002", 1)]
        sink.write([entry(1, version=2)])
        assert versions(url) == [("doc-000001", 3), ("doc-000002", 1)]
        sink.write([entry(1, version=4)])
    assert versions(url, "newsmill_latest") == [("doc-000001", 4), ("doc-000002", 1)]


def at_one_time(*calls: Callable[[], None]) -> None:
    """Run calls in threads that begin at one moment; none may raise."""
    together = threading.Barrier(len(calls))

    def begin(call: Callable[[], None]) -> None:
        together.wait()
        call()

    with ThreadPoolExecutor(len(calls)) as threads:
        for running in [threads.submit(begin, call) for call in calls]:
            running.result()


def test_members_that_write_at_one_time_lose_nothing(url: str) -> None:
    """Four make the table at one moment and write the same rows, in different orders."""

    def work(step: int) -> None:
        with closing(Database(url)) as sink:
            for first in range(0, 500, 100):
                sink.write([entry(number) for number in range(first, first + 100)][::step])

    at_one_time(*(partial(work, step) for step in (1, -1, 1, -1)))
    assert len(versions(url)) == 500


def test_a_withdrawal_wins_over_a_version_that_is_written_meanwhile(fresh_postgres: str) -> None:
    """Neither member sees what the other has not committed yet, and still nothing stays."""
    with closing(Database(fresh_postgres)) as first, closing(Database(fresh_postgres)) as second:
        for number in range(50):
            at_one_time(
                partial(first.write, [entry(number)]),
                partial(second.write, [withdrawal(number, version=2)]),
            )
    assert versions(fresh_postgres) == [(f"doc-{number:06}", 2) for number in range(50)]


def test_a_row_that_is_refused_is_that_entrys_fault(fresh_postgres: str) -> None:
    """PostgreSQL takes no NUL; the batch is not kept, and the error shows no row."""
    bad = entry(1)
    bad = bad._replace(fields={**bad.fields, "record": '{"content": {"text": "secret\\u0000"}}'})
    with closing(Database(fresh_postgres)) as sink:
        with pytest.raises(SinkError, match="unsupported Unicode") as caught:
            sink.write([entry(2), bad])
        assert not isinstance(caught.value, SinkUnavailable)
        assert "secret" not in str(caught.value)
        assert versions(fresh_postgres) == []


def test_a_lost_connection_is_made_again(fresh_postgres: str) -> None:
    """One lost between two batches is not noticed; one lost in a batch is nobody's fault."""
    with closing(Database(fresh_postgres)) as sink, engine_of(fresh_postgres) as engine:
        sink.write([entry(1)])
        end_others(engine)
        sink.write([entry(2)])
        with engine.begin() as connection:
            connection.exec_driver_sql("LOCK TABLE newsmill_articles")
            with meanwhile(partial(sink.write, [entry(3)])) as raised:
                wait_until(partial(waiting_for_lock, connection), 10, "the batch is being written")
                end_others(engine)
        assert isinstance(raised[0], SinkUnavailable)
        sink.write([entry(3)])
    assert versions(fresh_postgres) == [(f"doc-00000{n}", 1) for n in (1, 2, 3)]


@contextmanager
def meanwhile(call: Callable[[], None]) -> Iterator[list[SinkError]]:
    """Run a call in a thread while the block runs; what it raises is in the list afterwards."""
    raised: list[SinkError] = []

    def run() -> None:
        try:
            call()
        except SinkError as error:
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    yield raised
    thread.join()


def end_others(engine: Engine) -> None:
    """End all connections but this one's own."""
    with engine.connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type ="
            " 'client backend' AND pid <> pg_backend_pid() AND pid NOT IN"
            " (SELECT pid FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted)"
        )


def waiting_for_lock(connection: sqlalchemy.Connection) -> bool:
    """Say whether somebody waits for a table."""
    found = connection.exec_driver_sql("SELECT count(*) FROM pg_locks WHERE NOT granted")
    return bool(found.scalar())


def test_a_wrong_password_is_said_and_not_shown(postgres_url: str) -> None:
    """Neither the wrong one nor the rest of the URL's secrets."""
    wrong = postgres_url.replace(PASSWORD, "mistyped")
    with pytest.raises(SinkUnavailable, match="password authentication failed") as caught:
        Database(wrong)
    assert "mistyped" not in str(caught.value)


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("sqlite://", "names a file"),
        ("sqlite:///:memory:", "names a file"),
        ("mysql://user:hidden@db.example/news", "not mysql$"),
        ("postgres://user:hidden@db.example/news", "no URL of a database: postgres"),
        ("postgresql+psycopg://user:hidden@db.example:port/news", "no URL of a database"),
        ("nonsense://", "no URL of a database"),
    ],
)
def test_a_url_that_is_none_is_asked_wrongly(target: str, said: str) -> None:
    """It is said without its password."""
    with pytest.raises(UsageError, match=said) as caught:
        Database(target)
    assert "hidden" not in str(caught.value)


def test_a_database_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    """With what the driver says."""
    with pytest.raises(SinkUnavailable, match="unable to open database file"):
        Database(f"sqlite:///{tmp_path}/no/such/folder/records.db")


def test_a_driver_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With what installs it."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(UsageError, match=r"needs psycopg: pip install 'newsmill\[postgres\]'"):
        Database("postgresql+psycopg://db.example/news")
