"""A record as a page: everything is on it, at its place, and nothing on it acts."""

import base64
import hashlib
import itertools
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from tasks.record import (
    Block,
    Content,
    Date,
    Entity,
    Figure,
    Place,
    PlaceMention,
    Record,
    TextSpan,
    sha256,
)
from tests.html import Html
from tests.shown import TEXT, record
from worker.showing import facts, marks, words
from worker.showing.page import Entry, index, page, web_link
from worker.showing.text import text

RUNS = {"script", "link", "img", "iframe", "object", "embed", "form", "video", "audio", "base"}
HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}&lt;\u202e\x1b[31m"
CLOSED = {"schema", "kind", "verdict", "precision", "part", "modifier", "text_sha256", "id"}


def read(shown: Record) -> Html:
    """Give the page of a record, read."""
    return Html(page(shown))


def with_content(**fields: object) -> Record:
    """Give the record with other fields of its content."""
    before = record()
    return before.model_copy(update={"content": before.content.model_copy(update=fields)})


def printed(shown: Record) -> str:
    """Give what is printed where there is no terminal."""
    console = Console(width=200, color_system=None)
    with console.capture() as capture:
        console.print(text(shown))
    return capture.get()


# ---------------------------------------------------------------- the page


def test_a_page_is_whole_and_loads_nothing() -> None:
    """Elements nest, ids are unique, links within it lead somewhere, and only <a> leads out."""
    shown = read(record())
    assert {name for name, _ in shown.elements} & RUNS == set()
    for name, attributes in shown.elements:
        assert not any(key.startswith("on") or key in {"src", "style"} for key in attributes)
        href = attributes.get("href", "#")
        assert name == "a" or href == "#"
        if href.startswith("#") and href != "#":
            assert href[1:] in shown.ids
        named = attributes.get("aria-labelledby")
        assert named is None or named in shown.ids
    assert "url(" not in shown.style
    assert "@import" not in shown.style


def test_only_the_pages_own_style_is_let_in() -> None:
    """The policy names it by its hash, and allows nothing else."""
    shown = read(record())
    (policy,) = [meta["content"] for meta in shown.all("meta") if "http-equiv" in meta]
    digest = base64.b64encode(hashlib.sha256(shown.style.encode()).digest()).decode()
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}';")


@pytest.mark.parametrize("show", [lambda shown: read(shown).text, printed], ids=["page", "text"])
def test_everything_that_matters_is_shown(show: Any) -> None:  # noqa: ANN401
    """On the page as in the terminal."""
    shown = " ".join(show(record()).split())
    for said in (
        "Ferry strikes the quay at Port Ellery",
        "Twelve dead, says the harbour master",
        "Ines Okafor",
        "Wednesday 5 March 2025, 09:30 UTC",
        "https://www.coast.example/a?b=1&c=2",
        "open, article",
        "There was no warning at all",
        "Mara Lindqvist",
        "claims differ",
        "says the hospital",
        "EUR 1,200,000",
        "since March 2019",
        "58.60° N, 3.50° W",
        "not in the gazetteer",
        "University of Leeds Hospital",
        "disaster and accident",
        "no lexicon",
    ):
        assert said in shown


def test_what_is_apart_from_the_text_is_folded_away() -> None:
    """Captions, what was taken out, and how it was read; the picture is named."""
    shown = read(record())
    assert len(shown.all("details")) == 4
    for said in ("The quay on Wednesday", "Sign up!", "asks for an address", "newsmill 0.1.0"):
        assert said in shown.text
    assert {
        "href": "https://pictures.example/ferry.jpg",
        "rel": "noopener noreferrer nofollow",
    } in (shown.all("a"))


def test_every_kind_of_mark_can_be_switched_off() -> None:
    """A box for each kind that is in the text, and a rule for each box."""
    shown = read(record())
    boxes = [box["id"] for box in shown.all("input")]
    classes = " ".join(span.get("class", "") for span in shown.all("span"))
    assert set(re.findall(r"mark-(\w+)", classes)) == {box.removeprefix("show-") for box in boxes}
    for kind in (box.removeprefix("show-") for box in boxes):
        assert f"#show-{kind}:not(:checked)) .text .mark-{kind}" in shown.style


