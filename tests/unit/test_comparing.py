"""Whether an article is a new version, and what is new about it."""

import datetime as dt
from typing import Any

import pytest

from tasks.comparing.versions import (
    Comparison,
    Head,
    Known,
    compare,
    metadata_sha256,
    plain_sha256,
    with_facts,
)
from tasks.outcomes import Outcome, Reason
from tasks.record import Access, Article, Content, FactChange, Fetch, Source, sha256

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def article(text: str = "t1", title: str = "A title", **fetch: Any) -> Article:  # noqa: ANN401
    """Give an article; `fetch` is what HTTP said of it."""
    return Article(
        id="d",
        source=Source(kind="url"),
        fetch=Fetch(**fetch) if fetch else None,
        access=Access(verdict="open", kind="article"),
        content=Content(title=title, text_sha256=text),
    )


def known(one: Article, version: int = 1, owner: str | None = "d") -> Known:
    """Give what is known once an article is published."""
    fetch = one.fetch
    head = Head(
        version=version,
        entry="1-0",
        text_sha256=one.content.text_sha256,
        metadata_sha256=metadata_sha256(one.content),
        body_sha256=fetch.sha256 if fetch else None,
        fetched_at=fetch.at.isoformat() if fetch and fetch.at else None,
    )
    return Known(head, owner)


NOTHING = Known(None, None)


def test_first_sight_is_new() -> None:
    """A document nobody knows is version 1."""
    compared = compare(article(), NOTHING, drop_duplicates=False)
    assert compared.reason is Reason.NEW
    assert compared.version
    assert (compared.version.number, compared.version.previous) == (1, None)


@pytest.mark.parametrize(
    ("now", "reason"),
    [
        (article(), Reason.SAME_VERSION),
        (article("t2"), Reason.TEXT),
        (article(title="Another title"), Reason.METADATA),
    ],
)
def test_what_is_new(now: Article, reason: Reason) -> None:
    """The text, the metadata, or nothing has changed."""
    compared = compare(now, known(article()), drop_duplicates=False)
    assert compared.reason is reason
    assert (compared.version is None) == (reason is Reason.SAME_VERSION)


def test_version_points_at_the_one_before() -> None:
    """A later version has the next number, and the entry of the one before."""
    version = compare(article("t2"), known(article(), 7), drop_duplicates=False).version
    assert version
    assert (version.number, version.previous) == (8, "1-0")


def test_same_body_is_unchanged_whatever_we_read_in_it() -> None:
    """A page of the same bytes is unchanged, though a later pipeline reads another text."""
    before = article(sha256="b", at=NOON)
    now = article("t2", sha256="b", at=NOON + dt.timedelta(hours=1))
    assert compare(now, known(before), drop_duplicates=False).reason is Reason.SAME_BODY


def test_older_fetch_does_not_go_back() -> None:
    """What was fetched before the head is no new version."""
    before = article(sha256="b", at=NOON)
    late = article("t0", sha256="a", at=NOON - dt.timedelta(minutes=1))
    assert compare(late, known(before), drop_duplicates=False).reason is Reason.OLDER_FETCH


@pytest.mark.parametrize(
    ("drop", "outcome"), [(False, Outcome.PUBLISHED), (True, Outcome.DUPLICATE)]
)
def test_text_of_another_document(*, drop: bool, outcome: Outcome) -> None:
    """The text of another document is published with a reference, or dropped where that is set."""
    compared = compare(article(), Known(None, "other"), drop_duplicates=drop)
    assert compared.outcome is outcome
    assert [near.id for near in compared.duplicates.nearest] == ["other"]


def test_own_text_is_no_duplicate() -> None:
    """A document is no duplicate of itself."""
    compared = compare(article(title="New"), known(article()), drop_duplicates=True)
    assert compared.outcome is Outcome.PUBLISHED
    assert compared.duplicates.nearest == ()


def test_typography_makes_no_version() -> None:
    """White space, quotation marks and dashes may be others, in the text and in the title."""

    def written(text: str, title: str) -> Article:
        before = article(sha256(text), title)
        return before.model_copy(
            update={"content": before.content.model_copy(update={"text": text})}
        )

    before = written('"It was dark" - she said.', "It's dark")
    now = written("“It was dark” \u2013 she\u00a0said.\n", "It\u2019s dark")
    head = known(before).head
    assert head
    head = head._replace(plain_sha256=plain_sha256(before.content))
    compared = compare(now, Known(head, None), drop_duplicates=False)
    assert compared.reason is Reason.SAME_VERSION


def test_withdrawn_document_comes_again_as_new() -> None:
    """A head without hashes is of a version that withdrew it: the next one is new, and follows."""
    withdrawn = Known(Head(version=3, entry="9-0"), None)
    compared = compare(article(), withdrawn, drop_duplicates=False)
    assert compared.reason is Reason.NEW
    assert compared.version
    assert (compared.version.number, compared.version.previous) == (4, "9-0")
    elsewhere = withdrawn._replace(owner="other")
    assert compare(article(), elsewhere, drop_duplicates=True).outcome is Outcome.DUPLICATE


CHANGE = FactChange(field="figures", kind="killed", change="gone", before="14")


@pytest.mark.parametrize(
    ("now", "changes", "reason", "said"),
    [
        (article("t2"), (CHANGE,), Reason.FACTS, (CHANGE,)),
        (article("t2"), (), Reason.TEXT, ()),
        (article(title="Another title"), (CHANGE,), Reason.METADATA, None),
    ],
)
def test_facts_are_weightiest(
    now: Article, changes: tuple[FactChange, ...], reason: Reason, said: object
) -> None:
    """Only where the text has changed: facts of the same text are no change of the article."""
    compared: Comparison = compare(now, known(article()), drop_duplicates=False)
    found = with_facts(compared, changes)
    assert found.version
    assert (found.reason, found.version.change) == (reason, reason.value)
    assert found.version.facts_changed == said
