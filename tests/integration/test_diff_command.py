"""Versions of one document through real workers, and `newsmill diff` over them."""

import json
from typing import Any

import pytest

from config.settings import variable
from tests.command import Ran, newsmill
from tests.mill import Mill, text
from worker.store import keys

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


def diff(mill: Mill, *arguments: str) -> Ran:
    """Run the command on the mill's store."""
    name = variable("store_url")
    return newsmill("diff", *arguments, environment={name: mill.environment[name]})


def test_versions_and_what_differs(working_mill: Mill) -> None:
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
    shown = diff(working_mill, document, "--from", "1", "--to", "2")
    assert (shown.code, shown.err) == (0, "")
    assert "at least [-12-]{+15+} people were killed" in " ".join(shown.out.split())
    assert "~ entities/person: Mara Lindqvist → Mara Lundqvist" in shown.out
    assert "The text is the same." in diff(working_mill, document, "--from", "1").out
    told = json.loads(diff(working_mill, document, "--json").out)
    assert (told["from"]["version"], told["to"]["version"]) == (2, 3)
    assert told["facts"] == versions[2]["facts_changed"]
    assert [set(one) for one in told["text"]] == [{"before", "after"}]


def test_version_before_that_is_gone(working_mill: Mill) -> None:
    """Where the stream has been trimmed, a version says no facts, and cannot be compared."""
    _, record = publish(working_mill, FIRST, own_id="trimmed")
    document = record["id"]
    alone = diff(working_mill, document)
    assert (alone.code, alone.out) == (2, "")
    assert (
        alone.err == f"newsmill: {document} has one version: there is nothing to compare it with\n"
    )

    entry_id = working_mill.store.hget(keys.HEAD.of(document), "entry")
    working_mill.store.xdel(keys.ARTICLES.name, str(entry_id))
    ending, second = publish(working_mill, SECOND, own_id="trimmed")
    assert ending == "published: text"
    assert second["version"] == {"number": 2, "previous": entry_id, "change": "text"}
    gone = diff(working_mill, document)
    assert (gone.code, gone.out) == (1, "")
    assert gone.err == f"newsmill: version 1 of {document} is no longer on news:articles\n"
    beyond = diff(working_mill, document, "--to", "3")
    assert (beyond.code, beyond.out) == (2, "")
    assert "has the versions 1 to 2: name two with --from and --to" in beyond.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["x.json"], "x.json: not the id of a document"),
        (["0" * 32], "NEWSMILL_STORE_URL is not set: there is no store to look in"),
    ],
)
def test_what_is_asked_wrongly(arguments: list[str], said: str) -> None:
    """One line, and exit code 2."""
    done = newsmill("diff", *arguments)
    assert (done.code, done.out, done.err) == (2, "", f"newsmill: {said}\n")
