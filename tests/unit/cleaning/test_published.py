"""Dates of publication and change: which claim is taken, and what becomes of the others."""

from datetime import UTC, datetime

import pytest
from trafilatura import load_html

from tasks.assembling import conflicts
from tasks.cleaning import clean
from tasks.cleaning.dates.choosing import chosen
from tasks.cleaning.dates.published import Known, dates_of
from tasks.cleaning.structured import claims_of
from tasks.job import Job, RawPage
from tasks.record import Content, DateCandidate, Modified, Published

AT = datetime(2024, 3, 5, 12, tzinfo=UTC)
PROSE = "<p>The ferry to the outer islands stayed in port, its captain said, for the third day.</p>"


def dated(
    html: str, known: Known | None = None, *, language: str = "en", head: str = ""
) -> tuple[Published | None, Modified | None]:
    """Read the dates of a page with the headline 'Ferry stays in port'."""
    tree = load_html(f'<html lang="{language}"><head>{head}</head><body>{html}</body></html>')
    return dates_of(
        tree, claims_of(tree), title="Ferry stays in port", known=known or Known(None, None)
    )


def published(
    html: str, known: Known | None = None, *, language: str = "en", head: str = ""
) -> str:
    """Give when such a page was published, or nothing."""
    found, _ = dated(f"<h1>Ferry stays in port</h1>{html}", known, language=language, head=head)
    return found.value if found else ""


def stated(day: str, name: str = "article:published_time") -> str:
    """Give a meta tag that states a date."""
    return f'<meta property="{name}" content="{day}">'


def test_a_given_date_wins_unless_the_page_is_days_apart() -> None:
    """All claims are kept, whichever is taken, and what differs is flagged."""
    given, near, far = (
        DateCandidate(value=value, source=source)
        for value, source in (("2024-03-05", "job"), ("2024-03-06", "page"), ("2023-03-06", "page"))
    )
    agreed, contradicted = chosen([given, near]), chosen([given, far])
    assert agreed is not None
    assert contradicted is not None
    assert (agreed.value, [c.flag for c in agreed.candidates]) == ("2024-03-05", [None, None])
    assert contradicted.value == "2023-03-06"
    assert [c.flag for c in contradicted.candidates] == ["differs", None]


def test_a_date_after_the_fetch_is_impossible() -> None:
    """The next claim is taken instead; without a fetch there is nothing to compare with."""
    late = DateCandidate(value="2024-05-01", source="json-ld")
    right = DateCandidate(value="2024-03-04", source="meta:date")
    found = chosen([late, right], AT)
    assert found is not None
    assert (found.value, found.candidates[0].flag) == ("2024-03-04", "future")
    assert chosen([late]) is not None


def test_a_date_after_the_fetch_is_kept_where_nothing_else_is_said() -> None:
    """Its flag says what it is worth, the conflict is named, and a change before it stands."""
    head = stated("2024-05-01") + stated("2024-03-04", "article:modified_time")
    found, changed = dated(PROSE, Known(at=AT), head=head)
    assert found is not None
    assert changed is not None
    assert (found.value, found.flag) == ("2024-05-01", "future")
    assert (changed.value, changed.flag) == ("2024-03-04", None)
    content = Content(published=found, modified=changed, text_sha256="")
    assert conflicts(content) == ("published.future",)


def test_json_ld_is_asked_before_meta_tags() -> None:
    """It has the time and the zone."""
    head = stated("2024-03-05") + (
        '<script type="application/ld+json">{"@type": "NewsArticle",'
        ' "datePublished": "2024-03-05T08:00:00-05:00"}</script>'
    )
    found, _ = dated("<p>x</p>", head=head)
    assert found is not None
    assert (found.value, found.source) == ("2024-03-05T08:00:00-05:00", "json-ld")
    sources = [claim.source for claim in found.candidates]
    assert sources == ["json-ld", "meta:article:published_time"]


def test_the_day_that_readers_see_has_the_time_that_is_stated() -> None:
    """Where both name one day, the claim with time and zone is taken."""
    head = stated("2024-03-05T08:00:00+02:00")
    assert published("<p>By Ann Lee, 5 March 2024</p>", head=head) == "2024-03-05T08:00:00+02:00"


def test_the_day_that_readers_see_is_right_where_the_code_says_utc() -> None:
    """Two claims of one moment tell the zone; without a time the day alone is sure."""
    head = stated("2024-03-06T02:41:00Z")
    shown = "<p>Published 5 March 2024, 22:41</p>"
    assert published(shown, head=head) == "2024-03-05T22:41-04:00"
    assert published("<p>Published 5 March 2024</p>", head=head) == "2024-03-05"


