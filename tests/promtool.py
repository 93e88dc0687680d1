"""promtool, which comes with Prometheus."""

import shutil
import subprocess
from pathlib import Path

import pytest


def promtool(*arguments: str, folder: Path | None = None, given: str = "") -> str:
    """Run it in a folder, and give what it says; skip the test where it is not installed.

    No wheel and no npm package brings it, that a lock could name.
    """
    program = shutil.which("promtool")
    if program is None:
        pytest.skip("promtool is not installed; Debian has it in the package prometheus")
    ran = subprocess.run(
        (program, *arguments), cwd=folder, input=given, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout
