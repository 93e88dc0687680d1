"""Counts what the store holds: run inside a container, for no port of the store is published."""

import json
import sys
from typing import cast

from config.settings import settings
from worker.resources import WorkerResources
from worker.store import keys

Entries = list[tuple[str, dict[str, str]]]

resources = WorkerResources(settings())
outcomes: dict[str, list[str]] = {}
for _, entry in cast("Entries", resources.texts.xrange(keys.OUTCOMES.name)):
    outcomes.setdefault(entry["job_id"], []).append(f"{entry['outcome']}: {entry['reason']}")
articles = cast("Entries", resources.texts.xrange(keys.ARTICLES.name))
json.dump(
    {
        "open": resources.ledger.counts().open,
        "outcomes": outcomes,
        "articles": [[entry["id"], entry["version"]] for _, entry in articles],
    },
    sys.stdout,
)
