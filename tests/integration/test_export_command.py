"""`newsmill export`: records of files, stdin and the store, in the forms of others."""

import json
from pathlib import Path

import redis

from config.settings import Settings, variable
from tasks.exporting import FORMATS
from tasks.record import Event, Version
from tests.command import newsmill
from tests.shown import ID, record, span
from worker.commands import export
from worker.store import keys

LINE = record().to_json()


def test_every_format_can_be_asked_for() -> None:
    """The command names them itself, for its help loads nothing."""
    assert tuple(FORMATS) == export.NAMES


def test_an_object_a_line(tmp_path: Path) -> None:
    """An article a record, or a line an event; to a file where one is named."""
    second = Event(type="AID", trigger=span("help"))
    events = (*(record().events or ()), second)
    given = record().model_copy(update={"events": events}).to_json().encode()
    article = newsmill("export", "-", "--format", "jsonld", given=given)
    assert (article.code, article.err) == (0, "")
    assert [made["identifier"] for made in article.records] == [ID]
    target = tmp_path / "events.jsonl"
    lines = newsmill("export", "-", "--format", "plover", "--output", target, given=given)
    assert (lines.code, lines.out, lines.err) == (0, "", "")
    made = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [one["event_type"] for one in made] == ["ACCIDENT", "AID"]


def test_what_is_no_record_is_said_and_the_others_go_on(tmp_path: Path) -> None:
    """With its line, and exit code 1; what is withdrawn is said too, and is no failure."""
    gone = record().model_copy(update={"version": Version(number=2, change="withdrawn")})
    path = tmp_path / "records.jsonl"
    path.write_text(f'{LINE}\n{{]\n{{"id": "x"}}\n{gone.to_json()}\n{LINE}\n', encoding="utf-8")
    done = newsmill("export", path, "--format", "jsonld")
    assert done.code == 1
    assert len(done.records) == 2
    broken, half, withdrawn = done.err.splitlines()
    assert broken.startswith(f"newsmill: {path}, line 2: no JSON: ")
    assert half == f"newsmill: {path}, line 3: no record: source: Field required"
    assert withdrawn == f"newsmill: {ID}: nothing to export: it was withdrawn"


def test_what_holds_no_record_is_asked_wrongly() -> None:
    """As is what is no file, where there is no store."""
    empty = newsmill("export", "-", "--format", "plover")
    assert (empty.code, empty.out, empty.err) == (2, "", "newsmill: stdin: holds no record\n")
    nowhere = newsmill("export", "no-such.json", "--format", "plover")
    assert nowhere.code == 2
    assert nowhere.err.startswith("newsmill: no-such.json is no file, and NEWSMILL_STORE_URL is ")


def test_a_document_of_the_store(test_settings: Settings, store: redis.Redis) -> None:
    """Its newest record, by its id."""
    entry = store.xadd(keys.ARTICLES.name, {"id": ID, "record": LINE})
    store.hset(keys.HEAD.of(ID), mapping={"entry": str(entry)})
    store.expire(keys.HEAD.of(ID), 60)
    url = {variable("store_url"): str(test_settings.servers.store_url)}
    done = newsmill("export", ID, "--format", "jsonld", environment=url)
    assert done.code == 0, done.err
    assert [made["identifier"] for made in done.records] == [ID]
