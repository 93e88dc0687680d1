"""The alerts: tested, told of in README; they and the dashboard ask for what the exporter has."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.promtool import promtool
from worker.reporting.metrics import METRICS
from worker.store.ledger import MAX_SHARE_FOR_SUBMIT
from worker.store.totals import BOUNDS_MS

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "config/prometheus"
TOLD = (ROOT / "README.md").read_text(encoding="utf-8").partition("### What to alert on")[2]


def rules() -> list[dict[str, Any]]:
    """Give the alerts, in their order."""
    groups = yaml.safe_load((FOLDER / "alerts.yml").read_text(encoding="utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def exported() -> set[str]:
    """Give the names of all series that the exporter has."""
    parts = {"histogram": ("_bucket", "_count", "_sum")}
    return {name + part for name, told in METRICS.items() for part in parts.get(told.type, ("",))}


def named(path: Path) -> set[str]:
    """Give the series of ours that a file asks for."""
    return set(re.findall(r"\bnewsmill_\w+", path.read_text(encoding="utf-8")))


def fired() -> set[str]:
    """Give the names of the alerts that some test expects to fire."""
    tests = yaml.safe_load((FOLDER / "alerts_test.yml").read_text(encoding="utf-8"))["tests"]
    samples = [
        sample["labels"]
        for test in tests
        for asked in test["promql_expr_test"]
        for sample in asked["exp_samples"]
    ]
    return {name for labels in samples for name in re.findall(r'alertname="(\w+)"', labels)}


@pytest.mark.parametrize(
    "file",
    ["prometheus/alerts.yml", "prometheus/alerts_test.yml", "grafana/newsmill.json"],
)
def test_only_what_the_exporter_has_is_asked_for(file: str) -> None:
    """By the rules, by their tests and by the dashboard."""
    assert named(ROOT / "config" / file) <= exported()


def test_the_dashboard_shows_all_that_the_exporter_has() -> None:
    """But how long all times together were, and its version."""
    hidden = {"newsmill_info", "newsmill_task_seconds_sum", "newsmill_fetch_response_seconds_sum"}
    assert exported() - named(ROOT / "config/grafana/newsmill.json") == hidden


def test_times_are_asked_for_at_bounds_that_there_are() -> None:
    """A quantile within a bucket is a guess: it may be above a bound that nothing is above."""
    bounds = {bound / 1000 for bound in BOUNDS_MS}
    tested = re.findall(r'le="([\d.]+)"', (FOLDER / "alerts_test.yml").read_text(encoding="utf-8"))
    (slow,) = [rule["expr"] for rule in rules() if "histogram_quantile" in rule["expr"]]
    asked = slow.partition(">")[2].split()[0]
    assert {float(bound) for bound in (*tested, asked)} <= bounds


def test_every_alert_has_a_test_in_which_it_fires() -> None:
    """And no test expects one that is not there."""
    assert {rule["alert"] for rule in rules()} == fired()


def test_every_alert_says_how_urgent_it_is() -> None:
    """In one of two words."""
    assert {rule["labels"]["severity"] for rule in rules()} == {"critical", "warning"}


def test_memory_is_full_where_submitters_begin_to_wait() -> None:
    """The alert has the limit of the ledger."""
    (full,) = (rule["expr"] for rule in rules() if rule["alert"] == "NewsmillMemoryFull")
    assert float(full.rpartition(">")[2]) == MAX_SHARE_FOR_SUBMIT


def test_readme_tells_of_every_alert() -> None:
    """In the same order, and in the words of its description."""
    rows = re.findall(r"^\| `(Newsmill\w+)` \| (\w+) \| (.*) \| (.*) \|$", TOLD, re.MULTILINE)
    told = [(name, severity, f"{meaning} First: {step}") for name, severity, meaning, step in rows]
    expected = [
        (rule["alert"], rule["labels"]["severity"], rule["annotations"]["description"])
        for rule in rules()
    ]
    assert told == expected


def test_prometheus_takes_its_files() -> None:
    """The configuration, and the rules that it names."""
    assert f"{len(rules())} rules found" in promtool(
        "check", "config", "prometheus.yml", folder=FOLDER
    )


def test_alerts_fire_when_they_should() -> None:
    """Each in its case, none in a quiet night, on a busy day or after a restart."""
    assert "SUCCESS" in promtool("test", "rules", "alerts_test.yml", folder=FOLDER)
