"""The consumer that README shows, against a real store."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
import redis

from worker.store import keys

README = Path(__file__).parents[2] / "README.md"
BLOCK = re.compile(r"<!-- consumer -->\n```python\n(.*?)```", re.DOTALL)
STREAM = keys.ARTICLES.name

Record = dict[str, Any]
Consume = Callable[[redis.Redis, Callable[[Record], None], Callable[[], bool]], None]


@pytest.fixture
def names() -> dict[str, Any]:
    """Give what README's block defines."""
    found = BLOCK.search(README.read_text(encoding="utf-8"))
    assert found
    defined: dict[str, Any] = {"__name__": "readme"}
    exec(found[1], defined)  # noqa: S102 - README is ours
    return defined


def add(store: redis.Redis, *ids: str) -> None:
    """Put records on the stream."""
    for id_ in ids:
        store.xadd(STREAM, {"id": id_, "record": json.dumps({"id": id_, "content": {}})})


def handled(store: redis.Redis, names: dict[str, Any], count: int) -> list[str]:
    """Consume until that many records are handled; give their ids."""
    ids: list[str] = []
    consume: Consume = names["consume"]
    consume(store, lambda record: ids.append(record["id"]), lambda: len(ids) < count)
    return ids


def pending(store: redis.Redis, names: dict[str, Any]) -> int:
    """Count what the group has read and not acknowledged."""
    return int(cast("dict[str, int]", store.xpending(STREAM, names["GROUP"]))["pending"])


def test_it_handles_and_acknowledges(store: redis.Redis, names: dict[str, Any]) -> None:
    """It makes its group, which begins with the oldest entry; a second start goes on."""
    add(store, "a", "b")
    assert handled(store, names, 2) == ["a", "b"]
    add(store, "c")
    assert handled(store, names, 1) == ["c"]
    assert pending(store, names) == 0


def test_it_takes_over_what_another_member_has_left(
    store: redis.Redis, names: dict[str, Any]
) -> None:
    """An entry that is stale comes before new ones; one that is not stays with its member."""
    group = names["GROUP"]
    add(store, "left", "in work")
    store.xgroup_create(STREAM, group, id="0")
    ((_, entries),) = cast("Any", store.xreadgroup(group, "another", {STREAM: ">"}))
    stale = cast("Any", [entries[0][0]])
    store.xclaim(STREAM, group, "another", 0, stale, idle=names["STALE_MS"])
    add(store, "new")
    assert handled(store, names, 2) == ["left", "new"]
    assert pending(store, names) == 1


def test_what_fails_stays_pending(store: redis.Redis, names: dict[str, Any]) -> None:
    """An entry is acknowledged after it was handled, never before."""

    def fail(_record: Record) -> None:
        raise RuntimeError("the database is away")

    add(store, "a")
    with pytest.raises(RuntimeError, match="away"):
        names["consume"](store, fail)
    assert pending(store, names) == 1
