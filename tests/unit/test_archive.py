"""What is written as WARC: whole, readable by others, and never at a fetch's expense."""

import json
import os
import shutil
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs
from warcio.archiveiterator import ArchiveIterator

from tasks.errors import UsageError
from tasks.job import Submission
from tests.waiting import program, wait_until
from worker.fetching import archive
from worker.fetching.archive import Exchange, WarcArchive
from worker.submitting.sources import BadSource, Found, submissions

AT = datetime(2026, 3, 1, 12, 30, 15, 250_000, tzinfo=UTC)
LARGE = 10**9

WRITER = """
import json, os, resource, sys
from datetime import UTC, datetime
from pathlib import Path
from worker.fetching.archive import Exchange, WarcArchive

def exchange(number, size=2000):
    body = b"<p>" + os.urandom(size // 2).hex().encode()
    headers = [("Content-Type", "text/html")]
    return Exchange(f"http://a.example/{number}", [], 200, "OK", headers, body, datetime.now(UTC))

kept = WarcArchive(Path(sys.argv[1]), file_bytes=10**9, software="test")
"""


def exchange(number: int = 1, body: bytes = b"<p>Words.</p>", **changed: Any) -> Exchange:  # noqa: ANN401
    """Give an exchange, with what is told of it changed."""
    made = Exchange(
        url=f"http://a.example/{number}?x=1",
        request_headers=[("Host", "a.example"), ("User-Agent", "newsmill/0.1")],
        status=200,
        reason="OK",
        headers=[("Content-Type", "text/html; charset=utf-8")],
        body=body,
        at=AT,
    )
    return made._replace(**changed)


def written(folder: Path, *exchanges: Exchange, file_bytes: int = LARGE) -> list[Path]:
    """Write exchanges, and give the files in the order in which they were begun."""
    kept = WarcArchive(folder, file_bytes=file_bytes, software="newsmill/0.1")
    for one in exchanges:
        kept.write(one)
    kept.close()
    return sorted(folder.iterdir())


def records(file: Path) -> Iterator[Any]:
    """Give the records of a file as another program reads them, with their bodies as `body`."""
    with file.open("rb") as stream:
        for record in ArchiveIterator(stream, check_digests="raise"):
            record.body = record.raw_stream.read()
            yield record


def found_in(folder: Path) -> list[Found]:
    """Give what the sources find in all files of a folder, finished or not."""
    return list(submissions([str(folder)]))


def urls(found: list[Found]) -> Counter[str | None]:
    """Count the URLs of submissions."""
    return Counter(one.job.url for one in found if isinstance(one, Submission))


# ---------------------------------------------------------------- what is written


def test_an_exchange_is_a_response_and_the_request_that_it_answers(tmp_path: Path) -> None:
    """Behind a warcinfo; other programs read it, and its digests fit."""
    (file,) = written(tmp_path, exchange())
    about, answer, request = records(file)
    heads = [record.rec_headers for record in (about, answer, request)]
    assert [head.get_header("WARC-Type") for head in heads] == ["warcinfo", "response", "request"]
    assert {head.protocol for head in heads} == {"WARC/1.1"}
    assert about.rec_headers.get_header("WARC-Filename") == file.name
    assert b"software: newsmill/0.1\r\n" in about.body
    for head in heads[1:]:
        assert head.get_header("WARC-Target-URI") == "http://a.example/1?x=1"
        assert head.get_header("WARC-Date") == "2026-03-01T12:30:15.250000Z"
    assert heads[2].get_header("WARC-Concurrent-To") == heads[1].get_header("WARC-Record-ID")
    assert (answer.http_headers.statusline, answer.body) == ("200 OK", b"<p>Words.</p>")
    assert request.http_headers.protocol == "GET"
    assert request.http_headers.statusline == "/1?x=1 HTTP/1.1"
    assert request.http_headers.get_header("User-Agent") == "newsmill/0.1"


