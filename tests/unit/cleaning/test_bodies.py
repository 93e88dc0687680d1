"""Bodies: all of the article, and nothing that stands around it."""

from hypothesis import given, settings
from hypothesis import strategies as st
from trafilatura.utils import trim

from tasks.cleaning.body.bodies import Body
from tasks.cleaning.body.bodies import body_of as find_body
from tasks.cleaning.headlines.titles import title_of
from tasks.cleaning.pages import Given, read_page
from tasks.cleaning.structured import claims_of
from tasks.cleaning.trees import parsed
from tasks.record import Caption, Removed

PARAGRAPHS = (
    "The ferry between Oskarby and Lindholm will not sail again before May, its owner said.",
    "Divers found a crack in the hull on Monday that is longer than had been thought at first.",
    "Two buses a day will take passengers round the bay until the repair has been finished.",
    "The council of Oskarby called the wait hard on the island, and asked for a second boat.",
    "A yard in Vestermark has offered to do the work in three weeks if it can begin at once.",
)
PROSE = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)


def body_of(html: str, head: str = "") -> Body:
    """Find the body of a page."""
    tree, _ = parsed(f"<html><head>{head}</head><body>{html}</body></html>")
    assert tree is not None
    claims = claims_of(tree)
    url = "https://oskarby.example/ferry"
    return find_body(tree, url, claims=claims, title=title_of(tree, claims))


def texts(html: str, head: str = "") -> list[str]:
    """Give the texts of a page's body."""
    return [piece.text for piece in body_of(html, head).pieces]


# ---------------------------------------------------------------- leads


def test_a_lead_that_is_set_apart_begins_the_body() -> None:
    """It is known by its name, in any of the languages of newsrooms."""
    lead = "Der Rumpf ist gerissen, und eine Werft für die Reparatur ist noch nicht gefunden."
    for name in ("lead", "articleHeader__teaserText", "chapo", "entradilla", "perex"):
        html = f'<div><h1>Keine Fähre</h1><div class="{name}">{lead}</div></div>'
        assert texts(f"{html}<article>{PROSE}</article>")[:2] == [lead, PARAGRAPHS[0]]


def test_the_paragraph_that_describes_the_page_is_its_lead() -> None:
    """However its element is called; a description is often cut short."""
    lead = "The hull is cracked, and nobody knows yet which yard is going to repair the old ferry."
    head = f'<meta name="description" content="{lead[:70]}...">'
    html = f"<div><h1>No ferry</h1><h2>{lead}</h2></div><article>{PROSE}</article>"
    assert texts(html, head)[:2] == [lead, PARAGRAPHS[0]]


def test_a_line_with_the_time_of_day_is_no_lead() -> None:
    """It is a byline, even in an element for subtitles."""
    byline = '<p class="subtitle">by Sunniva Aas, March 4, 2025 | 6:03 pm</p>'
    assert texts(f"<div><h1>No ferry</h1>{byline}</div><article>{PROSE}</article>") == list(
        PARAGRAPHS
    )


def test_the_one_paragraph_under_the_headline_is_the_lead() -> None:
    """Without any name, where it has the words of the article; a word to readers has others."""
    lead = "The ferry between Oskarby and Lindholm waits for a yard that can repair its hull."
    notice = "Recipes, riddles and crosswords appear every weekend inside our printed supplement."
    for between, first in ((lead, lead), (notice, PARAGRAPHS[0])):
        html = f'<main><h1>No ferry</h1><div class="x1">{between}</div>'
        assert texts(f"{html}<article>{PROSE}</article></main>")[0] == first


# ---------------------------------------------------------------- boxes


def test_boxes_in_the_article_are_cut_out_and_told_of() -> None:
    """For a newsletter, and for more to read; the reader of the record learns of both."""
    newsletter = (
        '<div class="c-newsletterBox newsletter"><p>The bay in your inbox, daily.</p></div>'
    )
    related = '<div class="related"><p><a href="/a">Storm took the jetty at Lindholm</a></p></div>'
    first, rest = PROSE.split("</p>", 1)
    body = body_of(f"<article><h1>No ferry</h1>{first}</p>{newsletter}{related}{rest}</article>")
    assert [piece.text for piece in body.pieces if piece.role == "paragraph"] == list(PARAGRAPHS)
    assert body.removed == (
        Removed(
            kind="newsletter", text="The bay in your inbox, daily.", reason="a box to subscribe"
        ),
        Removed(
            kind="related",
            text="Storm took the jetty at Lindholm",
            reason="a list of other articles",
        ),
    )


def test_an_article_in_a_box_is_kept() -> None:
    """A name says little of what holds the page's prose."""
    for name in ("newsletter", "infobox", "author", "share", "tag-related"):
        assert texts(f'<div class="{name}"><h1>No ferry</h1>{PROSE}</div>')[-5:] == [*PARAGRAPHS]


