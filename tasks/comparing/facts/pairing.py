"""Which fact of one version is what has become of a fact of the other.

Two facts are a pair only where something ties them: they stand in sentences that are one
sentence, edited, and say the like of the same; or they are the highest toll of both versions.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import Final, NamedTuple, get_args

from tasks.comparing.facts.views import Fact
from tasks.record import Fate

FATES: Final = frozenset(get_args(Fate))
MOST_IN_A_SENTENCE: Final = 40
"""Facts of one field in one sentence that are paired; no newsroom writes more."""
SAME_NAME: Final = 0.75
"""How alike two names are of which one corrects the other (Ratcliff and Obershelp)."""
SAME_WORDS: Final = 0.5
"""How alike two quotations are of which one is the other, edited."""
SAME_SENTENCE: Final = 0.9
"""How alike two sentences are of which one was hardly edited (Dice)."""
_HIGHEST_TOLLS: Final = 0.1
"""Ties the highest tolls of two versions: less than any sentence does."""

Alike = Mapping[tuple[int, int], float]


class Pair(NamedTuple):
    """A fact before, and what it says now."""

    before: Fact
    now: Fact


def pairs(gone: list[Fact], added: list[Fact], alike: Alike) -> list[Pair]:
    """Pair the facts of one field, those first that belong together most. Each is in one pair.

    Args:
        gone: those that the version before says in changed sentences.
        added: those that the new one says in changed sentences.
        alike: which changed sentences may be one, and how much they share.
    """
    ties = dict(_highest_tolls(gone, added))
    for place, likeness in _neighbours(gone, added, alike).items():
        before, now = gone[place[0]], added[place[1]]
        if related := _related(before, now, likeness):
            ties[place] = likeness + related

    def strongest(place: tuple[int, int]) -> tuple[float, int, int]:
        # The same whichever version is the one before.
        return -ties[place], abs(place[0] - place[1]), sum(place)

    found: list[Pair] = []
    taken_before: set[int] = set()
    taken_now: set[int] = set()
    for one, other in sorted(ties, key=strongest):
        if one not in taken_before and other not in taken_now:
            found.append(Pair(gone[one], added[other]))
            taken_before.add(one)
            taken_now.add(other)
    return found


def _neighbours(gone: list[Fact], added: list[Fact], alike: Alike) -> dict[tuple[int, int], float]:
    """Give which facts stand in sentences that may be one, and how much these share."""
    before, now = _by_sentence(gone), _by_sentence(added)
    found: dict[tuple[int, int], float] = {}
    for (one, other), share in alike.items():
        for first in before.get(one, ()):
            for second in now.get(other, ()):
                found[first, second] = max(share, found.get((first, second), 0))
    return found


def _by_sentence(facts: Iterable[Fact]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for number, fact in enumerate(facts):
        for sentence in fact.where.sentences:
            if len(found[sentence]) < MOST_IN_A_SENTENCE:
                found[sentence].append(number)
    return found


def _highest_tolls(gone: list[Fact], added: list[Fact]) -> Iterator[tuple[tuple[int, int], float]]:
    """Yield the highest toll of each kind: a rewritten article says it in another sentence."""
    before, now = _highest(gone), _highest(added)
    for kind in before.keys() & now.keys():
        one, other = gone[before[kind]], added[now[kind]]
        # Whoever counts them, they are the same dead.
        if not any(one.contradicts(other, facet) for facet in ("object", "place", "date")):
            yield (before[kind], now[kind]), _HIGHEST_TOLLS


def _highest(facts: list[Fact]) -> dict[str | None, int]:
    """Give the highest toll of each kind, of equals the first."""
    found: dict[str | None, int] = {}
    for number, fact in enumerate(facts):
        if fact.field == "figures" and fact.kind in FATES:
            best = found.setdefault(fact.kind, number)
            found[fact.kind] = number if fact.number > facts[best].number else best
    return found


def _related(before: Fact, now: Fact, likeness: float) -> float:
    """Say how much two facts of edited sentences belong together; 0 where they do not.

    Args:
        before: the fact of the version before.
        now: that of the new one.
        likeness: how much of their words the sentences share.
    """
    if before.field == "entities" and (same := _likeness(before, now)) >= SAME_NAME:
        # Which type a model gives to a name is no matter here.
        return 1 + same
    if before.kind != now.kind:
        return 0
    same_slot = not before.where.beside.isdisjoint(now.where.beside)
    match before.field:
        case "figures":
            related = _of_one_thing(before, now, same_slot=same_slot)
        case "quotations":
            # Where a paraphrase begins and ends is the model's reading, of one number even.
            reread = before.kind == "indirect" and likeness >= SAME_SENTENCE
            shared = _shared(before, now)
            related = shared if reread or shared >= SAME_WORDS else 0
        case "events":
            related = 1 + before.agrees(now)
        case _:
            related = 2 if before.wording and before.wording == now.wording else same_slot
    return related


def _of_one_thing(before: Fact, now: Fact, *, same_slot: bool) -> float:
    if before.contradicts(now, "object"):
        return 0
    same_object = before.facets["object"] & now.facets["object"]
    if same_slot or same_object or before.kind in FATES:
        return 1 + before.agrees(now) + same_slot
    return 0


def _likeness(before: Fact, now: Fact) -> float:
    """Say how alike two names are, letter by letter; the same either way round."""
    first, second = sorted((" ".join(before.wording), " ".join(now.wording)))
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _shared(before: Fact, now: Fact) -> float:
    """Say how much two quotations share of their words (Dice)."""
    one, other = set(before.wording), set(now.wording)
    return 2 * len(one & other) / max(1, len(one) + len(other))
