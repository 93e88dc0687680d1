"""Archives as SOURCEs of the commands: real processes, and a service at work."""

import subprocess
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from tests import invented
from tests.command import command_line, environment_with, newsmill
from tests.mill import Mill
from tests.site import Site
from worker.fetching.archive import Exchange, WarcArchive
from worker.store import keys

AT = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
HTML = [("Content-Type", "text/html; charset=utf-8"), ("ETag", '"7"')]


def archived(folder: Path, *answers: tuple[str, int, bytes]) -> Path:
    """Write answers (URL, status, body) as one WARC file."""
    kept = WarcArchive(folder, file_bytes=10**9, software="test")
    for url, status, body in answers:
        kept.write(Exchange(url, [], status, "x", HTML, body, AT))
    kept.close()
    (file,) = folder.glob("*.warc.gz")
    return file


def pages(folder: Path, numbers: range) -> Path:
    """Write invented pages as one WARC file."""
    answers = ((f"https://a.example/{n}", 200, invented.html(n).encode()) for n in numbers)
    return archived(folder, *answers)


def test_extract_gives_the_records_of_an_archive_in_its_order(tmp_path: Path) -> None:
    """With the facts of the archived answers; what was refused or is broken is a line."""
    file = archived(
        tmp_path,
        ("https://a.example/1?utm_source=x", 200, invented.html(1).encode()),
        ("https://a.example/gone", 404, b"<p>no such page"),
        ("https://a.example/moved", 301, b""),
        ("https://a.example/2", 200, invented.html(2).encode()),
    )
    with file.open("ab") as end:
        end.write(b"garbage")
    done = newsmill("extract", file, "--workers", "2")
    first, gone, second, broken = done.records
    assert done.code == 0
    assert [record["content"]["title"] for record in (first, second)] == [
        "Bridge number 1 opens",
        "Bridge number 2 opens",
    ]
    assert first["source"] == {
        "kind": "warc",
        "url": "https://a.example/1?utm_source=x",
        "final_url": "https://a.example/1?utm_source=x",
        "site": "a.example",
        "path": str(file),
    }
    page = invented.html(1).encode()
    assert {name: first["fetch"][name] for name in ("status", "at", "bytes", "etag")} == {
        "status": 200,
        "at": "2026-03-01T12:30:00Z",
        "bytes": len(page),
        "etag": '"7"',
    }
    assert gone["error"]["code"] == "not_found"
    assert "https://a.example/gone: the server answers 404" in gone["error"]["message"]
    assert broken["error"]["code"] == "unreadable"
    assert broken["error"]["message"].startswith(f"{file}: at byte ")
    assert "redirect (1), request (4), warcinfo (1)" in done.err


def test_a_page_has_the_same_id_whether_archived_or_fetched(tmp_path: Path) -> None:
    """It comes from the URL: here from that of a file of lines, which names it too."""
    file = archived(tmp_path, ("https://www.a.example/1", 200, invented.html(1).encode()))
    lines = tmp_path / "lines.jsonl"
    lines.write_text('{"url": "https://a.example/1#x", "html": "<p>Words."}', encoding="utf-8")
    done = newsmill("extract", file, lines)
    ids = [record["id"] for record in done.records]
    assert len(ids) == 2
    assert ids[0] == ids[1]


def test_an_archive_may_be_handed_in_again(working_mill: Mill, tmp_path: Path) -> None:
    """A command that was killed in the middle is said again: each document once."""
    file = pages(tmp_path, range(7000, 7060))
    with subprocess.Popen(
        command_line("enqueue", file),
        stdout=subprocess.PIPE,
        env=environment_with(working_mill.environment),
    ) as killed:
        assert killed.stdout is not None
        first = killed.stdout.readline().decode().strip()
        killed.kill()
    done = newsmill("enqueue", file, environment=working_mill.environment)
    job_ids = done.out.split()
    assert (done.code, len(set(job_ids))) == (0, 60)
    assert first == job_ids[0]
    assert set(working_mill.outcomes(*job_ids)) == {"published: new"}
    assert newsmill("enqueue", file, environment=working_mill.environment).out == done.out
    published = Counter(entry["url"] for entry in working_mill.entries(keys.ARTICLES))
    assert [published[f"https://a.example/{number}"] for number in range(7000, 7060)] == [1] * 60
    assert not set(working_mill.app.resources.ledger.open_ids()) & set(job_ids)


def test_run_that_knows_its_archive_ends(tmp_path: Path) -> None:
    """Said again on the same data, the documents have their outcomes already."""
    file = pages(tmp_path / "warc", range(3))
    again = [newsmill("run", "--data-dir", tmp_path / "data", file) for _ in range(2)]
    assert [done.code for done in again] == [0, 0]
    assert [len(done.records) for done in again] == [3, 0]
    assert all("3 published" in done.err for done in again)


def test_run_keeps_what_it_fetches(site: Site, tmp_path: Path) -> None:
    """With `NEWSMILL_WARC_DIR`; what was kept gives the same record, `id` included."""
    chosen = {
        "NEWSMILL_ALLOW_ADDRESSES": "127.0.0.0/8",
        "NEWSMILL_WARC_DIR": str(tmp_path / "warc"),
    }
    (fetched,) = newsmill("run", site.page("/a", invented.html(7)), environment=chosen).records
    (file,) = (tmp_path / "warc").iterdir()
    (read,) = newsmill("extract", file).records
    assert file.name.endswith(".warc.gz"), "the fetcher has ended in order, and finished it"
    assert (read["id"], read["content"]) == (fetched["id"], fetched["content"])
    assert read["fetch"]["sha256"] == fetched["fetch"]["sha256"]
