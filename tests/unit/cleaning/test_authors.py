"""Authors: who wrote an article, as its page names them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trafilatura import load_html

from tasks.cleaning.authorship.authors import authors_of
from tasks.cleaning.authorship.lines import has_lead, names_in
from tasks.cleaning.authorship.names import is_full, kind_of
from tasks.cleaning.blocks import Piece
from tasks.cleaning.structured import claims_of

TITLE = "Ferry to Port Ellery stays in harbour"
PROSE = "The ferry stayed in the harbour of Port Ellery on Monday because the wind did not drop."
PAGE = "<html><head>{head}</head><body><h1>{title}</h1>{above}<p>{prose}</p>{below}</body></html>"


def named(head: str = "", above: str = "", below: str = "", prose: str = PROSE) -> list[str]:
    """Give the authors of a page with a headline, one paragraph and what is put around it."""
    return [name for name, _ in with_kinds(head, above, below, prose)]


def with_kinds(
    head: str = "", above: str = "", below: str = "", prose: str = PROSE
) -> list[tuple[str, str]]:
    """Give the authors of such a page with their kinds."""
    tree = load_html(PAGE.format(head=head, title=TITLE, above=above, prose=prose, below=below))
    pieces = [Piece("paragraph", prose)]
    found = authors_of(tree, claims_of(tree), title=TITLE, pieces=pieces) or ()
    return [(author.name, author.kind) for author in found]


def json_ld(author: str, more: str = "") -> str:
    """Give the JSON-LD of an article by an author."""
    return (
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", '
        f'"author": {author}}}{more}]}}</script>'
    )


def test_authors_are_named_one_by_one() -> None:
    """'By' is taken away, and an agency is told from a person."""
    assert with_kinds('<meta name="author" content="By Ann Lee and Bo Li, Reuters">') == [
        ("Ann Lee", "person"),
        ("Bo Li", "person"),
        ("Reuters", "organisation"),
    ]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ann Tregarthen", ["Ann Tregarthen"]),
        ("Von Ute Brandt und Sören Voss", ["Ute Brandt", "Sören Voss"]),
        ("Af Mette Lund og Jens Holm", ["Mette Lund", "Jens Holm"]),
        ("Por Inés Robles y Luis de la Vega", ["Inés Robles", "Luis de la Vega"]),
        ("Written by: Ann Tregarthen", ["Ann Tregarthen"]),
        ("Zeige alle Beiträge von Ute Brandt →", ["Ute Brandt"]),
        ("View all posts by Ann Tregarthen", ["Ann Tregarthen"]),
        ("Posted on March 3, 2023 by Jory", ["Jory"]),
        ("03.04.2023 13:30 von Ute Brandt", ["Ute Brandt"]),
        ("Ute Brandt Redakteurin für Wirtschaft und Umwelt", ["Ute Brandt"]),
        ("Ann Tregarthen, senior correspondent", ["Ann Tregarthen"]),
        ("Ute Brandt schreibt für das Ressort Meer", ["Ute Brandt"]),
        ("Ann Tregarthen, PhD, RD", ["Ann Tregarthen"]),
        ("Dr. Ute Brandt", ["Dr. Ute Brandt"]),
        ("Jory Hendra, Jr.", ["Jory Hendra, Jr."]),
        ("ann@example.com (Ann Tregarthen)", ["Ann Tregarthen"]),
        ("Ute Brandt im Gespräch mit Sören Voss", ["Ute Brandt", "Sören Voss"]),
        ("Di Stefano", ["Di Stefano"]),
        ("Christoph von Tann", ["Christoph von Tann"]),
        ("Ann Treg\u00adarthen", ["Ann Tregarthen"]),
        ("Text von Ute Brandt Illustration von Sören Voss", ["Ute Brandt"]),
        ("Ute Brandt/NORD-X", ["Ute Brandt"]),
        ("Posted by Jory under Boats", ["Jory"]),
        ("Mehr Artikel von Jory", ["Jory"]),
        ("Author: Jory am 29.12.2021, 13:36 Uhr", ["Jory"]),
        ("Tác giả: Lê Thị Mai", ["Lê Thị Mai"]),
        ("بقلم: ليلى حداد", ["ليلى حداد"]),
        ("Copyright Ellery Ferries GmbH & Co. KG", ["Ellery Ferries GmbH & Co. KG"]),
    ],
)
def test_a_line_is_taken_apart_into_names(line: str, names: list[str]) -> None:
    """What says when, where and as what they wrote is no part of a name."""
    assert names_in(line) == names


@pytest.mark.parametrize(
    "name",
    ["dpa/uw", "ubr/dpa", "AFP/The Ellery Courier", "Radio Ellery/ab", "Redaktion Meer & Küste"],
)
def test_a_sign_and_a_newsroom_are_one_author(name: str) -> None:
    """A sign with a stroke, or a newsroom with '&', is not taken apart."""
    assert names_in(name) == [name]
    assert kind_of(name) == "organisation"


def test_commas_stay_in_the_name_of_an_office() -> None:
    """A ministry's name is one name, although it lists what it is for."""
    office = "Departement für Wirtschaft, Bildung und Meer"
    assert names_in(office) == [office]


