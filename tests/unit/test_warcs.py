"""What WARC and ARC files hold, and what becomes of those that are broken."""

import gzip
import hashlib
import tracemalloc
import zlib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.job import Job, RawPage, Submission
from worker.fetching.archive import Exchange, WarcArchive
from worker.submitting.paths import described
from worker.submitting.sources import BadSource, Found, submissions
from worker.submitting.warcs import MOST_SKIPPED_KINDS

URL = "https://a.example/1"
DATE = "2026-03-01T12:30:15Z"
AT = datetime(2026, 3, 1, 12, 30, 15, tzinfo=UTC)
PAGE = b"<!doctype html><p>Caf\xc3\xa9.</p>\n"
HTML = {"Content-Type": "text/html"}


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def record(kind: str, block: bytes, **fields: str) -> bytes:
    """Give a WARC record; `content_length` is one of the fields, where it is to be wrong."""
    named = {"warc_type": kind, "content_length": str(len(block)), **fields}
    lines = (f"{name.replace('_', '-')}: {value}\r\n" for name, value in named.items())
    return b"WARC/1.1\r\n" + "".join(lines).encode() + b"\r\n" + block + b"\r\n\r\n"


def http(body: bytes, headers: dict[str, str], status: str = "200 OK") -> bytes:
    """Give an answer as a server sends it."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


def response(url: str = URL, body: bytes = PAGE, status: str = "200 OK", **headers: str) -> bytes:
    """Give a response record, of a page unless headers say otherwise."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    block = http(body, {**HTML, **named}, status)
    fields = {"warc_target_uri": url, "warc_date": DATE, "warc_record_id": f"<urn:x:{url}>"}
    return record("response", block, **fields)


def arc(url: str = URL, block: bytes = http(PAGE, HTML), length: str | None = None) -> bytes:
    """Give an ARC record."""
    length = length or str(len(block))
    return f"{url} 127.0.0.1 20260301123015 text/html {length}\n".encode() + block + b"\n"


def read(content: bytes, name: str = "a.warc", **options: int) -> tuple[list[Found], Counter[str]]:
    """Give what a file with this content holds, and what was left out."""
    Path(name).write_bytes(content)
    skipped: Counter[str] = Counter()
    return list(submissions([name], skipped=skipped, **options)), skipped  # type: ignore[arg-type]


def bodies(found: list[Found]) -> list[bytes]:
    """Give the bodies of submissions that are not refused."""
    return [one.page.body for one in _submissions(found) if one.page and not one.refused]


def refusals(found: list[Found]) -> list[str]:
    """Give the reasons for which submissions are refused."""
    return [str(one.refused.reason) for one in _submissions(found) if one.refused]


def _submissions(found: list[Found]) -> Iterator[Submission]:
    return (one for one in found if isinstance(one, Submission))


# ---------------------------------------------------------------- documents


def test_a_response_is_a_page_with_its_http_facts() -> None:
    """Its job is named after the record, and is never fetched."""
    told = response(ETag='"1"', Last_Modified="Mon", Link="<a>", X_Robots_Tag="noai", Server="x")
    [found], skipped = read(told, "./a.warc")
    assert found == Submission(
        Job(
            id=hashlib.sha256(f"<urn:x:{URL}>".encode()).hexdigest()[:24],
            kind="warc",
            url=URL,
            path="./a.warc",
        ),
        RawPage(
            body=PAGE,
            content_type="text/html",
            final_url=URL,
            status=200,
            at=AT,
            received_bytes=len(PAGE),
            etag='"1"',
            last_modified="Mon",
            headers={"link": "<a>", "x-robots-tag": "noai"},
        ),
    )
    assert (found.first_task, skipped) == ("clean", Counter())


