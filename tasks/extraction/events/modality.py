"""Whether an event has happened: long ago, not yet, only perhaps, or not."""

from itertools import islice
from typing import Literal

from tasks.extraction.english.reporting import STATING
from tasks.extraction.english.verbs import forms_of
from tasks.extraction.events.clauses import Clause, content
from tasks.extraction.parse import Word

Auxiliary = Literal["historical", "future", "hypothetical", "negated"]

SAYING = frozenset(forms_of(STATING | {"believe", "hear", "know", "learn", "show", "think"}))
"""Forms of verbs that say of what depends on them only that it is said."""

LASTING = frozenset(forms_of({"take"}))
"""Forms of verbs that say how long it took: what depends on them has happened."""

_FUTURE = {"will", "shall", "'ll", "wo"}
_PERHAPS = {"could", "may", "might", "should", "must", "ought", "can"}
_CONDITIONS = {"if", "unless", "whether", "lest", "should"}
_NO = {"no", "not", "n't", "never", "without", "neither", "nor"}

_INTENDING = frozenset(
    forms_of(
        {"plan", "intend", "agree", "promise", "vow", "pledge", "set", "expect", "prepare"}
        | {"decide", "offer", "order", "go", "schedule", "resolve", "propose", "undertake", "swear"}
        | {"arrange", "announce", "commit", "volunteer"}
    )
) | {"due", "ready", "about", "willing", "prepared", "likely", "committed", "plans", "decision"}
_WISHING = frozenset(
    forms_of(
        {"threaten", "want", "urge", "demand", "call", "ask", "consider", "seek", "hope", "wish"}
        | {"request", "appeal", "allow", "invite", "press", "push", "advise", "encourage"}
        | {"discuss", "debate", "propose", "recommend", "suggest", "insist", "plead", "try", "aim"}
        | {"fear", "accuse", "suspect", "attempt", "require", "tell", "instruct", "beg", "need"}
    )
) | {"threat", "demand", "call", "appeal", "request", "effort", "efforts", "plan", "proposal"}
_REFUSING = frozenset(
    forms_of(
        {"refuse", "decline", "fail", "deny", "avoid", "prevent", "reject", "cancel", "stop"}
        | {"oppose", "forbid", "prohibit", "ban", "rule", "block", "postpone"}
    )
) | {"unable", "unwilling", "refusal", "failure", "reluctant"}
"""What depends on these is meant to happen, only wished for, or does not happen."""

_GOVERNING = _INTENDING | _WISHING | _REFUSING
_PLANNING = frozenset(forms_of({"plan", "intend", "prepare"})) | {"ready", "about"}
_ANNIVERSARIES = frozenset(
    {"anniversary", "anniversaries", "bicentenary", "centenary", "commemoration", "remembrance"}
)
_BEING = frozenset({"is", "are", "was", "were", "'s", "'re"})

_ASIDE = frozenset({"as", "after", "although", "because", "before", "since", "though", "while"})

_FARTHEST = 8
_OWN = frozenset({"aux", "nsubj", "nsubjpass"})
"""What a joined verb has itself when it does not share what stands before the first one."""

_COMPLEMENTS = frozenset({"xcomp", "ccomp", "acl", "advcl", "pcomp", "conj", "relcl"})


def auxiliary(clause: Clause) -> tuple[Auxiliary, ...]:
    """Say what the words around an event make of it; nothing where it is plainly reported."""
    found: dict[Auxiliary, None] = {}
    if any(word.lower in {"no", "without"} for word in clause.modifiers):
        found["negated"] = None
    if commemorated(clause.word):
        found["historical"] = None
    elif not clause.word.is_verb:
        _add_governor(clause, found)
    else:
        _add_chain(clause.verb, found)
    if "negated" in found:
        found.pop("historical", None)
    return tuple(found)


def conditional(verb: Word) -> bool:
    """Whether it is told on a condition: 'unless', 'if'."""
    return any(
        child.dep == "advcl" and any(mark.lower in _CONDITIONS for mark in child.children)
        for child in verb.children
    )


def intended(verb: Word) -> bool:
    """Whether the subject of the verb itself says that it will do it."""
    above = verb.head
    return _willed(verb) or (verb.dep == "xcomp" and above.lower in _PLANNING)


