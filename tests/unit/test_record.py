"""The record: what it refuses, and how it is written."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from config.settings import Keeping
from tasks.publish import published_form
from tasks.record import (
    Access,
    Caption,
    Content,
    Entity,
    Image,
    Record,
    Removed,
    Source,
    Span,
    TextSpan,
    sha256,
)

TEXT = "Zoë met the mayor of Łódź."


def record(**fields: Any) -> Record:  # noqa: ANN401 - any field of a record
    """Give a small record, with these fields too."""
    return Record(
        id="d",
        source=Source(kind="text"),
        access=Access(verdict="open", kind="article"),
        content=Content(text=TEXT, text_sha256=sha256(TEXT)),
        **fields,
    )


def entity(start: int, end: int, text: str) -> Entity:
    """Give an entity with one mention."""
    mention = TextSpan(start=start, end=end, text=text)
    return Entity(id="e1", type="place", name=text, mentions=(mention,))


def test_offsets_count_code_points() -> None:
    """A mention is where its words stand, counted in code points."""
    (found,) = record(entities=(entity(21, 25, "Łódź"),)).entities or ()
    assert TEXT[found.mentions[0].start : found.mentions[0].end] == "Łódź"


@pytest.mark.parametrize(
    ("start", "end", "text"), [(21, 25, "Lodz"), (21, 99, "Łódź"), (20, 24, "Łódź")]
)
def test_evidence_that_is_not_there_is_refused(start: int, end: int, text: str) -> None:
    """A span outside the text, or whose words are others, cannot be published."""
    with pytest.raises(ValidationError):
        record(entities=(entity(start, end, text),))


def test_offsets_are_not_checked_against_a_part_of_the_text() -> None:
    """A record with an excerpt, or without its text, can be read back."""
    whole = record(entities=(entity(21, 25, "Łódź"),))
    for keeping in (Keeping(publish_text="excerpt"), Keeping(publish_text="none")):
        written = json.loads(published_form(whole, keeping).to_json())
        assert Record.model_validate(written).content.text_sha256 == sha256(TEXT)
    assert "text" not in written["content"]
    assert published_form(whole, Keeping()) == whole


def test_no_words_of_the_article_get_past_the_setting() -> None:
    """Beside the text, what was removed from it and captions stay back; credits do not."""
    content = Content(
        subtitle="A subtitle.",
        text=TEXT,
        text_sha256=sha256(TEXT),
        image=Image(url="https://a.example/1.jpg", caption="A caption.", credit="Agency"),
        captions=(Caption(text="A caption.", credit="Agency"),),
        removed=(Removed(kind="repeated", text="A paragraph.", reason="said above"),),
    )
    whole = record().model_copy(update={"content": content})
    excerpt = published_form(whole, Keeping(publish_text="excerpt")).to_json()
    none = published_form(whole, Keeping(publish_text="none")).to_json()
    assert "A subtitle." in excerpt
    assert "A subtitle." not in none
    for written in (excerpt, none):
        assert "A caption." not in written
        assert "A paragraph." not in written
        assert '"credit":"Agency"' in written


@pytest.mark.parametrize(("start", "end"), [(3, 3), (5, 2), (-1, 2)])
def test_span_that_is_none_is_refused(start: int, end: int) -> None:
    """A span is not empty, and begins at 0 or later."""
    with pytest.raises(ValidationError):
        Span(start=start, end=end)


def test_unknown_is_absent() -> None:
    """What is not known is not in the JSON; a step that found nothing is."""
    written = json.loads(record(entities=()).to_json())
    assert "places" not in written
    assert written["entities"] == []
    assert next(iter(written)) == "schema"


def test_record_never_changes() -> None:
    """A record is a value."""
    with pytest.raises(ValidationError):
        record().id = "other"  # type: ignore[misc]


def test_record_is_read_back() -> None:
    """What is written is read back as the same record, fields of the future ignored."""
    one = record(entities=(entity(21, 25, "Łódź"),))
    written = json.loads(one.to_json())
    assert Record.model_validate({**written, "of_the_future": 1}) == one