def test_colours_can_be_read() -> None:
    """Ink on every ground has a contrast of 4.5 to 1, in the light and in the dark (WCAG AA)."""
    style = read(record()).style
    light, dark = (dict(re.findall(r"--(\w+): (#\w+)", part)) for part in _themes(style))
    grounds = set(light) - {"ink", "quiet", "rule", "link", "border", "dot", "target"}
    for theme in (light, light | dark):
        for ground in grounds - {"figure", "date", "trigger"}:
            assert contrast(theme["ink"], theme[ground]) >= 4.5, ground
        for ink in ("quiet", "link"):
            assert contrast(theme[ink], theme["page"]) >= 4.5, ink
        for line in ("figure", "date", "trigger", "dot"):
            assert contrast(theme[line], theme["page"]) >= 3, line


def _themes(style: str) -> tuple[str, str]:
    light, _, rest = style.partition("@media (prefers-color-scheme: dark)")
    return light, rest.partition("* {")[0]


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours. Source: WCAG 2.2, relative luminance."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Give how bright a colour is."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    shares = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# ---------------------------------------------------------------- hostile records


def hostile(part: Any, key: str = "") -> Any:  # noqa: ANN401 - any JSON
    """Add markup to every string that may hold any."""
    if isinstance(part, dict):
        closed = CLOSED | ({"type", "role"} if {"mentions", "start"} & set(part) else set())
        return {
            name: value if name in closed else hostile(value, name) for name, value in part.items()
        }
    if isinstance(part, list):
        return [hostile(element, key) for element in part]
    return part + HOSTILE if isinstance(part, str) and key != "text" else part


def hostile_record() -> Record:
    """Give the record with markup in all that a page or a writer may choose."""
    given = hostile(json.loads(record().to_json()))
    given["content"] |= {"text": TEXT + HOSTILE, "text_sha256": sha256(TEXT + HOSTILE)}
    given["id"] = "../../" + HOSTILE
    return Record.model_validate(given)


def test_a_record_cannot_write_html() -> None:
    """Markup in any of its strings is shown as it is, and changes no element of the page."""
    shown = page(hostile_record())
    page_read = Html(shown)
    assert {name for name, _ in page_read.elements} & RUNS == set()
    assert not any(
        key.startswith("on") for _, attributes in page_read.elements for key in attributes
    )
    assert page_read.text.count("<script>alert(1)</script>") > 30
    assert "49" not in page_read.text, "what looks like a template is none"
    assert Html(index([Entry.of("a.html", hostile_record())])).all("script") == []


def test_a_record_cannot_command_a_terminal() -> None:
    """Control characters are replaced by a mark; only ends of lines and tabs stay."""
    shown = printed(hostile_record())
    assert "\ufffd[31m" in shown
    assert re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", shown) == []


