"""Pictures: which one is the article's lead image, and what stands under it."""

import json

import pytest
from trafilatura import load_html

from tasks.cleaning.pictures.images import Pictures, pictures_of
from tasks.cleaning.structured import claims_of
from tasks.record import Caption, Image

URL = "https://www.example.com/news/wall"
FILES = "https://www.example.com/files"


def pictures(
    head: str = "", body: str = "", captions: tuple[Caption, ...] = (), **article: object
) -> Pictures:
    """Find the pictures of a page; the keywords are those of its JSON-LD."""
    node = json.dumps({"@type": "NewsArticle", **article})
    script = f'<script type="application/ld+json">{node}</script>'
    tree = load_html(f"<html><head>{head}{script}</head><body>{body}<p>x</p></body></html>")
    return pictures_of(tree, claims_of(tree), URL, captions)


def image(head: str = "", body: str = "", **article: object) -> Image | None:
    """Find the lead image of a page."""
    return pictures(head, body, (), **article).image


def og(address: str) -> str:
    """Give the head of a page that shows a picture when it is shared."""
    return f'<meta property="og:image" content="{address}">'


@pytest.mark.parametrize(
    "stated",
    [
        "/files/wall.jpg",
        ["/files/wall.jpg", "/files/square.jpg"],
        {"@type": "ImageObject", "url": "/files/wall.jpg"},
        {"@type": "ImageObject", "contentUrl": "/files/wall.jpg"},
        [{"url": "/files/small.jpg", "width": 200}, {"url": "/files/wall.jpg", "width": "1200"}],
    ],
)
def test_json_ld_says_which_picture_it_is(stated: object) -> None:
    """In any shape; of several the widest; its address becomes absolute."""
    assert image(og("/files/share.jpg"), image=stated) == Image(url=f"{FILES}/wall.jpg")


def test_json_ld_may_name_a_picture_by_its_id() -> None:
    """The node stands elsewhere on the page then."""
    picture = '{"@type": "ImageObject", "@id": "#pic", "url": "/files/wall.jpg"}'
    head = f'<script type="application/ld+json">{picture}</script>'
    assert image(head, image={"@id": "#pic"}) == Image(url=f"{FILES}/wall.jpg")


def test_caption_and_credit_may_stand_in_json_ld() -> None:
    """The credit without the sign that says so."""
    node = {"url": "/files/wall.jpg", "caption": "The wall", "creditText": "\u00a9 Ana Lima"}
    expected = Image(url=f"{FILES}/wall.jpg", caption="The wall", credit="Ana Lima")
    assert image(image=node) == expected


@pytest.mark.parametrize(
    "shown",
    [
        "src='/files/old-wall-800x450.jpg'",
        "src='data:image/gif;base64,R0' data-src='https://cdn.example.net/old-wall_w640.webp'",
        "srcset='/resize?url=https%3A%2F%2Fwww.example.com%2Ffiles%2Fold-wall.jpg 2x'",
    ],
)
def test_the_figure_with_the_same_picture_has_its_caption(shown: str) -> None:
    """In whatever size, from whatever host, lazy or not."""
    body = (
        "<figure><img src='/files/another-one.jpg'><figcaption>A bell</figcaption></figure>"
        f"<figure><img {shown}><figcaption>The wall. Foto: dpa</figcaption></figure>"
    )
    expected = Image(url=f"{FILES}/old-wall.jpg", caption="The wall.", credit="dpa")
    assert image(og("/files/old-wall.jpg"), body) == expected


def test_pictures_of_short_names_are_told_apart_by_their_folders() -> None:
    """Many are called '1.jpg'."""
    body = "<figure><img src='/b/1.jpg'><figcaption>Bells</figcaption></figure>"
    assert image(og("/a/1.jpg"), body) == Image(url="https://www.example.com/a/1.jpg")


def test_the_first_figure_of_the_article_is_its_image_where_nothing_is_stated() -> None:
    """Not one that stands beside it."""
    aside = "<aside><figure><img src='/files/teaser.jpg'></figure></aside>"
    figure = "<figure><img src='/files/wall.jpg'><figcaption>The wall</figcaption></figure>"
    body = f"<article>{aside}{figure}</article>"
    assert image("", body) == Image(url=f"{FILES}/wall.jpg", caption="The wall")
    assert image("", figure) is None


@pytest.mark.parametrize(
    "file", ["courier-logo.png", "placeholder.png", "share-default.jpg", "emblem-600x60.png"]
)
def test_what_stands_for_the_site_is_no_lead_image(file: str) -> None:
    """A logo or a default tells nothing of the article."""
    publisher = {"logo": {"url": "/files/emblem.png"}}
    assert image(og(f"/files/{file}"), publisher=publisher) is None


WALL = "<figure><img src='/files/old-wall.jpg'><figcaption>The wall. {}</figcaption></figure>"
BELLS = Caption(text="The bells.")


def test_the_caption_of_the_lead_image_is_among_the_captions() -> None:
    """First, where its figure stands above the body, whose captions are known already."""
    found = pictures(og("/files/old-wall.jpg"), WALL.format("Photo: Ana Lima"), (BELLS,))
    assert found.image == Image(url=f"{FILES}/old-wall.jpg", caption="The wall.", credit="Ana Lima")
    assert found.captions == (Caption(text="The wall.", credit="Ana Lima"), BELLS)


def test_lead_image_and_caption_have_the_same_words_and_credit() -> None:
    """What JSON-LD adds, and how a page words it elsewhere, makes no second caption."""
    node = {"url": "/files/old-wall.jpg", "caption": "THE WALL", "creditText": "Ana Lima"}
    captions = (BELLS, Caption(text="The wall."))
    for body in (WALL.format(""), ""):
        found = pictures("", body, captions, image=node)
        assert found.captions == (BELLS, Caption(text="The wall.", credit="Ana Lima"))
        assert found.image is not None
        assert (found.image.caption, found.image.credit) == ("The wall.", "Ana Lima")


def test_a_caption_that_only_json_ld_has_stands_under_no_picture() -> None:
    """Readers of the page do not see it."""
    found = pictures("", "", (BELLS,), image={"url": "/files/wall.jpg", "caption": "A wall"})
    assert found.image == Image(url=f"{FILES}/wall.jpg", caption="A wall")
    assert found.captions == (BELLS,)


def test_a_credit_may_stand_beside_its_caption() -> None:
    """Before it or after it."""
    credit = "<span class=image__credit>\u00a9 Ana Lima</span>"
    caption = "<p class=image__caption>The wall</p>"
    for words in (credit + caption, caption + credit):
        body = f"<figure><img src='/files/old-wall.jpg'>{words}</figure>"
        expected = Image(url=f"{FILES}/old-wall.jpg", caption="The wall", credit="Ana Lima")
        assert image(og("/files/old-wall.jpg"), body) == expected
