"""`newsmill run`: the main job, as a user has it."""

import json
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests import invented
from tests.command import ROOT, Ran, newsmill, started
from tests.waiting import is_running, wait_until

SAMPLES = ROOT / "seeds" / "expected"
# What differs by design between `extract` and the service; everything else is the same.
MAY_DIFFER = ("job_id", "input_id", "version", "duplicates", "fetch", "provenance")


def comparable(record: dict[str, Any]) -> dict[str, Any]:
    """Give a record without what may differ."""
    kept = {name: value for name, value in record.items() if name not in MAY_DIFFER}
    kept["source"] = {name: value for name, value in kept["source"].items() if name != "via"}
    return kept


def mentions(record: dict[str, Any]) -> list[dict[str, Any]]:
    """Give every mention of every entity; a language without a model has none."""
    return [mention for entity in record.get("entities", ()) for mention in entity["mentions"]]


@pytest.fixture(scope="module")
def ran() -> Ran:
    """Run over the project's own articles, once for all tests here."""
    return newsmill("run", "seeds/articles/")


def test_every_sample_has_one_outcome(ran: Ran) -> None:
    """The summary counts every file and line, and says why some gave no record."""
    assert ran.code == 0, ran.err
    expected = expected_outcomes()
    counted = re.search(r"(\d+) jobs in .*: (.*)", ran.err)
    assert counted
    assert int(counted[1]) == sum(expected.values())
    counts = (part.split(" ", 1) for part in counted[2].split(", "))
    assert {outcome: int(count) for count, outcome in counts} == expected
    assert len(ran.records) == expected["published"]


def test_records_keep_their_schema(ran: Ran) -> None:
    """Every record passes the JSON Schema that the command prints."""
    schema = json.loads(newsmill("schema").out)
    for record in ran.records:
        jsonschema.validate(record, schema)


def test_evidence_stands_where_it_says(ran: Ran) -> None:
    """`content.text[start:end]` is the text of every mention."""
    checked = 0
    for record in ran.records:
        whole = record["content"]["text"]
        for mention in mentions(record):
            assert whole[mention["start"] : mention["end"]] == mention["text"]
            checked += 1
    assert checked > 100


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_samples_are_read_as_a_person_reads_them(ran: Ran, path: Path) -> None:
    """Language, access, and the body from its first paragraph to its last."""
    expected = json.loads(path.read_text(encoding="utf-8"))
    for one in expected if isinstance(expected, list) else [expected]:
        if one["outcome"] != "published":
            continue
        first, last = squeezed(one["first_paragraph"]), squeezed(one["last_paragraph"])
        (record,) = [
            record for record in ran.records if first in squeezed(record["content"]["text"])
        ]
        assert last in squeezed(record["content"]["text"])
        assert record["content"]["language"]["code"] == one["language"]
        assert record["access"]["verdict"] == one.get("access", "open")


def squeezed(words: str) -> str:
    """Give a text with each run of white space as one space."""
    return " ".join(words.split())


def test_extract_gives_the_same_records(ran: Ran) -> None:
    """One process without Redis reads every sample exactly as the service does."""
    extracted = newsmill("extract", "seeds/articles/")
    assert extracted.code == 0, extracted.err
    alone = {record["id"]: comparable(record) for record in extracted.records if "id" in record}
    for record in ran.records:
        assert comparable(record) == alone[record["id"]]


def expected_outcomes() -> Counter[str]:
    """Count the outcomes that a person expects of the samples."""
    counts: Counter[str] = Counter()
    for path in SAMPLES.glob("*.json"):
        expected = json.loads(path.read_text(encoding="utf-8"))
        lines = expected if isinstance(expected, list) else [expected]
        counts.update(line["outcome"] for line in lines)
    return counts


def test_a_thousand_texts(tmp_path: Path) -> None:
    """A thousand small texts: an outcome each, and none published twice."""
    lines = (json.dumps({"id": f"t{n}", "text": invented.article(n, 2)}) for n in range(1000))
    source = tmp_path / "thousand.jsonl"
    source.write_text("\n".join(lines), encoding="utf-8")
    done = newsmill("run", source, timeout_seconds=110)
    assert done.code == 0, done.err
    assert "1000 jobs" in done.err
    assert len({record["id"] for record in done.records}) == len(done.records) == 1000


