"""Records as rows of a table, in SQLite or PostgreSQL.

The table is `newsmill_articles`, with a row for each version; the view `newsmill_latest` shows the
latest version of each document that is not withdrawn. A withdrawn version deletes the rows of
those before it, and stays as a row that holds nothing of the article, so that an older version
that comes late is deleted too.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import (
    JSON,
    URL,
    Column,
    DateTime,
    Engine,
    Integer,
    MetaData,
    Table,
    Text,
    bindparam,
    create_engine,
    delete,
    exc,
    exists,
    make_url,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.ddl import CreateView

from tasks.errors import UsageError
from worker.consuming.sinks import SinkError, SinkUnavailable
from worker.store.streams import Entry

WITHDRAWN: Final = "withdrawn"
# How long a connection, or a lock on an SQLite file, is waited for.
WAIT_SECONDS: Final = 10
# How long what was sent may stay unconfirmed before a connection is given up. Without it a
# server that vanished is waited for as long as the system likes, a quarter of an hour.
UNCONFIRMED_MS: Final = 30_000

METADATA: Final = MetaData()
ARTICLES: Final = Table(
    "newsmill_articles",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("entry", Text, nullable=False),
    Column("change", Text, nullable=False),
    Column("url", Text),
    Column("site", Text),
    Column("language", Text),
    Column("title", Text),
    Column("published", Text),
    Column("received_at", DateTime(timezone=True), nullable=False),
    Column("record", JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
)
_LATER: Final = ARTICLES.alias("later")
_IS_LATER: Final = (_LATER.c.id == ARTICLES.c.id) & (_LATER.c.version > ARTICLES.c.version)
LATEST: Final = CreateView(
    select(ARTICLES).where(ARTICLES.c.change != WITHDRAWN, ~exists().where(_IS_LATER)),
    "newsmill_latest",
    metadata=METADATA,
)
_DELETE_WITHDRAWN: Final = delete(ARTICLES).where(
    ARTICLES.c.id.in_(bindparam("ids", expanding=True)),
    exists().where(_IS_LATER, _LATER.c.change == WITHDRAWN),
)
_INSERTS: Final = {
    "sqlite": sqlite.insert(ARTICLES).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(ARTICLES).on_conflict_do_nothing(),
}
_CONNECTING: Final[Mapping[str, Mapping[str, int]]] = {
    "sqlite": {"timeout": WAIT_SECONDS},
    "postgresql": {"connect_timeout": WAIT_SECONDS, "tcp_user_timeout": UNCONFIRMED_MS},
}


class Database:
    """A `Sink` in a database, made there on first use. A version that is there is left as it is."""

    batch = 100

    def __init__(self, target: str) -> None:
        """Connect, and make table and view where they are not there.

        Args:
            target: `sqlite:///FILE` or `postgresql+psycopg://…`.

        Raises:
            UsageError: it is no such URL, or its driver is not installed.
            SinkUnavailable: the database does not let us in, or does not answer.
        """
        url = _url(target)
        self._password = str(url.password or "")
        self._insert = _INSERTS[url.get_backend_name()]
        self._engine = _engine(url)
        try:
            with self._database_errors():
                self._make()
        except SinkError:
            self.close()
            raise

    def write(self, entries: Sequence[Entry]) -> None:
        """Insert a row for each entry, in one transaction.

        Raises:
            SinkError: the database refuses a row.
            SinkUnavailable: it is away, full or busy.
        """
        rows = [_row(entry) for entry in entries]
        # In one order everywhere: two members that insert the same rows would else wait for each
        # other.
        rows.sort(key=lambda row: (row["id"], row["version"]))
        with self._database_errors():
            with self._engine.begin() as connection:
                connection.execute(self._insert, rows)
            # In a transaction of its own: of two members that write a withdrawal and an older
            # version at one time, the later one sees both.
            with self._engine.begin() as connection:
                connection.execute(_DELETE_WITHDRAWN, {"ids": [row["id"] for row in rows]})

    def close(self) -> None:
        """Give back the connections."""
        self._engine.dispose()

    def _make(self) -> None:
        try:
            METADATA.create_all(self._engine)
        except exc.DBAPIError:
            # Another member has made them at the same moment; if not, it is said now.
            METADATA.create_all(self._engine)

    @contextmanager
    def _database_errors(self) -> Iterator[None]:
        try:
            yield
        except (exc.DataError, exc.IntegrityError) as error:
            raise SinkError(self._told(error)) from None
        except exc.DBAPIError as error:
            raise SinkUnavailable(self._told(error)) from None

    def _told(self, error: exc.DBAPIError) -> str:
        """Give the first line of what the driver says; the rest may show rows, or the password."""
        lines = str(error.orig).strip().splitlines() or [type(error.orig).__name__]
        said = lines[0].replace(self._password, "***") if self._password else lines[0]
        return f"the database {self._engine.url.render_as_string()}: {said}"


def _url(target: str) -> URL:
    try:
        url = make_url(target)
        driver = url.get_driver_name()
    except (exc.ArgumentError, ValueError) as error:
        # The error would repeat the URL, and with it the password.
        raise UsageError(f"this is no URL of a database: {_scheme(target)}://…") from error
    if driver not in ("pysqlite", "psycopg"):
        raise UsageError(
            f"records go to sqlite:/// or postgresql+psycopg://, not {_scheme(target)}"
        )
    if driver == "pysqlite" and url.database in (None, "", ":memory:"):
        raise UsageError("sqlite:///FILE names a file; without one the records would be lost")
    return url


def _scheme(target: str) -> str:
    return target.partition("://")[0]


def _engine(url: URL) -> Engine:
    chosen = _CONNECTING[url.get_backend_name()]
    try:
        return create_engine(
            url,
            pool_pre_ping=True,
            # A record is JSON already.
            json_serializer=str,
            connect_args={name: n for name, n in chosen.items() if name not in url.query},
        )
    except ModuleNotFoundError as error:
        raise UsageError(
            f"{_scheme(url.drivername)}:// needs {error.name}: pip install 'newsmill[postgres]'"
        ) from error


def _row(entry: Entry) -> dict[str, Any]:
    fields = entry.fields
    return {
        "id": fields["id"],
        "version": int(fields["version"]),
        "entry": entry.id,
        "change": fields["change"],
        **{name: fields.get(name) or None for name in ("url", "site", "language", "title")},
        "published": fields.get("published") or None,
        "received_at": datetime.now(UTC),
        "record": fields["record"],
    }