@pytest.mark.parametrize("label", ["admin", "Author", "Datum", "No Author", "https://example.com"])
def test_labels_and_accounts_are_no_names(label: str) -> None:
    """What a form or a theme says where a name should stand is left out."""
    assert named(f'<meta name="author" content="{label}">') == []


def test_a_name_in_two_parts_is_put_together() -> None:
    """JSON-LD may give the given name and the family name only."""
    person = '{"@type": "Person", "givenName": "Ann", "familyName": "Tregarthen"}'
    assert named(json_ld(person)) == ["Ann Tregarthen"]
    assert named(json_ld('{"@type": "Person", "name": ["Ann Lee", "Bo Li"]}')) == [
        *("Ann Lee", "Bo Li")
    ]


def test_elements_part_names_that_no_comma_parts() -> None:
    """Names side by side in a byline are one person's each."""
    spans = "<span>Ann Tregarthen</span> <span>Bo Anna Li</span> <span>Cai Jory Hendra</span>"
    assert named(above=f'<div class="byline"><div>{spans}</div></div>') == [
        *("Ann Tregarthen", "Bo Anna Li", "Cai Jory Hendra")
    ]
    parts = '<p class="byline"><span>Ann</span> <span>Tregarthen</span></p>'
    assert named(above=parts) == ["Ann Tregarthen"]


def test_a_byline_between_lead_and_text_is_found() -> None:
    """The lead is the first paragraph of the body, and the byline follows it."""
    below = f"<p>Harbour</p><h3>Ferries</h3><h5><em>Von Ann Tregarthen</em></h5><p>{PROSE}</p>"
    assert named(below=below) == ["Ann Tregarthen"]
    shared = "<p>Ein Beitrag geteilt von Ellery Tide Boats</p>"
    assert named(below=shared) == []


def test_a_byline_may_be_the_first_line_of_a_page_without_a_headline() -> None:
    """The page of a mail has its headline in the subject."""
    tree = load_html(f"<html><body><p>By Ingrid Lund</p><p>{PROSE}</p></body></html>")
    found = authors_of(tree, claims_of(tree), title=TITLE, pieces=[Piece("paragraph", PROSE)])
    assert [author.name for author in found or ()] == ["Ingrid Lund"]


def test_a_section_beside_the_date_is_no_author() -> None:
    """What the text speaks of is its subject."""
    assert named(above="<p>Port Ellery, 01.12.2023</p>") == []


def test_the_account_that_a_site_is_named_for_is_its_author() -> None:
    """A blog of one is written by whom it is called after."""
    head = '<meta property="og:site_name" content="Jory Hendra\'s Blog">'
    assert named(head, "<p>Posted in Sea by joryhendra on May 3, 2023</p>") == ["joryhendra"]


def test_a_newsroom_with_initials_says_more_than_the_site() -> None:
    """'Ellery Courier/ab' at the end tells who of the newsroom it was."""
    head = '<meta property="og:site_name" content="Ellery Courier">'
    head += '<meta name="author" content="Ellery Courier">'
    assert named(head, below="<p>Quelle: Ellery Courier/ab</p>") == ["Ellery Courier/ab"]


