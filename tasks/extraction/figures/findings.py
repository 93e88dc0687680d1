"""From numbers to findings: what each counts, and what became of those that it counts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Final

from tasks.extraction.figures.amount import Amount
from tasks.extraction.figures.corrections import is_withdrawn
from tasks.extraction.figures.counted import Counted, counted, counted_one
from tasks.extraction.figures.fates import fate_of
from tasks.extraction.figures.harm import OF_PERSONS, TRIGGERS
from tasks.extraction.figures.natural import is_natural_death
from tasks.extraction.figures.none import NEGATIVE, none_of
from tasks.extraction.figures.persons import COUPLES, ROLES, is_collective, is_person
from tasks.extraction.figures.sequels import LINKS, Told, fate_of_sequel
from tasks.extraction.parse import Parse, Word
from tasks.record import Fate

_NOT: Final = frozenset({"not", "n't", "never"})
_NEGATION_REACH: Final = 3
_ARTICLES: Final = frozenset(
    {"a", "an", "his", "her", "their", "my", "our", "whose", "another", "both", "the"}
)
"""Words before one person, or a couple, who are not named."""

_OF_THE_ROLE: Final = frozenset({"killed", "injured"})
_FLYING: Final = frozenset({"launched", "intercepted"})
"""Fates of drones and missiles, not of a number alone: people are fired too."""

_COUNTED: Final = frozenset({"number", "measure"})


@dataclass(frozen=True, slots=True)
class Finding:
    """What will be a figure.

    Units: `start` and `end` in code points.

    Attributes:
        word: a word of it, from which the tree is climbed.
        what: what is counted; None where a unit says it.
        amount: the number; None for one person and for nobody.
    """

    start: int
    end: int
    word: Word
    what: Counted | None = None
    amount: Amount | None = None
    value: float | None = None
    object: str | None = None
    fate: Fate | None = None
    negated: bool = False


def findings(text: str, parse: Parse, amounts: Iterable[Amount]) -> list[Finding]:
    """Give everything in a text that counts something.

    Shape: not in order; one may lie within another.
    """
    words = parse.words
    telling = {word.sentence for word in words if word.lower in TRIGGERS}
    numbers = _apart([_number(text, words, amount) for amount in amounts])
    persons = _persons(text, words, telling, numbers)
    told: Told | None = None
    found: list[Finding] = []
    for finding in sorted((*numbers, *persons), key=lambda finding: finding.start):
        fated = _with_fate(words, finding, telling, told)
        if fated.fate is not None and fated.what is not None:
            any_killed = fated.fate == "killed" or (told is not None and told.any_killed)
            sentence, opening = fated.word.sentence, fated.what.first
            if told is not None and told.sentence == sentence:
                opening = told.opening
            told = Told(fated.what, fated.fate, sentence, opening, any_killed=any_killed)
            _share(words, found, fated)
        elif told is not None and fated.amount and fated.what:
            told = _past_untold(told, fated.what)
        found.append(fated)
    return [*_kept(words, found), *_nobody(words, telling)]


def _past_untold(told: Told, untold: Counted) -> Told:
    """Note that something was counted of which nothing is told, so that a list ends there."""
    if untold.is_bare:
        return replace(told, opening=untold.past)
    return replace(told, is_next=False)


def _kept(words: Sequence[Word], found: Iterable[Finding]) -> Iterator[Finding]:
    """Leave out persons of whom nothing is told, and 'the driver' where he was told of before."""
    seen: set[tuple[str, Fate]] = set()
    for finding in found:
        what, fate = finding.what, finding.fate
        if what is not None and fate is None:
            is_told = finding.amount is not None and not _is_indefinite(words, what)
        elif what is not None and fate is not None:
            key = what.head.lower, fate
            is_definite = words[what.first].lower == "the" and finding.amount is None
            is_told = not is_definite or (key not in seen and fate in _OF_THE_ROLE)
            seen.add(key)
        else:
            is_told = True
        if is_told:
            yield finding


def _number(text: str, words: Sequence[Word], amount: Amount) -> Finding:
    word = words[amount.number]
    bare = Finding(amount.start, amount.end, word, amount=amount, value=amount.value)
    if amount.sort not in _COUNTED and amount.sort != "percent":
        return bare
    what = counted(text, words, amount)
    end = words[what.past - 1].end if what.past > amount.past else amount.end
    what_for = what if amount.sort == "number" else None
    return replace(bare, end=end, what=what_for, object=what.object)


def _apart(numbers: Sequence[Finding]) -> list[Finding]:
    """Cut back a figure whose noun would run into the next: 'two pour *millions* of dollars'."""
    return [
        replace(left, end=left.amount.end, what=None, object=None)
        if left.amount and right is not None and right.start < left.end < right.end
        else left
        for left, right in zip_longest(numbers, numbers[1:])
    ]


def _persons(
    text: str, words: Sequence[Word], telling: set[int], numbers: list[Finding]
) -> Iterator[Finding]:
    """Yield every 'a man' of the sentences that tell of somebody's fate."""
    taken = {finding.amount.number for finding in numbers if finding.what and finding.amount}
    for word in words:
        if word.lower not in _ARTICLES or word.sentence not in telling:
            continue
        what = counted_one(text, words, word.index)
        value = _size(what) if what is not None else None
        if what is None or value is None or _renames(words, what):
            continue
        if word.lower == "the" and what.head.lower not in ROLES:
            continue
        if taken.isdisjoint(range(what.first, what.past)):
            end = words[what.past - 1].end
            yield Finding(word.start, end, what.head, what, value=value, object=what.object)


