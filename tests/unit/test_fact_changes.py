"""Which facts differ between two versions: what is said, and nothing that is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.comparing.facts import facts_changed
from tasks.record import FactChange, Record
from tests.marked import marked

SIGNS = {"added": "+", "gone": "-", "changed": "~"}
REST = "\n\nThe quay is closed. Ferries go to the next town, where buses wait for passengers."


def told(changes: tuple[FactChange, ...]) -> list[str]:
    """Give changes as lines."""
    return [
        f"{SIGNS[one.change]} {one.field}/{one.kind}: {one.before or ''}|{one.after or ''}"
        for one in changes
    ]


def between(before: str, now: str) -> list[str]:
    """Compare two articles that begin with these words."""
    return told(facts_changed(marked(before + REST), marked(now + REST)))


@pytest.mark.parametrize(
    ("before", "now", "changes"),
    [
        # A toll rises; the same sentence, another one, and a claim of somebody else.
        ("The ferry sank, 14 killed.", "The ferry sank, 17 killed.", ["~ figures/killed: 14|17"]),
        (
            "The ferry sank and left 14 killed.",
            "Two more bodies were found. That makes 17 killed.",
            ["~ figures/killed: 14|17"],
        ),
        (
            "It left 14 killed (police). Others spoke of 20 killed (the union).",
            "It left 15 killed (police). Others spoke of 22 killed (the union).",
            [
                "~ figures/killed: 14 (police)|15 (police)",
                "~ figures/killed: 20 (the union)|22 (the union)",
            ],
        ),
        ("It left 14 killed and 3 injured.", "It left 14 killed.", ["- figures/injured: 3|"]),
        # Figures of other things are no pair.
        (
            "They sent 4 ships to the bay.",
            "They sent 6 trucks to the bay.",
            ["+ figures/count: |6 trucks", "- figures/count: 4 ships|"],
        ),
        # A toll that is said a second time, or no more a second time, is the same.
        ("It left 14 killed. In all 14 killed.", "It left 14 killed. That is all.", []),
        # Names: one corrected, one gone, another in its place.
        (
            "The captain, Jon Smith, was asleep.",
            "The captain, John Smith, was asleep.",
            ["~ entities/person: Jon Smith|John Smith"],
        ),
        (
            "Nobody saw Ruth Hallam at the wheel. She was ill.",
            "Nobody was at the wheel.",
            ["- entities/person: Ruth Hallam|"],
        ),
        (
            "The captain, Jon Smith, was asleep.",
            "The captain, Ruth Hallam, was asleep.",
            ["~ entities/person: Jon Smith|Ruth Hallam"],
        ),
        # Places: another one, and one of the same name that lies elsewhere.
        (
            "It happened in Leeds at night.",
            "It happened in York at night.",
            ["~ places/None: Leeds, X|York, X"],
        ),
        (
            "It happened in Paris@17 at night.",
            "It happened late in Paris@18 at night.",
            ["~ places/None: Paris, X17|Paris, X18"],
        ),
        (
            "It opens on 2026-03-01 at the port.",
            "It opens on 2026-03-05 at the port.",
            ["~ dates/date: 2026-03-01 (2026-03-01)|2026-03-05 (2026-03-05)"],
        ),
        # What was said, and who said it.
        (
            "“We saw no light at all that night,” said Ruth Hallam. It was dark.",
            "It was dark.",
            [
                "- entities/person: Ruth Hallam|",
                "- quotations/direct: We saw no light at all that night (Ruth Hallam)|",
            ],
        ),
        (
            "Ruth Hallam and Piotr Mori came. “We saw no light,” said Ruth Hallam.",
            "Ruth Hallam and Piotr Mori came. “We saw no light,” said Piotr Mori.",
            ["~ quotations/direct: We saw no light (Ruth Hallam)|We saw no light (Piotr Mori)"],
        ),
        # Events.
        ("It was dark.", "It was dark. The mate was arrested.", ["+ events/COERCE: |arrested"]),
        (
            "They may have arrested the mate of the ferry.",
            "They arrested the mate of the ferry.",
            ["~ events/COERCE: may have arrested; hypothetical|arrested"],
        ),
        # What has only moved, or stands in other typography, is the same.
        ("It left 14 killed. Ruth Hallam saw it.", "Ruth Hallam saw it. It left 14 killed.", []),
        ("“No light,” said Ruth Hallam.", "“No  light,” said Ruth Hallam !", []),
    ],
)
def test_what_has_changed(before: str, now: str, changes: list[str]) -> None:
    """Each fact that says something else, one is there besides, or no longer."""
    assert between(before, now) == changes


def test_what_stands_word_for_word_in_both_is_no_change() -> None:
    """Whatever another pipeline reads in a sentence that is the same."""
    before = marked("It left 14 killed. The old end.")
    now = marked("It left 14 killed. The new end.")
    misread = [one.model_copy(update={"value": 15.0}) for one in now.figures or ()]
    other = now.model_copy(update={"figures": tuple(misread), "entities": None})
    assert facts_changed(before, other) == ()


def test_paraphrase_that_a_model_cuts_otherwise_is_the_same() -> None:
    """One number in its sentence is another, and it begins elsewhere; a direct one is told."""
    before, now = (
        marked(f"“It left {killed} killed, the worst that the port has seen,” said Ruth Hallam.")
        for killed in (14, 17)
    )
    (quotation,) = now.quotations or ()
    least = quotation.text.index("has seen")
    cut = {"start": quotation.start + least, "text": quotation.text[least:]}

    def quoted(kind: str) -> list[str]:
        (said,) = before.quotations or ()
        first = before.model_copy(update={"quotations": (said.model_copy(update={"kind": kind}),)})
        other = quotation.model_copy(update={**cut, "kind": kind})
        second = now.model_copy(update={"quotations": (other,)})
        return [one for one in told(facts_changed(first, second)) if "quotations" in one]

    assert quoted("indirect") == []
    assert len(quoted("direct")) == 1


def test_same_text_has_no_changes() -> None:
    """However many facts another model finds in it."""
    now = marked("Ruth Hallam saw 14 killed.")
    nothing = now.model_copy(update={"figures": (), "entities": None})
    assert facts_changed(nothing, now) == ()


def test_change_points_at_the_new_words() -> None:
    """And at nothing where the fact is gone."""
    now = marked("All well. The ferry sank, 17 killed." + REST)
    (change,) = facts_changed(marked("All well. The ferry sank, 14 killed." + REST), now)
    assert change.at
    assert (now.content.text or "")[change.at.start : change.at.end] == "17 killed"
    (gone,) = facts_changed(now, marked("All well." + REST))
    assert gone.at is None


def test_without_the_text_before_facts_are_compared() -> None:
    """Where the version before was published without its text, what the facts say counts."""
    before = marked("It left 14 killed. Jon Smith saw it in Leeds.", whole=False)
    now = marked("Now it has left 17 killed. John Smith saw it in Leeds.")
    assert told(facts_changed(before, now)) == [
        "~ entities/person: Jon Smith|John Smith",
        "~ figures/killed: 14|17",
    ]


def test_many_names_are_compared_at_once() -> None:
    """A hostile record of thousands of facts, in one sentence or in many, all of them other."""
    letters = "abcdefghij"
    named = ["".join(letters[int(digit)] for digit in f"{n:04}") for n in range(1_000)]
    for parted in (" ", ". "):
        before = marked(parted.join(f"A{name} B{name}" for name in named))
        now = marked(parted.join(f"C{name} B{name}" for name in named))
        assert facts_changed(before, now)


# ---------------------------------------------------------------- whatever the articles

PARTS = st.sampled_from(
    [
        "It left 14 killed",
        "It left 17 killed (police)",
        "In all 17 killed and 3 injured",
        "The captain, Jon Smith, was asleep",
        "The captain, John Smith, was awake",
        "Ruth Hallam saw it in Leeds on 2026-03-01",
        "Ruth Hallam saw it in York on 2026-03-02",
        "It happened late in Paris@17",
        "It happened late in Paris@18",
        "“We saw no light,” said Ruth Hallam",
        "“We saw no light,” said Jon Smith",
        "They arrested the mate",
        "They may have arrested the mate",
        "They sent 4 ships",
    ]
)
ARTICLES = st.lists(PARTS, min_size=1, max_size=8).map(". ".join)
RECORDS = st.builds(marked, ARTICLES, whole=st.booleans())


@given(RECORDS)
def test_a_record_beside_itself_says_nothing(record: Record) -> None:
    """It has no change, whole or not."""
    assert facts_changed(record, record) == ()


@given(RECORDS, RECORDS)
def test_the_other_way_round_is_the_mirror(one: Record, other: Record) -> None:
    """What is added is gone, and what it says now is what it said."""
    mirrored = {"added": "gone", "gone": "added", "changed": "changed"}
    there = [(c.field, c.kind, c.change, c.before, c.after) for c in facts_changed(one, other)]
    back = [
        (c.field, c.kind, mirrored[c.change], c.after, c.before) for c in facts_changed(other, one)
    ]
    assert sorted(map(str, there)) == sorted(map(str, back))


@given(RECORDS, RECORDS)
def test_every_change_can_be_read(one: Record, other: Record) -> None:
    """It says what it was or what it is, and where it stands where it does."""
    for change in facts_changed(one, other):
        assert (change.before is None) == (change.change == "added")
        assert (change.after is None) == (change.at is None) == (change.change == "gone")
