"""What stands above and below a pasted story: headline, standfirst, byline, date."""

import pytest

from tasks.cleaning.clutter import Cleared
from tasks.cleaning.pages import Given
from tasks.cleaning.plain.bylines import bare_name, byline_names
from tasks.cleaning.plain.datelines import dateline_of, dates_in, is_date_line
from tasks.cleaning.plain.openings import Opening
from tasks.cleaning.plain.reading import page_of_text
from tasks.cleaning.plain.texts import read_text
from tasks.record import DateCandidate

STORY = (
    "A pedalo in the shape of a swan drifted out of Port Calder on Friday with the mayor on board.",
    "The mayor had been opening the boating lake when the wind turned.",
    "A crab boat brought her back after two hours, in good spirits and one shoe.",
)


def read(*lines: str) -> tuple[Opening, Cleared]:
    """Read a text of one paragraph a line."""
    return read_text("\n".join(lines), None)


def test_headline_standfirst_byline_and_date_are_told_apart() -> None:
    """All of them are taken out of the body, and so is the way to the page."""
    opening, body = read(
        *("Home > News > Coast", "Share", "Mayor adrift on a swan", "A sunny opening ends at sea"),
        *("By Ann Lee and Bo Li, Court Reporter", "Published: 07:30, 22 October 2024"),
        *STORY,
    )
    assert opening == Opening(
        title="Mayor adrift on a swan",
        subtitle="A sunny opening ends at sea",
        authors=["Ann Lee", "Bo Li"],
        dates=[DateCandidate(value="2024-10-22T07:30", source="text", precision="minute")],
    )
    assert [piece.text for piece in body.pieces] == list(STORY)
    assert [removed.kind for removed in body.removed] == [
        *("navigation", "share", "title", "subtitle", "byline", "date")
    ]


def test_a_standfirst_may_be_a_sentence_when_the_byline_follows_it() -> None:
    """Without a byline below it, a complete line is the first paragraph."""
    standfirst = "The mayor was opening a lake when the wind turned."
    assert read("Mayor adrift", standfirst, "By Ann Lee", *STORY)[0].subtitle == standfirst
    assert read("Mayor adrift", standfirst, *STORY)[0].subtitle is None


@pytest.mark.parametrize(
    "text",
    [
        "One line that says it all",
        "Ferry cancelled\nThe noon ferry was cancelled on Monday because of thick fog at sea.",
        "just seen three deer on the roof of the chip shop, call someone #deer",
        "The swan went out\nAnd took the mayor\nIt left the light\nAnd one small shoe",
        "By the river\nUnder the bridge\nRead more",
        "Share",
    ],
)
def test_a_short_text_comes_through_whole(text: str) -> None:
    """There is no story that something could stand above."""
    opening, body = read_text(text, None)
    assert opening == Opening()
    assert [piece.text for piece in body.pieces] == text.split("\n")


def test_a_headline_may_begin_with_a_quotation() -> None:
    """Its marks are not those of a path through the pages of a site."""
    title = "« La mer m\u2019a appris à me taire » : rencontre avec la maire"
    assert read(title, "Propos recueillis par Firmin Roux", *STORY)[0] == Opening(
        title=title, authors=["Firmin Roux"]
    )


def test_a_first_paragraph_is_no_headline() -> None:
    """A line that ends as sentences do begins the story."""
    opening, body = read(*STORY)
    assert opening.title is None
    assert body.removed == ()


def test_who_worked_on_a_story_is_said_below_it() -> None:
    """A sentence on the author gives the author; a contributor is none."""
    opening, body = read(
        *STORY,
        "Hedda Strand contributed reporting from Calder Sands.",
        "Hugo Ellery is a correspondent covering boats.",
    )
    assert opening.authors == ["Hugo Ellery"]
    assert [piece.text for piece in body.pieces] == list(STORY)


