"""How many cores this process may use: those it may run on, and no more than its container has."""

import math
import os
from pathlib import Path
from typing import Final

CGROUPS: Final = Path("/sys/fs/cgroup")


def cores(cgroups: Path = CGROUPS) -> int:
    """Give the number, at least 1; a part of a core counts as one."""
    if hasattr(os, "sched_getaffinity"):
        allowed = len(os.sched_getaffinity(0))
    else:
        allowed = os.cpu_count() or 1
    return max(1, math.ceil(min(allowed, _share(cgroups))))


def _share(cgroups: Path) -> float:
    """Give the cores' worth of time that a container has, infinite where nothing limits it.

    A container sees its own group at the root of the file system; elsewhere the root has no limit.
    """
    try:
        if (cgroups / "cpu.max").exists():
            quota, period = (cgroups / "cpu.max").read_text().split()
        else:
            quota = (cgroups / "cpu/cpu.cfs_quota_us").read_text()
            period = (cgroups / "cpu/cpu.cfs_period_us").read_text()
        return int(quota) / int(period) if int(quota) > 0 else math.inf
    except (OSError, ValueError):  # no group, or the word max
        return math.inf
