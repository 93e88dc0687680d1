"""Input that means harm, or nothing: only the documented errors come out, and offsets hold."""

import json
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.cleaning import clean
from tasks.errors import TooLarge, Undecodable, UnsupportedMedia
from tasks.job import Job, RawPage
from tasks.record import Article

MEDIA = st.sampled_from(["text/html", "text/plain", "text/markdown", "application/pdf", None])
ENDINGS = st.sampled_from([None, "a.html", "a.txt", "a.md", "a.pdf", "a.eml", "a.md.gz"])
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.floats()
    | st.sampled_from(
        ["NewsArticle", "2026-03-01", "2026-13-45T99:99", "Ilse Tamm", "https://a.example"]
    )
    | st.text(max_size=12)
)
NAMES = st.sampled_from(
    (
        *("@type", "@id", "@graph", "@value", "name", "headline", "author", "datePublished"),
        *("keywords", "dateModified", "mainEntity", "mainEntityOfPage", "hasPart", "url"),
        *("isAccessibleForFree", "image", "publisher", "articleSection", "articleBody"),
    )
)
SHAPES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=20,
)
TAGS = st.sampled_from(
    (
        *("p", "div", "article", "h1", "h2", "table", "tr", "td", "ul", "li", "blockquote", "a"),
        *("br", "figure", "figcaption", "time", "script", "style", "form", "input", "nav", "svg"),
        *("html", "head", "body", "title", "template", "noscript", "iframe", "select", "pre"),
    )
)
MARKUP = st.lists(
    TAGS.map(lambda tag: f"<{tag}>")
    | TAGS.map(lambda tag: f"</{tag}>")
    | st.sampled_from(["<!--", "-->", "<![CDATA[", "]]>", "<", ">", "&amp;", "&#0;", "&#xd800;"])
    | st.sampled_from(['<p class="share">', '<time datetime="2026">', "<div hidden>", "<?php"])
    | st.text(max_size=30),
    max_size=40,
).map("".join)
PATIENT = settings(
    deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow]
)  # a busy machine is no failure

LIMIT_SECONDS = 30
"""Of CPU: each takes two at most, and what takes the square of its length takes hours."""


def cleaned(
    body: bytes, media: str | None, path: str | None = None, *, clean_it: bool = True
) -> Article:
    """Clean a body, and look at what came out."""
    job = Job(id="j", kind="file", path=path, clean=clean_it)
    page = RawPage(body=body, content_type=media)
    article = clean(job, page, detect_language=lambda _: ("en", 0.9), max_bytes=10_000_000)
    text, end = article.content.text or "", 0
    for block in article.content.blocks:
        assert end <= block.start < block.end <= len(text)
        assert text[block.start : block.end].strip()
        end = block.end
    article.model_dump_json().encode()
    return article


@PATIENT
@given(st.binary(max_size=400), MEDIA, ENDINGS, st.booleans())
def test_any_bytes(body: bytes, media: str | None, path: str | None, clean_it: bool) -> None:  # noqa: FBT001
    """They are read, or refused by an error that says so."""
    with suppress(TooLarge, UnsupportedMedia, Undecodable):
        cleaned(body, media, path, clean_it=clean_it)


@PATIENT
@given(MARKUP)
def test_any_markup(markup: str) -> None:
    """Tags in any order, open or cut off, with anything between them."""
    with suppress(Undecodable):  # too many control characters
        cleaned(markup.encode("utf-8", "replace"), "text/html")


@pytest.mark.parametrize("tag", ["svg", "object", "p", "nav", "script", "figure", "head"])
def test_a_page_of_one_element(tag: str) -> None:
    """Also one that is dropped wherever it stands."""
    cleaned(f"<{tag}><p>The lock is shut.<p>".encode(), "text/html")


@PATIENT
@given(SHAPES)
def test_any_json_ld(shape: object) -> None:
    """Every type in every place."""
    script = json.dumps(shape).replace("<", "\\u003c")
    page = f'<html><script type="application/ld+json">{script}</script><p>The lock is shut.</p>'
    cleaned(page.encode(), "text/html")


