"""Lines from many processes: their order, and what becomes of a document that kills its reader.

The code runs in a process of its own, with a stand-in for the language models: forking is
nothing to do beside the threads of a test run.
"""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.command import ROOT
from tests.waiting import is_running, program, wait_until

SCRIPT = """
import io, json, os, signal, sys, threading, time
from config import logging
from config.settings import Settings
from tasks.errors import NotAnArticle
from tasks.record import Access, Content, Record, Source
from worker.extracting.lines import lines
from worker.submitting.sources import submissions

def read(job, page):
    word = page.body.decode()
    if word == "segfault":
        os.kill(os.getpid(), signal.SIGSEGV)
    if word == "exit":
        os._exit(3)
    if word == "print":
        print("stray"); sys.stdout.flush(); os.write(1, b"stray")
    if word == "hang":
        threading.Event().wait()
    if word == "dropped":
        raise NotAnArticle
    if word == "bug":
        raise RuntimeError("oops")
    if word.startswith("slow"):
        threading.Event().wait(float(word[4:]))
    return Record(
        id=word,
        input_id=job.own_id,
        source=Source(kind="text"),
        access=Access(verdict="open", kind="other"),
        content=Content(text=str(os.getpid()), text_sha256=""),
    )

def main(words, workers, **engine):
    objects = [json.dumps({"id": f"i{n}", "text": word}) for n, word in enumerate(words)]
    stdin = io.BytesIO("\\n".join(objects).encode())
    settings = Settings()
    settings = settings.model_copy(
        update={"engine": settings.engine.model_copy(update=engine)} if engine else {}
    )
    found = submissions(["-"], forced="jsonl", stdin=stdin, new_id=str)
    return lines(found, read, settings, workers=workers)

logging.configure(Settings().logging)
"""

WORDS = ["slow0.5", "a", "segfault", "b", "exit", "dropped", "bug", "print", *"cdefghij"]


def run(code: str, timeout_seconds: float = 60) -> subprocess.CompletedProcess[str]:
    """Run code after the script above."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", SCRIPT + code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=timeout_seconds,
        check=False,
    )


def lines_of(words: list[str], workers: int, **engine: float) -> list[dict[str, Any]]:
    """Give the lines that a text of each word makes."""
    done = run(f"for line in main({words!r}, {workers}, **{engine!r}): print(line.text)")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("workers", [2, 3])
def test_order_is_kept_and_a_reader_that_dies_costs_one_line(workers: int) -> None:
    """By a signal, by an exit; a stray print is no line; the others are read by new readers."""
    found = lines_of(WORDS, workers)
    assert [line["input_id"] for line in found] == [f"i{n}" for n in range(len(WORDS))]
    errors = {line["input_id"]: line["error"] for line in found if "error" in line}
    assert errors == {
        "i2": {"code": "poison", "message": "its reader was killed by SIGSEGV"},
        "i4": {"code": "poison", "message": "its reader ended with exit code 3"},
        "i5": {"code": "not_article", "message": "The page is no article."},
        "i6": {"code": "bug", "message": "RuntimeError: oops"},
    }
    records = [line for line in found if "error" not in line]
    assert [record["id"] for record in records] == [
        word for word in WORDS if word not in ("segfault", "exit", "dropped", "bug")
    ]
    pids = {record["content"]["text"] for record in records}
    assert len(pids) > 1


def test_a_document_that_never_ends_is_given_up() -> None:
    """Its reader is killed at the limit, and the rest goes on."""
    found = lines_of(["hang", "a", "hang", "b"], 2, task_limit_seconds=0.3)
    codes = [line.get("error", {}).get("code") for line in found]
    assert codes == ["poison", None, "poison", None]
    assert found[0]["error"]["message"] == "its reader gave no answer within 0.6 seconds"


def test_every_document_may_be_poison() -> None:
    """Nothing hangs, and nothing is lost."""
    found = lines_of(["segfault"] * 20, 2)
    assert [line["error"]["code"] for line in found] == ["poison"] * 20


def test_one_worker_survives_its_documents_too() -> None:
    """One that kills its reader, or takes for ever, is one line, however few readers there are."""
    words = "['a', 'segfault', 'hang', 'b']"
    done = run(f"[print(line.text) for line in main({words}, 1, task_limit_seconds=1)]")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line.get("id") for line in found] == ["a", None, None, "b"]
    assert [line["error"]["code"] for line in found[1:3]] == ["poison", "poison"]


def test_a_line_comes_when_its_turn_is_though_the_next_input_has_not() -> None:
    """A pipe that is fed now and then is answered now and then."""
    code = """
fed = os.fdopen(os.dup(0), "rb")
found = submissions(["-"], forced="jsonl", stdin=fed, new_id=str)
print("[]", flush=True)
for line in lines(found, read, Settings(), workers=2):
    print(line.text, flush=True)
"""
    with program(SCRIPT + code) as (running, _):
        assert running.stdin is not None
        assert running.stdout is not None
        for word in ("a", "b", "c"):
            running.stdin.write(json.dumps({"text": word}) + "\n")
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["id"] == word


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_nobody_is_left_when_the_process_is_killed(number: int) -> None:
    """Guards and readers end with it, whatever they are at."""
    code = """
made = main(["a", "hang", "hang"], 2)
print(next(made).text, flush=True)
threading.Event().wait()
"""
    with program(SCRIPT + code) as (running, _):
        children = wait_until(lambda: _descendants(running.pid, 4), 10, "two guards, two readers")
        assert len(children) == 4
        os.kill(running.pid, number)
        began = time.monotonic()
        wait_until(lambda: not any(map(is_running, children)), 5, "all are gone")
        assert time.monotonic() - began < 2


def test_what_is_left_early_leaves_nobody() -> None:
    """A consumer that has seen enough closes the lines."""
    code = """
made = main(["a", "hang", "hang"], 2)
next(made)
began = time.monotonic()
made.close()
assert time.monotonic() - began < 2
try:
    os.waitpid(-1, 0)
except ChildProcessError:
    print("nobody")
"""
    done = run(code)
    assert (done.stdout, done.stderr) == ("nobody\n", "")


def test_a_source_that_breaks_off_ends_the_lines_with_its_error() -> None:
    """After the lines of what came before."""
    code = """
from itertools import chain
def broken():
    yield from submissions(["-"], stdin=io.BytesIO(b"a"), forced="text", new_id=str)
    raise KeyError("broken")
try:
    for line in lines(broken(), read, Settings(), workers=2):
        print(json.loads(line.text)["id"])
except KeyError as error:
    print(error)
"""
    done = run(code)
    assert done.stdout == "a\n'broken'\n", done.stderr


def _descendants(pid: int, count: int) -> list[int]:
    """Give the pids of children and grandchildren, once there are so many."""
    found = []
    for child in _children(pid):
        found += [child, *_children(child)]
    return found if len(found) == count else []


def _children(pid: int) -> list[int]:
    try:
        return [
            int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        ]
    except FileNotFoundError:
        return []
