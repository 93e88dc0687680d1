"""`newsmill show`: files, stdin and documents of the store, as pages or in the terminal."""

import json
import os
import pty
import subprocess
from pathlib import Path

import pytest

from config.settings import variable
from tests import invented
from tests.command import ROOT, Ran, command_line, environment_with, newsmill
from tests.html import Html
from tests.mill import Mill, text
from tests.shown import ID, record
from worker.store import keys

LINE = record().to_json()
TITLE = "Ferry strikes the quay at Port Ellery"


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """Three records, and a line of `extract` that is an error."""
    other = record().model_copy(update={"id": "../x", "places": None}).to_json()
    error = '{"input_id": "a-1", "error": {"code": "undecodable", "message": "no text"}}'
    path = tmp_path / "records.jsonl"
    path.write_text(f"{LINE}\n{error}\n\n{other}\n{LINE}", encoding="utf-8")
    return path


def in_terminal(*arguments: str | Path, folder: Path, **environment: str) -> Ran:
    """Run the command with a terminal as its stdout."""
    ours, theirs = pty.openpty()
    done = subprocess.run(
        command_line(*arguments),
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.PIPE,
        cwd=folder,
        env=environment_with({"PYTHONPATH": str(ROOT), "TERM": "xterm-256color", **environment}),
        check=False,
    )
    os.close(theirs)
    return Ran(done.returncode, drained(ours), done.stderr.decode())


def drained(terminal: int) -> str:
    """Give what was written to a terminal that is closed at the other end."""
    found = b""
    try:
        while part := os.read(terminal, 65_536):
            found += part
    except OSError:
        pass  # Linux says so at the end.
    os.close(terminal)
    return found.decode()


def test_a_record_becomes_a_page_on_stdout(tmp_path: Path) -> None:
    """From a file, from stdin, and over many lines as `jq` writes it: the same page."""
    path = tmp_path / "record.json"
    path.write_text(LINE, encoding="utf-8")
    from_file = newsmill("show", path)
    assert (from_file.code, from_file.err) == (0, "")
    assert TITLE in Html(from_file.out).text
    spread = json.dumps(json.loads(LINE), indent=2).encode()
    assert newsmill("show", "-", given=LINE.encode()).out == from_file.out
    assert newsmill("show", "-", given=spread).out == from_file.out


def test_several_records_are_pages_with_an_index(lines: Path, tmp_path: Path) -> None:
    """In a directory that is made; names are made of ids and lead nowhere else."""
    folder = tmp_path / "a" / "pages"
    done = newsmill("show", lines, "--output", folder)
    assert (done.code, done.out) == (0, "")
    assert "line 2: an error and no record: {'code': 'undecodable'" in done.err
    assert done.err.endswith(f"newsmill: wrote {folder}/index.html\n")
    names = [f"0001-{ID}.html", "0002-___x.html", f"0003-{ID}.html"]
    assert sorted(path.name for path in folder.iterdir()) == [*names, "index.html"]
    index = Html((folder / "index.html").read_text(encoding="utf-8"))
    assert [link["href"] for link in index.all("a")] == names
    assert index.text.count(TITLE) == 3


def test_one_of_several_records(lines: Path) -> None:
    """By its number; without one, several need a directory."""
    assert TITLE in newsmill("show", lines, "--number", "2").out
    several = newsmill("show", lines)
    assert (several.code, several.out) == (2, "")
    assert "holds several records: name a directory" in several.err
    beyond = newsmill("show", lines, "--number", "9")
    assert beyond.code == 2
    assert beyond.err.endswith(f"newsmill: {lines}: there is no record 9\n")


