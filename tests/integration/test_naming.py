"""Documents by what a person has of them, in every command that takes one."""

import json

import pytest
import redis

from config.settings import variable
from tasks.urls.identity import identity_of, url_key
from tests.forgotten import address, document_of, published
from worker.commands import main
from worker.resources import WorkerResources
from worker.store import keys
from worker.store.naming import DocumentUnknown, document_named, documents_named

OWN = identity_of(url=None, own_id="my-17", text="")
SHOWN_AT = "https://news.example/amp/17"


@pytest.fixture(autouse=True)
def environment(resources: WorkerResources, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings of a command on the test's servers."""
    for name in ("broker_url", "store_url"):
        monkeypatch.setenv(variable(name), getattr(resources.settings.servers, name))


def put(store: redis.Redis, document: str, line: str) -> None:
    """Put an entry onto the stream, as the head of a document."""
    entry_id = store.xadd(keys.ARTICLES.name, {"record": line})
    store.hset(keys.HEAD.of(document), mapping={"version": 1, "entry": str(entry_id)})
    store.expire(keys.HEAD.of(document), 60)


@pytest.mark.parametrize(
    "words",
    [
        ("show", "--text"),
        ("export", "--format", "jsonld"),
        ("diff", "--json"),
        ("status", "--json"),
        ("forget", "--dry-run"),
    ],
)
def test_every_command_takes_a_url(
    resources: WorkerResources, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """In any spelling: each tells of the document that is published there."""
    published(resources, "j1", "One.")
    published(resources, "j2", "Two.")
    assert main([*words, f"{address()}?utm_source=x"]) == 0
    assert document_of() in capsys.readouterr().out


def test_a_url_means_first_what_it_has_turned_out_to_be(
    resources: WorkerResources, store: redis.Redis
) -> None:
    """Then what it would be by itself: before its page named another URL, it was that."""
    published(resources, "j1", "One.")
    key = url_key(SHOWN_AT) or ""
    store.set(keys.URL.of(key), "j1", ex=60)
    assert documents_named(store, SHOWN_AT)[:2] == [document_of(), key]
    assert document_named(store, SHOWN_AT) == document_of()
    store.delete(keys.HEAD.of(document_of()))
    put(store, key, "{}")
    assert document_named(store, SHOWN_AT) == key


@pytest.mark.parametrize("own_id", ["my-17", "0" * 32])
def test_an_own_id_may_look_like_any_other(store: redis.Redis, own_id: str) -> None:
    """Also like the id of a document."""
    document = identity_of(url=None, own_id=own_id, text="")
    put(store, document, "{}")
    assert document_named(store, own_id) == document


def test_what_nobody_knows_is_said_as_it_was_named(
    store: redis.Redis, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name of no file may be that of a document; a URL is longer than the name of any file."""
    with pytest.raises(DocumentUnknown, match="the store knows no document my-17: what surely"):
        document_named(store, "my-17")
    for name in ("no-such.json", f"https://news.example/{'a' * 300}"):
        assert main(["show", name]) == 1
        said = f"newsmill: {name} is no file, and the store knows no document {name}: "
        assert capsys.readouterr().err.startswith(said)


@pytest.mark.parametrize("words", [("show", "--text"), ("export", "--format", "plover")])
def test_a_record_that_cannot_be_read_is_one_line(
    store: redis.Redis, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """As one of a later major version."""
    put(store, OWN, json.dumps({"schema": "newsmill.article/2.0"}))
    assert main([*words, "my-17"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("newsmill: no record of newsmill.article/1.0: ")
    assert told.err.count("\n") == 1
