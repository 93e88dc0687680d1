"""Patterns with `**`: what they stand for, and that links lead nowhere."""

from collections import Counter
from pathlib import Path

import pytest

from worker.submitting.paths import paths_of


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with files on three levels, and two links that lead back up."""
    (tmp_path / "a" / "b").mkdir(parents=True)
    for name in ("top.txt", "a/one.txt", "a/b/two.txt", "a/b/three.md", "a/.hidden.txt"):
        (tmp_path / name).write_text("words", encoding="utf-8")
    for name in ("first", "second"):
        (tmp_path / "a" / name).symlink_to("..")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("**/*.txt", ["a/b/two.txt", "a/one.txt", "top.txt"]),
        ("a/**/*.txt", ["a/b/two.txt", "a/one.txt"]),
        ("a/**", ["a/b/three.md", "a/b/two.txt", "a/one.txt"]),
        ("**/b/*.md", ["a/b/three.md"]),
        ("a/**/t*.txt", ["a/b/two.txt"]),
        ("**/no*.txt", []),
    ],
)
def test_pattern(folder: Path, pattern: str, found: list[str]) -> None:
    """Each file once, by its name as the shell would give it; links are not followed."""
    relative = sorted(str(path).removeprefix("./") for path in paths_of(pattern, Counter()))
    assert relative == found
    absolute = sorted(map(str, paths_of(f"{folder}/{pattern}", Counter())))
    assert absolute == [f"{folder}/{name}" for name in found]
