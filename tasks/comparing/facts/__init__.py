"""Which facts differ between two versions of a document.

A fact counts as changed only where its evidence changed: what stands in a sentence that the other
version has word for word is not reported, so that neither a new version of the pipeline nor the
noise of a model looks like a change of the article. A fact that has moved, or is said once more or
once less, is the same.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from functools import cached_property
from itertools import islice
from typing import Final

from tasks.comparing.facts.evidence import Evidence, alike, evidence_of
from tasks.comparing.facts.pairing import Alike, Pair, pairs
from tasks.comparing.facts.views import FIELDS, Fact, Field, facts_of, place_in_text
from tasks.record import FactChange, Record, Span

MOST_OF_A_KEY: Final = 40
"""Facts with one number or name that a fact is compared with."""
# They are in the article or not. A number may have changed here, and stand elsewhere as before.
THINGS: Final = ("entities", "places")

Knows = Callable[[Fact], bool]


def facts_changed(before: Record, now: Record) -> tuple[FactChange, ...]:
    """Say which facts the new version of a document says otherwise, says besides, or no longer.

    Where one of the texts is not whole, all that the facts say is compared.

    Returns:
        What changed, by field, in the order of the text; what is gone comes last in each.
    """
    if before.content.text_sha256 == now.content.text_sha256:
        return ()
    stood, stands = evidence_of(*_texts(before, now))
    likeness = alike(stood, stands)
    first, second = facts_of(before, stood), facts_of(now, stands)
    found: dict[tuple[str | None, ...], FactChange] = {}
    for field in FIELDS:
        sides = _Side(field, first[field], stood), _Side(field, second[field], stands)
        for change in _changes(*sides, likeness):
            said = (field, change.kind, change.change, change.before, change.after)
            found.setdefault(said, change)
    return tuple(found.values())


def _texts(before: Record, now: Record) -> tuple[str | None, str | None]:
    contents = before.content, now.content
    one, other = (content.text if content.is_whole else None for content in contents)
    return one, other


class _Side:
    """The facts of one version, to look others up in."""

    def __init__(self, field: Field, facts: list[Fact], evidence: Evidence) -> None:
        self.field = field
        self.changed = [fact for fact in facts if fact.where.sentences]
        self.knows = _knowing(facts, evidence)

    @cached_property
    def says_anew(self) -> Knows:
        """Whether a changed sentence says what another fact says."""
        return _knowing(self.changed, None)


def _knowing(facts: list[Fact], evidence: Evidence | None) -> Knows:
    """Give whether some facts say what another says, or their text has the words for it."""
    by_key: dict[Hashable, list[Fact]] = defaultdict(list)
    exactly = {(key, _facets(fact)) for fact in facts for key in fact.covers}
    for fact in facts:
        for key in fact.covers:
            by_key[key].append(fact)

    def knows(fact: Fact) -> bool:
        if any((key, _facets(fact)) in exactly for key in fact.keys):
            return True
        others = [one for key in fact.keys for one in islice(by_key.get(key, ()), MOST_OF_A_KEY)]
        if any(fact.agrees(one) for one in others):
            return True
        # A model may miss a name that stands there; one that it resolves otherwise it has seen.
        seen = any(one.wording == fact.wording for one in others)
        return bool(fact.wording and evidence and not seen and evidence.says(fact.wording))

    return knows


def _facets(fact: Fact) -> Hashable:
    return tuple(fact.facets.values())


def _changes(before: _Side, now: _Side, likeness: Alike) -> Iterator[FactChange]:
    """Yield the changes of one field."""
    lost = [fact for fact in before.changed if not now.knows(fact)]
    new = [fact for fact in now.changed if not before.knows(fact)]
    gone, added = lost, new
    if before.field not in THINGS:
        gone = [fact for fact in before.changed if not now.says_anew(fact)]
        added = [fact for fact in now.changed if not before.says_anew(fact)]
    untold = {id(fact) for fact in (*lost, *new)}
    changed = [
        pair for pair in pairs(gone, added, likeness) if not untold.isdisjoint(map(id, pair))
    ]
    was = _knowing([pair.before for pair in changed], None)
    becomes = _knowing([pair.now for pair in changed], None)
    told = [(pair.now, _changed(pair)) for pair in changed if not _is_retold(pair)]
    told += [(fact, _added(fact)) for fact in new if not becomes(fact)]
    yield from (change for _, change in sorted(told, key=lambda one: place_in_text(one[0])))
    yield from (_gone(fact) for fact in lost if not was(fact))


def _is_retold(pair: Pair) -> bool:
    """Say whether a pair says in other words what it said.

    What was said indirectly is a paraphrase, and an event is its type, its mode and who was in it.
    The numbers, times and places in their sentences are facts of their own.
    """
    before, now = pair
    if before.field == "quotations":
        return {before.kind, now.kind} == {"indirect"} and before.agrees(now)
    same_people = before.field == "events" and not before.contradicts(now, "who")
    return same_people and before.keys == now.keys


def _changed(pair: Pair) -> FactChange:
    added = _added(pair.now)
    return added.model_copy(update={"change": "changed", "before": pair.before.says})


def _added(fact: Fact) -> FactChange:
    at = Span(start=fact.where.at.start, end=fact.where.at.end)
    return FactChange(field=fact.field, kind=fact.kind, change="added", after=fact.says, at=at)


def _gone(fact: Fact) -> FactChange:
    return FactChange(field=fact.field, kind=fact.kind, change="gone", before=fact.says)