def _size(what: Counted) -> float | None:
    """Tell how many 'a man', 'a fifth', 'a couple' or 'both parents' are."""
    lower = what.head.lower
    if lower in COUPLES or (what.head.tag == "NNS" and is_person(what.head)):
        return 2.0
    if what.is_bare or lower in ("body", "corpse"):
        return 1.0
    is_one = is_person(what.head) or (what.head.tag == "JJ" and what.head.text.istitle())
    return 1.0 if is_one and not is_collective(what.head) else None


def _renames(words: Sequence[Word], what: Counted) -> bool:
    """Tell whether a noun says more of somebody told before: 'Ana Ruiz, a nurse'."""
    head = what.head
    is_behind = what.first > 0 and words[what.first - 1].lower == ","
    if head.dep == "appos" and is_behind and head.head.tag != "NNS":
        return True
    beside = (head.head, *head.head.children)
    return head.dep == "attr" and any(word.is_name for word in beside if word.dep != "pobj")


def _with_fate(
    words: Sequence[Word], finding: Finding, telling: set[int], told: Told | None
) -> Finding:
    """Add the fate of those who are counted, where it is told."""
    what, sentence = finding.what, finding.word.sentence
    if what is None:
        return finding
    fate = fate_of(words, what) if sentence in telling else None
    if fate in _FLYING and what.is_bare and (told is None or told.fate not in _FLYING):
        fate = None
    if fate is None and (told is not None or sentence in telling):
        fate = fate_of_sequel(words, what, told)
    if fate is None or not _may_be(words, finding, fate):
        return finding
    if fate == "killed" and finding.amount is None and finding.value == 1:
        is_casualty = told is not None and told.any_killed and sentence - told.sentence <= 1
        if not is_casualty and is_natural_death(words, what):
            return finding
    before = words[max(0, what.first - _NEGATION_REACH) : what.first]
    is_negated = any(word.lower in _NOT for word in before)
    return replace(finding, fate=fate, negated=is_negated or is_withdrawn(words, what))


def _is_indefinite(words: Sequence[Word], what: Counted) -> bool:
    """Tell whether it is 'one' for want of a better word: 'One diplomat said'."""
    word = words[what.number]
    if word.lower != "one":
        return False
    begins = what.number == 0 or words[what.number - 1].sentence != word.sentence
    return what.is_bare or begins


def _may_be(words: Sequence[Word], finding: Finding, fate: Fate) -> bool:
    """Tell whether it can be told: of whole persons, and of one as something that was."""
    what = finding.what
    if fate in OF_PERSONS and finding.value is not None and not finding.value.is_integer():
        return False
    if finding.amount is not None or what is None:
        return True
    before = words[what.first - 1] if what.first else None
    return fate in OF_PERSONS and (before is None or before.tag not in ("VB", "MD"))


def _share(words: Sequence[Word], found: list[Finding], told: Finding) -> None:
    """Give the fate of the last of a list to those before: '12 soldiers and a nurse died'."""
    if told.what is None or told.what.is_bare or told.fate not in OF_PERSONS:
        return
    begin = told.what.first
    for index in range(len(found) - 1, -1, -1):
        last = found[index]
        if last.fate is not None or last.what is None or not is_person(last.what.head):
            return
        between = words[last.what.past : begin]
        if not between or any(word.lower not in LINKS for word in between):
            return
        found[index] = replace(last, fate=told.fate)
        begin = last.what.first


def _nobody(words: Sequence[Word], telling: set[int]) -> Iterator[Finding]:
    past = 0
    for word in words:
        if word.lower not in NEGATIVE or word.sentence not in telling or word.index < past:
            continue
        for nobody in none_of(words, word.index):
            first, last, past = words[nobody.first], words[nobody.past - 1], nobody.past
            yield Finding(
                first.start,
                last.end,
                last,
                value=0.0,
                object=nobody.object,
                fate=nobody.fate,
                negated=True,
            )