def test_all_records_in_the_terminal(lines: Path) -> None:
    """One after the other, without a single escape where stdout is no terminal."""
    done = newsmill("show", "--text", lines)
    assert done.code == 0
    assert done.out.count(TITLE) == 3
    assert "\x1b" not in done.out


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (b"", "stdin: holds no record"),
        (b"not json", "stdin, line 1: no JSON: "),
        (b"{\n", "stdin, line 1: no JSON: "),
        (LINE.encode() + b"\n{]", "stdin, line 2: no JSON: "),
        (b"[1]", "stdin, line 1: no record: "),
        (b'{"schema": "newsmill.article/1.0", "id": "x"}', "no record: source: Field required"),
        (LINE.replace('"struck"', '"strike"').encode(), "stdin, line 1: no record: "),
        (b'"\\ud800"', "stdin, line 1: no JSON: "),
        (b"[" * 100_000, "stdin, line 1: no JSON: "),
    ],
)
def test_what_is_no_record_is_one_line(given: bytes, said: str) -> None:
    """And exit code 2."""
    done = newsmill("show", "--text", "-", given=given)
    assert done.code == 2
    assert said in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["no-such.json"], "no-such.json is no file, and NEWSMILL_STORE_URL is not set"),
        (["tests"], "tests: Is a directory"),
        (["--text", "--open", "-"], "--text prints to stdout: it takes neither"),
        (["-", "--output", "no/such/file.html"], "no/such/file.html: No such file or directory"),
        (["-", "--output", "README.md/x.html"], "README.md/x.html: Not a directory"),
    ],
)
def test_what_is_asked_wrongly_is_one_line(arguments: list[str], said: str) -> None:
    """And exit code 2."""
    done = newsmill("show", *arguments, given=LINE.encode())
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert done.err.count("\n") == 1


def test_on_a_terminal_the_page_goes_to_a_file(lines: Path, tmp_path: Path) -> None:
    """Nobody reads HTML there; which file, stderr says."""
    done = in_terminal("show", lines, "--number", "1", folder=tmp_path)
    assert (done.code, done.out) == (0, "")
    assert done.err == f"newsmill: wrote {ID}.html\n"
    assert TITLE in Html((tmp_path / f"{ID}.html").read_text(encoding="utf-8")).text


def test_a_terminal_shows_colours_unless_asked_not_to(lines: Path, tmp_path: Path) -> None:
    """NO_COLOR takes them away."""
    arguments = ("show", lines, "--number", "1", "--text")
    # 34 is blue, which persons are.
    assert "\x1b[34m" in in_terminal(*arguments, folder=tmp_path).out
    assert "\x1b[34m" not in in_terminal(*arguments, folder=tmp_path, NO_COLOR="1").out


def test_the_browser_gets_the_file(lines: Path, tmp_path: Path) -> None:
    """Of the page, or of the index; without a browser the file is there all the same."""
    opened = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}\n', encoding="utf-8")
    browser.chmod(0o755)
    page = tmp_path / "page.html"
    arguments = ("show", lines, "--number", "1", "--output", page, "--open")
    done = newsmill(*arguments, environment={"BROWSER": str(browser)})
    assert done.code == 0, done.err
    assert opened.read_text(encoding="utf-8").strip() == page.as_uri()


def test_a_document_of_the_store(working_mill: Mill) -> None:
    """Its newest version, as long as the stream holds it."""
    store = {variable("store_url"): working_mill.environment[variable("store_url")]}
    (job_id,) = working_mill.submit(text(invented.article(611), title="An invented page"))
    assert working_mill.outcomes(job_id) == ["published: new"]
    ends = working_mill.entries(keys.OUTCOMES)
    (document_id,) = (end["id"] for end in ends if end["job_id"] == job_id)
    shown = newsmill("show", document_id, environment=store)
    assert shown.code == 0, shown.err
    assert "An invented page" in Html(shown.out).text

    unknown = newsmill("show", "0" * 32, environment=store)
    assert (unknown.code, unknown.out) == (1, "")
    assert unknown.err.startswith(
        f"newsmill: {'0' * 32} is no file, and the store knows no document {'0' * 32}: "
    )

    entry = working_mill.store.hget(keys.HEAD.of(document_id), "entry")
    working_mill.store.xdel(keys.ARTICLES.name, str(entry))
    gone = newsmill("show", document_id, environment=store)
    assert (gone.code, gone.out) == (1, "")
    assert f"the newest record of {document_id} is no longer on news:articles" in gone.err
