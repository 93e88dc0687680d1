"""Versions of one document through real workers, and `newsmill diff` over them."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from config.settings import variable
from tasks.record import Record, Version
from tests.command import Ran
from tests.mill import Mill, text
from tests.shown import ID, record
from worker.commands import main
from worker.resources import WorkerResources
from worker.store import keys
from worker.store.naming import DocumentUnknown

ARTICLE = """\
A ferry struck the quay at Port Ellery on Tuesday night and at least {dead} people were killed, \
the harbour master said.

The mayor of the town, {mayor}, said that the quay would stay closed. Ferries go to the next \
port, where buses wait for passengers."""
FIRST = ARTICLE.format(dead=12, mayor="Mara Lindqvist")
SECOND = ARTICLE.format(dead=15, mayor="Mara Lundqvist")


def publish(mill: Mill, words: str, **fields: str) -> tuple[str, dict[str, Any]]:
    """Hand in a text; give how it ended, and its record."""
    (job_id,) = mill.submit(text(words, **fields))
    (ending,) = mill.outcomes(job_id)
    records = (json.loads(entry["record"]) for entry in mill.entries(keys.ARTICLES))
    return ending, next((one for one in records if one["job_id"] == job_id), {})


Diff = Callable[..., Ran]


@pytest.fixture
def diff(
    working_mill: Mill, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Diff:
    """The command on the mill's store, in this process."""
    name = variable("store_url")
    monkeypatch.setenv(name, working_mill.environment[name])

    def run(*arguments: str) -> Ran:
        code = main(["diff", *arguments])
        return Ran(code, *capsys.readouterr())

    return run


def test_versions_and_what_differs(working_mill: Mill, diff: Diff) -> None:
    """There and back again are three versions, and each says which facts have changed."""
    made = [
        publish(working_mill, words, own_id="ferry", title="A ferry")
        for words in (FIRST, SECOND, FIRST)
    ]
    assert [ending for ending, _ in made] == ["published: new", *["published: facts"] * 2]
    versions = [record["version"] for _, record in made]
    assert [version["number"] for version in versions] == [1, 2, 3]
    assert [version["change"] for version in versions] == ["new", "facts", "facts"]
    assert "facts_changed" not in versions[0]
    toll = {"field": "figures", "kind": "killed", "change": "changed"}
    said = [
        {key: one[key] for key in ("field", "kind", "change", "before", "after")}
        for version in versions[1:]
        for one in version["facts_changed"]
        if one["field"] == "figures"
    ]
    twelve, fifteen = (f"at least {dead} (harbour master)" for dead in (12, 15))
    there, back = {"before": twelve, "after": fifteen}, {"before": fifteen, "after": twelve}
    assert said == [toll | there, toll | back]

    document = made[0][1]["id"]
    shown = diff(document, "--from", "1", "--to", "2")
    assert (shown.code, shown.err) == (0, "")
    assert "at least [-12-]{+15+} people were killed" in " ".join(shown.out.split())
    assert "~ entities/person: Mara Lindqvist → Mara Lundqvist" in shown.out
    assert "The text is the same." in diff(document, "--from", "1").out
    told = json.loads(diff(document, "--json").out)
    assert (told["from"]["version"], told["to"]["version"]) == (2, 3)
    assert told["facts"] == versions[2]["facts_changed"]
    assert [set(one) for one in told["text"]] == [{"before", "after"}]


def test_version_before_that_is_gone(working_mill: Mill, diff: Diff) -> None:
    """Where the stream has been trimmed, a version says no facts, and cannot be compared."""
    _, first = publish(working_mill, FIRST, own_id="trimmed")
    document = first["id"]
    alone = diff(document)
    assert (alone.code, alone.out) == (2, "")
    assert (
        alone.err == f"newsmill: {document} has one version: there is nothing to compare it with\n"
    )

    entry_id = working_mill.store.hget(keys.HEAD.of(document), "entry")
    working_mill.store.xdel(keys.ARTICLES.name, str(entry_id))
    ending, second = publish(working_mill, SECOND, own_id="trimmed")
    assert ending == "published: text"
    assert second["version"] == {"number": 2, "previous": entry_id, "change": "text"}
    gone = diff(document)
    assert (gone.code, gone.out) == (1, "")
    assert gone.err == f"newsmill: version 1 of {document} is no longer on news:articles\n"
    beyond = diff(document, "--to", "3")
    assert (beyond.code, beyond.out) == (2, "")
    assert "has the versions 1 to 2: name two with --from and --to" in beyond.err


def test_without_a_store(capsys: pytest.CaptureFixture[str]) -> None:
    """One line, and exit code 2."""
    assert main(["diff", ID]) == 2
    said = "NEWSMILL_STORE_URL is not set: there is no store to look in"
    assert capsys.readouterr() == ("", f"newsmill: {said}\n")


def put(resources: WorkerResources, record: Record | str) -> str:
    """Put an entry onto the stream, as the head of its document; give its id."""
    line = record if isinstance(record, str) else record.to_json()
    entry_id = str(resources.texts.xadd(keys.ARTICLES.name, {"record": line}))
    resources.texts.hset(keys.HEAD.of(ID), mapping={"version": 1, "entry": entry_id})
    resources.texts.expire(keys.HEAD.of(ID), 60)
    return entry_id


def version_of(number: int, change: str, previous: str | None) -> Record:
    """Give a version of the sample."""
    said = Version.model_validate({"number": number, "change": change, "previous": previous})
    return record().model_copy(update={"version": said})


@pytest.fixture
def store_url(resources: WorkerResources, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands on the store of the test."""
    monkeypatch.setenv(variable("store_url"), str(resources.settings.servers.store_url))


@pytest.mark.usefixtures("store_url")
def test_versions_are_read_as_far_as_they_go(
    resources: WorkerResources, capsys: pytest.CaptureFixture[str]
) -> None:
    """Back over the version before, to what this newsmill cannot read."""
    unreadable = put(resources, '{"schema": "newsmill.article/2.0"}')
    assert main(["diff", ID]) == 1
    assert f"the newest record of {ID} cannot be read" in capsys.readouterr().err
    second = put(resources, version_of(2, "text", unreadable))
    put(resources, version_of(3, "text", second))
    assert [stored.number for stored in resources.streams.versions(ID)] == [3, 2]
    assert main(["diff", ID, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["from"]["entry"], told["to"]["version"]) == (second, 3)
    assert main(["diff", ID, "--from", "1"]) == 1
    assert f"version 1 of {ID} is no longer on news:articles" in capsys.readouterr().err
    with pytest.raises(DocumentUnknown):
        next(resources.streams.versions("0" * 32))


@pytest.mark.usefixtures("store_url")
def test_a_version_that_withdrew_the_document(
    resources: WorkerResources, capsys: pytest.CaptureFixture[str]
) -> None:
    """It has nothing to compare, and what was before it has gone."""
    second = put(resources, version_of(2, "withdrawn", "1-0"))
    assert main(["diff", ID]) == 2
    assert f"version 2 of {ID} withdrew it: it is empty" in capsys.readouterr().err
    put(resources, version_of(3, "new", second))
    assert main(["diff", ID]) == 2
    assert f"version 2 of {ID} withdrew it: it is empty" in capsys.readouterr().err