def test_what_was_archived_comes_back(tmp_path: Path) -> None:
    """Body, URL, status, time, and the headers that are kept, each of them though it came twice."""
    body = "<p>Café</p>".encode("latin-1")
    came = [
        ("content-type", "text/html; charset=iso-8859-1"),
        ("content-encoding", "gzip"),
        ("transfer-encoding", "chunked"),
        ("link", "</é>; rel=canonical"),
        ("link", "</en>; rel=alternate"),
    ]
    at = AT.replace(microsecond=250)
    kept = WarcArchive(tmp_path, file_bytes=10**6, software="x")
    kept.write(Exchange(URL, [], 200, "OK", came, body, at))
    kept.close()
    [found] = submissions([str(tmp_path)])
    assert isinstance(found, Submission)
    assert found.page == RawPage(
        body=body,
        content_type="text/html; charset=iso-8859-1",
        final_url=URL,
        status=200,
        at=at,
        received_bytes=len(body),
        headers={"link": "</é>; rel=canonical, </en>; rel=alternate"},
    )


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "A.WARC.GZ"])
@pytest.mark.parametrize("packing", ["none", "members", "one member"])
def test_a_file_is_read_however_it_is_packed(name: str, packing: str) -> None:
    """Its first bytes tell, not its name."""
    pages = [response(f"{URL}{n}", b"%d" % n) for n in range(3)]
    content = b"".join(map(gzip.compress, pages) if packing == "members" else pages)
    found, _ = read(gzip.compress(content) if packing == "one member" else content, name)
    assert bodies(found) == [b"0", b"1", b"2"]


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_arc_files_are_read_too(pack: type[bytes]) -> None:
    """A URL with blanks keeps them, as `%20`."""
    about = b"filedesc://x.arc 0.0.0.0 20260301123015 text/plain 7\n1 0 x\n\n\n"
    found, skipped = read(b"".join(map(pack, (about, arc(), arc("http://b.example/a b")))), "a.arc")
    first, second = _submissions(found)
    assert first.page
    assert (first.page.at, first.page.status, first.page.body) == (AT, 200, PAGE)
    assert (first.job.url, second.job.url) == (URL, "http://b.example/a%20b")
    assert skipped == Counter({"filedesc URL": 1})


def test_a_resource_is_a_page_without_a_status() -> None:
    """No server was asked."""
    fields = {"warc_target_uri": URL, "content_type": "text/plain; charset=utf-8"}
    [found], _ = read(record("resource", b"Words.", **fields))
    assert isinstance(found, Submission)
    assert found.page == RawPage(
        body=b"Words.",
        content_type="text/plain; charset=utf-8",
        final_url=URL,
        received_bytes=6,
    )


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("2026-03-01T12:30:15.25Z", AT.replace(microsecond=250_000)),
        ("2026-03-01T13:30:15+01:00", AT),
        ("2026-03-01", datetime(2026, 3, 1, tzinfo=UTC)),
        ("20260301123015999", AT),
        ("202603011230", None),
        ("2026", None),
        ("yesterday", None),
        ("0001-01-01T00:00:00+23:00", None),
    ],
)
def test_dates(written: str, at: datetime | None) -> None:
    """In UTC; one that cannot be read is none."""
    [found], _ = read(response().replace(DATE.encode(), written.encode()))
    assert isinstance(found, Submission)
    assert found.page
    assert found.page.at == at


# ---------------------------------------------------------------- what is left out


def test_what_is_no_document_is_counted_by_what_it_is() -> None:
    """Records of other types, other media, other schemes, and answers that hold no page."""
    web = {"warc_target_uri": URL}
    others = [
        record("warcinfo", b"software: x\r\n"),
        record("request", b"GET / HTTP/1.1\r\n\r\n", **web),
        record("revisit", http(b"", HTML), **web),
        record("\x1b[31m", b""),
        record("response", b"\0\1", warc_target_uri="dns:a.example"),
        record("response", b"no HTTP", **web),
        record("response", b"", **web),
        record("resource", b"x", warc_target_uri="urn:x:1", content_type="text/html"),
        record("resource", b"x", warc_target_uri="", content_type="text/html"),
        record("resource", b"x", warc_target_uri="http://", content_type="text/html"),
        response(Content_Type="image/png"),
        response(Content_Type="image/png; x=y"),
        response(Content_Type="\x1b[31m"),
        response("https://a.example/robots.txt", Content_Type="text/plain"),
        response(status="301 Moved", Location="/2"),
        response(status="304 Not Modified"),
        response(status="206 Partial Content"),
        response(status="500 Oh no"),
        response(status="429 Slow down", Retry_After="5"),
        response(status="abc"),
    ]
    found, skipped = read(b"".join(others))
    assert found == []
    assert described(skipped) == (
        "dns URL (1), http URL (1), image/png (2), no HTTP answer (3), no URL (1), "
        "no media type (1), other record (1), redirect (1), request (1), revisit (1), "
        "robots.txt (1), status 206 (1), status 304 (1), status 429 (1), status 500 (1), "
        "urn URL (1), warcinfo (1)"
    )


