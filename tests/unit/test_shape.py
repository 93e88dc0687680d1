"""The shape of the code: small functions, small files, every text about the project itself."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("worker", "tasks", "config")
MAX_FUNCTION_LINES = 40
MAX_MODULE_LINES = 400
MAX_TEST_FILE_LINES = 500
# Longer than the limit, each with its reason.
EXCEPTIONS: dict[str, str] = {
    "tasks/record.py": "the one definition of the record is read as a whole",
}
INDEX_HOST = re.compile(r"(py" r"pi|python" r"hosted|npm" r"js|debian)\.(org|com)")


def modules(*folders: str) -> Iterator[Path]:
    """Yield the Python files below some folders."""
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def named(path: Path) -> str:
    """Give a path as it is written in the project."""
    return str(path.relative_to(ROOT))


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of a function's body, without its docstring."""
    body = function.body
    if ast.get_docstring(function) is not None:
        body = body[1:]
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("path", list(modules(*PACKAGES)), ids=named)
def test_module_is_small(path: Path) -> None:
    """A module has at most 400 lines, a function body at most 40."""
    source = path.read_text(encoding="utf-8")
    if named(path) not in EXCEPTIONS:
        assert len(source.splitlines()) <= MAX_MODULE_LINES
    functions = (
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    long = [f.name for f in functions if body_lines(f) > MAX_FUNCTION_LINES]
    assert long == []


@pytest.mark.parametrize("path", list(modules("tests")), ids=named)
def test_test_file_is_small(path: Path) -> None:
    """A test file has at most 500 lines."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_TEST_FILE_LINES


def test_exceptions_are_needed() -> None:
    """No exception outlives its reason."""
    for name in EXCEPTIONS:
        assert len((ROOT / name).read_text(encoding="utf-8").splitlines()) > MAX_MODULE_LINES


def test_no_package_index_is_named() -> None:
    """Lock files and all other texts name no host of a package index."""
    texts = [
        path
        for path in ROOT.iterdir()
        if path.is_file() and path.suffix in {".lock", ".toml", ".md", ".yml", ""}
    ]
    # What an earlier run of the tests has left there is no text.
    found = [p.name for p in texts if INDEX_HOST.search(p.read_text("utf-8", errors="replace"))]
    assert found == []
