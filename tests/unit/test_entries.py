"""A stream entry gives its record, of any minor version of the schema."""

import json

import pytest

from worker.store.streams import Entry, RecordUnreadable

RECORD = {
    "schema": "newsmill.article/1.7",
    "id": "a",
    "source": {"kind": "text", "later": 1},
    "access": {"verdict": "open", "kind": "article"},
    "content": {"title": "Bridge reopens", "text": "It reopened.", "text_sha256": "0" * 64},
    "later": {"more": []},
}


def test_a_record_of_a_later_minor_version_can_be_read() -> None:
    """What this version does not know is left out."""
    record = Entry("s", "1-0", {"record": json.dumps(RECORD)}).record
    assert (record.id, record.content.title) == ("a", "Bridge reopens")


@pytest.mark.parametrize(
    "fields",
    [{}, {"record": "{"}, {"record": json.dumps(RECORD | {"schema": "newsmill.article/2.0"})}],
)
def test_what_is_no_record_is_refused(fields: dict[str, str]) -> None:
    """None, a torn one, and one of another major version."""
    with pytest.raises(RecordUnreadable, match=r"^no record of newsmill.article/1.0"):
        _ = Entry("s", "1-0", fields).record
