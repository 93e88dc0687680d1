"""Titles: which headline is the article's own."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trafilatura import load_html

from tasks.cleaning.headlines.titles import chosen_title, same_words, title_of
from tasks.cleaning.structured import claims_of

URL = "https://www.ellery-courier.example/news/2024/why-the-wall-fell-4711.html"


def title(head: str, body: str, url: str | None = URL) -> str | None:
    """Find the title of a page."""
    tree = load_html(f"<html><head>{head}</head><body>{body}<p>x</p></body></html>")
    return title_of(tree, claims_of(tree), url)


def og(text: str, site: str = "") -> str:
    """Give the head of a page that calls itself so."""
    return (
        f'<meta property="og:title" content="{text}">'
        f'<meta property="og:site_name" content="{site}">'
    )


def json_ld(**stated: object) -> str:
    """Give the head of a page whose article is described in JSON-LD."""
    node = json.dumps({"@type": "NewsArticle", **stated})
    return f'<script type="application/ld+json">{node}</script>'


def test_the_headline_that_readers_see_is_the_title() -> None:
    """A page's head is worded for search engines."""
    head = '<meta property="og:title" content="Wall falls - why the wall fell | Courier">'
    assert title(head, "<h1>Why the wall fell</h1>") == "Why the wall fell"


def test_the_name_of_the_site_is_no_title() -> None:
    """Not in an h1, and not behind a headline."""
    head = '<title>Wall falls | Courier</title><meta property="og:site_name" content="Courier">'
    assert title(head, "<h1>Courier</h1>") == "Wall falls"


@pytest.mark.parametrize(
    "logo",
    [
        "<h1><a href='/'>News from the coast</a></h1>",
        "<h1><a href='https://www.ellery-courier.example/'>News from the coast</a></h1>",
        "<h1 class='site-title'>News from the coast</h1>",
        "<a href='/en/'><h1>News from the coast</h1></a>",
    ],
)
def test_a_heading_that_leads_home_or_is_called_so_names_the_site(logo: str) -> None:
    """The article's own headline is a lower one then."""
    head = "<title>News from the coast » Boats are safe</title>"
    assert title(head, f"{logo}<h2>Boats are safe</h2>") == "Boats are safe"


@pytest.mark.parametrize(
    ("page_title", "name"),
    [
        ("Wall falls - The Ellery Courier", "The Ellery Courier"),
        ("Wall falls | The Ellery Courier | Coast", "The Ellery Courier | Coast"),
        ("The Ellery Courier: - Wall falls", "The Ellery Courier"),
        ("城墙倒塌了-港口日报", "港口日报"),
        ("Wall falls_Ellery", "Ellery"),
    ],
)
def test_the_names_of_the_site_are_taken_off_both_ends(page_title: str, name: str) -> None:
    """Whatever stands between, if the page calls its site so."""
    wanted = "城墙倒塌了" if "城" in page_title else "Wall falls"
    assert title(f"<title>{page_title}</title>{og('', name)}", "", None) == wanted


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (json_ld(publisher={"name": "Harbour Post"}), ""),
        (
            '<script type="application/ld+json">{"@type":"WebSite","name":"Harbour Post"}</script>',
            "",
        ),
        ('<meta name="application-name" content="Harbour Post">', ""),
        ("", "<a href='/'><img src=l.png alt='Harbour Post'></a>"),
    ],
)
def test_a_page_names_its_site_in_many_places(head: str, body: str) -> None:
    """In JSON-LD, in meta tags, on its logo."""
    assert title(f"<title>Wall falls - Harbour Post</title>{head}", body) == "Wall falls"


def test_the_domain_is_a_name_of_the_site() -> None:
    """With its ending and without."""
    for suffix in ("ellery-courier.example", "Ellery Courier"):
        assert title(f"<title>Wall falls - {suffix}</title>", "") == "Wall falls"


