"""Bad input of every kind ends with its outcome, or with one clear line and exit code 2."""

import re
import secrets
from pathlib import Path

import pytest

from tests import invented
from tests.command import newsmill
from tests.mill import mill, text
from tests.waiting import wait_until
from worker.supervising.embedded import EmbeddedServers

TOO_LARGE_BYTES = 50_000_000


def written(directory: Path, name: str, content: bytes) -> Path:
    """Write a file and give its path."""
    path = directory / name
    path.write_bytes(content)
    return path


def test_bad_files_end_with_their_reason(tmp_path: Path) -> None:
    """One run over everything that can be wrong with a file: a reason each, exit code 0."""
    sources = [
        written(tmp_path, "empty.txt", b""),
        written(tmp_path, "binary.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40),
        written(tmp_path, "large.txt", b"a word or two " * (TOO_LARGE_BYTES // 14)),
        written(tmp_path, "lines.jsonl", b'{"text": "It is fine."}\n{"text": \n'),
        written(tmp_path, "broken.txt", invented.article(1).encode() + b" \xff\xfe\xc3 caf\xe9."),
        written(tmp_path, "nul.txt", invented.article(2).replace("bridge", "bri\0dge").encode()),
    ]
    done = newsmill("run", *sources)
    assert done.code == 0, done.err
    for name, reason in (
        ("empty.txt", "too_short"),
        ("binary.txt", "unsupported_media"),
        ("large.txt", "too_large"),
        ("lines.jsonl", "undecodable"),
    ):
        assert re.search(rf"dropped: {reason} .*{name}", done.err), name
    assert "line 2" in done.err
    assert "7 jobs" in done.err
    assert len(done.records) == 3
    assert any("\N{REPLACEMENT CHARACTER}" in record["content"]["text"] for record in done.records)


def test_world_that_does_not_answer(tmp_path: Path) -> None:
    """A host that cannot be reached is dead after its attempts: exit code 1, and the reason."""
    source = written(tmp_path, "urls.txt", b"http://127.0.0.1:9/nothing-listens-here\n")
    chosen = {
        "NEWSMILL_ALLOW_ADDRESSES": "127.0.0.0/8",
        "NEWSMILL_HOST_DELAY_SECONDS": "0",
        "NEWSMILL_MAX_ATTEMPTS": "2",
        "NEWSMILL_RETRY_BASE_SECONDS": "0.1",
    }
    done = newsmill("run", source, environment=chosen)
    assert done.code == 1, done.err
    assert "dead: connect" in done.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["run", "no-such-file.txt"], "no-such-file.txt"),
        (["run", "tests/fixtures/../../.ci"], ".ci"),
        (["run", "--no-such-option", "-"], "--no-such-option"),
        (["rum", "-"], "did you mean run"),
        (["run"], "SOURCE"),
        (["run", "ftp://www.example.org/a"], "only http and https"),
        (["status"], "NEWSMILL_BROKER_URL and NEWSMILL_STORE_URL"),
        (["enqueue", "https://www.example.org/"], "NEWSMILL_BROKER_URL and NEWSMILL_STORE_URL"),
        (["worker", "--role", "cook"], "cook"),
    ],
)
def test_what_is_not_understood_is_one_line(arguments: list[str], told: str) -> None:
    """A mistake in the command: one line that names it, exit code 2, nothing on stdout."""
    done = newsmill(*arguments)
    assert (done.code, done.out) == (2, "")
    (line,) = done.err.splitlines()
    assert told in line


def test_only_one_url_set() -> None:
    """Setting one server and not the other names the one that is missing."""
    chosen = {"NEWSMILL_STORE_URL": "unix:///tmp/none.sock"}
    for command in (["run", "seeds/articles/"], ["status"], ["worker"]):
        done = newsmill(*command, environment=chosen)
        assert done.code == 2
        assert "set NEWSMILL_BROKER_URL" in done.err.splitlines()[-1]


@pytest.mark.parametrize(
    ("broker", "store"),
    [
        ("redis://h:6379/0", "redis://h/1"),
        ("unix:///tmp/a.sock?db=0", "unix:///tmp/../tmp/a.sock?db=1"),
    ],
)
def test_one_server_for_both(broker: str, store: str) -> None:
    """Two databases of one server are one server: refused."""
    chosen = {"NEWSMILL_BROKER_URL": broker, "NEWSMILL_STORE_URL": store}
    done = newsmill("status", environment=chosen)
    assert done.code == 2
    assert "name the same server" in done.err


def test_redis_not_reachable() -> None:
    """A store that does not answer is named with its setting; exit code 1."""
    chosen = {
        "NEWSMILL_STORE_URL": "unix:///tmp/no-store.sock",
        "NEWSMILL_BROKER_URL": "unix:///tmp/no-broker.sock",
    }
    done = newsmill("status", environment=chosen)
    assert done.code == 1
    assert "NEWSMILL_STORE_URL" in done.err.splitlines()[-1]


def test_redis_full(tmp_path: Path) -> None:
    """A store without room takes no job, and says that it is full."""
    with EmbeddedServers(tmp_path, store_memory_bytes=20_000_000) as servers:
        chosen = {
            "NEWSMILL_STORE_URL": servers.store_url,
            "NEWSMILL_BROKER_URL": servers.broker_url,
            "NEWSMILL_SUBMIT_WAIT_SECONDS": "0",
        }
        # Random letters do not compress well: each of these takes half its size.
        words = secrets.token_hex(300_000).encode()
        source = written(tmp_path, "long.txt", words)
        done = newsmill("enqueue", *[source] * 200, environment=chosen)
    assert done.code == 1
    assert done.err.splitlines()[-1] == "newsmill: the store is above 80% of its memory"


def test_bad_setting() -> None:
    """A setting that cannot be used is named with its value."""
    done = newsmill("status", environment={"NEWSMILL_MAX_IN_FLIGHT": "many"})
    assert done.code == 2
    assert "NEWSMILL_MAX_IN_FLIGHT is 'many'" in done.err


def test_slow_reader_is_no_loss(tmp_path: Path) -> None:
    """A backlog is never mistaken for a loss: nothing re-sent, nothing dead, the broker short."""
    limit = 100
    with mill(
        tmp_path,
        max_in_flight=str(limit),
        lost_after_seconds="1",
        sweep_after_seconds="1",
        reader_processes="1",
        log_level="error",
    ) as made:
        job_ids = made.submit(*(text(invented.article(n, 30)) for n in range(300)))
        made.work()
        longest = 0

        def many_closed() -> bool:
            nonlocal longest
            made.poll()
            longest = max(longest, *(int(made.broker.llen(name)) for name in ("clean", "extract")))
            return made.store.xlen("news:outcomes") >= 100

        wait_until(many_closed, 100, "100 jobs are closed")
        states = [made.app.resources.ledger.state(job_id) or {} for job_id in job_ids]
        assert {state["generation"] for state in states} <= {"0", "1"}
        assert not [*made.app.resources.ledger.dead()]
        assert longest <= limit + 10