def test_a_later_run_knows_what_it_has_seen(tmp_path: Path) -> None:
    """With --data-dir the second run finds everything unchanged and prints no record."""
    source = tmp_path / "a.txt"
    source.write_text(invented.article(1), encoding="utf-8")
    first = newsmill("run", source, "--data-dir", tmp_path / "data")
    second = newsmill("run", source, "--data-dir", tmp_path / "data")
    assert (first.code, len(first.records)) == (0, 1)
    assert (second.code, second.records) == (0, [])
    assert "1 unchanged" in second.err


def test_a_run_that_was_stopped_loses_no_record(tmp_path: Path) -> None:
    """With --data-dir the next run prints what the stopped one had not, each record once."""
    source = tmp_path / "many.jsonl"
    lines = (json.dumps({"id": f"t{n}", "text": invented.article(n, 10)}) for n in range(150))
    source.write_text("\n".join(lines), encoding="utf-8")
    with started("run", source, "--data-dir", tmp_path / "data") as running:
        assert running.stdout
        first = running.stdout.readline()
        os.kill(running.pid, signal.SIGINT)
        out, _ = running.communicate(timeout=60)
    assert running.returncode == 130
    before = [json.loads(line)["id"] for line in (first + out).splitlines()]
    after = newsmill("run", source, "--data-dir", tmp_path / "data")
    ids = [*before, *(record["id"] for record in after.records)]
    assert (after.code, len(ids), len(set(ids))) == (0, 150, 150), after.err


def test_files_beside_the_user_are_no_code(tmp_path: Path) -> None:
    """A run in a folder with a config.py, worker.py, queue.py and tasks/ imports none of them."""
    for name in ("config.py", "worker.py", "queue.py", "tasks/__init__.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("raise SystemExit('imported')", encoding="utf-8")
    (tmp_path / "a.txt").write_text(invented.article(1), encoding="utf-8")
    command = Path(sys.executable).with_name("newsmill")
    done = subprocess.run(
        [command, "run", "a.txt"], cwd=tmp_path, capture_output=True, timeout=60, check=False
    )
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 1), done.stderr.decode()


def test_ctrl_c_ends_everything(tmp_path: Path) -> None:
    """Ctrl-C in mid-work: exit code 130, a summary, and nothing left running."""
    source = tmp_path / "many.jsonl"
    lines = (json.dumps({"text": invented.article(n, 40)}) for n in range(3000))
    source.write_text("\n".join(lines), encoding="utf-8")
    with started("run", source) as running:
        assert running.stdout
        running.stdout.readline()  # The first record: everything runs.
        family = family_of(running.pid)
        assert len(family) > 4
        os.kill(running.pid, signal.SIGINT)
        _, err = running.communicate(timeout=60)
    assert running.returncode == 130, err.decode()
    assert b"jobs have no outcome yet" in err
    wait_until(lambda: not any(map(is_running, family)), 10, "nothing is left running")


def test_killed_run_leaves_nothing_behind(tmp_path: Path) -> None:
    """When the command itself is killed with -9, servers and workers end too."""
    source = tmp_path / "many.jsonl"
    lines = (json.dumps({"text": invented.article(n, 40)}) for n in range(3000))
    source.write_text("\n".join(lines), encoding="utf-8")
    with started("run", source) as running:
        assert running.stdout
        running.stdout.readline()
        family = family_of(running.pid)
        running.kill()
        running.communicate(timeout=60)
    wait_until(lambda: not any(map(is_running, family)), 20, "nothing is left running")


def family_of(pid: int) -> list[int]:
    """Give the pids of all that a process started, and they in turn."""
    parents = {}
    for directory in Path("/proc").iterdir():
        if directory.name.isdigit():
            try:
                stat = (directory / "stat").read_text()
            except FileNotFoundError:
                continue
            parents[int(directory.name)] = int(stat.rpartition(")")[2].split()[1])
    family = [pid]
    for member in family:
        family += [child for child, parent in parents.items() if parent == member]
    return family[1:]