def test_somebody_the_story_is_about_is_not_its_author() -> None:
    """A sentence on a reporter in the news stays in the body."""
    told = "Hugo Ellery is a reporter who fell into the lake."
    opening, body = read(STORY[0], "Hugo Ellery was seen at noon, the police said.", *STORY, told)
    assert opening.authors == []
    assert body.pieces[-1].text == told


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ann Lee, New York", ["Ann Lee"]),
        ("By Ann Lee, Bo Li and Cy Young", ["Ann Lee", "Bo Li", "Cy Young"]),
        ("By Ann Lee for the Calder Echo", ["Ann Lee"]),
        ("Von Friederike von der Heide, Berlin", ["Friederike von der Heide"]),
        ("Par Solenn Guivarch, à Brézac (Ain)", ["Solenn Guivarch"]),
        ("Автор: Аглая Верещагина", ["Аглая Верещагина"]),
        ("By Reuters", ["Reuters"]),
        ("Posted by Ann Lee on Sunday, February 6, 2022", ["Ann Lee"]),
        ("02.02.2022, 11:30 Uhr von Ute Brandt", ["Ute Brandt"]),
        ("Escrito por Inés Robles", ["Inés Robles"]),
        ("Par Maëlle Kerouan, envoyée spéciale", ["Maëlle Kerouan"]),
        ("Copyright Ann Lee", []),
        ("Von der Küste kommt Regen", []),
        ("By the time the boat came, nobody was there", []),
        ("By Friday", []),
    ],
)
def test_a_byline_gives_its_names(line: str, names: list[str]) -> None:
    """Roles, places and newspapers are no names."""
    assert byline_names(line) == names


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Ann Lee, Court Reporter", "Ann Lee"),
        ("Ann Lee Science correspondent", "Ann Lee"),
        ("Ute von Tann", "Ute von Tann"),
        ("Ann Lee wins the race", None),
        ("Bauen und Wohnen", None),
        ("Mehr Boote", None),
        ("ليلى حداد", None),
    ],
)
def test_a_line_may_be_a_name_and_nothing_else(line: str, name: str | None) -> None:
    """Sections are none, and where there is no case nothing tells a name from words."""
    assert bare_name(line) == name


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Publié le 7 août 2025 à 18h42, mis à jour le 8 août 2025 à 09h00", "2025-08-07T18:42"),
        ("Stand: 14.04.2025, 17:20 Uhr", "2025-04-14T17:20"),
        ("Posted: Oct. 4, 2024 at 2:15 p.m. CDT", "2024-10-04T14:15-05:00"),
        ("Sat 14 Jun 2025 07.00 GMT", "2025-06-14T07:00+00:00"),
        ("12 de marzo de 2025 · 08:30", "2025-03-12T08:30"),
        ("Publié le 02/09/2024", "2024-09-02"),
        ("Published 02/09/2024", None),
        ("Közzétéve: 2024. szeptember 2.", "2024-09-02"),
        ("Updated 3 May 2025", None),
        ("5 hours ago", None),
        ("12 min read", None),
    ],
)
def test_a_line_of_dates_says_when_it_was_published(line: str, value: str | None) -> None:
    """A change, an age and a day that could be a month give no date."""
    assert is_date_line(line)
    published = [claim.value for role, claim in dates_in(line) if role == "published"]
    assert published == [value] * (value is not None)


def test_an_updated_line_says_when_the_story_was_changed() -> None:
    """It is the change of the document, and no line of the body."""
    lines = ("Mayor adrift on a swan", "Published 3 May 2025", "Updated 4 May 2025, 09:30", *STORY)
    page = page_of_text("\n".join(lines), Given())
    assert (page.published and page.published.value) == "2025-05-03"
    assert (page.modified and page.modified.value) == "2025-05-04T09:30"
    assert [piece.text for piece in page.pieces] == list(STORY)


@pytest.mark.parametrize(
    "line",
    ["10:45", "The bridge closed on 3 May 2025", "May Day", "63", "Republic Day, 3 May 2025"],
)
def test_a_line_with_more_or_less_than_a_date_is_none(line: str) -> None:
    """A clock time alone heads the entry of a live report."""
    assert not is_date_line(line)


def test_a_dateline_dates_the_story_and_stays_in_it() -> None:
    """Only a dateline with a year says when."""
    first = "CALDER, Sept 17 2024 (Coast Wire) - A swan was seen off the coast on Tuesday."
    opening, body = read(first, *STORY)
    assert [claim.value for claim in opening.dates] == ["2024-09-17"]
    assert body.pieces[0].text == first
    assert dateline_of("CALDER, March 3 (Coast Wire) — A swan was seen.") is None
