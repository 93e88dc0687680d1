"""`newsmill extract` as a user runs it: a real process on real files, with the real models."""

import base64
import gzip
import json
import os
import signal
import subprocess
from pathlib import Path

from tests import behaviours, invented
from tests.command import ROOT, command_line, newsmill, started
from tests.site import ARTICLE, serving
from tests.waiting import is_running, wait_until

TEXT = (
    'PORTO - "The bridge is open again," Mayor Ana Lopes said on Monday.\n\n'
    "Twelve people were injured when it was closed in March."
)
PAGE = f"<!doctype html><html lang=en><head><title>Bridge</title></head><body><article>{TEXT}"
ON_LOOPBACK = {
    "NEWSMILL_ALLOW_ADDRESSES": "127.0.0.0/8,::1/128",
    "NEWSMILL_HOST_DELAY_SECONDS": "0",
}


def folder_of(tmp_path: Path, **files: str | bytes) -> Path:
    """Write files, named by keywords with `_` for the dot, and give their folder."""
    for name, content in files.items():
        body = content.encode() if isinstance(content, str) else content
        (tmp_path / name.replace("_", ".")).write_bytes(body)
    return tmp_path


def json_lines(*objects: object) -> bytes:
    """Give objects as JSON Lines; bytes are a line as they are."""
    lines = (one if isinstance(one, bytes) else json.dumps(one).encode() for one in objects)
    return b"".join(line + b"\n" for line in lines)


def test_a_text_becomes_a_record() -> None:
    """One line of JSON; every offset fits its text; stdout holds nothing else."""
    done = newsmill("extract", "-", given=TEXT.encode())
    [record] = done.records
    text = record["content"]["text"]
    assert (done.code, done.err) == (0, "")
    assert record["schema"] == "newsmill.article/1.0"
    assert not {"job_id", "version", "duplicates"} & record.keys()
    assert "The bridge is open again" in text
    for sentence in record["sentences"]:
        assert text[sentence["start"] : sentence["end"]].strip()


def test_a_folder_is_read_in_the_order_of_names_by_any_number_of_workers(tmp_path: Path) -> None:
    """The same records, in the same order; what was left out is said on stderr."""
    files = {f"a{number}_txt": f"{TEXT} It cost {number} euros." for number in range(6)}
    folder = folder_of(tmp_path, **files, b_html=PAGE, c_html_gz=gzip.compress(PAGE.encode()))
    folder_of(tmp_path, d_png="x")
    many = newsmill("extract", folder, "--workers", "3")
    one = newsmill("extract", folder, "-j", "1")
    paths = [record["source"]["path"] for record in many.records]
    names = [*(f"a{number}.txt" for number in range(6)), "b.html", "c.html.gz"]
    assert paths == [str(folder / name) for name in names]
    assert many.err == "newsmill: left out: .png (1)\n"
    for ours, theirs in zip(many.records, one.records, strict=True):
        del ours["provenance"], theirs["provenance"]  # it tells how long each step took
        assert ours == theirs


def test_papers_and_mails_are_read_like_pages(tmp_path: Path) -> None:
    """By name or out of a folder, packed or not, and a PDF from stdin."""
    mail = f"From: Varn Press Office <a@b.example>\nSubject: Bridge\n\n{TEXT}\n"
    paper = behaviours.PAPER
    folder = folder_of(
        tmp_path, a_eml=mail, b_eml_gz=gzip.compress(mail.encode()), c_pdf=paper, e_pdf=paper[:99]
    )
    folder_of(tmp_path, d_pdf_gz=gzip.compress(paper))
    done = newsmill("extract", folder)
    assert (done.code, done.err) == (0, "newsmill: errors: 1 undecodable\n")
    *read, broken = done.records
    assert [record["source"]["path"] for record in read] == [
        str(folder / name) for name in ("a.eml", "b.eml.gz", "c.pdf", "d.pdf.gz")
    ]
    assert [record["content"].get("title") for record in read] == ["Bridge", "Bridge", None, None]
    assert "Twelve people were injured" in read[1]["content"]["text"]
    assert read[3]["content"]["text"].startswith("The ferry between Skarholm and the mainland")
    assert broken["error"]["message"].startswith(f"{folder / 'e.pdf'}: the PDF is broken")
    named = newsmill("extract", folder / "c.pdf", folder / "a.eml")
    assert [record["id"] for record in named.records] == [read[2]["id"], read[0]["id"]]
    (piped,) = newsmill("extract", "-", given=paper).records
    assert piped["content"]["text"] == read[2]["content"]["text"]


def test_json_lines_keep_their_ids_and_their_order(tmp_path: Path) -> None:
    """A bad line is answered with an error in its place, and the rest goes on: exit code 0."""
    page = base64.b64encode(PAGE.encode("cp1252")).decode()
    folder_of(tmp_path, page_html=PAGE, packed_html_gz=gzip.compress(PAGE.encode()))
    lines = json_lines(
        {"id": "text", "text": TEXT, "title": "Open", "published": "2025-03-03"},
        {"id": 17, "html": PAGE},
        {"id": "base64", "html_base64": page},
        b'{"id": "broken"',
        {"id": "path", "html_path": "page.html"},
        {"id": "gz", "html_path": "packed.html.gz"},
        {"id": "none"},
        {"id": "gone", "html_path": "gone.html"},
        {"id": "pdf", "html_base64": base64.b64encode(b"%PDF-1.7").decode()},
        {"text": TEXT},
    )
    file = tmp_path / "lines.jsonl"
    file.write_bytes(lines)
    done = newsmill("extract", "--jsonl", file)
    assert done.code == 0
    assert [(line.get("input_id"), "error" in line) for line in done.records] == [
        ("text", False),
        ("17", False),
        ("base64", False),
        (None, True),
        ("path", False),
        ("gz", False),
        ("none", True),
        ("gone", True),
        ("pdf", True),
        (None, False),
    ]
    errors = [line["error"]["code"] for line in done.records if "error" in line]
    assert errors == ["invalid_json", "undecodable", "unreadable", "undecodable"]
    assert f"{file}, line 4: invalid JSON" in done.records[3]["error"]["message"]
    assert done.err.splitlines()[-1].startswith("newsmill: errors: 1 invalid_json, ")
    assert newsmill("extract", "--jsonl", file, "--strict").code == 1


