"""The dashboard: its panels stand beside each other, are explained, and ask what can be asked."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.promtool import promtool

ROOT = Path(__file__).parents[2]
DASHBOARD = json.loads((ROOT / "config/grafana/newsmill.json").read_text(encoding="utf-8"))
PANELS: list[dict[str, Any]] = DASHBOARD["panels"]
DRAWN = [panel for panel in PANELS if panel["type"] != "row"]
SOURCE = {"type": "prometheus", "uid": "${datasource}"}
# What Grafana puts in for them, so that Prometheus can read the expressions.
VARIABLES = {"$__rate_interval": "1m", "$__range": "6h", "$job": "newsmill"}


def squares(panel: dict[str, Any]) -> Iterator[tuple[int, int]]:
    """Yield the squares of the grid that a panel covers."""
    at = panel["gridPos"]
    for column in range(at["x"], at["x"] + at["w"]):
        for line in range(at["y"], at["y"] + at["h"]):
            yield column, line


def expressions() -> list[str]:
    """Give what the panels ask, with the variables put in."""
    asked = [target["expr"] for panel in DRAWN for target in panel["targets"]]
    for name, value in VARIABLES.items():
        asked = [expression.replace(name, value) for expression in asked]
    return asked


def test_panels_do_not_overlap() -> None:
    """Nor leave the grid, which is 24 wide; each has an id of its own."""
    covered = Counter(square for panel in PANELS for square in squares(panel))
    assert set(covered.values()) == {1}
    assert max(column for column, _ in covered) == 23
    assert len({panel["id"] for panel in PANELS}) == len(PANELS)


@pytest.mark.parametrize("panel", DRAWN, ids=lambda panel: f"{panel['title']} {panel['id']}")
def test_panels_are_explained(panel: dict[str, Any]) -> None:
    """Each has a description, a unit, and the data source that is chosen on top."""
    assert panel["description"].endswith(".")
    assert panel["fieldConfig"]["defaults"]["unit"]
    assert [panel["datasource"], *(target["datasource"] for target in panel["targets"])] == [
        SOURCE
    ] * (1 + len(panel["targets"]))


def test_every_question_is_about_one_service() -> None:
    """Each series is of the job that is chosen on top."""
    for panel in DRAWN:
        for target in panel["targets"]:
            asked = re.findall(r"newsmill_\w+(\{job=\"\$job\")?", target["expr"])
            assert asked
            assert all(asked), target["expr"]


def test_prometheus_understands_every_panel(tmp_path: Path) -> None:
    """Read as recording rules, which promtool can check."""
    recorded = [
        {"record": f"panel:{number}", "expr": expression}
        for number, expression in enumerate(expressions())
    ]
    assert not any("$" in rule["expr"] for rule in recorded)
    rules = tmp_path / "panels.yml"
    rules.write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": recorded}]}))
    checked = promtool("check", "rules", rules.name, folder=tmp_path)
    assert f"{len(recorded)} rules found" in checked
