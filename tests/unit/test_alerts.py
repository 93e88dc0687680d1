"""The alerts: each is tested, told of in README, and asks for what the exporter gives."""

import re
from pathlib import Path
from typing import Any

import yaml

from tests.promtool import promtool

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "config/prometheus"
TOLD = (ROOT / "README.md").read_text(encoding="utf-8").partition("### What to alert on")[2]


def rules() -> list[dict[str, Any]]:
    """Give the alerts, in their order."""
    groups = yaml.safe_load((FOLDER / "alerts.yml").read_text(encoding="utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


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


def test_every_alert_has_a_test_in_which_it_fires() -> None:
    """And no test expects one that is not there."""
    assert {rule["alert"] for rule in rules()} == fired()


def test_every_alert_says_how_urgent_it_is() -> None:
    """In one of two words."""
    assert {rule["labels"]["severity"] for rule in rules()} == {"critical", "warning"}


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