def signed(*texts: str) -> list[str]:
    """Give the authors of a page whose body is these paragraphs."""
    tree = load_html(PAGE.format(head="", title=TITLE, above="", prose=PROSE, below=""))
    pieces = [Piece("paragraph", text) for text in (PROSE, *texts)]
    found = authors_of(tree, claims_of(tree), title=TITLE, pieces=pieces) or ()
    return [author.name for author in found]


def test_a_name_that_ends_the_body_signs_it() -> None:
    """Only a person's name counts, of whom the text does not speak."""
    assert signed("Ann Tregarthen") == ["Ann Tregarthen"]
    assert signed("Ann Tregarthen was there.", "Ann Tregarthen") == []
    assert [signed(end) for end in ("Mehr Boote", "OLD HARBOUR", "Ann. Tregarthen.")] == [[]] * 3


def test_an_author_by_reference_is_looked_up() -> None:
    """`@id` leads to the person's node."""
    person = ', {"@type": "Person", "@id": "#ann", "name": "Ann Tregarthen"}'
    assert named(json_ld('{"@id": "#ann"}', person)) == ["Ann Tregarthen"]


def test_a_claim_on_a_person_comes_before_other_evidence() -> None:
    """A person in JSON-LD is the author, whoever else is marked on the page."""
    byline = '<p class="byline">By Jory Hendra</p>'
    assert named(json_ld('{"@type": "Person", "name": "Ann Tregarthen"}'), byline) == [
        "Ann Tregarthen"
    ]


@pytest.mark.parametrize("claimed", ["The Ellery Courier", "webdesk_7", "Courier News"])
def test_the_site_and_accounts_yield_to_a_person(claimed: str) -> None:
    """A byline with a full name says more than the name of a site or an account."""
    head = json_ld(f'{{"@type": "Organization", "name": "{claimed}"}}')
    assert named(head, '<p class="byline">By Jory Hendra</p>') == ["Jory Hendra"]


def test_the_site_itself_is_the_author_when_nothing_else_is_said() -> None:
    """An organisation from JSON-LD is kept where nobody is named."""
    head = '<meta property="og:site_name" content="Ellery Courier">'
    head += json_ld('{"@type": "Organization", "name": "Ellery Courier"}')
    assert with_kinds(head) == [("Ellery Courier", "organisation")]


def test_a_first_name_is_spelt_out() -> None:
    """'Ann' is 'Ann Tregarthen' where a byline has the name in full."""
    below = '<div class="author-name">Ann Tregarthen</div>'
    assert named('<meta name="author" content="Ann">', below=below) == ["Ann Tregarthen"]


@pytest.mark.parametrize(
    "byline",
    [
        '<div itemprop="author"><h4 itemprop="name">Ann Tregarthen</h4><p>At sea</p></div>',
        '<a rel="author" href="/x">Ann Tregarthen</a>',
        '<span class="vcard author"><a class="url fn">Ann Tregarthen</a></span>',
        '<div class="articleAuthor">Von <b>Ann Tregarthen</b> | 3 min</div>',
        '<p class="meta"><a href="/autoren/ann-tregarthen/">Ann Tregarthen</a></p>',
        '<p data-testid="byline">Ann Tregarthen</p>',
        "<p>By Ann Tregarthen</p>",
        "<div>Text:<br>Ann Tregarthen</div>",
        "<p>Ann Tregarthen, 01.12.2023</p>",
        "<p>01.12.2023 - Ann Tregarthen</p>",
        "<p>Monday | By Ann Tregarthen | April 13, 2023</p>",
    ],
)
def test_a_byline_near_the_headline_is_found(byline: str) -> None:
    """Microdata, hCard, class names, links to an author's page and plain words all count."""
    assert named(above=byline) == ["Ann Tregarthen"]


@pytest.mark.parametrize(
    "byline",
    [
        "<p><em>Von Ann Tregarthen</em></p>",
        "<p>Tags: sea</p><p>Autor: Ann Tregarthen</p>",
        '<div class="author-box"><strong class="author-name">Ann Tregarthen</strong></div>',
    ],
)
def test_a_byline_after_the_text_is_found(byline: str) -> None:
    """Many pages name the author at the end."""
    assert named(below=byline) == ["Ann Tregarthen"]