def test_a_list_of_links_within_the_site_is_no_part_of_the_article() -> None:
    """It leads to other articles; a list of sources leads elsewhere."""
    headlines = ("Oskarby to get a second ferry after all", "Why hulls crack in cold winters")
    for host, kinds in (("", ["related"]), ("https://vestermark.example", [])):
        links = "".join(f'<li><a href="{host}/{n}">{t}</a></li>' for n, t in enumerate(headlines))
        body = body_of(f"<article><h1>No ferry</h1>{PROSE}<ul>{links}</ul></article>")
        assert [removed.kind for removed in body.removed] == kinds
    assert not set(headlines) & {piece.text for piece in body.pieces}


def test_a_paragraph_that_is_one_link_to_the_site_is_a_teaser() -> None:
    """With a few words before it, in any language; a link to elsewhere may be a source."""
    headline = "Storm took the jetty at Lindholm overnight"
    first, rest = PROSE.split("</p>", 1)
    for before, host, stays in (
        ("", "", False),
        ("Czytaj: ", "https://oskarby.example", False),
        ("", "https://vestermark.example", True),
        ("", "mailto:", True),
    ):
        teaser = f'<p>{before}<a href="{host}/a">{headline}</a></p>'
        body = body_of(f"<article><h1>No ferry</h1>{first}</p>{teaser}{rest}</article>")
        assert (f"{before}{headline}" in [piece.text for piece in body.pieces]) is stays
        assert [gone.kind for gone in body.removed] == ([] if stays else ["teaser"])


def test_linked_headings_stay_where_they_open_the_parts_of_a_report() -> None:
    """A report that goes on all day links each of its headings."""
    long = " ".join(PARAGRAPHS[:3])
    headings = [f"What was said at the quay of Oskarby at {n} o'clock" for n in range(5)]
    html = "".join(f'<h3><a href="/{n}">{h}</a></h3><p>{long}</p>' for n, h in enumerate(headings))
    assert set(headings) <= set(texts(f"<article><h1>No ferry</h1>{html}</article>"))


def test_what_stands_around_the_body_is_no_part_of_it() -> None:
    """Headline, date, names and a credit above; a word on the author and a date below."""
    above = "<p>Harbour: No ferry before May</p><p>4 March 2025, 10:15</p><p>By Sunniva Aas</p>"
    above += "<p>Photo: Ole Rask / Bay Pictures</p>"
    below = "<p>Sunniva Aas is a teacher in Oskarby.</p><p>Last updated: 5 March 2025</p>"
    head = '<meta name="author" content="Sunniva Aas"><title>No ferry before May</title>'
    html = f"<h1>No ferry before May</h1>{above}{PROSE}{below}"
    page = read_page(f"<html><head>{head}</head><body><article>{html}</article></body>", Given())
    assert [piece.text for piece in page.pieces] == list(PARAGRAPHS)
    assert [author.name for author in page.authors or ()] == ["Sunniva Aas"]


def test_a_heading_that_nothing_follows_is_not_kept() -> None:
    """What it announced was no part of the article."""
    found = texts(f"<article><h1>No ferry</h1>{PROSE}<h3>More from the bay</h3></article>")
    assert found[-1] == PARAGRAPHS[-1]


# ---------------------------------------------------------------- pictures


def test_captions_are_data_and_not_body() -> None:
    """With their credit, by markup or by form, inside a figure or in a CMS's own element."""
    by_markup = 'The f<b>erry</b> in dock. <small class="credit">Ole Rask</small>'
    by_form = "The ferry in dock. (Photo: Ole Rask)"
    beside = '<p class="wp-caption-text">The ferry in dock.</p><p class="image-credit">Ole Rask</p>'
    captions = (
        f'<figure><img src="a.jpg"><figcaption>{by_markup}</figcaption></figure>',
        f'<figure><img src="a.jpg"><figcaption>{by_form}</figcaption></figure>',
        f'<div class="wp-caption"><img src="a.jpg">{beside}</div>',
    )
    first, rest = PROSE.split("</p>", 1)
    for html in captions:
        body = body_of(f"<article><h1>No ferry</h1>{first}</p>{html}{rest}</article>")
        (caption,) = body.captions
        assert caption.text == "The ferry in dock."
        assert (caption.credit or "").endswith("Ole Rask")
        assert [p.text for p in body.pieces if p.role == "paragraph"] == list(PARAGRAPHS)


