"""What the alerts watch is there before it counts."""

import re
from pathlib import Path

import redis

from worker.reporting.metrics import of_store
from worker.resources import WorkerResources
from worker.store import keys

ALERTS = Path(__file__).parents[2] / "config/prometheus/alerts.yml"


def test_counters_begin_at_zero(resources: WorkerResources, store: redis.Redis) -> None:
    """Prometheus sees how much a counter grew, never the value with which it appeared."""
    store.xgroup_create(keys.ARTICLES.name, "search", id="0", mkstream=True)
    watched = set(re.findall(r"increase\((newsmill_\w+_total)", ALERTS.read_text(encoding="utf-8")))
    told = {sample.name for sample in of_store(resources) if sample.value == 0}
    assert len(watched) > 1
    assert watched <= told