def test_a_joint_within_a_headline_stays() -> None:
    """A dash is as often part of a headline as it stands before a site's name."""
    assert title("<title>Wall falls - and nobody knows why</title>", "") == (
        "Wall falls - and nobody knows why"
    )
    french = "Grève : « On ne lâche rien » au port"
    assert title(f"<title>{french}</title>", "") == french


@pytest.mark.parametrize(
    "heading",
    [
        "<span class='kicker'>Küste</span><span>: </span><span>Mauer bricht</span>",
        "<span class='article__topline'>Küste</span> <span class=x>Mauer bricht</span>",
        "<small>Küste</small>Mauer bricht",
        "Mauer bricht <span class='entry-subtitle'>Was vom Hafen bleibt</span>",
        "<span><span class='dachzeile'>Küste</span><br><span>Mauer bricht</span></span>",
        "<style>.a{color:red}</style><span>Mauer bricht</span>",
        "Mauer bricht <time>3. Mai 2024</time>",
        "<span class='date'>03.05.2024</span>Mauer bricht",
        "<span class=t>Küste</span> <span class='headline'>Mauer bricht</span>",
    ],
)
def test_kicker_subtitle_and_date_in_a_heading_are_no_headline(heading: str) -> None:
    """They have elements of their own, which are called otherwise."""
    assert title(og("Küste: Mauer bricht", "Kurier"), f"<h1>{heading}</h1>") == "Mauer bricht"


def test_an_unnamed_kicker_is_known_by_what_the_page_calls_itself() -> None:
    """The claim must be a part of the heading with an element of its own."""
    body = "<h1><span class=a1>Costa</span><span class=b2>Cae el muro</span></h1>"
    assert title(og("Cae el muro"), body) == "Cae el muro"
    assert title(og("Costa: Cae el muro"), body) == "Costa: Cae el muro"


def test_what_json_ld_calls_the_headline_keeps_its_kicker() -> None:
    """The publisher says that it belongs to it, and how it is joined."""
    body = "<h1><span class=topline>Costa</span><span>Cae el muro</span></h1>"
    assert title(json_ld(headline="Costa: Cae el muro"), body) == "Costa: Cae el muro"
    assert title(json_ld(headline="Cae el muro"), "<h1>Costa | Cae el muro</h1>") == "Cae el muro"


def test_a_heading_in_navigation_gives_way_to_one_that_agrees_as_well() -> None:
    """Breadcrumbs carry the wording for search engines, in an h1 even."""
    head = og("Wall falls in storm") + json_ld(headline="Why the old wall fell")
    crumbs = "<nav><ol><li><h1>Wall falls in storm</h1></li></ol></nav>"
    assert title(head, f"{crumbs}<h2>Why the old wall fell</h2>") == "Why the old wall fell"
    assert title(head, crumbs) == "Wall falls in storm"


def test_the_url_tells_the_headline_where_nothing_else_does() -> None:
    """Its words stand for those of a missing title."""
    body = "<h2>Calendar of the month</h2><h2>Why the wall fell</h2>"
    assert title("", body) == "Why the wall fell"
    assert title("", body, None) is None


def test_the_only_h1_is_the_title_whatever_the_head_says() -> None:
    """Some sites give all their pages one title."""
    head = "<title>All about boats and nets</title>"
    assert title(head, "<h1>Harbour of Sant Ferran</h1>") == "Harbour of Sant Ferran"


def test_a_short_h1_with_which_nothing_agrees_is_a_section() -> None:
    """Such as 'News'."""
    assert title(og("Why the old wall fell"), "<h1>Aktuell</h1>") == "Why the old wall fell"


def test_a_hidden_heading_is_not_seen() -> None:
    """Nobody reads it."""
    head = og("Why the old wall fell")
    body = "<h1 class='page hidden'>Press releases of the port</h1>"
    assert title(head, body) == "Why the old wall fell"


