"""`python -m worker.health`: what it says of the files that roles touch."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from worker import health

PROBE = "import sys, worker.health; print({'celery', 'pydantic', 'redis'} & set(sys.modules))"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The directory of the files."""
    monkeypatch.setenv("NEWSMILL_HEALTH_DIR", str(tmp_path))
    return tmp_path


def beat(folder: Path, role: str, seconds_ago: float) -> None:
    """Let a role have beaten so long ago."""
    (folder / role).touch()
    os.utime(folder / role, (time.time() - seconds_ago,) * 2)


def test_a_role_that_beats_is_well(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever else lies there is none."""
    beat(folder, "reader", 50)
    beat(folder, "other", 5000)
    assert health.main() == 0
    assert capsys.readouterr().out == "reader beat 50 s ago\n"


def test_one_that_stands_still_is_not(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Although the others beat."""
    beat(folder, "fetcher", 0)
    beat(folder, "clock", 90)
    assert health.main() == 1
    assert capsys.readouterr().out == "fetcher beat 0 s ago, clock beat 90 s ago\n"


def test_nobody_is_not_well(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nor where nobody was told to beat."""
    assert health.main() == 1
    assert capsys.readouterr().out == f"no role beats in {folder}\n"
    folder.rmdir()
    assert health.main() == 1
    capsys.readouterr()
    del os.environ["NEWSMILL_HEALTH_DIR"]
    assert health.main() == 1
    assert capsys.readouterr().out == "NEWSMILL_HEALTH_DIR is not set\n"


def test_it_is_cheap(folder: Path) -> None:
    """A container is asked every few seconds: nothing heavy is imported."""
    beat(folder, "clock", 0)
    ran = subprocess.run([sys.executable, "-m", "worker.health"], capture_output=True, check=True)
    assert ran.stdout == b"clock beat 0 s ago\n"
    ran = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, check=True)
    assert ran.stdout == b"set()\n"
