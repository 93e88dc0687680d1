"""What `newsmill status` and `newsmill dead` tell of the ledger.

`service`, `hosts`, `jobs` and `workers` gather plain values, the same for people and for
programs; `words` and `screen` show them to people.
"""

from worker.reporting.hosts import hosts_waited_for, paused_hosts
from worker.reporting.jobs import dead_job, ended, found
from worker.reporting.service import overview
from worker.reporting.words import line, readable

__all__ = [
    "dead_job",
    "ended",
    "found",
    "hosts_waited_for",
    "line",
    "overview",
    "paused_hosts",
    "readable",
]
