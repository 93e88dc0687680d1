"""Quotations: what is said, with its cue, its speaker, and who that is.

Direct speech is found by quotation marks (`marks`, `spoken`), reported speech by the clause that
hangs on a cue (`cues`, `reported`, `judged`). A speaker who is not named beside the words comes
from the sentences before (`attributing`), and the person behind a pronoun from the names before
(`resolving`).
"""

from tasks.extraction.quotations.collecting import Said, said_in
from tasks.extraction.quotations.resolving import Resolver
from tasks.extraction.quotations.speakers import Phrase
from tasks.extraction.reading import Reading
from tasks.record import Entity, Extractions, Quotation, Span, Speaker, TextSpan

__all__ = ["quotations"]

_METHOD = "rules"


def quotations(reading: Reading, found: Extractions) -> Extractions:
    """Find what people say, and who they are; `found.entities` must be there for the latter.

    Shape: in the order of their beginnings; one may stand within another.

    Raises:
        StepSkipped: the text is not in English.
    """
    parse, text = reading.english(), reading.text
    entities = found.entities or ()
    said = said_in(parse, text, reading.blocks(), entities)
    spoken = sorted(part for one in said if one.kind == "direct" for part in one.parts)
    speakers = _resolved(said, Resolver(parse, entities, spoken), text)
    records = tuple(_quotation(one, speakers, text) for one in said)
    return found.model_copy(update={"quotations": records})


def _resolved(said: list[Said], resolver: Resolver, text: str) -> dict[Phrase, Speaker]:
    """Give the record of each speaker, resolved in the order of the text."""
    who: dict[Phrase, Entity | None] = {}
    phrases = {one.speaker: one.outer for one in said if one.speaker is not None}
    in_order = sorted(phrases, key=lambda phrase: phrase.head.index)
    for phrase in in_order:
        if phrases[phrase] is None:
            who[phrase] = resolver.entity_of(phrase)
            resolver.remember(phrase, who[phrase])
    for phrase in in_order:
        if (outer := phrases[phrase]) is not None:
            is_same = phrase.head.lower == "i"
            who[phrase] = who[outer] if is_same else resolver.entity_of(phrase)
    return {phrase: _speaker(phrase, entity, resolver, text) for phrase, entity in who.items()}


def _speaker(phrase: Phrase, entity: Entity | None, resolver: Resolver, text: str) -> Speaker:
    return Speaker(
        start=phrase.start,
        end=phrase.end,
        text=text[phrase.start : phrase.end],
        role=resolver.role_of(phrase, entity),
        entity=entity.id if entity else None,
        name=resolver.name_of(phrase, entity),
    )


def _quotation(one: Said, speakers: dict[Phrase, Speaker], text: str) -> Quotation:
    start, end = one.parts[0][0], one.parts[-1][1]
    cue = one.cue
    return Quotation(
        text=text[start:end],
        start=start,
        end=end,
        parts=tuple(Span(start=s, end=e) for s, e in one.parts) if len(one.parts) > 1 else (),
        kind=one.kind,
        cue=TextSpan(start=cue.start, end=cue.end, text=text[cue.start : cue.end]) if cue else None,
        speaker=speakers[one.speaker] if one.speaker else None,
        method=_METHOD,
    )
