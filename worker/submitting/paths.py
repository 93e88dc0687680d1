"""The files that a SOURCE argument stands for.

Paths are strings and stay as they were given, for that is how a record names its source.
"""
# `Path("./a")` is `a`: it does not keep a path as it was given.
# ruff: noqa: PTH110, PTH112, PTH113, PTH114, PTH116, PTH118, PTH120, PTH122, PTH123, PTH207, PTH208

import difflib
import fnmatch
import glob
import gzip
import os
import re
import stat
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO, Final, cast

from tasks.errors import UsageError

ENDINGS: Final = (".txt", ".html", ".htm", ".md", ".pdf", ".eml", ".jsonl")
"""What is read out of directories and globs, each also packed: `.txt.gz`, or `.gz` alone."""

ARCHIVES: Final = (".warc", ".arc")
"""Archives of web pages, read out of the same places, packed or not."""

UNREADABLE: Final = (OSError, EOFError, zlib.error)
"""What reading a file may raise; the last two come of broken gzip files."""


def check_paths(source: str) -> None:
    """Refuse a path that stands for no file.

    Raises:
        UsageError: says what there is instead.
    """
    is_directory = os.path.isdir(source)
    if os.path.exists(source) and not is_directory:
        return
    if not is_directory and not glob.has_magic(source):
        raise UsageError(f"{source}: no such file or directory{_nearest(source)}")
    skipped: Counter[str] = Counter()
    if next(paths_of(source, skipped), None) is None:
        found = f"only {described(skipped)}" if skipped else "nothing"
        raise UsageError(
            f"{source}: {found} there, and read are {' '.join(ENDINGS)} and each of them .gz,"
            f" as are {' '.join(ARCHIVES)}"
        )


def paths_of(source: str, skipped: Counter[str]) -> Iterator[str | OSError]:
    """Give the files that a path, a directory or a glob stands for, in the order of names.

    Args:
        source: an existing file, whatever its ending; a directory, read with all below it; or
            a glob.
        skipped: counts what is left out, by its ending.

    Returns:
        Paths, and the error of each directory that cannot be read.
    """
    if os.path.isdir(source):
        yield from _walk(source, skipped)
    elif os.path.exists(source) or not glob.has_magic(source):
        yield source
    else:
        yield from _expanded(source, skipped)


def described(skipped: Counter[str]) -> str:
    """Say in a few words what was left out: `.pdf (2), hidden (1)`."""
    return ", ".join(f"{ending} ({count})" for ending, count in sorted(skipped.items()))


def ending_of(path: str) -> str:
    """Give a path's ending in small letters, that of what is packed for `.gz`.

    An archive that still grows, or whose writer was killed, is an archive: `.warc.gz.open`.
    """
    name, ending = os.path.splitext(path.lower())
    if ending == ".open" and ending_of(name) in ARCHIVES:
        return ending_of(name)
    return ending_of(name) if ending == ".gz" else ending


def beside(path: str | None, relative: str) -> str:
    """Give a path relative to a file's directory, or to the working directory for None."""
    return os.path.join(os.path.dirname(path or ""), relative)


def opened(path: str, *, regular: bool = False) -> BinaryIO:
    """Open a file for its bytes, unpacked where it ends in `.gz`.

    Args:
        path: the file.
        regular: whether what is no regular file (a pipe, a device) is refused: it may never
            end, or never begin.

    Raises:
        OSError: it cannot be opened. Reading may raise each of `UNREADABLE`.
    """
    if regular and not stat.S_ISREG(os.stat(path).st_mode):
        raise OSError("no regular file")
    return cast("BinaryIO", gzip.open(path) if _is_packed(path) else open(path, "rb"))


def reason(error: BaseException) -> str:
    """Say in a few words what went wrong with a file."""
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def _expanded(pattern: str, skipped: Counter[str]) -> Iterator[str | OSError]:
    if "**" in pattern:
        yield from _below(pattern, skipped)
        return
    for path in sorted(glob.iglob(pattern)):
        if os.path.isdir(path):
            yield from _walk(path, skipped)
        else:
            yield from _readable(path, skipped)


def _below(pattern: str, skipped: Counter[str]) -> Iterator[str | OSError]:
    """Expand a pattern with `**`, which `glob` would follow through links, round and round."""
    parts = pattern.split("/")
    magic = next(n for n, part in enumerate(parts) if glob.has_magic(part))
    base = "/".join(parts[:magic]) or ("/" if pattern.startswith("/") else ".")
    expression = "".join(
        "(?:[^/]+/)*" if part == "**" else fnmatch.translate(part).removesuffix(r"\Z") + "/"
        for part in parts[magic:]
    )
    # A last `**` stands for all files below.
    ending = "[^/]+" if parts[-1] == "**" else ""
    matches = re.compile(expression.removesuffix("/") + ending)
    for path in _walk(base, skipped):
        if isinstance(path, OSError) or matches.fullmatch(os.path.relpath(path, base)):
            yield path


def _walk(folder: str, skipped: Counter[str]) -> Iterator[str | OSError]:
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        yield error
        return
    for name in names:
        path = os.path.join(folder, name)
        if name.startswith("."):
            skipped["hidden"] += 1
        elif not os.path.isdir(path):
            yield from _readable(path, skipped)
        elif os.path.islink(path):  # it may lead back to where it stands
            skipped["linked directory"] += 1
        else:
            yield from _walk(path, skipped)


def _readable(path: str, skipped: Counter[str]) -> Iterator[str]:
    ending = ending_of(path)
    if os.path.exists(path) and not os.path.isfile(path):
        skipped["no regular file"] += 1
    elif ending in ENDINGS + ARCHIVES or (_is_packed(path) and not ending):
        yield path
    else:
        skipped[ending + ".gz" if _is_packed(path) else ending or "no ending"] += 1


def _is_packed(path: str) -> bool:
    return path.lower().endswith(".gz")


def _nearest(path: str) -> str:
    folder, name = os.path.split(path)
    try:
        near = difflib.get_close_matches(name, os.listdir(folder or "."), n=1)
    except OSError:
        return ""
    return f"; did you mean {os.path.join(folder, near[0])}?" if near else ""
