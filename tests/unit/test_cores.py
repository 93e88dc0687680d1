"""How many cores a container has."""

import os
from pathlib import Path

import pytest

from worker.supervising.cores import cores

ALL = cores(Path("/none"))
VERSION_2 = {"cpu.max": "{quota} 100000\n"}
VERSION_1 = {"cpu/cpu.cfs_quota_us": "{quota}\n", "cpu/cpu.cfs_period_us": "100000\n"}


def test_without_a_limit_there_are_those_that_may_be_used() -> None:
    """No file, no limit."""
    allowed = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(ALL)
    assert len(allowed) == ALL


@pytest.mark.parametrize("files", [VERSION_2, VERSION_1], ids=["version 2", "version 1"])
@pytest.mark.parametrize(
    ("quota", "expected"),
    [
        ("50000", 1),
        ("100000", 1),
        ("100001", 2),
        ("99900000", 999),
        ("max", 999),
        ("-1", 999),
        ("", 999),
    ],
)
def test_a_container_has_its_share(
    tmp_path: Path, files: dict[str, str], quota: str, expected: int
) -> None:
    """Rounded up, and never more than the machine has."""
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text.format(quota=quota))
    assert cores(tmp_path) == min(expected, ALL)