@pytest.mark.parametrize(
    ("url", "is_link"),
    [
        ("https://a.example/b?c=d#e", True),
        ("HTTP://a.example", True),
        ("javascript:alert(1)", False),
        (" JaVaScript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("//a.example", False),
        ("https:alert(1)", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_only_web_addresses_are_links(url: str, *, is_link: bool) -> None:
    """What else a record calls a URL is shown as words."""
    assert (web_link(url) is not None) == is_link
    source = record().source.model_copy(update={"url": url or None})
    links = [link["href"] for link in read(record().model_copy(update={"source": source})).all("a")]
    assert (url in links) == is_link


def test_a_record_without_its_text_shows_its_facts() -> None:
    """It says so, marks nothing, and links nowhere."""
    shown = read(with_content(text=None))
    assert "The text is not part of this record." in shown.text
    assert "There was no warning at all" in shown.text
    assert not any(link["href"].startswith("#") for link in shown.all("a"))
    assert shown.all("input") == []
    assert "The text is not part of this record." in printed(with_content(text=None))


def test_an_excerpt_marks_what_it_holds() -> None:
    """And says that there was more; what stands beyond it has no link."""
    shown = read(with_content(text=TEXT[:70]))
    assert "This record holds an excerpt." in shown.text
    assert "15 dead" in shown.text
    links = {link["href"] for link in shown.all("a") if link["href"].startswith("#")}
    assert links == {f"#at-{TEXT.index(said)}" for said in ("struck", "Tuesday night", "A ferry")}


def test_words_that_do_not_stand_there_are_not_marked() -> None:
    """Offsets into another text than the one shown are no evidence."""
    text_of_other = "B" + TEXT[1:40] + " something else altogether"
    shown = with_content(text=text_of_other, text_sha256="0" * 64)
    assert {mark.kind for mark in marks.marks_of(shown)} == {"place", "trigger"}


# ---------------------------------------------------------------- marks


def test_marks_nest_and_overlap() -> None:
    """The text is cut at every bound; the longest mark is the outermost."""
    found = [marks.Mark(0, 9, "a", "A"), marks.Mark(4, 9, "b", "B"), marks.Mark(6, 12, "c", "C")]
    (passage,) = marks.passages("one two three", (), found)
    assert [
        (part.text, "".join(mark.kind for mark in part.marks), part.title)
        for part in passage.segments
    ] == [
        ("one ", "a", "A"),
        ("tw", "ab", "B · A"),
        ("o t", "acb", "B · C · A"),
        ("hre", "c", "C"),
        ("e", "", ""),
    ]


def test_blocks_are_the_outline() -> None:
    """Headings, lists and paragraphs are what they were; what no block holds is not lost."""
    shown = read(record())
    assert [name for name, _ in shown.elements if name in {"h3", "li", "ul"}][:4] == [
        "h3",
        "ul",
        "li",
        "li",
    ]
    (first, second, third) = marks.passages(
        "One.\nTwo.\nThree.", (Block(role="heading", start=5, end=9),), ()
    )
    assert [passage.role for passage in (first, second, third)] == [
        "paragraph",
        "heading",
        "paragraph",
    ]


SPANS = st.tuples(st.integers(0, 60), st.integers(1, 60)).map(lambda pair: (pair[0], sum(pair)))


@given(
    st.text(alphabet="ab \n\u0301😀<", max_size=80),
    st.lists(SPANS, max_size=20),
    st.lists(SPANS, max_size=8),
)
def test_cutting_loses_nothing(
    given_text: str, found: list[tuple[int, int]], blocks: list[tuple[int, int]]
) -> None:
    """Whatever overlaps: all words once, in order, and each segment within all of its marks."""
    made = [marks.Mark(*span, "person", "x") for span in found if span[1] <= len(given_text)]
    outline = [Block(role="paragraph", start=start, end=end) for start, end in blocks]
    cut = [part for one in marks.passages(given_text, outline, made) for part in one.segments]
    joined = "".join(part.text for part in cut)
    assert "".join(joined.split()) == "".join(given_text.split())
    for part in cut:
        assert given_text.startswith(part.text, part.start)
        assert len(part.marks) <= marks.MOST_AT_ONE_PLACE
        for mark in part.marks:
            assert mark.start <= part.start
            assert part.start + len(part.text) <= mark.end


@pytest.mark.timeout(60)
def test_a_long_text_with_many_findings_takes_seconds() -> None:
    """200,000 characters, 20,000 names and 5,000 marks one in the other."""
    long = "Anna ran. " * 20_000
    names = tuple(TextSpan(start=n, end=n + 4, text="Anna") for n in range(0, len(long), 10))
    nested = tuple(
        TextSpan(start=n, end=len(long) - n, text=long[n : len(long) - n]) for n in range(0, 500, 7)
    )
    entity = Entity(id="e1", type="person", name="Anna", mentions=names + nested)
    content = Content(text=long, text_sha256=sha256(long))
    shown = record().model_copy(update={"content": content, "entities": (entity,)})
    assert page(shown)


# ---------------------------------------------------------------- facts


def test_quotations_are_grouped_by_speaker() -> None:
    """'She' is the mayor where the record says so; whom nobody names comes last."""
    assert [
        (voice.name, voice.role, len(voice.quotations)) for voice in facts.voices(record())
    ] == [("Mara Lindqvist", "mayor", 2), (None, None, 1)]


def test_claims_of_one_thing_stand_side_by_side() -> None:
    """Two say how many died; nothing is summed."""
    killed, injured, money = facts.counts(record().figures or ())
    assert killed.disagree
    assert [(claim.amount, claim.claimed_by) for claim in killed.claims] == [
        ("at least 12", "the harbour master"),
        ("15", "the hospital"),
    ]
    assert not injured.disagree
    assert money.what is None


def test_words_of_a_later_version_are_read_and_shown() -> None:
    """The lists that may grow have one more word each; a kind of figures nobody knows is last."""
    later = json.loads(record().to_json())
    later["source"]["kind"] = "radio"
    later["access"]["kind"] = "podcast"
    later["content"]["removed"] = [{"kind": "jingle", "text": "Tra la.", "reason": "a later rule"}]
    later["figures"].insert(0, later["figures"][0] | {"kind": "arrested"})
    shown = Record.model_validate(later)
    assert json.loads(shown.to_json()) == later
    assert facts.counts(shown.figures or ())[-1].kind == "arrested"
    assert "podcast" in printed(shown)
    assert {"arrested", "podcast"} <= set(re.findall(r"\w+", read(shown).text))


def test_only_different_people_disagree() -> None:
    """Two numbers of one source are no contradiction, nor are the ages of two people."""
    said = [("missing", 4, "police"), ("missing", 2, "police"), ("age", 30, "A"), ("age", 9, "B")]
    figures = [
        Figure.model_validate(
            {"start": n, "end": n + 1, "text": "x", "kind": kind, "value": value, "claimed_by": by}
        )
        for n, (kind, value, by) in enumerate(said)
    ]
    found = facts.counts(reversed(figures))
    assert [(count.kind, len(count.claims), count.disagree) for count in found] == [
        ("missing", 2, False),
        ("age", 1, False),
        ("age", 1, False),
    ]


def test_the_time_line_is_in_order() -> None:
    """Years before their months, seasons where they begin; durations and vague times are off it."""
    values = ["2025-03", "2024", "P3W", "2025-22", "202X", None, "2025-03-04", "19XX", "2025-W02"]
    dates = tuple(
        Date(start=n, end=n + 1, text=TEXT[n], kind="date", value=value)
        for n, value in enumerate(values)
    )
    shown = record().model_copy(update={"dates": dates})
    assert [moment.when for moment in facts.time_line(shown)] == [
        "19XX",
        "2020s",
        "2024",
        "week 2 of 2025",
        "March 2025",
        "Tuesday 4 March 2025",
        "Wednesday 5 March 2025, 09:30 UTC",
        "summer 2025",
    ]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("2024-08-20", "Tuesday 20 August 2024"),
        ("2024-08-20T21:00:30.5+03:00", "Tuesday 20 August 2024, 21:00 UTC+03:00"),
        ("2024-34", "second quarter 2024"),
        ("1984~", "about 1984"),
        ("2024-02-31", "31 February 2024"),
        ("2024-17", "2024-17"),
        ("P3W", "3 weeks"),
        ("P1YT2H", "1 year, 2 hours"),
        ("P", "P"),
        ("-0043-03", "March -0043"),
        ("soon", "soon"),
    ],
)
def test_times_in_words(value: str, said: str) -> None:
    """Of ISO 8601 and EDTF; what is neither stays as it is."""
    assert words.spoken(value) == said


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"value": 47_000}, "47,000"),
        ({"value": 12, "qualifier": "at least"}, "at least 12"),
        ({"low": 10, "high": 15}, "10 to 15"),
        ({"low": 10}, "10 or more"),
        ({"high": 10}, "10 or fewer"),
        ({"qualifier": "dozens"}, "dozens"),
        ({"value": 2.5, "kind": "percent"}, "2.5 %"),
        ({"value": 3e9, "kind": "money", "unit": "EUR"}, "EUR 3,000,000,000"),
        ({"value": 5, "kind": "distance", "unit": "kilometre"}, "x"),
        ({"value": 0, "negated": True}, "none"),
        ({"value": 5, "negated": True}, "not 5"),
        ({}, "x"),
    ],
)
def test_amounts_in_words(fields: dict[str, Any], said: str) -> None:
    """The number as people write it, with what stands before it."""
    figure = {"start": 0, "end": 1, "text": "x", "kind": "killed", **fields}
    assert words.amount(Figure.model_validate(figure)) == said


def test_what_a_text_is_most_about_comes_first() -> None:
    """By salience."""
    ranked = facts.by_salience(record().entities or ())
    assert [entity.salience for entity in ranked] == [0.9, 0.5, 0.3, 0.1]


def test_places_far_away_have_words_too() -> None:
    """South and west, and a place that is in no gazetteer."""
    mention = (PlaceMention(start=0, end=1, text="A"),)
    assert words.coordinates(
        Place(name="x", latitude=-33.87, longitude=151.2, mentions=mention)
    ) == ("33.87° S, 151.20° E")
    assert words.coordinates(Place(name="x", mentions=mention)) == ""


def test_kinds_of_marks_are_told_apart_where_they_nest() -> None:
    """Leeds lies in the hospital's name, and has its own mark within that of the hospital."""
    shown = page(record())
    assert '<span class="mark-organisation"><span class="mark-place">Leeds</span></span>' in shown
    assert len(list(itertools.islice(re.finditer('class="mark-place">Port Ellery', shown), 9))) > 1
