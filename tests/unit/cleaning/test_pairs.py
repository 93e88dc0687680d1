"""Every page and text in tests/fixtures/cleaning, against what is expected of it."""

import json
from pathlib import Path

import pytest

from tasks.cleaning import clean
from tasks.job import Job, RawPage
from tasks.record import Article

FIXTURES = Path(__file__).parents[2] / "fixtures" / "cleaning"
PAIRS = sorted(FIXTURES.glob("*.json"))


def cleaned(expectation: Path) -> tuple[Article, dict[str, object]]:
    """Clean the document that stands beside an expectation."""
    expected = json.loads(expectation.read_text(encoding="utf-8"))
    document = next(f for f in FIXTURES.glob(f"{expectation.stem}.*") if f != expectation)
    article = clean(
        Job(id="job", **expected.pop("given")),
        RawPage(body=document.read_bytes(), **expected.pop("page", {})),
        detect_language=lambda _text: ("en", 0.99),
        max_bytes=1_000_000,
    )
    return article, expected


@pytest.mark.parametrize("pair", PAIRS, ids=lambda path: path.stem)
def test_a_document_becomes_the_article_that_stands_beside_it(pair: Path) -> None:
    """Every field that the expectation names has the value that it gives."""
    article, expected = cleaned(pair)
    blocks = expected.pop("blocks", None)
    if blocks is not None:
        text = article.content.text or ""
        assert blocks == [[b.role, text[b.start : b.end]] for b in article.content.blocks]
    found = article.model_dump(mode="json")
    assert expected == {path: _at(found, path) for path in expected}


def _at(value: object, path: str) -> object:
    for name in path.split("."):
        value = value[name] if isinstance(value, dict) else None
    return value