def test_a_million_kinds_take_no_room() -> None:
    """Beyond a hundred they are counted together."""
    many = (response(Content_Type=f"x/{n}") for n in range(MOST_SKIPPED_KINDS + 50))
    _, skipped = read(b"".join(many))
    assert len(skipped) == MOST_SKIPPED_KINDS + 1
    assert skipped["other"] == 50


@pytest.mark.parametrize(
    ("status", "reason"),
    [("404 Not Found", "not_found"), ("410 Gone", "gone"), ("403 No", "forbidden")],
)
def test_a_page_that_the_server_refused_is_refused(status: str, reason: str) -> None:
    """With a message that names file and URL; it keeps its facts, and is not fetched again."""
    [found], _ = read(response(status=status))
    assert isinstance(found, Submission)
    assert found.refused
    assert found.refused.reason == reason
    assert found.refused.message.startswith(f"a.warc, {URL}: the server answers 4")
    assert found.first_task == "clean"


def test_a_wall_is_told_from_a_plain_refusal() -> None:
    """By its page, packed or not, as when it is fetched."""
    wall = b'<script src="/cdn-cgi/challenge-platform/x.js"></script>'
    packed = response(body=gzip.compress(wall), status="403 Forbidden", Content_Encoding="gzip")
    found, _ = read(response(body=wall, status="403 Forbidden") + packed)
    assert refusals(found) == ["blocked", "blocked"]


@pytest.mark.parametrize(
    ("written", "url"),
    [
        (f"<{URL}>", URL),
        (f" {URL} ", URL),
        ("https://a.example/a b", "https://a.example/a%20b"),
        ("https://a.example/ä", "https://a.example/ä"),
        ("HTTP://A.example:99999/[", "HTTP://A.example:99999/["),
    ],
)
def test_urls_as_some_archives_write_them(written: str, url: str) -> None:
    """Without brackets and blanks; otherwise as they are, for `clean` to judge."""
    [found], _ = read(response(written))
    assert isinstance(found, Submission)
    assert found.job.url == url


# ---------------------------------------------------------------- bodies


def chunked(*chunks: bytes) -> bytes:
    """Give a body in chunks, with an extension and a trailer."""
    coded = b"".join(b"%X;a=b\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks)
    return coded + b"0\r\nTrailer: x\r\n\r\n"


@pytest.mark.parametrize(
    "body",
    [
        chunked(PAGE),
        chunked(PAGE[:5], PAGE[5:]),
        PAGE,
        b"",
        b"4\r\n<!do\r\n" + PAGE[4:],
        b"3\r\n" + PAGE,
        chunked(PAGE).removesuffix(b"0\r\nTrailer: x\r\n\r\n"),
    ],
)
def test_chunks_are_undone_where_there_are_any(body: bytes) -> None:
    """Some archives undid them, some wrote them wrong, some servers stopped before the end."""
    found, _ = read(response(body=body, Transfer_Encoding="chunked") + response())
    assert bodies(found) == [PAGE if body else b"", PAGE]


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(PAGE, mtime=0)),
        ("x-gzip", gzip.compress(PAGE, mtime=0)),
        ("deflate", zlib.compress(PAGE)),
        ("br", brotli.compress(PAGE)),
        ("identity", PAGE),
        ("gzip", PAGE),
        ("br", PAGE),
        ("utf-8", PAGE),
    ],
)
def test_bodies_are_unpacked_where_they_are_packed(coding: str, body: bytes) -> None:
    """Many archives store them unpacked, under headers that say otherwise."""
    plain, _ = read(response(body=body, Content_Encoding=coding))
    assert bodies(plain) == [PAGE]
    both = response(body=chunked(body), Content_Encoding=coding, Transfer_Encoding="chunked")
    assert bodies(read(both)[0]) == [PAGE]