@pytest.mark.parametrize(
    "box",
    [
        '<div id="comments"><cite class="fn">Salty Dog</cite></div>',
        '<ol class="comment-list"><li><span class="comment-author">Salty Dog</span></li></ol>',
        '<section class="related-articles"><span class="author">Jory Hendra</span></section>',
        '<aside><span class="author">Jory Hendra</span></aside>',
        '<footer class="site-footer">Theme by <a rel="author">Jory Hendra</a></footer>',
        '<figure><img><span class="byline">Jory Hendra</span></figure>',
        '<span class="author-share-count">12 Shares</span>',
        '<p><a href="https://example.org/licenses/by/3.0">Free Sea Licence</a></p>',
    ],
)
def test_names_of_others_are_left_out(box: str) -> None:
    """Comments, other articles, footers, pictures and buttons name no author of this article."""
    assert named(below=box) == []


def test_a_link_within_a_paragraph_names_no_author() -> None:
    """A person spoken of may have a page of the same kind as authors have."""
    prose = f'{PROSE} "It is too rough," said <a href="/team/jory-hendra">Jory Hendra</a>.'
    assert named(prose=prose) == []


def test_a_list_of_people_far_from_the_headline_names_no_author() -> None:
    """Who speaks for a firm in a row of cards did not write the article."""
    people = "".join(
        f'<li class="author">{name} Hendra</li>' for name in ("Ann", "Bo", "Cai", "Dee")
    )
    assert named(below="<p>wind</p>" * 30 + people) == []


def test_a_biography_is_not_a_name() -> None:
    """Of a box about the author only the marked name is taken."""
    life = "Ann Tregarthen grew up on a lighthouse and has written about the sea ever since. " * 4
    box = f'<div itemprop="author"><b itemprop="name">Ann Tregarthen</b><p>{life}</p></div>'
    assert named(below=box) == []
    marked = box.replace('itemprop="name"', 'class="author-name"')
    assert named(below=marked) == ["Ann Tregarthen"]


@pytest.mark.parametrize("prose", [f"Ellery (dpa/uw) - {PROSE}", f"{PROSE} (dpa/uw)"])
def test_an_agency_sign_at_either_end_of_the_text_is_the_author(prose: str) -> None:
    """It is taken where the page names nobody else."""
    assert with_kinds(prose=prose) == [("dpa/uw", "organisation")]
    assert named(above="<p>By Ann Tregarthen</p>", prose=prose) == ["Ann Tregarthen"]


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("<p>(责编\uff1a林海、周一舟)</p>", ["林海", "周一舟"]),
        ("<p>作者\uff1a林海</p>", ["林海"]),
        ("<p>김바다 기자</p>", ["김바다"]),
    ],
)
def test_bylines_of_east_asia_are_read(byline: str, names: list[str]) -> None:
    """Editors and reporters are named beside a label, not by 'by'."""
    assert named(below=byline) == names


def test_a_nickname_counts_where_it_stands_as_the_byline() -> None:
    """'von meerfrau7' near the headline names who wrote it; 'von meerfrau7' below does not."""
    assert named(above="<p>von meerfrau7</p>") == ["meerfrau7"]
    assert named(below="<p>von meerfrau7</p>") == []
    assert named(above="<p>von meerfrau7</p><p>Tide</p><p>von jory</p>") == ["meerfrau7"]


@pytest.mark.parametrize("text", ["The Ferry In The Storm Of May", "sea wind", "Ellery Press", ""])
def test_headlines_and_firms_are_no_full_names(text: str) -> None:
    """A person's name has two to four words, capitalised, and none of an organisation's."""
    assert not is_full(text)


@given(st.text(alphabet=" -/.,:|()&abAB19von\u00e4\u4eba", max_size=400))
def test_any_line_can_be_taken_apart(line: str) -> None:
    """Whatever a page says, names come out once each, without space around them."""
    names = names_in(line)
    assert len(set(names)) == len(names)
    assert [name.strip() for name in names] == names
    assert has_lead(line) in {True, False}