def test_json_lines_come_from_stdin_too() -> None:
    """Without a SOURCE, or as `-`; nothing in, nothing out."""
    lines = json_lines({"id": "a", "text": TEXT}, {"id": "b", "text": TEXT})
    for words in (["--jsonl"], ["--jsonl", "-"], ["-"]):
        done = newsmill("extract", *words, given=lines)
        assert [line["input_id"] for line in done.records] == ["a", "b"]
    empty = newsmill("extract", "--jsonl", "--strict")
    assert (empty.code, empty.out, empty.err) == (0, "", "")


def test_text_that_is_not_to_be_cleaned_keeps_its_offsets() -> None:
    """However short; NUL and lone surrogates become U+FFFD, one for one."""
    text = "  Two  spaces,\r\n a NUL \0 and \ud800 end. "
    done = newsmill("extract", "--jsonl", given=json_lines({"text": text, "clean": False}))
    [record] = done.records
    assert record["content"]["text"] == text.replace("\0", "\ufffd").replace("\ud800", "\ufffd")


def test_what_cannot_be_read_is_an_error_line(tmp_path: Path) -> None:
    """Unsupported media, too large, broken: each in its place."""
    folder_of(
        tmp_path,
        a_txt=b"\x89PNG\r\n\x1a\n\0\0",
        b_txt=b"x" * 10_000_001,
        c_gz=b"no gzip",
        d_txt=TEXT,
        e_txt="",
    )
    done = newsmill("extract", tmp_path)
    codes = [line.get("error", {}).get("code") for line in done.records]
    assert codes[:4] == ["unsupported_media", "too_large", "unreadable", None]
    assert len(codes) == 5
    assert done.code == 0


def test_a_source_that_does_not_exist_is_one_line(tmp_path: Path) -> None:
    """Exit code 2, before anything is read."""
    folder_of(tmp_path, article_txt=TEXT)
    done = newsmill("extract", tmp_path / "article.txt", tmp_path / "artikle.txt")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        f"newsmill: {tmp_path}/artikle.txt: no such file or directory;"
        f" did you mean {tmp_path}/article.txt?\n"
    )


def test_urls_are_fetched_and_an_error_is_a_line() -> None:
    """A page that is there, one that is not, and a server that is none."""
    with serving() as site:
        there, gone = site.page("/a", ARTICLE), site.url("/nothing")
        done = newsmill("extract", there, gone, "http://127.0.0.1:1/", environment=ON_LOOPBACK)
    found, missing, refused = done.records
    assert found["source"]["final_url"] == there
    assert found["fetch"]["status"] == 200
    assert missing["error"]["code"] == "not_found"
    assert refused["error"]["code"] == "connect"


def test_a_private_address_is_not_fetched() -> None:
    """Unless a setting allows it."""
    with serving() as site:
        done = newsmill("extract", site.page("/a", ARTICLE))
    assert done.records[0]["error"]["code"] == "unsafe_url"


def test_ctrl_c_ends_it_at_once_without_a_word_and_with_all_its_children() -> None:
    """Exit code 130; the terminal sends the signal to the whole group."""
    running = subprocess.Popen(
        command_line("extract", "--jsonl", "-j", "2"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        process_group=0,
    )
    children = wait_until(lambda: _descendants(running.pid), 60, "two guards, two readers")
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=5)
    assert (running.returncode, out, err) == (130, b"", b"")
    assert not any(map(is_running, children))


def test_a_reader_that_closes_the_pipe_ends_it_quietly() -> None:
    """Exit code 141, nothing on stderr, nobody left."""
    with started("extract", "seeds/articles", "-j", "2") as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        children = _descendants(running.pid)
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 141
    assert children
    assert not any(map(is_running, children))


def _descendants(pid: int) -> list[int]:
    found = []
    for child in _children(pid):
        found += [child, *_children(child)]
    return found if len(found) == 4 else []


def _children(pid: int) -> list[int]:
    try:
        told = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except FileNotFoundError:
        return []
    return [int(child) for child in told.split()]


def test_compare_names_the_copies_among_the_inputs() -> None:
    """In any process, in the order of the inputs: the first is the original, errors stand aside."""
    first, last = invented.article(1, 20), invented.article(1, 19)
    texts = [first, last, "Tram 28 stands still.", first]
    objects = [{"id": str(n), "text": text} for n, text in enumerate(texts)]
    given = json_lines(objects[0], b"oops", *objects[1:])
    done = newsmill("extract", "--jsonl", "--compare", "--workers", "2", given=given).records
    assert "duplicates" not in done[1], "the line that is no JSON"
    found = [record["duplicates"] for record in done if "duplicates" in record]
    ids = [record.get("id") for record in done]
    clusters = [one["cluster"] for one in found]
    assert clusters == [ids[0], ids[0], ids[3], ids[0]]
    assert found[3]["nearest"][0] == {"id": ids[0], "similarity": 1.0, "level": "text"}
