"""What kind of page it is; and articles that have something of another kind."""

import pytest

from tasks.cleaning import refuse
from tests.unit.cleaning.test_access import SENTENCE, SENTENCES, article_of

BRIEF = SENTENCE * 3


def node(kind: str, more: str = "") -> str:
    """Give a JSON-LD script."""
    return f'<script type="application/ld+json">{{"@type": "{kind}"{more}}}</script>'


def updates(count: int, day: str = "2025-03-01") -> str:
    """Give updates of a live blog, each with its time and two sentences."""
    return "".join(
        f"<div class=entry><time datetime={day}T{10 + n}:15>{10 + n}:15</time><p>The {n}. part of"
        f" the wall has been lifted out of the bay.</p><p>The {n}. barge is to bring it to the"
        " shore before the tide turns, says the harbour master.</p></div>"
        for n in range(count)
    )


def microdata(kind: str, body: str) -> str:
    """Give an element that declares its type."""
    return f"<div itemscope itemtype='https://schema.org/{kind}'>{body}</div>"


DECLARED = {
    "a live blog by JSON-LD": (node("LiveBlogPosting"), SENTENCES, "live"),
    "a live blog by microdata": ("", microdata("LiveBlogPosting", SENTENCES), "live"),
    "a live blog by its updates": ("", f"<div class=live-blog>{updates(6)}</div>", "live"),
    "a ticker by its updates": ("", f"<section id=liveticker>{updates(5)}</section>", "live"),
    "live updates of an article": (
        node("NewsArticle"),
        f"{SENTENCE}<ol class=article__live-updates>{updates(8)}</ol>",
        "live",
    ),
    "a video by og:type": ("<meta property=og:type content=video.other>", BRIEF, "video"),
    "a video by JSON-LD": (node("VideoObject"), BRIEF, "video"),
    "a video by microdata": ("", microdata("VideoObject", BRIEF), "video"),
    "a page whose main entity is a video": (
        node("WebPage", ', "mainEntity": {"@type": "VideoObject"}'),
        BRIEF,
        "video",
    ),
    "a gallery": (node("ImageGallery"), f"{BRIEF}<img src=/1.jpg>", "other"),
    "a gallery that calls itself an article": (
        f"<meta property=og:type content=article>{node('ImageGallery')}",
        BRIEF,
        "other",
    ),
    "a podcast": (node("PodcastEpisode"), BRIEF, "other"),
    "a sound": ("", microdata("AudioObject", BRIEF), "other"),
    "a product": (node("Product"), BRIEF, "other"),
    "a product by og:type": ("<meta property=og:type content=product>", BRIEF, "other"),
    "a profile": ("<meta property=og:type content=profile>", BRIEF, "other"),
    "a thread": (node("DiscussionForumPosting"), BRIEF, "other"),
    "a question": (node("QAPage"), BRIEF, "other"),
    "a short recipe": (node("Recipe"), BRIEF, "other"),
}


@pytest.mark.parametrize("name", DECLARED)
def test_a_page_is_what_it_declares_and_shows(name: str) -> None:
    """The evidence names it."""
    head, body, kind = DECLARED[name]
    html = f"<html><head>{head}</head><body><h1>The wall</h1>{body}</body></html>"
    access = article_of(html).access
    assert (access.verdict, access.kind) == ("open", kind)
    assert len(access.evidence) == 1


ARTICLES = {
    "with a video": (node("NewsArticle", ', "video": {"@type": "VideoObject"}'), BRIEF),
    "with a video beside its description": (node("NewsArticle") + node("VideoObject"), BRIEF),
    "with a video in its microdata": (
        "",
        microdata("NewsArticle", BRIEF + microdata("VideoObject", "<p>The wall, seen</p>")),
    ),
    "with much prose under a video": ("<meta property=og:type content=video>", SENTENCES),
    "with much prose and a gallery": (node("ImageGallery"), SENTENCES),
    "read aloud": (node("NewsArticle") + node("AudioObject"), BRIEF),
    "about a product": (
        f"<meta property=og:type content=article>{node('Product')}",
        BRIEF,
    ),
    "that is a recipe": (node("Recipe"), SENTENCES),
    "that is a thread with much to read": (node("DiscussionForumPosting"), SENTENCES),
    "beside a ticker": (
        "",
        (
            f"{SENTENCES}<div class=live-ticker>"
            + "".join(f"<p><time>1{n}:05</time> <a href=/{n}>Ferry</a></p>" for n in range(8))
            + "</div>"
        ),
    ),
    "that was updated three times": ("", f"<div class=live-blog>{updates(3)}{SENTENCES}</div>"),
    "with a chronicle of days": (
        "",
        "<div class=live-feed>"
        + "".join(
            f"<time datetime=19{n}-03-01>19{n}</time><p>In that year the wall was mended for the"
            f" {n}. time, and the town paid for it as it always had.</p>"
            for n in range(10, 30)
        )
        + "</div>",
    ),
    "with times in elements of another name": ("", f"<div class=olive-grove>{updates(6)}</div>"),
    "about a livestream": ("<title>Live</title>", f"<div class='tag-live'>{SENTENCES}</div>"),
    "that is a photo caption": (
        "",
        f"<figure><img src=/1.jpg><figcaption>The wall</figcaption></figure>{SENTENCE}",
    ),
    "that is a glossary": (
        "",
        "<dl>"
        + "".join(f"<dt>Word {n}</dt><dd>The {n}. word means wall.</dd>" for n in range(30))
        + f"</dl>{BRIEF}",
    ),
}


@pytest.mark.parametrize("name", ARTICLES)
def test_an_article_remains_one(name: str) -> None:
    """What stands in it or beside it makes it nothing else."""
    head, body = ARTICLES[name]
    html = f"<html><head>{head}</head><body><h1>The wall</h1>{body}</body></html>"
    access = article_of(html).access
    assert (access.verdict, access.kind, access.evidence) == ("open", "article", ())


def test_a_gallery_is_published() -> None:
    """Only what leads to articles is refused by its kind."""
    html = f"<html><head>{node('ImageGallery')}</head><body><h1>Wall</h1>{BRIEF}</body></html>"
    refuse(article_of(html), min_text_characters=0)
