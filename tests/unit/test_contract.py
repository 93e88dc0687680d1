"""The record's contract: readers of an earlier version go on, and the schema may only grow."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tasks.record import SCHEMA, Record, Source
from tasks.schemas import kept, schema, versions
from tasks.withdrawing import withdrawal
from tests import shown
from tests.command import ROOT, newsmill
from tests.contract import broken

RECORDS = Path(__file__).parents[1] / "fixtures" / "records"
SAMPLES = sorted(RECORDS.glob("*/*.json"))
CURRENT = SCHEMA.partition("/")[2]
TODAY = schema()


def sample(path: Path) -> dict[str, Any]:
    """Give a record as it was written by an earlier version, or by this one."""
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return read


def names(path: Path) -> str:
    """Name a sample in the output of tests."""
    return f"{path.parent.name}/{path.stem}"


def holds(now: Any, before: Any) -> bool:  # noqa: ANN401 - any JSON
    """Say whether JSON has all that other JSON has; objects may have more fields."""
    if isinstance(now, dict) and isinstance(before, dict):
        return all(name in now and holds(now[name], before[name]) for name in before)
    if isinstance(now, list) and isinstance(before, list):
        return len(now) == len(before) and all(map(holds, now, before))
    return bool(now == before)


def test_the_schema_of_this_version_is_kept() -> None:
    """`newsmill schema` prints the file that stands for the version; after a change renew it."""
    assert kept(CURRENT) == TODAY == json.loads(newsmill("schema").out)
    assert versions()[-1] == CURRENT


def test_earlier_schemas_are_printed_too() -> None:
    """By their versions, which are listed the oldest first."""
    assert newsmill("schema", "--list").out.split() == versions()
    assert json.loads(newsmill("schema", "1.0").out) == kept("1.0")
    unknown = newsmill("schema", "0.9")
    assert (unknown.code, unknown.out) == (2, "")
    assert unknown.err.startswith("newsmill: 0.9: there is no such version of the schema, only 1.0")


def test_every_version_is_told_of() -> None:
    """In the schema's own changelog, and by records that it wrote."""
    told = (ROOT / "tasks" / "schemas" / "CHANGELOG.md").read_text(encoding="utf-8")
    assert [version for version in versions() if f"\n## {version}\n" not in told] == []
    assert {path.parent.name for path in SAMPLES} == set(versions())


# ---------------------------------------------------------------- records


@pytest.mark.parametrize("path", SAMPLES, ids=names)
def test_a_record_of_any_version_is_read_today(path: Path) -> None:
    """By the models and by the schema of today, and nothing that it says is lost."""
    written = sample(path)
    Draft202012Validator(TODAY).validate(written)
    assert holds(json.loads(Record.model_validate(written).to_json()), written)


@pytest.mark.parametrize("version", versions())
def test_a_record_of_today_is_valid_for_readers_of_before(version: str) -> None:
    """Against every earlier schema, with every kind of finding in it."""
    validator = Draft202012Validator(kept(version))
    today = [shown.record(), *(Record.model_validate(sample(path)) for path in SAMPLES)]
    for record in today:
        validator.validate(json.loads(record.to_json()))


def test_a_withdrawn_record_has_what_is_required_and_says_nothing_else() -> None:
    """No text and no facts, so that whoever keeps it keeps nothing; the sample is such a record."""
    kept_one = Record.model_validate(sample(RECORDS / "1.0" / "withdrawn.json"))
    source = Source(kind="file", url="https://news.example/name", site="news.example")
    withdrawn = withdrawal(kept_one.id, 3, previous="1795386050000-0", source=source)
    assert withdrawn == kept_one
    said = withdrawn.model_dump(exclude_defaults=True)
    assert sorted(said) == ["access", "content", "id", "source", "version"]
    assert sorted(said["content"]) == ["text_sha256"]
    assert said["version"]["change"] == "withdrawn"


# ---------------------------------------------------------------- the schema


