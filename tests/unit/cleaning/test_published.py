"""Dates of publication: which claim is taken, and what becomes of the others."""

from datetime import UTC, datetime

import pytest
from trafilatura import load_html

from tasks.cleaning import clean
from tasks.cleaning.published import candidate, chosen, published_of
from tasks.cleaning.structured import claims_of
from tasks.job import Job, RawPage
from tasks.record import DateCandidate

AT = datetime(2024, 3, 5, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-03-05", ("2024-03-05", "day", None)),
        ("2024-03-05T10:00Z", ("2024-03-05T10:00+00:00", "minute", "+00:00")),
        ("2024-03-05 10:00:07.123+0130", ("2024-03-05T10:00:07+01:30", "second", "+01:30")),
        ("Tue, 05 Mar 2024 10:00:00 GMT", ("2024-03-05T10:00:00+00:00", "second", "+00:00")),
        ("2024-03", ("2024-03", "month", None)),
        ("2024-02-31", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_date_is_as_precise_as_the_page_is(
    value: str, expected: tuple[str, str | None, str | None] | None
) -> None:
    """Nothing is added to what was said, and what is no date is none."""
    claim = candidate(value, "page")
    assert expected == (claim and (claim.value, claim.precision, claim.zone))


def test_a_given_date_wins_unless_the_page_is_days_apart() -> None:
    """All claims are kept, whichever is taken."""
    given, near, far = (
        DateCandidate(value=value, source=source)
        for value, source in (("2024-03-05", "job"), ("2024-03-06", "page"), ("2023-03-06", "page"))
    )
    agreed, contradicted = chosen([given, near]), chosen([given, far])
    assert agreed is not None
    assert contradicted is not None
    assert (agreed.value, len(agreed.candidates)) == ("2024-03-05", 2)
    assert (contradicted.value, len(contradicted.candidates)) == ("2023-03-06", 2)


def test_a_date_after_the_fetch_is_impossible() -> None:
    """The next claim is taken instead; without a fetch there is nothing to compare with."""
    late = DateCandidate(value="2024-05-01", source="json-ld")
    right = DateCandidate(value="2024-03-04", source="meta:date")
    found = chosen([late, right], AT)
    assert found is not None
    assert found.value == "2024-03-04"
    assert chosen([late]) is not None
    assert chosen([late], AT) is None


def test_json_ld_is_asked_before_meta_tags() -> None:
    """It has the time and the zone."""
    tree = load_html(
        '<html><head><meta property="article:published_time" content="2024-03-05">'
        '<script type="application/ld+json">{"@type": "NewsArticle",'
        ' "datePublished": "2024-03-05T08:00:00-05:00"}</script></head><body><p>x</p></body></html>'
    )
    found = published_of(tree, claims_of(tree), given=None, url=None, at=None)
    assert found is not None
    assert (found.value, found.source) == ("2024-03-05T08:00:00-05:00", "json-ld")
    assert [claim.source for claim in found.candidates] == [
        "json-ld",
        "meta:article:published_time",
    ]


@pytest.mark.parametrize("value", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00"])
def test_a_date_at_the_end_of_the_calendar_is_no_error(value: str) -> None:
    """It is further than a zone can be reckoned: whatever is made of it, nothing breaks."""
    job = Job(id="job", kind="text", published=value)
    page = RawPage(body=b"Some words.", content_type="text/plain")
    clean(job, page, detect_language=lambda _text: ("en", 0.9), max_bytes=1000)
