"""Scores `newsmill extract` against gold data that is not part of the project.

    NEWSMILL_EVAL_DIR=…/eval make eval

For each task there are TASK.input.jsonl and TASK.gold.jsonl; the folder's own score.py compares
records with gold. A score that misses its bound in floors.toml fails.
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
        most = floors.pop("most", {})
        for name, floor in floors.items():
            reached = reached_in(scores, name)
            failed |= not told(f"{task} {name}: {reached} (floor {floor})", ok=reached >= floor)
        for name, most_of_it in most.items():
            reached = reached_in(scores, name)
            line = f"{task} {name}: {reached} (at most {most_of_it})"
            failed |= not told(line, ok=reached <= most_of_it)
    return int(failed)


def told(what: str, *, ok: bool) -> bool:
    """Print a score, and whether it is good enough."""
    print(f"{'ok  ' if ok else 'FAIL'} {what}")
    return ok


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