def test_a_time_that_is_another_moment_is_not_joined() -> None:
    """No zone on earth lies between the two: what the code states is taken."""
    head = stated("2024-03-05T23:17:00+09:00")
    assert published("<p>2024/03/06 00:05</p>", head=head) == "2024-03-05T23:17:00+09:00"


def test_a_shown_date_stands_against_what_the_code_states() -> None:
    """The other claim is flagged, and the conflict is named."""
    page = "<h1>Ferry stays in port</h1><p>5 March 2024</p>" + PROSE
    found, _ = dated(page, head=stated("2024-01-20"))
    assert found is not None
    assert (found.value, found.source) == ("2024-03-05", "visible")
    content = Content(published=found, text_sha256="")
    assert conflicts(content) == ("published",)


@pytest.mark.parametrize(
    ("shown", "language"),
    [
        ("Updated: 7 March 2024 · Published: 5 March 2024", "en"),
        ("Veröffentlicht am 5. März 2024, aktualisiert am 7. März 2024", "de"),
        ("Publié le 05/03/2024 - Mis à jour le 07/03/2024", "fr"),
        ("Yay\u0131nlanma: 05.03.2024 Güncelleme: 07.03.2024", "tr"),
        ("Опубликовано 5 марта 2024, обновлено 7 марта 2024", "ru"),
        ("公開 2024年3月5日 更新 2024年3月7日", "ja"),
        ("입력 2024.03.05. 수정 2024.03.07.", "ko"),
    ],
)
def test_a_label_says_whether_a_date_is_of_the_publication_or_of_the_change(
    shown: str, language: str
) -> None:
    """Each date goes where the word before it says."""
    page = f"<h1>Ferry stays in port</h1><div>{shown}</div>{PROSE}"
    found, changed = dated(page, language=language)
    assert found is not None
    assert changed is not None
    assert (found.value, changed.value) == ("2024-03-05", "2024-03-07")


def test_a_page_that_says_only_when_it_was_updated_was_published_nobody_knows_when() -> None:
    """Nothing is guessed from the date of a change."""
    page = f"<h1>Ferry stays in port</h1><p>Last updated 7 March 2024</p>{PROSE}"
    found, changed = dated(page)
    assert found is None
    assert changed is not None
    assert changed.value == "2024-03-07"


@pytest.mark.parametrize(
    "shown",
    [
        "<aside><p>4 March 2024</p></aside>",
        "<div class='related-stories'><p>4 March 2024</p></div>",
        "<div class='comments'><p>4 March 2024, 12:00</p></div>",
        "<p>The harbour opened on 4 March 2024.</p>",
        "<p>© 4 March 2024 Outer Islands Courier</p>",
        "<p>Registered: 4 March 2024</p>",
        "<blockquote>Ferry Company, 4 March 2024</blockquote>",
        "<figure><figcaption>The ferry, 4 March 2024</figcaption></figure>",
    ],
)
def test_the_dates_of_others_are_not_the_pages(shown: str) -> None:
    """Other articles, readers, owners, forms and sentences have dates of their own."""
    found = dated(f"<h1>Ferry stays in port</h1>{shown}{PROSE}<p>5 March 2024</p>")[0]
    assert found is not None
    assert found.value == "2024-03-05"


@pytest.mark.parametrize(
    "shown",
    [
        "<aside>By Ann Lee<p>Tuesday, 5 March 2024</p></aside>",
        "<div class='layout sidebar-left'><p>5 March 2024</p></div>",
        "<figure><figcaption><time>5 March 2024, 10:15</time></figcaption></figure>",
    ],
)
def test_a_byline_may_stand_aside(shown: str) -> None:
    """Where the article's own column shows no date, the nearest one aside says which day it was."""
    page = f"<h1>Ferry stays in port</h1>{shown}{PROSE}"
    assert [found and found.value[:10] for found in dated(page)] == ["2024-03-05", None]
    found, _ = dated(page, head=stated("2024-03-01"))
    assert found is not None
    assert found.value == "2024-03-01"


def test_a_captions_date_is_that_of_the_picture() -> None:
    """Aside, a date counts only by itself."""
    caption = "<figure><figcaption>The ferry in port, 4 March 2024</figcaption></figure>"
    assert published(caption + PROSE) == ""