def test_words_in_a_heading_keep_their_spaces() -> None:
    """Inline elements add none, others do, and none comes before a colon."""
    assert (
        title("", "<h1>The <em>Ellery</em>'s <b>bell</b>s ring</h1>") == "The Ellery's bells ring"
    )
    assert title("", "<h1><span>Mur</span><span>: il tombe</span></h1>") == "Mur: il tombe"
    assert title("", "<h1><span>Wall falls</span><span>in storm</span></h1>") == (
        "Wall falls in storm"
    )


@pytest.mark.parametrize(
    "day", ["23.01.2022 - ", "2022-01-23: ", "1. Februar 2022 ", "23 de enero de 2022 | "]
)
def test_a_day_before_a_headline_is_no_part_of_it(day: str) -> None:
    """It is that of the publication; a day within a headline, or of a diary, stays."""
    assert title(og("Mauer bricht"), f"<h1>{day}Mauer bricht</h1>") == "Mauer bricht"
    diary = "Log of 23.01.2022: wall falls"
    assert title("", f"<h1>{diary}</h1>") == diary
    assert title("", "<h1>23.01.2022</h1>") == "23.01.2022"


def test_a_title_has_what_is_written_and_not_how_it_is_read() -> None:
    """Ruby sets the reading of a word above it."""
    ruby = "<ruby>壁<rt>かべ</rt></ruby>が<ruby>崩<rp>(</rp><rt>くず</rt><rp>)</rp></ruby>れる"
    assert title(og("壁が崩れる"), f"<h1>{ruby}</h1>") == "壁が崩れる"


def test_headline_and_subtitle_may_share_the_title_of_a_page() -> None:
    """The h1 with which it begins is the headline, although its subtitle has more of the words."""
    head = og("Why walls fall - the long story of the wall at the harbour of Sant Ferran")
    body = (
        "<h1>Why walls fall</h1><h2>The long story of the wall at the harbour of Sant Ferran</h2>"
    )
    assert title(head, body) == "Why walls fall"


def test_what_a_page_calls_itself_throughout_is_its_headline() -> None:
    """Whatever the classes in the heading say."""
    heading = "<h1><span class=overline>Wall falls</span><span class=headline>'No risk'</span></h1>"
    assert title(og("Wall falls") + "<title>Wall falls</title>", heading) == "Wall falls"


def test_a_title_has_no_soft_hyphens() -> None:
    """They are for the line's end and would hide words from every search."""
    assert title("", "<h1>Hafen\u00admauer gebrochen</h1>") == "Hafenmauer gebrochen"
    assert same_words("Hafen\u00admauer", "hafenmauer")


def test_a_page_without_any_headline_has_no_title() -> None:
    """Nothing is made up."""
    assert title("", "<h1></h1>", None) is None


def test_a_given_title_wins_unless_the_page_has_not_a_word_of_it() -> None:
    """The page contradicts a title that is not its own."""
    assert chosen_title("Wall falls (update)", "Wall falls") == "Wall falls (update)"
    assert chosen_title("Newsletter 7", "Wall falls") == "Wall falls"
    assert chosen_title(None, "Wall falls") == "Wall falls"


@given(st.text(alphabet="<>/h1spanclaitm='\" -|:»ab\x00\u00ad", max_size=200), st.text(max_size=80))
def test_any_markup_gives_a_title_on_one_line_or_none(body: str, stated: str) -> None:
    """Whatever stands in headings and claims."""
    found = title(f"<title>{stated}</title>", f"<h1>{body}</h1>")
    assert found is None or found == " ".join(found.split())


@pytest.mark.timeout(20)
def test_pages_of_many_headings_are_read_in_time() -> None:
    """Nested, repeated and endless ones."""
    title(og("Wall"), "<h1>" * 2000 + "<h2><a href=/x>Wall fell</a></h2>" * 20_000)
    title(f"<title>{' - ' * 90}</title>", "<h1>" + "<span>" * 200 + "a" * 10**6 + "</h1>")
