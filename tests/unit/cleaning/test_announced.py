"""Headings and lists of a short text, of which the extractor keeps the paragraphs only."""

from tasks.cleaning.pages import Given, read_page

INTRODUCTION = "A spring soup, green and mild, that is ready in half an hour."
FIRST = "Peel the potatoes and cut them into cubes."
SECOND = "Fry the onion, add the water, the potatoes and the nettles."


def texts(body: str) -> list[str]:
    """Give the texts of the body of a page without any class."""
    page = f"<html><body><div><h1>Nettle soup</h1><div>{body}</div></div></body></html>"
    return [piece.text for piece in read_page(page, Given()).pieces]


def test_a_recipe_keeps_what_goes_into_it() -> None:
    """Headings and lists between the paragraphs come back, in order."""
    body = (
        f"<p>{INTRODUCTION}</p><h2>Ingredients</h2><ul><li>200 g of nettles</li>"
        f"<li>2 potatoes</li></ul><h2>Method</h2><p>{FIRST}</p><p>{SECOND}</p>"
    )
    assert texts(body) == [
        *(INTRODUCTION, "Ingredients", "200 g of nettles", "2 potatoes", "Method"),
        *(FIRST, SECOND),
    ]


def test_a_list_of_links_stays_away() -> None:
    """It leads to other articles, wherever it stands."""
    links = "<ul><li><a href='/2'>How to clean nettles</a></li></ul>"
    assert texts(f"<p>{INTRODUCTION}</p>{links}<p>{FIRST}</p><p>{SECOND}</p>") == [
        *(INTRODUCTION, FIRST, SECOND)
    ]


def test_a_heading_in_a_box_of_its_own_stays_away() -> None:
    """What holds no paragraph of the story holds no heading of it."""
    box = "<div><h3>Our cooks</h3><ul><li>Ilse Tamm</li></ul></div>"
    assert texts(f"<p>{INTRODUCTION}</p>{box}<p>{FIRST}</p><p>{SECOND}</p>") == [
        *(INTRODUCTION, FIRST, SECOND)
    ]