def test_a_body_that_cannot_be_unpacked_is_refused() -> None:
    """The next one is read."""
    broken = gzip.compress(PAGE)[:-4]
    unknown = b"\0\1\2" + PAGE
    found, _ = read(
        response(body=broken, Content_Encoding="gzip")
        + response(body=unknown, Content_Encoding="compress")
        + response()
    )
    assert refusals(found) == ["undecodable", "undecodable"]
    assert bodies(found) == [PAGE]


@pytest.mark.parametrize(
    "body",
    [
        b"x" * 1001,
        gzip.compress(b"x" * 1001, mtime=0),
        chunked(b"x" * 1001),
        b"%x\r\n" % 10**9 + b"x" * 2000,
    ],
)
def test_a_body_above_the_limit_is_refused(body: bytes) -> None:
    """However it was sent; the next one is read."""
    coding = "gzip" if body.startswith(b"\x1f") else ""
    chunks = "chunked" if b"\r\n" in body else ""
    large = response(body=body, Content_Encoding=coding, Transfer_Encoding=chunks)
    found, _ = read(large + response(), limit_bytes=1000)
    assert refusals(found) == ["too_large"]
    assert bodies(found) == [PAGE]


def test_bytes_are_not_believed_to_be_text() -> None:
    """A picture called a page is refused; a page called a text is a page, as when it is fetched."""
    found, _ = read(response(body=b"\x89PNG\r\n") + response(Content_Type="text/plain; charset=x"))
    assert refusals(found) == ["unsupported_media"]
    _, page = _submissions(found)
    assert page.page
    assert page.page.content_type == "text/html; charset=x"


# ---------------------------------------------------------------- files that are broken

RESPONSE = response()
SIZE = len(RESPONSE)
MEMBER = gzip.compress(RESPONSE, mtime=0)
LENGTH_FITS = http(b"x", {**HTML, "Content-Length": "1"})


@pytest.mark.parametrize(
    ("content", "pages", "told"),
    [
        (b"", 0, "at byte 0: the file is empty"),
        (b"\r\n\r\n", 0, None),
        (b"no archive\n", 0, "at byte 0: no record begins with 'no archive'"),
        (b"x" * 999_999, 0, "at byte 0: no record begins with 'xxx"),
        (RESPONSE + b"\0\0garbage", 1, f"at byte {SIZE}: no record begins with '\\x00\\x00gar"),
        (RESPONSE + RESPONSE[:20], 1, f"at byte {SIZE}: the record's length is ''"),
        (RESPONSE + RESPONSE[:-10], 1, f"at byte {SIZE}: the file ends 6 bytes before"),
        (RESPONSE + RESPONSE[:-4], 2, None),
        (arc()[:-9], 0, "at byte 0: the file ends 8 bytes before this record does"),
        (arc(block=http(b"<html></HTML>\n", HTML), length="999"), 1, "at byte 0: the file ends"),
        (arc(block=LENGTH_FITS, length="999")[:-1], 1, "at byte 0: the file ends"),
        (arc(length="-1"), 0, "at byte 0: the record's length is '-1'"),
        (record("x", b"", content_length="9" * 5000), 0, "at byte 0: the record's length is '999"),
        (record("x", b"", content_length="9") + RESPONSE, 0, "no record begins with '1.1'"),
        (b"WARC/1.1\r\n" + b"A: b\r\n" * 99_999, 0, "at byte 0: the record's head has more than"),
        (MEMBER + b"garbage", 1, f"at byte {SIZE} of what it unpacks to: Not a gzipped file"),
        (MEMBER + b"\0" * 999, 1, None),
        (MEMBER + MEMBER[:-30], 1, f"at byte {SIZE} of what it unpacks to: Compressed file"),
        (MEMBER + MEMBER[:-5], 2, f"at byte {2 * SIZE} of what it unpacks to: Compressed file"),
        (MEMBER + MEMBER[:60] + b"\xff" * 50 + MEMBER[110:], 1, "Error -3 while decompressing"),
    ],
)
def test_a_broken_file_is_read_as_far_as_it_goes(
    content: bytes, pages: int, told: str | None
) -> None:
    """The rest is one error that says where it begins; half a page is none."""
    found, _ = read(content, "a.warc.gz")
    assert len(bodies(found)) == pages
    assert all(bodies(found))
    if told is None:
        assert len(found) == pages
        return
    [error] = found[pages:]
    assert isinstance(error, BadSource)
    assert (error.code, error.path) == ("unreadable", "a.warc.gz")
    assert error.message.startswith("a.warc.gz: at byte ")
    assert told in error.message
    assert error.message.endswith("; the rest of the file is not read")