def test_headers_that_no_longer_hold_get_another_name(tmp_path: Path) -> None:
    """The body is unpacked and in one piece; a length that is right stays as it is."""
    came = [
        ("content-encoding", "gzip"),
        ("Transfer-Encoding", "chunked"),
        ("Content-Length", "9"),
        ("Location", "/é"),
    ]
    packed = exchange(1, headers=came)
    plain = exchange(2, headers=[("content-length", "13")])
    (file,) = written(tmp_path, packed, plain)
    _, first, _, second, _ = records(file)
    assert first.http_headers.headers == [
        ("X-Archive-Orig-content-encoding", "gzip"),
        ("X-Archive-Orig-Transfer-Encoding", "chunked"),
        ("X-Archive-Orig-Content-Length", "9"),
        ("Location", "/é"),
        ("Content-Length", "13"),
    ]
    assert second.http_headers.headers == [("content-length", "13")]


def test_a_file_is_finished_when_it_is_large_enough(tmp_path: Path) -> None:
    """The next exchange begins another, with a warcinfo of its own; names sort by their time."""
    files = written(tmp_path, *map(exchange, range(3)), file_bytes=1)
    assert len(files) == 3
    for number, file in enumerate(files):
        assert file.name.endswith(f"-{os.getpid()}.warc.gz")
        about, answer, _ = records(file)
        assert about.rec_type == "warcinfo"
        assert answer.rec_headers.get_header("WARC-Target-URI") == f"http://a.example/{number}?x=1"


def test_a_file_that_grows_is_named_so(tmp_path: Path) -> None:
    """Each exchange is in it at once; without any there is no file."""
    kept = WarcArchive(tmp_path / "new" / "folder", file_bytes=LARGE, software="x")
    assert list(tmp_path.rglob("*.*")) == []
    kept.write(exchange())
    (growing,) = tmp_path.rglob("*.*")
    assert growing.name.endswith(".warc.gz.open")
    assert len(list(records(growing))) == 3
    kept.close()
    kept.close()
    assert list(tmp_path.rglob("*.*")) == [growing.with_suffix("")]


