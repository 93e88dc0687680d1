"""A PostgreSQL server for tests: on a socket in a private directory, with a password."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.waiting import wait_until

USER, PASSWORD = "newsmill", "not-to-be-printed"
# Where Debian keeps what only administrators start.
INSTALLED = "/usr/lib/postgresql"


def binaries() -> Path | None:
    """Give the folder with `initdb` and `postgres`, where there is one."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    versions = Path(INSTALLED).glob("*/bin/initdb")
    return max((path.parent for path in versions), default=None)


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Run a server until the block ends, and give its URL.

    Args:
        folder: that of the binaries.
    """
    # Root may not run it. A short path, for a socket's name is limited.
    user = "nobody" if os.getuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as place:
        if user:
            shutil.chown(place, user)
        password = Path(place, "password")
        password.write_text(PASSWORD)
        password.chmod(0o644)
        made = ["-D", f"{place}/db", "-U", USER, "--pwfile", str(password), "--no-sync"]
        made += ["-A", "scram-sha-256", "-E", "UTF8", "--locale", "C"]
        subprocess.run(
            [folder / "initdb", *made], user=user, cwd=place, check=True, capture_output=True
        )
        command = [str(folder / "postgres"), "-D", f"{place}/db", "-k", place]
        command += ["-c", "listen_addresses=", "-c", "fsync=off", "-c", "shared_buffers=16MB"]
        server = subprocess.Popen(command, user=user, cwd=place, stderr=subprocess.DEVNULL)
        try:
            wait_until(lambda: _answers(place), 20, "PostgreSQL answers")
            yield f"postgresql+psycopg://{USER}:{PASSWORD}@/postgres?host={place}"
        finally:
            server.send_signal(signal.SIGINT)  # it closes its connections, and ends
            server.wait(20)


def _answers(place: str) -> bool:
    try:
        psycopg.connect(host=place, user=USER, password=PASSWORD, dbname="postgres").close()
    except psycopg.OperationalError:
        return False
    return True
