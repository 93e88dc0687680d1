"""Scores `newsmill extract` against gold data, that of others and our own.

    NEWSMILL_EVAL_DIR=…/eval make eval

The folder named has TASK.input.jsonl, TASK.gold.jsonl and a score.py, which compares records with
gold. Our own gold (tests/eval/gold.py) is compared with the same score.py, and by itself where that
has no task. A score that misses its bound in floors.toml fails.
"""

import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from config.settings import Reading, settings
from tests.eval import gold

FLOORS = Path(__file__).with_name("floors.toml")
NEWSMILL = [sys.executable, "-m", "worker.commands"]
OF_OTHERS = ("pages", "entities", "places", "events")
SMALL = Reading.model_fields["model_en"].default
Scores = dict[str, Any]


def main(directory: Path) -> int:
    """Score every task; give the exit code."""
    failed = False
    floors = floors_of(Path(settings().reading.model_en).name)
    for task, scores in all_scores(directory):
        print(f"{task}: {json.dumps(scores)}")
        for name, bound in floors.get(task, {}).items():
            if name != "most":
                reached = reached_in(scores, name)
                failed |= not told(f"{task} {name}: {reached} (floor {bound})", ok=reached >= bound)
        for name, bound in floors.get(task, {}).get("most", {}).items():
            reached = reached_in(scores, name)
            failed |= not told(f"{task} {name}: {reached} (at most {bound})", ok=reached <= bound)
    return int(failed)


def floors_of(model: str) -> dict[str, Any]:
    """Give the bounds by task: those of another model than the small one stand under its name."""
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    others = floors.pop("models", {})
    return floors if model == SMALL else {"pages": floors["pages"]} | others.get(model, {})


def all_scores(directory: Path) -> Iterator[tuple[str, Scores]]:
    """Extract and score, task by task."""
    with tempfile.TemporaryDirectory() as scratch:
        records = Path(scratch) / "records.jsonl"
        for task in OF_OTHERS:
            extract(directory / f"{task}.input.jsonl", records)
            yield task, score(task, directory / f"{task}.gold.jsonl", records, directory)
        for half in ("open", "held"):
            made = gold.compiled(gold.ARTICLES / half, Path(scratch))
            extract(Path(scratch) / gold.INPUT, records)
            for task in gold.ROWS:
                gold_rows = Path(scratch) / f"{task}.gold.jsonl"
                yield f"{half} {task}", score(task, gold_rows, records, directory)
            lines = map(json.loads, records.read_text(encoding="utf-8").splitlines())
            yield f"{half} own", gold.own_scores(made, {row["input_id"]: row for row in lines})


def extract(source: Path, records: Path) -> None:
    """Read a file of lines with `newsmill extract`."""
    print(f"extracting {source.name}", file=sys.stderr)
    # It looks like a setting, and is none of the command's.
    environment = {k: v for k, v in os.environ.items() if k != "NEWSMILL_EVAL_DIR"}
    with records.open("wb") as out:
        command = [*NEWSMILL, "extract", "--jsonl", str(source)]
        subprocess.run(command, stdout=out, env=environment, check=True)


def score(task: str, gold_rows: Path, records: Path, directory: Path) -> Scores:
    """Compare records with gold."""
    scorer = [sys.executable, str(directory / "score.py"), task, str(gold_rows), str(records)]
    done = subprocess.run(scorer, capture_output=True, text=True, check=True)
    scores: Scores = json.loads(done.stdout)
    return scores


def told(what: str, *, ok: bool) -> bool:
    """Print a score, and whether it is good enough."""
    print(f"{'ok  ' if ok else 'FAIL'} {what}")
    return ok


def reached_in(scores: Scores, name: str) -> float:
    """Give a score by its name: what it is of, a dot, and which one."""
    of, _, which = name.rpartition(".")
    return float(scores[of][which] if of else scores[which])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