@given(
    st.lists(
        st.tuples(st.integers(0, 900), st.integers(0, 200), st.binary(max_size=20)), max_size=4
    ),
    st.booleans(),
)
def test_any_damage_ends_in_one_error_at_most(
    cuts: list[tuple[int, int, bytes]],
    packed: bool,  # noqa: FBT001
) -> None:
    """Never in a traceback, and never in more than there was."""
    pages = [response(Transfer_Encoding="chunked", body=chunked(PAGE)), response(), arc()]
    content = b"".join(map(gzip.compress, pages) if packed else pages)
    for start, length, put in cuts:
        content = content[:start] + put + content[start + length :]
    found, _ = read(content)
    assert [one for one in found[:-1] if isinstance(one, BadSource)] == []
    assert len(found) <= 5


def test_an_archive_that_is_gone_by_now_is_one_error() -> None:
    """As any other file that cannot be opened."""
    Path("a.warc").touch()
    found = submissions(["a.warc"])
    Path("a.warc").unlink()
    [error] = found
    assert error == BadSource("unreadable", "a.warc: No such file or directory", path="a.warc")


# ---------------------------------------------------------------- files as sources


def test_a_record_has_one_job_wherever_it_is_found() -> None:
    """In another file too, and without an id of its own: the ledger takes it once."""
    named = response() + response(f"{URL}2")
    nameless = named.replace(b"warc-record-id", b"x-id") + arc() + arc()
    first = [one.job.id for one in _submissions(read(named + nameless, "a.warc")[0])]
    again = [
        one.job.id for one in _submissions(read(gzip.compress(named + nameless), "b.warc.gz")[0])
    ]
    assert len(set(first)) == 6
    assert again == first


def test_archives_are_found_in_folders_and_by_globs() -> None:
    """They are archives whatever is forced upon texts."""
    folder = Path("d")
    folder.mkdir()
    for name in ("a.warc", "b.WARC.gz", "c.arc", "d.arc.gz", "e.warc.gz.open", "f.txt", "g.wacz"):
        (folder / name).write_bytes(response(f"{URL}{name}"))
    skipped: Counter[str] = Counter()
    found = list(_submissions(list(submissions(["d"], skipped=skipped))))
    kinds = [one.job.kind for one in found]
    assert kinds == ["warc", "warc", "warc", "warc", "warc", "file"]
    assert skipped == Counter({".wacz": 1})
    forced = list(submissions(["d/*arc"], forced="jsonl"))
    assert [one.job for one in _submissions(forced)] == [found[0].job, found[2].job]


def test_memory_does_not_grow_with_the_file() -> None:
    """Large pages, large images and large chunks are passed over in pieces."""
    large = b"x" * 30_000_000
    with gzip.open("a.warc.gz", "wb", compresslevel=1) as file:
        file.write(response(body=large))
        file.write(response(body=chunked(large), Transfer_Encoding="chunked"))
        file.write(response(body=large, Content_Type="image/png"))
        for number in range(200):
            file.write(response(f"{URL}{number}", body=large[:100_000]))
    del large
    tracemalloc.start()
    try:
        found = [
            (one.refused is None, len(one.page.body) if one.page else 0)
            for one in submissions(["a.warc.gz"], limit_bytes=200_000)
            if isinstance(one, Submission)
        ]
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()
    assert found == [(False, 0)] * 2 + [(True, 100_000)] * 200
