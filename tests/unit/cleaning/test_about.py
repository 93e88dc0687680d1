"""About: subtitle, section and tags of an article."""

import json
from collections.abc import Mapping

import pytest
from trafilatura import load_html

from tasks.cleaning.about import section_of, subtitle_of, tags_of
from tasks.cleaning.structured import claims_of

URL = "https://www.example.com/news/coast/wall"
DECK = "Forty metres of the old harbour wall are gone"
TEXT = "<p>The old harbour wall fell on Tuesday.</p><p>Nobody was hurt when it fell.</p>"


def json_ld(node: Mapping[str, object]) -> str:
    """Give a node as a page has it in its head."""
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def subtitle(body: str, head: str = "", title: str = "Wall falls") -> str | None:
    """Find the subtitle of a page whose headline is an h1 unless its body has one."""
    heading = "" if "<h1" in body else f"<h1>{title}</h1>"
    tree = load_html(f"<html><head>{head}</head><body>{heading}{body}{TEXT}</body></html>")
    return subtitle_of(tree, claims_of(tree), title)


def section(head: str = "", body: str = "") -> str | None:
    """Find the section of a page."""
    tree = load_html(f"<html><head>{head}</head><body>{body}{TEXT}</body></html>")
    return section_of(tree, claims_of(tree), title="Wall falls", url=URL)


def tags(head: str, body: str = "") -> tuple[str, ...] | None:
    """Find the tags of a page."""
    tree = load_html(f"<html><head>{head}</head><body>{body}{TEXT}</body></html>")
    return tags_of(tree, claims_of(tree))


@pytest.mark.parametrize(
    "body",
    [
        f"<p class='article__standfirst'>{DECK}</p>",
        f"<h2 class=subtitle>{DECK}</h2>",
        f"<div class='a-vorspann'>{DECK}</div>",
        f"<p class='noticia-bajada'>{DECK}</p>",
        f"<p itemprop=alternativeHeadline>{DECK}</p>",
        f"<h1>Wall falls <span class=entry-subtitle>{DECK}</span></h1>",
        f"<header><h1>Wall falls</h1></header><div><p class=dek>{DECK}</p></div>",
    ],
)
def test_a_subtitle_is_known_by_its_name_near_the_headline(body: str) -> None:
    """In the languages of those who build pages; within the heading or after it."""
    assert subtitle(body) == DECK


def test_words_of_a_subtitle_are_not_parted_by_their_markup() -> None:
    """An emphasis within a word adds no space."""
    body = "<p class=dek>Forty metres of the <em>harbour</em>'s old <b>W</b>all are gone</p>"
    assert subtitle(body) == "Forty metres of the harbour's old Wall are gone"


def test_a_description_that_is_seen_near_the_headline_is_the_subtitle() -> None:
    """It must have the same words, and be no paragraph of the text."""
    head = f'<meta property="og:description" content="{DECK}">'
    assert subtitle(f"<h2>{DECK}</h2>", head) == DECK
    assert subtitle(f"<div><p>{DECK}</p></div>", json_ld({"@type": "Article", "description": DECK}))
    assert subtitle(f"<p>{DECK}</p>", head) is None
    assert subtitle("", head) is None


@pytest.mark.parametrize(
    "body",
    [
        f"<p class=lead>{DECK} \u2026</p>",
        "<p class=subtitle>By Ana Lima</p>",
        "<p class=subtitle>Port Ellery, 3 May 2024, noon</p>",
        "<p class=subtitle>Wall falls</p>",
        "<div class=intro><time>now</time> and something more</div>",
        "<figure><p class=lead>The wall as it was last summer</p></figure>",
        f"<p class=leaderboard>{DECK}</p>",
    ],
)
def test_a_teaser_a_name_a_date_or_a_caption_is_no_subtitle(body: str) -> None:
    """None rather than a guess."""
    assert subtitle(body) is None


def test_a_subtitle_has_a_headline() -> None:
    """What stands alone may be anything."""
    assert subtitle(f"<h1>Bells ring</h1><p class=subtitle>{DECK}</p>") is None


@pytest.mark.parametrize(
    "head",
    [
        json_ld({"@type": "NewsArticle", "articleSection": "Coast"}),
        json_ld({"@type": "NewsArticle", "articleSection": ["https://example.com/c", "Coast"]}),
        json_ld({"@type": "NewsArticle", "articleSection": "Coast,Harbour,Top"}),
        '<meta property="article:section" content="Coast">',
    ],
)
def test_the_section_is_what_the_page_calls_it(head: str) -> None:
    """The first of several, and no address."""
    assert section(head) == "Coast"


def test_the_section_is_the_last_part_of_the_breadcrumb_before_the_article() -> None:
    """As JSON-LD or as links; neither the home page nor the article itself."""
    crumbs = [
        {"@type": "ListItem", "name": "Start", "item": "https://www.example.com/"},
        {"@type": "ListItem", "item": {"@id": "/news", "name": "News"}},
        {"@type": "ListItem", "item": {"@id": "/news/coast", "name": "Coast"}},
        {"@type": "ListItem", "name": "Wall falls"},
    ]
    node = {"@type": "BreadcrumbList", "itemListElement": crumbs}
    assert section(json_ld(node)) == "Coast"
    assert section(json_ld({"@type": "WebPage", "breadcrumb": node})) == "Coast"
    links = f"<a href='/'>Courier</a> <a href='/news/coast'>Coast</a> <a href='{URL}'>The wall</a>"
    assert section("", f"<nav aria-label=Breadcrumb>{links}</nav>") == "Coast"
    assert section("", f"<nav>{links}</nav>") is None


def test_tags_are_taken_from_all_places_once_and_in_order() -> None:
    """Whatever their case; lists may be texts."""
    head = (
        json_ld({"@type": "NewsArticle", "keywords": "#Harbour, Storm"})
        + '<meta property="article:tag" content="storm"><meta name="news_keywords" content="Wall">'
    )
    body = "<article><a rel=tag href=/t>Port Ellery</a></article><a rel=tag href=/u>Bells</a>"
    assert tags(head, body) == ("Harbour", "Storm", "Wall", "Port Ellery")
    node: dict[str, object] = {"@type": "NewsArticle", "keywords": [{"name": "Harbour"}, "Storm"]}
    assert tags(json_ld(node)) == ("Harbour", "Storm")


def test_sentences_and_lists_of_a_whole_site_are_no_tags() -> None:
    """They say nothing of the article."""
    sentence = "the old wall of the harbour fell on Tuesday"
    node: dict[str, object] = {"@type": "NewsArticle", "keywords": [sentence, "Storm"]}
    assert tags(json_ld(node)) == ("Storm",)
    many: dict[str, object] = {"@type": "NewsArticle", "keywords": [f"t{n}" for n in range(51)]}
    assert tags(json_ld(many)) is None