@pytest.mark.parametrize("version", versions())
def test_the_schema_has_only_grown(version: str) -> None:
    """By optional fields; all else is as readers know it."""
    assert broken(kept(version), TODAY) == []


def figure(changed: dict[str, Any]) -> dict[str, Any]:
    """Give what a schema says of figures."""
    definition: dict[str, Any] = changed["$defs"]["Figure"]
    return definition


def field_gone(changed: dict[str, Any]) -> None:
    """Take a field away."""
    del figure(changed)["properties"]["unit"]


def part_gone(changed: dict[str, Any]) -> None:
    """Take a field of the record away."""
    del changed["properties"]["tone"]


def field_required(changed: dict[str, Any]) -> None:
    """Demand what was optional."""
    figure(changed)["required"].append("value")


def new_field_required(changed: dict[str, Any]) -> None:
    """Demand what earlier records do not have."""
    changed["properties"]["mood"] = {"type": "string"}
    changed["required"].append("mood")


def field_optional(changed: dict[str, Any]) -> None:
    """Leave out what readers rely on."""
    changed["required"].remove("access")


def type_changed(changed: dict[str, Any]) -> None:
    """Make a number a text."""
    figure(changed)["properties"]["value"]["type"] = "string"


def type_widened(changed: dict[str, Any]) -> None:
    """Let null be."""
    field = figure(changed)["properties"]
    field["value"] = {"anyOf": [field["value"], {"type": "null"}]}


def range_narrowed(changed: dict[str, Any]) -> None:
    """Allow fewer numbers."""
    changed["$defs"]["Keyword"]["properties"]["score"]["maximum"] = 0.5


def word_gone(changed: dict[str, Any]) -> None:
    """Take a word out of a closed list."""
    changed["$defs"]["Quotation"]["properties"]["kind"]["enum"].remove("mixed")


def word_added(changed: dict[str, Any]) -> None:
    """Put a word into a closed list."""
    changed["$defs"]["Access"]["properties"]["verdict"]["enum"].append("geo")


def list_closed(changed: dict[str, Any]) -> None:
    """Close a list that may grow."""
    figure(changed)["properties"]["kind"]["enum"] = ["killed"]


def other_elements(changed: dict[str, Any]) -> None:
    """Put other things into a list."""
    changed["properties"]["summary"]["items"] = {"$ref": "#/$defs/Keyword"}


@pytest.mark.parametrize(
    "change",
    [
        field_gone,
        part_gone,
        field_required,
        new_field_required,
        field_optional,
        type_changed,
        type_widened,
        range_narrowed,
        word_gone,
        word_added,
        list_closed,
        other_elements,
    ],
)
def test_a_change_that_breaks_readers_is_seen(change: Callable[[dict[str, Any]], None]) -> None:
    """Whichever field of whichever part it is."""
    changed = schema()
    change(changed)
    assert broken(TODAY, changed) != []


def test_growth_breaks_nobody() -> None:
    """A new field that is optional, and other words for people."""
    grown = schema()
    grown["properties"]["mood"] = {"$ref": "#/$defs/Mood"}
    grown["$defs"]["Mood"] = {"type": "object", "properties": {}, "required": []}
    figure(grown)["properties"]["kind"]["examples"].append("arrested")
    figure(grown)["properties"]["unit"]["description"] = "another text"
    assert broken(TODAY, grown) == []


def test_types_can_be_made_of_the_schema() -> None:
    """Fields are described, absent and not null where unknown, and titles name no types."""
    Draft202012Validator.check_schema(TODAY)
    fields = [
        field
        for definition in (TODAY, *TODAY["$defs"].values())
        for field in definition["properties"].values()
    ]
    assert [field for field in fields if {"title", "default", "anyOf"} & field.keys()] == []
    # A description beside a reference would be taken for that of the type.
    assert [field for field in fields if {"$ref", "description"} <= field.keys()] == []
    unit = figure(TODAY)["properties"]["unit"]
    assert unit["description"].startswith("of money an ISO 4217 code; of measures the SI symbol")
    assert "Attributes" not in json.dumps(TODAY)
