"""Scores `newsmill extract` against gold data that is not part of the project.

    NEWSMILL_EVAL_DIR=…/eval make eval

For each task there are TASK.input.jsonl and TASK.gold.jsonl; the folder's own score.py compares
records with gold. A score below its floor in floors.toml fails: floors are raised, never lowered.
"""

import json
import os
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

FLOORS = Path(__file__).with_name("floors.toml")
NEWSMILL = [sys.executable, "-m", "worker.commands"]


def main(directory: Path) -> int:
    """Score every task that has floors; give the exit code."""
    failed = False
    for task, floors in tomllib.loads(FLOORS.read_text(encoding="utf-8")).items():
        scores = score(task, directory)
        print(f"{task}: {json.dumps(scores)}")
        for name, floor in floors.items():
            reached = reached_in(scores, name)
            failed = failed or reached < floor
            mark = "ok  " if reached >= floor else "FAIL"
            print(f"{mark} {task} {name}: {reached} (floor {floor})")
    return int(failed)


def score(task: str, directory: Path) -> dict[str, Any]:
    """Extract a task's input and compare it with its gold."""
    with tempfile.TemporaryDirectory() as scratch:
        records = Path(scratch) / "records.jsonl"
        print(f"{task}: extracting", file=sys.stderr)
        # It looks like a setting, and is none of the command's.
        environment = {k: v for k, v in os.environ.items() if k != "NEWSMILL_EVAL_DIR"}
        with records.open("wb") as out:
            source = str(directory / f"{task}.input.jsonl")
            command = [*NEWSMILL, "extract", "--jsonl", source]
            subprocess.run(command, stdout=out, env=environment, check=True)
        gold = str(directory / f"{task}.gold.jsonl")
        scorer = [sys.executable, str(directory / "score.py"), task, gold, str(records)]
        done = subprocess.run(scorer, capture_output=True, text=True, check=True)
    scores: dict[str, Any] = json.loads(done.stdout)
    return scores


def reached_in(scores: dict[str, Any], name: str) -> float:
    """Give a score by its dotted name."""
    found: Any = scores
    for part in name.split("."):
        found = found[part]
    return float(found)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
