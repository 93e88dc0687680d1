"""Every sample in seeds/articles, against what a careful reader marked by hand."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tasks.cleaning import clean
from tasks.cleaning.blocks import on_one_line
from tasks.job import Job, RawPage
from tasks.record import Article, Content

SEEDS = Path(__file__).parents[3] / "seeds"
MARKED = sorted((SEEDS / "expected").glob("*.json"))


def documents(marked: Path) -> Iterator[tuple[Article, dict[str, Any]]]:
    """Give each document of a sample, cleaned, with what is marked of it."""
    expected = json.loads(marked.read_text(encoding="utf-8"))
    sample = SEEDS / "articles" / marked.stem
    if sample.suffix == ".jsonl":
        for line, one in zip(sample.read_text("utf-8").splitlines(), expected, strict=True):
            given = json.loads(line)
            body = (given.get("html") or given["text"]).encode()
            job = Job(
                id="",
                kind="text",
                title=given.get("title"),
                own_id=str(given["id"]),
                published=given.get("published"),
            )
            media_type = "text/html" if "html" in given else "text/plain"
            yield cleaned(job, RawPage(body=body, content_type=media_type)), one
    else:
        yield (
            cleaned(Job(id="", kind="file", path=str(sample)), RawPage(body=sample.read_bytes())),
            expected,
        )


def cleaned(job: Job, page: RawPage) -> Article:
    """Clean one document."""
    return clean(job, page, detect_language=lambda _line: ("en", 0.9), max_bytes=1_000_000)


def marks_of(content: Content) -> dict[str, object]:
    """Give what was read, in the words of the marks."""
    paragraphs = [(content.text or "")[b.start : b.end] for b in content.blocks]
    return {
        "title": content.title,
        "authors": [author.name for author in content.authors or ()],
        "published": content.published.value[:10] if content.published else None,
        "first_paragraph": next(iter(paragraphs), None),
        "last_paragraph": next(reversed(paragraphs), None),
    }


@pytest.mark.parametrize("marked", MARKED, ids=lambda path: path.stem)
def test_a_sample_is_read_as_a_careful_reader_reads_it(marked: Path) -> None:
    """Title, authors, day, both ends of the body and captions; nothing else in the body."""
    for article, expected in documents(marked):
        if expected.get("outcome", "published") != "published":
            continue
        content = article.content
        found = marks_of(content)
        wanted = {name: expected[name] for name in found if expected.get(name)}
        if "published" in wanted:
            wanted["published"] = wanted["published"][:10]
        assert wanted == {name: found[name] for name in wanted}
        text = on_one_line(content.text or "")
        assert [words for words in expected.get("not_in_body", ()) if words in text] == []
        captions = [caption.text for caption in content.captions or ()]
        assert [words for words in expected.get("captions", ()) if words not in captions] == []