def commemorated(word: Word) -> bool:
    """Whether what a word tells of is only remembered: 'the anniversary of the riots'."""
    return any(
        above.lower == "of" and above.head.lower in _ANNIVERSARIES
        for above in islice(word.ancestors(), _FARTHEST)
    )


def refused(verb: Word) -> bool:
    """Whether the subject of the verb itself says that it will not do it."""
    return _willed(verb) and _denied(verb)


def demanded(verb: Word) -> bool:
    """Whether somebody says that the subject of the verb must do it."""
    return bool(_aux(verb) & {"must", "should"}) and _is_said(verb) and not _is_condition(verb)


def _willed(verb: Word) -> bool:
    aux = _aux(verb)
    return bool(aux & _FUTURE) or ("would" in aux and _is_said(verb))


def _aux(verb: Word) -> set[str]:
    return {child.lower for child in verb.children if child.dep in {"aux", "auxpass"}}


def _add_governor(clause: Clause, found: dict[Auxiliary, None]) -> None:
    """Add what the verb says that a noun depends on."""
    verb, word = clause.verb, clause.word
    if verb is word:
        return
    if _near(word, verb):
        lower = verb.lower
        if word.dep in {"nsubj", "nsubjpass"} or lower not in _GOVERNING:
            _add_chain(verb, found)
        elif lower in _REFUSING:
            found["negated"] = None
        elif lower in _WISHING:
            found["hypothetical"] = None
        else:
            found["future"] = None


def _near(word: Word, verb: Word) -> bool:
    """Whether a noun depends on a verb at once, or by one preposition."""
    return word.head is verb or (word.dep == "pobj" and word.head.head is verb)


def _add_chain(verb: Word, found: dict[Auxiliary, None]) -> None:
    word = verb
    for _ in range(_FARTHEST):
        _add_own(word, found)
        above = word.head
        if above is word or word.dep not in _COMPLEMENTS or _is_aside(word):
            return
        if word.dep == "conj":
            if word.tag != "VB" and any(child.dep in _OWN for child in word.children):
                return
        elif not _add_complement(word, above, found):
            return
        word = above


def _is_aside(verb: Word) -> bool:
    """Whether a clause only says when or why, or describes a noun: 'the plan drawn up by'."""
    return (verb.dep == "acl" and verb.tag == "VBN") or any(
        child.dep == "mark" and child.lower in _ASIDE for child in verb.children
    )


def _add_complement(word: Word, above: Word, found: dict[Auxiliary, None]) -> bool:
    """Add what stands above a clause; whether more may stand above that."""
    lower = above.lower
    if word.dep in {"relcl", "advcl"}:
        to = any(c.lower == "to" and c.dep == "aux" for c in word.children)
        if to and not found and lower not in LASTING:
            found["future"] = None
        return False
    if lower in SAYING or word.index < above.index:  # what stands in front is no complement
        return False
    if lower in _REFUSING:
        found["negated"] = None
    elif lower in _WISHING:
        found["hypothetical"] = None
    elif lower in _INTENDING or (lower in _BEING and word.dep == "xcomp"):
        found["future"] = None
    return word.dep in {"xcomp", "pcomp"} and above.is_verb and not found


def _add_own(verb: Word, found: dict[Auxiliary, None]) -> None:
    aux = _aux(verb)
    if _denied(verb):
        found["negated"] = None
    if aux & _FUTURE:
        found["future"] = None
    elif "would" in aux:
        found["future" if _is_said(verb) else "hypothetical"] = None
    elif aux & _PERHAPS or _is_condition(verb):
        found["hypothetical"] = None
    elif verb.tag == "VBN" and "had" in aux and not _is_said(verb):
        found["historical"] = None


def _denied(verb: Word) -> bool:
    return any(
        child.dep == "neg" or (child.dep in {"det", "preconj"} and child.lower in _NO)
        for child in verb.children
    ) or any(
        word.lower in {"no", "nobody", "none"}
        for child in verb.children
        if child.dep in {"nsubj", "nsubjpass"}
        for word in (child, *child.children)
    )


def _is_condition(verb: Word) -> bool:
    return any(child.dep == "mark" and child.lower in _CONDITIONS for child in verb.children)


def _is_said(verb: Word) -> bool:
    """Whether a verb stands in reported speech."""
    for above in (verb.head, verb.head.head):
        if above.lower in SAYING and content(above) is not None:
            return True
    return False