def test_captions_outside_of_the_article_are_not_its_captions() -> None:
    """A teaser's picture has one too."""
    teaser = '<div><figure><img src="b.jpg"><figcaption>The jetty.</figcaption></figure></div>'
    own = '<figure><img src="a.jpg"><figcaption>The ferry.</figcaption></figure>'
    body = body_of(f"<article><h1>No ferry</h1>{own}{PROSE}</article>{teaser}")
    assert body.captions == (Caption(text="The ferry."),)


def test_a_quotation_in_a_figure_stays() -> None:
    """With its caption, which says who is quoted and shows no picture."""
    words = "We have waited for a ferry before, and this time we are not going to wait in silence."
    by = "Ole Rask, who fishes off Oskarby"
    quote = f"<blockquote><p>{words}</p></blockquote><figcaption>{by}</figcaption>"
    first, rest = PROSE.split("</p>", 1)
    html = f"<article><h1>No ferry</h1>{first}</p><figure>{quote}</figure>{rest}</article>"
    body = body_of(html)
    found = [piece.text for piece in body.pieces if piece.role != "heading"]
    assert found == [PARAGRAPHS[0], words, by, *PARAGRAPHS[1:]]
    assert body.captions == ()


# ---------------------------------------------------------------- what was lost


def test_an_article_in_several_containers_is_found_whole() -> None:
    """They have the same names, as a page has that puts advertisements between its parts."""
    more = [f"On day {n} of the wait the people of the island met in the school." for n in range(4)]
    second = "".join(f"<p>{text}</p>" for text in more)
    html = f'<div class="article-body">{PROSE}</div><hr><div class="article-body">{second}</div>'
    assert texts(f"<main><h1>No ferry</h1>{html}</main>") == [*PARAGRAPHS, *more]


def test_the_next_article_of_a_page_is_not_of_this_one() -> None:
    """Pages that go on for ever show it under a headline of its own, in the same elements."""
    one = f'<div class="article-body">{PROSE}</div>'
    other = "".join(f"<p>Nothing at all was decided about bridge {n} at all.</p>" for n in range(5))
    other = f'<h1>No bridge</h1><div class="article-body">{other}</div>'
    html = f"<main><h1>No ferry</h1>{one}{other}</main>"
    assert not [text for text in texts(html) if "bridge" in text]


def test_a_text_that_only_scripts_know_is_taken_from_what_the_page_states() -> None:
    """Where the page itself shows next to nothing."""
    stated = " ".join(PARAGRAPHS)
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2025-03-04",'
        f' "articleBody": "{stated}"}}</script>'
    )
    assert "".join(texts("<h1>No ferry</h1><div id=app>Loading</div>", head)) == stated


# ---------------------------------------------------------------- hostile pages


def test_a_page_is_read_however_deep_it_goes() -> None:
    """The parser gives up at 256 elements, and at 2048 when it is told to go on."""
    for tag in ("div", "font", "x-box"):
        for depth in (200, 300, 2000, 20_000):
            page = f"<html><body><h1>No ferry</h1>{f'<{tag}>' * depth}{PROSE}</body></html>"
            found = [piece.text for piece in read_page(page, Given()).pieces]
            assert found == list(PARAGRAPHS)


def test_what_is_left_out_of_a_page_is_told() -> None:
    """A page of more tags than any has is read up to a point, and the verdict says so."""
    head = f"<html><body><article><h1>No ferry</h1>{PROSE}"
    for more, told in (("<b>x</b>" * 30_000, ()), ("<b>x</b>" * 50_000, ("80000",))):
        page = read_page(f"{head}{more}<p>The end.</p></article></body></html>", Given())
        assert [piece.text for piece in page.pieces][:5] == list(PARAGRAPHS)
        found = [line for line in page.access.evidence if line.startswith("not read after")]
        assert found == [f"not read after {count} tags" for count in told]


def test_long_texts_are_not_remembered() -> None:
    """The library's caches hold texts of any length."""
    body_of(f"<article><h1>No ferry</h1>{PROSE}</article>")
    assert trim.cache_info().currsize == 0


FRAGMENTS = st.sampled_from(
    [
        *("<div class='share'>", "<figure>", "<figcaption>", "<ul><li><a href='/x'>", "</div>"),
        *("<p class='caption'>", "<table><tr><td>", "</a>", "</ul>", "<h1>", "<br>", "<script>"),
        *("<article>", "</article>", "<blockquote>", "text ", "\u00e9\u0301 ", "&lt;", PROSE),
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(FRAGMENTS, max_size=30))
def test_no_page_breaks_the_search(fragments: list[str]) -> None:
    """Whatever is nested in whatever, closed or not: blocks come out, none of them empty."""
    for piece in read_page("<p>x</p>" + "".join(fragments), Given()).pieces:
        assert piece.text == " ".join(piece.text.split())
        assert piece.text
