"""Two versions beside each other: their metadata, their facts, and their words."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from tasks.comparing.facts import facts_changed
from tasks.record import Author, Record, Version
from tests.html import Html
from tests.marked import marked
from worker.showing.alignment import stretches
from worker.showing.difference_text import Compared, text
from worker.showing.differences import Passage, differences, pieces
from worker.showing.page import page
from worker.showing.text import text as show_text
from worker.store.streams import StoredVersion

BEFORE = """\
The ferry sank, 14 killed.

Nobody was asked. The quay is closed.

Buses wait in the next town.

The last word."""
NOW = """\
The ferry sank at night, 17 killed.

Nobody was asked. The quay is closed.

Buses wait in the next town.

Help has come from the north, with tents and bread.

The last word."""


def printed(before: Record, now: Record) -> str:
    """Give what is printed where there is no colour."""
    compared = Compared(
        StoredVersion("1772366400000-0", before), StoredVersion("1772370000000-0", now)
    )
    console = Console(width=100, color_system=None)
    with console.capture() as capture:
        console.print(text(compared, differences(before, now), colour=False))
    return capture.get()


def version(record: Record, number: int, **content: object) -> Record:
    """Give a record as a version of its document, with other fields of its content."""
    change = "facts" if number > 1 else "new"
    said = Version.model_validate({"number": number, "change": change})
    other = record.content.model_copy(update=content)
    return record.model_copy(update={"version": said, "content": other})


def test_what_differs_is_printed() -> None:
    """A heading, the metadata, the facts, and the words; what is the same is folded."""
    authors = (Author(name="Ines Okafor", kind="person"),)
    shown = printed(version(marked(BEFORE), 1), version(marked(NOW), 2, authors=authors))
    assert [line.rstrip() for line in shown.splitlines()] == [
        "A title",
        "version 1 (2026-03-01 12:00 UTC) → 2 (2026-03-01 13:00 UTC) · change: facts · id d",
        "",
        "Metadata",
        "  authors: absent → Ines Okafor",
        "",
        "Facts",
        "  ~ figures/killed: 14 → 17",
        "",
        "Text",
        "",
        "The ferry sank{+ at night+}, [-14-]{+17+} killed.",
        "",
        "…",
        "",
        "{+Help has come from the north, with tents and bread.+}",
        "",
        "…",
    ]


def test_colours_take_the_place_of_marks() -> None:
    """Red and struck out is gone, green is new."""
    compared = Compared(*(StoredVersion("1-0", marked(words)) for words in (BEFORE, NOW)))
    console = Console(width=100, color_system="standard", force_terminal=True)
    with console.capture() as capture:
        found = differences(compared.before.record, compared.now.record)
        console.print(text(compared, found, colour=True))
    assert "\x1b[9;31m14\x1b[0m\x1b[32m17\x1b[0m" in capture.get()
    assert "[-" not in capture.get()


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (marked(BEFORE, whole=False), "The text of these versions has not been published."),
        (marked(BEFORE.replace("\n\n", "\n")), "The text is the same."),
    ],
)
def test_without_other_words_it_says_so(now: Record, said: str) -> None:
    """Versions published without their text, and those whose text is the same."""
    assert said in printed(version(marked(BEFORE), 1), version(now, 2))


def test_nothing_that_a_terminal_obeys_is_printed() -> None:
    """Neither of the title nor of the words."""
    hostile = version(marked("A \x1b[31m red word."), 2, title="\x1b]0;x\x07")
    assert "\x1b" not in printed(version(marked("A word."), 1), hostile)


@pytest.mark.parametrize(
    ("before", "now", "shown"),
    [
        ("It was dark.", "It was very dark.", "It was {+very +}dark."),
        ("At 10.30 today", "At 11.45 today", "At [-10.30-]{+11.45+} today"),
        ("One two three", "Quite another thing", "[-One two three-]{+Quite another thing+}"),
        ("", "New.", "{+New.+}"),
        ("Old.", "", "[-Old.-]"),
    ],
)
def test_words_that_differ(before: str, now: str, shown: str) -> None:
    """Neighbouring changes are one; what shares hardly a word is shown whole."""
    marks = {(True, True): "{}", (True, False): "[-{}-]", (False, True): "{{+{}+}}"}
    cut = pieces(Passage(before, now))
    assert "".join(marks[one.before, one.after].format(one.text) for one in cut) == shown


WORDS = st.lists(st.sampled_from("abcdefgh"), max_size=30)


@given(WORDS, WORDS)
def test_stretches_make_up_both(before: list[str], now: list[str]) -> None:
    """In order and without a gap; the same ones are the same, and what differs is between them."""
    cut = stretches(before, now)
    assert list(itertools.chain(*(before[one.first : one.last] for one in cut))) == before
    assert list(itertools.chain(*(now[one.other_first : one.other_last] for one in cut))) == now
    for one in cut:
        same = before[one.first : one.last] == now[one.other_first : one.other_last]
        assert same == one.same


def test_long_texts_are_compared_at_once() -> None:
    """Of as many code points as are read, with every word another, or every line the same."""
    lines = ["a"] * 50_000
    assert len(stretches(lines, [*lines, "b"])) == 2
    old = " ".join(f"w{number % 977}" for number in range(40_000))
    new = " ".join(f"w{number % 983}" for number in range(40_000))
    assert pieces(Passage(old, new))


def test_a_record_shows_what_has_changed() -> None:
    """As a page and in the terminal, line by line."""
    now = marked(NOW)
    changes = facts_changed(marked(BEFORE), now)
    said = Version(number=2, change="facts", facts_changed=changes)
    shown = now.model_copy(update={"version": said})
    assert "~ figures/killed: 14 \u2192 17" in Html(page(shown)).text
    console = Console(width=100, color_system=None)
    with console.capture() as capture:
        console.print(show_text(shown))
    assert "What changed\n  ~ figures/killed: 14 \u2192 17" in capture.get()