@pytest.mark.parametrize(
    ("shown", "language"),
    [
        ("This entry was posted on 5 March 2024 by Ann Lee and filed under Harbour, Sea.", "en"),
        ("Dieser Beitrag wurde am 05.03.2024 von Ann Lee in Hafen und Meer abgelegt.", "de"),
        ("Este artículo fue escrito el 5 de marzo de 2024 por Ann Lee, de la redacción.", "es"),
        ("Geschrieben von Ann Lee am 05.03.2024 (77 x gelesen)", "de"),
    ],
)
def test_a_sentence_on_the_article_itself_dates_it(shown: str, language: str) -> None:
    """Blogs say below a text when it was posted; other sentences have dates of their own."""
    assert published(PROSE * 12 + f"<p>{shown}</p>", language=language) == "2024-03-05"


def test_a_label_before_a_time_is_that_times() -> None:
    """The date before it is that of the publication."""
    shown = "<p>5 March 2024, 10:15 (updated 11:30)</p>"
    assert published(shown + PROSE) == "2024-03-05T10:15"


def test_a_time_makes_a_heading_a_line_of_dates() -> None:
    """Without one, a heading with a date in it is that of another article."""
    assert published("<h2>Coast (1 of 2) 5 March 2024 10:15 by Ann</h2>") == "2024-03-05T10:15"
    assert published("<h2>The storm of 5 March 2024 in pictures</h2>") == ""


def test_when_a_text_was_made_is_no_date_of_its_publication() -> None:
    """A draft may lie for years; the claim is kept beside one that counts."""
    head = '<meta name="datecreated" content="2021-01-10">'
    assert published(PROSE, head=head) == ""


def test_a_dateline_is_a_date() -> None:
    """Agencies and offices open their text with it."""
    prose = "OSTHAVEN, 5 March 2024 (Agency) \u2013 The ferry stayed in port for the third day."
    assert published(f"<p>{prose}</p>") == "2024-03-05"


def test_day_and_month_are_settled_by_the_rest_of_the_page() -> None:
    """What the language proposes gives way to a claim that cannot be misread."""
    head = '<meta name="date" content="11/01/2023 12:43">'
    assert published("<p>Erstellt am: 01.11.2023</p>", language="de", head=head) == (
        "2023-11-01T12:43"
    )


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://courier.example/2024/03/05/ferry", "2024-03-05"),
        ("https://courier.example/news/20240305-ferry", "2024-03-05"),
        ("https://courier.example/news/2024-03-05-ferry.html", "2024-03-05"),
        ("https://courier.example/2024/03/ferry", "2024-03"),
        (
            "https://archive.example/web/20240305101112/https://courier.example/2019/12/31/a",
            "2019-12-31",
        ),
    ],
)
def test_the_day_in_a_url_is_taken_where_the_page_is_silent(url: str, expected: str) -> None:
    """It is as precise as the path, and an archive's own stamp is none."""
    assert published(PROSE, Known(None, url)) == expected


def test_the_day_in_a_url_is_the_sites_own() -> None:
    """Beside a moment in UTC it says which day that was there."""
    known = Known(None, "https://courier.example/2024/03/05/ferry")
    assert published(PROSE, known, head=stated("2024-03-06T02:25:54Z")) == "2024-03-05"


def test_a_change_before_the_publication_is_none() -> None:
    """It is kept nowhere but among the claims of a change that is possible."""
    head = stated("2024-03-05") + stated("2024-02-01", "article:modified_time")
    assert dated(PROSE, head=head)[1] is None
    _, changed = dated(PROSE, head=head + stated("2024-03-06", "og:updated_time"))
    assert changed is not None
    assert (changed.value, changed.candidates[0].flag) == ("2024-03-06", "differs")


def test_when_http_says_that_the_page_changed_is_no_date_of_its_own() -> None:
    """A server that builds its pages says when it did; that differs from nothing."""
    known = Known(last_modified="Sun, 10 Mar 2024 10:00:00 GMT")
    assert dated(PROSE, known) == (None, None)
    found, _ = dated(PROSE, known, head=stated("2024-03-05"))
    assert found is not None
    assert [claim.flag for claim in found.candidates] == [None, None]


def test_a_lone_year_is_no_date() -> None:
    """A copyright's year would be the first of January."""
    assert published(f"{PROSE}<footer>© 2019 Outer Islands Courier</footer>") == ""


@pytest.mark.parametrize("value", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00"])
def test_a_date_at_the_end_of_the_calendar_is_no_error(value: str) -> None:
    """It is further than a zone can be reckoned: whatever is made of it, nothing breaks."""
    job = Job(id="job", kind="text", published=value)
    page = RawPage(body=b"Some words.", content_type="text/plain")
    clean(job, page, detect_language=lambda _text: ("en", 0.9), max_bytes=1000)
    html = f"<h1>Ferry stays in port</h1><p>31 December 9999, 12:00</p>{PROSE}"
    dated(html, Known(value, None, AT), head=stated(value))