def test_threads_write_at_one_time(tmp_path: Path) -> None:
    """Each exchange once and whole, whatever the order."""
    kept = WarcArchive(tmp_path, file_bytes=20_000, software="x")
    together = threading.Barrier(8)

    def write(first: int) -> None:
        together.wait()
        for number in range(first, first + 50):
            kept.write(exchange(number, os.urandom(500).hex().encode()))

    threads = [threading.Thread(target=write, args=(100 * n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept.close()
    assert len(list(tmp_path.iterdir())) > 5
    found = found_in(tmp_path)
    assert len(found) == 400
    assert set(urls(found).values()) == {1}


def test_a_forked_process_begins_a_file_of_its_own(tmp_path: Path) -> None:
    """Though a thread of its parent held the lock; the parent's file goes on."""
    code = f"""{WRITER}
kept.write(exchange(1))
with kept._lock:
    pid = os.fork()
    if not pid:
        kept.write(exchange(2))
        kept.close()
        os._exit(0)
assert os.waitpid(pid, 0)[1] == 0
kept.write(exchange(3))
kept.close()
"""
    subprocess.run([sys.executable, "-c", code, tmp_path], check=True, timeout=30)
    files = [urls(list(submissions([str(file)]))) for file in sorted(tmp_path.iterdir())]
    assert sorted(sorted(map(str, file)) for file in files) == [
        ["http://a.example/1", "http://a.example/3"],
        ["http://a.example/2"],
    ]


def test_a_process_that_ends_finishes_its_file(tmp_path: Path) -> None:
    """Though nobody closed it."""
    code = f"{WRITER}\nkept.write(exchange(1))"
    subprocess.run([sys.executable, "-c", code, tmp_path], check=True, timeout=30)
    (file,) = tmp_path.iterdir()
    assert file.suffix == ".gz"
    assert urls(list(submissions([str(file)]))) == Counter(["http://a.example/1"])


# ---------------------------------------------------------------- what goes wrong


def test_a_killed_process_loses_at_most_what_it_was_writing(tmp_path: Path) -> None:
    """Whatever it had written can be read, up to the end of its file."""
    code = f"""{WRITER}
print(json.dumps("ready"), flush=True)
for number in range(10**9):
    kept.write(exchange(number, 50_000))
    print(number, flush=True)
"""
    with program(code, str(tmp_path)) as (running, _):
        assert running.stdout is not None
        told = [int(running.stdout.readline()) for _ in range(50)]
        running.kill()
        told += map(int, running.stdout)
    found = found_in(tmp_path)
    whole = [one for one in found if isinstance(one, Submission)]
    assert len(whole) in (len(told), len(told) + 1)
    assert [one.job.url for one in whole] == [f"http://a.example/{n}" for n in range(len(whole))]
    assert [type(one) for one in found[len(whole) :]] in ([], [BadSource])


def test_a_full_disk_costs_no_fetch(tmp_path: Path) -> None:
    """It is said once, the file ends with its last whole exchange, and what comes is not tried."""
    code = f"""{WRITER}
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
for number in range(40):
    kept.write(exchange(number, 9000))
kept.close()
"""
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path], check=True, capture_output=True, timeout=30
    )
    assert done.stdout.count(b"archive_failed") == 1
    (file,) = tmp_path.iterdir()
    found = found_in(tmp_path)
    assert 90_000 < file.stat().st_size <= 100_000
    assert urls(found) == Counter(f"http://a.example/{n}" for n in range(len(found)))


def test_a_file_without_room_for_one_exchange_is_removed(tmp_path: Path) -> None:
    """A disk that stays full is not littered with empty files."""
    code = f"""{WRITER}
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
kept.write(exchange(1, 9000))
"""
    subprocess.run(
        [sys.executable, "-c", code, tmp_path], check=True, capture_output=True, timeout=30
    )
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_comes_back_is_written_to_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a pause, in which nothing is tried; how many exchanges are missing is said."""
    folder = tmp_path / "warc"
    kept = WarcArchive(folder, file_bytes=1, software="x")
    shutil.rmtree(folder)
    monkeypatch.setattr(archive, "PAUSE_SECONDS", 0.05)

    def is_written_to() -> bool:
        kept.write(exchange(3))
        return any(folder.iterdir())

    with capture_logs() as logs:
        kept.write(exchange(1))
        kept.write(exchange(2))
        folder.mkdir()
        wait_until(is_written_to, 5, "an exchange is kept")
    failed, resumed = logs
    assert (failed["event"], failed["log_level"]) == ("archive_failed", "warning")
    assert failed["directory"] == str(folder)
    assert "No such file" in failed["error"]
    assert resumed["event"] == "archive_resumed"
    assert resumed["missed"] >= 2


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    """At the start, with the name of the setting."""
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file", tmp_path / "file" / "folder"):
        with pytest.raises(UsageError, match=f"NEWSMILL_WARC_DIR is {folder}, and that cannot"):
            WarcArchive(folder, file_bytes=LARGE, software="x")


def test_a_folder_that_cannot_be_written_is_refused() -> None:
    """At the start too. Nobody may make a file in /proc, whoever runs the tests."""
    with pytest.raises(UsageError, match="NEWSMILL_WARC_DIR is /proc, and that cannot be written"):
        WarcArchive(Path("/proc"), file_bytes=LARGE, software="x")


def test_a_new_archive_leaves_nothing_behind(tmp_path: Path) -> None:
    """Trying whether its directory can be written makes no file that stays."""
    WarcArchive(tmp_path, file_bytes=LARGE, software="x").close()
    assert list(tmp_path.iterdir()) == []


def test_what_is_told_of_a_failure_can_be_read_by_machines(tmp_path: Path) -> None:
    """No object, only texts and numbers: a log line is JSON."""
    kept = WarcArchive(tmp_path / "gone", file_bytes=LARGE, software="x")
    (tmp_path / "gone").rmdir()
    with capture_logs() as logs:
        kept.write(exchange())
    assert json.loads(json.dumps(logs)) == logs
