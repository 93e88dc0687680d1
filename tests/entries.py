"""Stream entries for tests of those who read them: small, and of the form that is published."""

import json
from typing import Any, cast

import redis

from worker.store import keys
from worker.store.streams import Entry

STREAM = keys.ARTICLES.name
UNTOUCHED_MS = 3_600_000  # longer than any consumer lets another one have an entry


def entry(number: int, *, version: int = 1, text: str = "The mayor spoke.") -> Entry:
    """Give an entry; its document's id is made of the number."""
    content = {"title": f"Headline {number}", "text": text}
    return _entry(number, version, "new" if version == 1 else "text", content)


def withdrawal(number: int, *, version: int) -> Entry:
    """Give an entry that withdraws a document: nothing of the article is in it."""
    return _entry(number, version, "withdrawn", {})


def publish(store: redis.Redis, *entries: Entry) -> None:
    """Put entries on the stream, all at one moment."""
    with store.pipeline() as commands:
        for one in entries:
            commands.xadd(STREAM, cast("Any", one.fields))
        commands.execute()


def make_stale(store: redis.Redis, group: str) -> int:
    """Let other members take over what a group has read and not acknowledged; give how much."""
    pending = store.xpending_range(STREAM, group, "-", "+", 100_000)
    ids = [cast("Any", left["message_id"]) for left in pending]
    if ids:
        store.xclaim(STREAM, group, "nobody", 0, ids, idle=UNTOUCHED_MS, justid=True)
    return len(ids)


def pending_count(store: redis.Redis, group: str) -> int:
    """Count what a group has read and not acknowledged."""
    return int(cast("dict[str, int]", store.xpending(STREAM, group))["pending"])


def _entry(number: int, version: int, change: str, content: dict[str, str]) -> Entry:
    id_ = f"doc-{number:06}"
    told = {"number": version, "change": change}
    record = {"id": id_, "version": told, "content": {**content, "text_sha256": "0" * 64}}
    fields = {
        "id": id_,
        "version": str(version),
        "change": change,
        "url": f"https://news.example/{number}" if content else "",
        "site": "news.example",
        "language": "en" if content else "",
        "title": content.get("title", ""),
        "published": "",
        "schema": "newsmill.article/1.0",
        "record": json.dumps(record, ensure_ascii=False),
    }
    return Entry(STREAM, f"17000000000{version:02}-{number}", fields)
