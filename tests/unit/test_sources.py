"""What a SOURCE argument stands for, and what becomes of what cannot be read."""

import base64
import gzip
import io
import itertools
import json
import os
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.errors import TooLarge, Undecodable, UsageError
from tasks.job import Job, RawPage, Submission
from worker.submitting.paths import described
from worker.submitting.sources import HEAD_BYTES, BadSource, Found, shape_of, submissions

URLS = b"# mine\n\nhttps://a.example/1\r\nHTTP://b.example/2?x=y  \n"
OBJECT = {"id": "x1", "url": "https://a.example/1", "text": "Words.", "title": "T"}


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def read(*sources: str, **options: Any) -> list[Found]:  # noqa: ANN401 - as `submissions` takes them
    """Give all that sources hold, with one id for every job."""
    return list(submissions(sources, new_id=lambda: "j", **options))


def from_stdin(content: bytes, **options: Any) -> list[Found]:  # noqa: ANN401
    """Give all that stdin holds."""
    return read("-", stdin=io.BytesIO(content), **options)


def write(path: str, content: bytes) -> str:
    """Write a file, packed where its name says so, and give its path."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(gzip.compress(content) if path.endswith(".gz") else content)
    return path


def url(address: str) -> Submission:
    """Give the submission of a URL."""
    return Submission(Job(id="j", kind="url", url=address))


def file(path: str, body: bytes, content_type: str) -> Submission:
    """Give the submission of a file."""
    page = RawPage(body=body, content_type=content_type)
    return Submission(Job(id="j", kind="file", path=path), page=page)


def text(body: bytes, content_type: str = "text/plain") -> Submission:
    """Give the submission of a text from stdin."""
    return Submission(Job(id="j", kind="text"), page=RawPage(body=body, content_type=content_type))


# ---------------------------------------------------------------- kinds of sources


def test_a_url_is_a_job_without_a_page() -> None:
    """Nothing is fetched here."""
    assert read("https://a.example/ä?b=c") == [url("https://a.example/ä?b=c")]


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("a.txt", "text/plain"),
        ("./b/../a.TXT", "text/plain"),
        ("a.html", "text/html"),
        ("a.HTM", "text/html"),
        ("a.md", "text/markdown"),
        ("a.txt.gz", "text/plain"),
        ("a.html.gz", "text/html"),
        ("a.gz", "text/plain"),
        ("a", "text/plain"),
        ("a.php", "text/plain"),
        ("a.pdf", "application/pdf"),
        ("a.PDF.gz", "application/pdf"),
        ("a.eml", "message/rfc822"),
        ("a.eml.gz", "message/rfc822"),
    ],
)
def test_a_file_is_a_page_with_the_type_of_its_ending(path: str, content_type: str) -> None:
    """Its bytes are stored unpacked, its path as it was given; any ending when it is named."""
    Path("b").mkdir()
    write(path, b"Words, no URL.")
    assert read(path) == [file(path, b"Words, no URL.", content_type)]


def test_a_name_that_is_no_utf8_is_recorded_all_the_same() -> None:
    """With U+FFFD for what cannot be said, as records are UTF-8."""
    name = os.fsdecode(b"a\xff.txt")
    write(name, b"x")
    assert read(name) == [file("a\ufffd.txt", b"x", "text/plain")]


def test_a_directory_is_read_to_its_depths_in_the_order_of_names() -> None:
    """Other endings and hidden files are left out, and counted."""
    for name in ("d/b.txt", "d/a/z.md", "d/a/a.html", "d/c.txt.gz", "d/.git/x.txt", "d/.h.txt"):
        write(name, b"x")
    for name in ("d/y.png", "d/a/y.PNG", "d/Makefile", "d/t.tar.gz"):
        write(name, b"x")
    Path("d/loop").symlink_to("..")
    os.mkfifo("d/pipe.txt")
    skipped: Counter[str] = Counter()
    found = [submission.job.path for submission in _submissions(read("d/", skipped=skipped))]
    assert found == ["d/a/a.html", "d/a/z.md", "d/b.txt", "d/c.txt.gz"]
    assert described(skipped) == (
        ".png (2), .tar.gz (1), hidden (2), linked directory (1), no ending (1), "
        "no regular file (1)"
    )


def test_a_glob_is_a_directory_by_another_name() -> None:
    """Sorted; other endings are left out; directories that it names are read."""
    for name in ("g/b.txt", "g/a.txt", "g/c.png", "g/d/e.md"):
        write(name, b"x")
    skipped: Counter[str] = Counter()
    found = [submission.job.path for submission in _submissions(read("g/*", skipped=skipped))]
    assert (found, skipped) == (["g/a.txt", "g/b.txt", "g/d/e.md"], Counter({".png": 1}))
    deep = [submission.job.path for submission in _submissions(read("g/**"))]
    assert deep == ["g/a.txt", "g/b.txt", "g/d/e.md"]


def test_a_file_with_a_glob_in_its_name_is_that_file() -> None:
    """What exists is meant."""
    write("a[1].txt", b"x")
    write("a1.txt", b"y")
    assert read("a[1].txt") == [file("a[1].txt", b"x", "text/plain")]


def test_sources_keep_their_order() -> None:
    """One after the other, as they were given."""
    write("l.txt", b"https://b.example/1\nhttps://b.example/2\n")
    found = _submissions(read("https://c.example/", "l.txt", "https://a.example/"))
    assert [submission.job.url for submission in found] == [
        "https://c.example/",
        "https://b.example/1",
        "https://b.example/2",
        "https://a.example/",
    ]


# ---------------------------------------------------------------- what is no source


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("artikel.txt", "artikel.txt: no such file or directory; did you mean article.txt?"),
        ("d/artikel.txt", "d/artikel.txt: no such file or directory; did you mean d/article.txt?"),
        ("nowhere/x.txt", "nowhere/x.txt: no such file or directory"),
        ("ftp://a.example/x", "ftp://a.example/x: only http and https URLs can be fetched"),
        ("http://", "http://: only http and https URLs can be fetched"),
        (
            "e",
            "e: nothing there, and read are .txt .html .htm .md .pdf .eml .jsonl and each",
        ),
        (
            "*.nothing",
            "*.nothing: nothing there, and read are .txt .html .htm .md .pdf .eml .jsonl and",
        ),
        (
            "p",
            "p: only .png (1), hidden (1) there, and read are .txt .html .htm .md .pdf .eml",
        ),
    ],
)
def test_what_does_not_exist_is_refused_before_anything_is_read(source: str, message: str) -> None:
    """One line with the nearest name, or with what was left out; also as the second source."""
    write("article.txt", b"x")
    write("d/article.txt", b"x")
    write("p/a.png", b"x")
    write("p/.a.txt", b"x")
    Path("e").mkdir()
    with pytest.raises(UsageError) as caught:
        submissions(["article.txt", source])
    assert caught.value.message.startswith(message)
    assert "\n" not in caught.value.message


def test_stdin_can_be_named_once() -> None:
    """It can be read only once."""
    with pytest.raises(UsageError, match="stdin"):
        submissions(["-", "-"])


# ---------------------------------------------------------------- the one rule


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (URLS, "list"),
        (b"\xef\xbb\xbfhttps://a.example/", "list"),
        (b"https://a.example/ is down\n", "text"),
        (b"https://a.example/\nand words\n", "text"),
        (b"ftp://a.example/\n", "text"),
        (b"# Only a heading\n", "text"),
        (b'{"url": "https://a.example/"}\n\n{}\n', "jsonl"),
        (b'\xef\xbb\xbf{"text": "x"}', "jsonl"),
        (b'{"text": "x"}\nno object\n', "text"),
        (b'{"text": \n"x"}', "text"),
        (b"[1]\n", "text"),
        (b"\n  <!doctype html><p>x", "html"),
        ("\ufeff<p>x".encode("utf-16-le"), "html"),
        (b"Words < more words", "text"),
        (b"", "text"),
        (b" \n\n", "text"),
        (b"[" * 100_000, "text"),
        (b'{"a":' * 100_000, "text"),
    ],
)
def test_one_rule_tells_what_a_text_is(content: bytes, expected: str) -> None:
    """A list, JSON Lines, HTML, or else text."""
    assert shape_of(content, complete=True) == expected


@given(st.binary(max_size=200))
def test_the_rule_has_an_answer_for_any_bytes(content: bytes) -> None:
    """And the same from stdin and from a text file."""
    assert shape_of(content, complete=True) in ("list", "jsonl", "html", "text")
    Path("any.txt").write_bytes(content)
    for ours, theirs in zip(from_stdin(content), read("any.txt"), strict=True):
        assert getattr(ours, "page", None) == getattr(theirs, "page", None)


def test_stdin_follows_the_rule() -> None:
    """A list becomes many, a text or a page one."""
    assert from_stdin(URLS) == [url("https://a.example/1"), url("HTTP://b.example/2?x=y")]
    assert from_stdin(b"Words.") == [text(b"Words.")]
    assert from_stdin(b" <p>Words.") == [text(b" <p>Words.", "text/html")]
    assert _submissions(from_stdin(json.dumps(OBJECT).encode()))[0].job.own_id == "x1"


def test_an_empty_text_is_a_submission() -> None:
    """Whoever reads it says that it is too short; it is not lost."""
    write("e.txt", b"")
    assert read("e.txt") == [file("e.txt", b"", "text/plain")]
    assert from_stdin(b"") == [text(b"")]


def test_the_rule_can_be_overruled() -> None:
    """`list` reports what is no URL; `text` keeps addresses as words; endings stay."""
    write("l.txt", b"https://a.example/\nno url\n")
    write("h.html", b"https://a.example/")
    assert read("l.txt", "h.html", forced="list") == [
        url("https://a.example/"),
        BadSource("invalid_url", "l.txt, line 2: no http(s) URL: 'no url'", path="l.txt"),
        file("h.html", b"https://a.example/", "text/html"),
    ]
    assert from_stdin(URLS, forced="text") == [text(URLS)]
    assert from_stdin(b"", forced="list") == []


def test_a_long_list_is_told_by_its_beginning() -> None:
    """Beyond 64 KiB a line that breaks the rule is reported, with its number."""
    many = b"https://a.example/1\n" * (HEAD_BYTES // 20 + 100)
    found = from_stdin(many + b"no url\n" + b"h" * 99_999 + b"\nhttps://a.example/2\n")
    lines = many.count(b"\n")
    assert len(found) == lines + 3
    assert found[lines] == BadSource(
        "invalid_url", f"stdin, line {lines + 1}: no http(s) URL: 'no url'"
    )
    assert isinstance(found[lines + 1], BadSource)
    assert found[lines + 2] == url("https://a.example/2")


def test_one_line_of_json_may_be_longer_than_what_the_rule_looks_at() -> None:
    """A whole page stands in it."""
    line = json.dumps({"html": "<p>" + "x" * 2 * HEAD_BYTES}).encode()
    [found] = _submissions(from_stdin(line + b"\n"))
    assert found.page is not None
    assert len(found.page.body) == 2 * HEAD_BYTES + 3


# ---------------------------------------------------------------- sizes


def test_a_document_above_the_limit_is_refused() -> None:
    """As a file, packed, from stdin and in a line; one of just that size is not."""
    write("a.txt", b"x" * 11)
    write("b.txt.gz", b"x" * 1_000_000)
    write("c.html", b"x" * 10)
    write("d.jsonl", b'{"id": 1, "text": "xxxxxxxxxxx"}\n{"id": 2, "html_path": "b.txt.gz"}\n')
    found = _submissions(read("a.txt", "b.txt.gz", "c.html", "d.jsonl", limit_bytes=10))
    refused = [type(submission.refused) for submission in found]
    assert refused == [TooLarge, TooLarge, type(None), TooLarge, TooLarge]
    assert [submission.job.own_id for submission in found[3:]] == ["1", "2"]
    [big] = _submissions(from_stdin(b"x" * 11, limit_bytes=10))
    assert isinstance(big.refused, TooLarge)
    assert big.refused.message == "stdin is above 10 bytes"


def test_a_line_above_all_limits_is_read_past() -> None:
    """It costs no memory beyond the limit, and the next line is read."""
    huge = b'{"text": "' + b"x" * 300_000 + b'"}\n'
    found = _submissions(from_stdin(huge + b'{"text": "y"}', forced="jsonl", limit_bytes=10))
    assert [type(submission.refused) for submission in found] == [TooLarge, type(None)]


def test_a_list_is_read_lazily() -> None:
    """The first URL comes out before the last has come in, and a long list holds no memory."""
    endless = _Endless()
    found = submissions(["-"], stdin=endless, forced="list")
    assert next(found).job.url == "https://a.example/"  # type: ignore[union-attr]
    tracemalloc.start()
    for _ in itertools.islice(found, 20_000):
        pass
    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak_bytes < 500_000


# ---------------------------------------------------------------- JSON Lines


def lines(*objects: object) -> str:
    """Write a file of JSON Lines and give its path."""
    return write("l.jsonl", b"".join(json.dumps(line).encode() + b"\n" for line in objects))


def test_an_object_brings_what_is_known_of_its_document() -> None:
    """`id` is copied through; `text` is stored as UTF-8, whatever the page says of itself."""
    known = {**OBJECT, "published": "2025-01-01", "clean": False, "other": 1}
    [found] = _submissions(read(lines(known)))
    assert found == Submission(
        Job(
            id="j",
            kind="text",
            url="https://a.example/1",
            own_id="x1",
            title="T",
            published="2025-01-01",
            clean=False,
        ),
        page=RawPage(body=b"Words.", content_type="text/plain; charset=utf-8"),
    )


def test_html_comes_as_text_as_base64_or_by_its_path() -> None:
    """A path is relative to the file of lines, and may be packed."""
    write("in/pages/p.html", b"<p>\xe9")
    write("in/q.html.gz", b"<p>q")
    page = base64.b64encode(b"<p>\xe9").decode()
    objects = [
        {"html": "<p>\u00e9"},
        {"html_base64": page},
        {"html_path": "pages/p.html", "id": 7},
        {"html_path": "q.html.gz"},
    ]
    write("in/l.jsonl", "\n".join(map(json.dumps, objects)).encode())
    found = _submissions(read("in/l.jsonl"))
    assert [submission.page.body for submission in found if submission.page] == [
        "<p>\u00e9".encode(),
        b"<p>\xe9",
        b"<p>\xe9",
        b"<p>q",
    ]
    assert (found[2].job.path, found[2].job.kind, found[2].job.own_id) == (
        "pages/p.html",
        "file",
        "7",
    )


def test_a_path_from_stdin_is_relative_to_the_working_directory() -> None:
    """There is no file that it could be beside."""
    write("p.html", b"<p>p")
    [found] = _submissions(from_stdin(b'{"html_path": "p.html"}'))
    assert found.page == RawPage(body=b"<p>p", content_type="text/html")


@pytest.mark.parametrize(
    ("line", "code", "message", "own_id"),
    [
        (b'{"id": "a", ', "invalid_json", "l.jsonl, line 2: invalid JSON: ", None),
        (b"[1, 2]", "invalid_json", "l.jsonl, line 2: the line is no JSON object", None),
        (b"\xff\xfe{}", "undecodable", "l.jsonl, line 2: the line is not UTF-8", None),
        (b'{"a":' * 100_000, "invalid_json", "l.jsonl, line 2: invalid JSON: ", None),
        (
            b'{"id": "a", "html_path": "no.html"}',
            "unreadable",
            "l.jsonl, line 2: html_path no.html: No such file or directory",
            "a",
        ),
        (
            b'{"id": "a", "html_path": "fifo"}',
            "unreadable",
            "l.jsonl, line 2: html_path fifo: no regular file",
            "a",
        ),
        (
            b'{"id": "a", "html_path": "x\\u0000y"}',
            "unreadable",
            "l.jsonl, line 2: html_path x\0y: ",
            "a",
        ),
        (
            b'{"id": "a", "html_path": "broken.gz"}',
            "unreadable",
            "l.jsonl, line 2: html_path broken.gz: Not a gzipped file",
            "a",
        ),
    ],
)
def test_a_bad_line_is_named_and_the_next_is_read(
    line: bytes, code: str, message: str, own_id: str | None
) -> None:
    """With the file, the number of the line, and its id where that can be read."""
    os.mkfifo("fifo")
    Path("broken.gz").write_bytes(b"no gzip")
    write("l.jsonl", b"\n" + line + b'\n{"text": "y"}\n')
    bad, good = read("l.jsonl")
    assert isinstance(bad, BadSource)
    assert isinstance(good, Submission)
    assert (bad.code, bad.own_id, bad.path) == (code, own_id, "l.jsonl")
    assert bad.message.startswith(message)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "l.jsonl, line 1: it has neither url nor text nor html"),
        ({"text": None, "url": None}, "l.jsonl, line 1: it has neither url nor text nor html"),
        ({"html_base64": "no base64!"}, "l.jsonl, line 1: html_base64 is no base64"),
        ({"text": ["x"]}, "l.jsonl, line 1: text must be "),
        ({"html_path": 5}, "l.jsonl, line 1: it has neither url nor text nor html"),
    ],
)
def test_an_object_that_says_nothing_is_refused_under_its_id(
    fields: dict[str, object], message: str
) -> None:
    """So that it ends with an outcome."""
    [found] = _submissions(read(lines({"id": "a", **fields})))
    assert isinstance(found.refused, Undecodable)
    assert found.refused.message.startswith(message)
    assert found.job.own_id == "a"


def test_json_lines_can_be_forced_whatever_the_ending() -> None:
    """For `extract --jsonl FILE`."""
    write("l.txt", b'{"text": "x"}\nbad\n')
    good, bad = read("l.txt", forced="jsonl")
    assert isinstance(good, Submission)
    assert isinstance(bad, BadSource)


# ---------------------------------------------------------------- broken files


def test_a_broken_file_is_reported_and_the_next_is_read() -> None:
    """Truncated, no gzip at all, gone since it was found."""
    whole = gzip.compress(os.urandom(9_000))
    Path("cut.gz").write_bytes(whole[:-20])
    Path("no.gz").write_bytes(b"plain")
    Path("gone.txt").symlink_to("nowhere")
    write("z.txt", b"x")
    found = read(".")
    assert [(bad.path, bad.code) for bad in found if isinstance(bad, BadSource)] == [
        ("./cut.gz", "unreadable"),
        ("./gone.txt", "unreadable"),
        ("./no.gz", "unreadable"),
    ]
    assert found[-1] == file("./z.txt", b"x", "text/plain")


def test_a_stdin_that_cannot_be_read_is_reported() -> None:
    """As when it is closed or a directory."""

    class Broken(io.BytesIO):
        def read(self, _size: int | None = -1, /) -> bytes:
            raise IsADirectoryError(21, "Is a directory")

    assert read("-", stdin=Broken()) == [BadSource("unreadable", "stdin: Is a directory")]


class _Endless(io.BytesIO):
    """A stdin that has no end."""

    def readline(self, _size: int | None = -1, /) -> bytes:
        return b"https://a.example/\n"


def _submissions(found: list[Found] | Iterator[Found]) -> list[Submission]:
    kept = list(found)
    assert all(isinstance(one, Submission) for one in kept), kept
    return [one for one in kept if isinstance(one, Submission)]