@PATIENT
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["article:published_time", "author", "og:title", "date", "og:url"])
            | st.sampled_from(["og:type", "og:image", "article:tag", "robots", "og:site_name"]),
            st.text(max_size=30)
            | st.from_regex(
                r"[0-9]{1,5}-[0-9]{1,3}-[0-9]{1,3}(T[0-9:.+Z-]{0,20})?", fullmatch=True
            ),
        ),
        max_size=6,
    )
)
def test_any_meta_tags(tags: list[tuple[str, str]]) -> None:
    """Dates that no calendar has among them."""
    metas = "".join(
        f'<meta property="{name}" content="{content.replace(chr(34), "")}">'
        for name, content in tags
    )
    page = f"<html><head>{metas}</head><body><h1>Lock</h1><p>The lock is shut.</p></body></html>"
    with suppress(Undecodable):
        cleaned(page.encode("utf-8", "replace"), "text/html")


@PATIENT
@given(st.text(st.characters(codec=None), max_size=200), MEDIA, st.booleans())
def test_any_text(text: str, media: str | None, clean_it: bool) -> None:  # noqa: FBT001
    """Surrogates, marks without letters, controls, every kind of space and line end."""
    with suppress(TooLarge, UnsupportedMedia, Undecodable):
        cleaned(text.encode("utf-8", "surrogatepass"), media, clean_it=clean_it)


PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Lock</title><script type='
    '"application/ld+json">{"@type":"NewsArticle","headline":"Lock shut","author":{"name":"I. T."}}'
    "</script></head><body><article><h1>Lock shut</h1><p>The lock is shut — für immer.</p>"
).encode()


@pytest.mark.parametrize("end", range(0, len(PAGE), 7))
def test_a_page_that_is_cut_off(end: int) -> None:
    """Anywhere, within a tag, a script or a letter."""
    cleaned(PAGE[:end], "text/html")


LONG = 300_000
GATES = range(15_000)


RUNS = (
    *("a", "<", ">", "[", "](", "![", "'", '"', "&", "&amp;", "\\", "|", ".", "-", "a-", "1. "),
    *("*", "**a ", "_", "`", "#", "- ", "\n", " \n", "\r", "\t", "\u200b", "\u2028"),
    *("\u0301", "a\u0323\u0301"),
)


@pytest.mark.timeout(LIMIT_SECONDS)
@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("media", ["text/plain", "text/markdown"])
def test_a_long_run_takes_no_longer_than_any_text(run: str, media: str) -> None:
    """Of any character that some pattern looks for."""
    body = (run * LONG).encode()[:LONG]
    cleaned(body, media)


@pytest.mark.timeout(LIMIT_SECONDS)
@pytest.mark.parametrize(
    "page",
    [
        b"<p class='" + b"a" * 1_000_000 + b"'>Text",
        b"<html><head>" + b"<meta name=date content=2026-03-01>" * 5_000,
        b"<html><body>" + b"<p>The lock is shut." * 10_000,
        b"<html><body>" + b"<div>" * 10_000 + b"The lock is shut.",
        b"<html><body>" + b"<p>" * 100_000,
        b"<html><body>" + b"<h1>Lock" * 60_000,
        b"<html><body>" + b"<p>Lock<br>" * 60_000,
        b"<html><body>"
        + b"".join(
            b"<p>The lock at gate %d is shut until the river falls again." % n for n in GATES
        ),
        b"<html><body><p "
        + b" ".join(b"a%d='>'" % n for n in range(50_000))
        + b">The lock is shut.",
        b"<!DOCTYPE a [" + b'<!ENTITY b "&a;&a;">' * 10_000 + b"]><p>&b;",
        b"<html><script type=application/ld+json>" + b"[" * 200_000,
        b"<html><script type=application/ld+json>["
        + b'{"@type":"NewsArticle"},' * 20_000
        + b"{}]</script><p>Text",
        b"<html><head>" + b'<link rel="a b c" href=x>' * 20_000,
        b'<html><script type=application/ld+json>{"a":' * 5_000,
        b"<!--" + b"-" * 500_000,
    ],
    ids=[
        "attribute",
        "meta tags",
        "paragraphs",
        "nested elements",
        "open paragraphs",
        "headings",
        "line breaks",
        "sentences",
        "attributes",
        "entities",
        "json",
        "nodes",
        "links",
        "scripts",
        "comment",
    ],
)
def test_a_large_page_takes_no_longer_than_any_page(page: bytes) -> None:
    """Whatever it has too much of."""
    cleaned(page, "text/html")
