"""Records in a directory: files that are whole, whatever happens to who writes them."""

import json
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from config.settings import Consuming
from tasks.errors import UsageError
from tests.entries import entry
from worker.consuming.sinks import SinkUnavailable
from worker.consuming.sinks.files import Files

LARGE = 1_000_000
HOUR = 3600.0


def files(directory: Path, file_bytes: int = LARGE, file_seconds: float = HOUR) -> Files:
    """Give a sink."""
    return Files(directory, file_bytes=file_bytes, file_seconds=file_seconds)


def kept(directory: Path, pattern: str = "*.jsonl") -> list[str]:
    """Give the ids in the files of a directory, in the order of names; each line must be whole."""
    text = "".join(path.read_text() for path in sorted(directory.glob(pattern)))
    return [json.loads(line)["id"] for line in text.splitlines()]


@contextmanager
def no_file_above(size: int) -> Iterator[None]:
    """Let writes fail at this size, as those on a full disk do: in the middle of a line."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_file_grows_until_it_is_closed(tmp_path: Path) -> None:
    """What is written is there at once, under a name that tells that more may come."""
    with closing(files(tmp_path / "new" / "records")) as sink:
        sink.write([entry(1), entry(2)])
        sink.write([entry(3, text="two\nlines, and Łódź")])
        (growing,) = (tmp_path / "new" / "records").iterdir()
        assert growing.name.endswith(".jsonl.open")
        assert kept(growing.parent, "*.open") == ["doc-000001", "doc-000002", "doc-000003"]
    (closed,) = growing.parent.iterdir()
    assert closed.name == growing.name.removesuffix(".open")


def test_a_new_file_is_begun_when_one_is_large_or_old(tmp_path: Path) -> None:
    """Names sort by time, so that files in the order of their names are records in order."""
    for sink in (files(tmp_path, file_bytes=1), files(tmp_path, file_seconds=1e-9)):
        with closing(sink):
            for number in range(3):
                sink.write([entry(number)])
    assert len(list(tmp_path.iterdir())) == 6
    assert kept(tmp_path) == ["doc-000000", "doc-000001", "doc-000002"] * 2


def test_nothing_written_leaves_nothing(tmp_path: Path) -> None:
    """A consumer that had nothing to read leaves no file."""
    files(tmp_path).close()
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_no_half_line(tmp_path: Path) -> None:
    """What did not fit is taken away again and said; once there is room the sink goes on."""
    line_bytes = len(entry(1).fields["record"]) + 1
    with closing(files(tmp_path)) as sink:
        sink.write([entry(1)])
        with no_file_above(2 * line_bytes + 10), pytest.raises(SinkUnavailable, match="File too"):
            sink.write([entry(2), entry(3)])
        assert kept(tmp_path) == ["doc-000001"]
        sink.write([entry(2), entry(3)])
    assert kept(tmp_path) == ["doc-000001", "doc-000002", "doc-000003"]


KILLED_IN_A_LINE = """
import resource, signal, sys
from pathlib import Path
from tests.entries import entry
from worker.consuming.sinks.files import Files

sink = Files(Path(sys.argv[1]), file_bytes=10**6, file_seconds=3600)
sink.write([entry(1)])
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)  # the kernel kills at the limit, after a part
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
sink.write([entry(2), entry(3)])
"""


def test_the_next_consumer_cuts_off_a_torn_line(tmp_path: Path) -> None:
    """A writer killed in the middle of a line leaves an open file; whole lines of it are kept."""
    limit = 2 * (len(entry(1).fields["record"]) + 1) + 10
    done = subprocess.run(
        [sys.executable, "-c", KILLED_IN_A_LINE, tmp_path, str(limit)], check=False
    )
    assert done.returncode == -signal.SIGXFSZ
    (torn,) = tmp_path.glob("*.open")
    assert not torn.read_text().endswith("\n")
    with closing(files(tmp_path)) as sink:
        assert kept(tmp_path) == ["doc-000001", "doc-000002"]
        sink.write([entry(2), entry(3)])
    assert sorted(kept(tmp_path)) == [f"doc-00000{n}" for n in (1, 2, 2, 3)]


def test_a_file_that_is_being_written_is_left_alone(tmp_path: Path) -> None:
    """Many consumers may share a directory: what one of them writes, no other finishes."""
    with closing(files(tmp_path)) as first:
        first.write([entry(1)])
        with closing(files(tmp_path)) as second:
            second.write([entry(2)])
            first.write([entry(3)])
            assert len(list(tmp_path.glob("*.open"))) == 2
    assert kept(tmp_path) == ["doc-000001", "doc-000003", "doc-000002"]


def test_no_directory_can_be_a_file(tmp_path: Path) -> None:
    """It is said before anything is read."""
    path = tmp_path / "file"
    path.touch()
    for target in (path, path / "below"):
        with pytest.raises(UsageError, match="is no directory"):
            files(target)


def test_defaults_are_an_hour_and_64_megabytes() -> None:
    """As README says."""
    chosen = Consuming()
    assert (chosen.sink_file_bytes, chosen.sink_file_seconds) == (64_000_000, HOUR)
