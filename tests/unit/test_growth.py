"""README's table of what many articles a day need is that of the measured figures."""

import dataclasses
import re
from typing import Any

import pytest

from tests.benchmarks.growth import (
    BEGIN,
    END,
    MILLIONS,
    README,
    Assumed,
    Need,
    measured_figures,
    need,
    told,
)

UNITS = dict.fromkeys(measured_figures(), 0.0)
NONE = Assumed(unchanged=0, peak=1, busy=0.5)


def test_readme_has_the_figures() -> None:
    """`python -m tests.benchmarks.growth` writes it."""
    text = README.read_text(encoding="utf-8")
    assert told(measured_figures()) == text.partition(BEGIN)[2].partition(END)[0]


def needed(articles_a_day: float, assumed: Assumed = NONE, **figures: float) -> Need:
    """Compute with these figures alone; what a server takes is the same idle and busy."""
    same = {"store_ms": 1, "store_full_ms": 1, "broker_ms": 4, "broker_full_ms": 1}
    return need({**UNITS, **same, **figures}, assumed, articles_a_day)


def test_servers_are_counted_as_busy_ones() -> None:
    """At the peak they have much to do; a broker is measured by the message, four an article."""
    found = needed(86_400, store_ms=9, store_full_ms=3, broker_ms=8, broker_full_ms=0.5)
    assert (found.store_cores, found.broker_cores) == pytest.approx((0.003, 0.002))


def test_readers_are_counted_in_cores_that_are_not_full() -> None:
    """An article a second of 100 ms is a tenth of a core, a fifth where half of it may be used."""
    found = needed(86_400, child_ms=90, reader_ms=10)
    assert found.reader_cores == pytest.approx(0.2)
    assert found.readers == 1


def test_a_second_newsmill_comes_with_work_or_with_bytes() -> None:
    """A store has one core and so much memory; what exceeds either is another newsmill's."""
    assert needed(86_400).newsmills == 1
    assert needed(86_400, store_ms=600, store_full_ms=600).newsmills == 2
    held = dataclasses.replace(NONE, store_bytes=86_400 * 500, stream_hours=24)
    assert needed(86_400, held, stream_bytes=501).newsmills == 2


def test_repeats_cost_what_they_were_measured_to() -> None:
    """Each article comes with so many fetches of what is known."""
    twice = dataclasses.replace(NONE, unchanged=2)
    found = needed(86_400, twice, fetcher_ms=3, again_fetcher_ms=1)
    assert found.fetches_a_second == pytest.approx(3)
    assert found.fetcher_cores == pytest.approx(0.01)


def test_more_articles_never_need_less() -> None:
    """Of all that is there for all newsmills together."""
    first, *others = (need(measured_figures(), Assumed(), 1e6 * n) for n in MILLIONS)
    for more in others:
        assert (more.readers, more.fetchers, more.newsmills) >= (
            first.readers,
            first.fetchers,
            first.newsmills,
        )
        first = more


def test_the_split_shown_keeps_a_site_together() -> None:
    """All hosts of one owner, whose pages may name each other as canonical, are one newsmill's."""
    (block,) = re.findall(
        r"<!-- split -->\n```python\n(.*?)```", README.read_text("utf-8"), re.DOTALL
    )
    names: dict[str, Any] = {}
    exec(block, names)  # noqa: S102 - README is ours
    hosts = ("www.example.co.uk", "amp.example.co.uk", "example.co.uk")
    assert len({names["newsmill_of"](f"https://{host}/news/1", 64) for host in hosts}) == 1
    sites = {names["newsmill_of"](f"https://www.site-{n}.example/", 4) for n in range(40)}
    assert sites == {0, 1, 2, 3}
