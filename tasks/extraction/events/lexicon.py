"""What words tell of which events: patterns of a lexicon, read once.

A pattern begins with a verb, noun or adjective; each word behind it is a condition:

    out            a particle, adverb or preposition hangs on it; `on|against` is either
    =base|$people  its object is one of these words; `$people` is a set of the lexicon
    <$armed        so its subject, or who does what a noun tells
    from=$talks    what hangs on it by a preposition
    ~air|drone     a word in front of the noun, or of the subject or object of the verb
    to+            an infinitive depends on it; `to+$hostile` one of these verbs
    that+          a clause depends on it, likewise
    !              it has no object

Among words, `%place`, `%person`, `%group` … are names of that type, `%official` those of persons
of whom the text says that they hold an office.
"""

import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

from tasks.extraction.english.nouns import plural
from tasks.extraction.english.verbs import forms_of


@dataclass(frozen=True, slots=True)
class Choice:
    """Words of which one must stand there.

    Attributes:
        words: in small letters, singular and plural.
        kinds: types of names that do as well.
    """

    words: frozenset[str]
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Pattern:
    """What tells of an event of one type and mode.

    Attributes:
        beside: particles, adverbs and prepositions; one of each set must be there.
        obliques: by preposition, what must hang on it.
        infinitive: verbs of which one must depend on it as infinitive; empty for any.
        clause: verbs of which one must head a clause that depends on it; empty for any.
        bare: it must have no object.
    """

    type: str
    mode: str | None
    lemma: str
    beside: tuple[frozenset[str], ...] = ()
    subject: Choice | None = None
    object: Choice | None = None
    modifier: Choice | None = None
    obliques: tuple[tuple[str, Choice], ...] = ()
    infinitive: Choice | None = None
    clause: Choice | None = None
    bare: bool = False

    @property
    def conditions(self) -> int:
        """How exact it is."""
        roles = (self.subject, self.object, self.modifier, self.infinitive, self.clause)
        named = sum(bool(role and role.words) for role in (self.infinitive, self.clause))
        given = sum(role is not None for role in roles)
        return len(self.beside) + len(self.obliques) + given + named


Patterns = dict[str, tuple[Pattern, ...]]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Patterns by the forms of the words that they begin with; the most exact ones first.

    Attributes:
        sets: words that the rules know too.
    """

    version: str
    verbs: Patterns
    nouns: Patterns
    adjectives: Patterns
    sets: dict[str, Choice]

    @classmethod
    def of(cls, source: str) -> "Lexicon":
        """Read a lexicon as TOML.

        Raises:
            KeyError: a pattern names a set that is none.
        """
        read = tomllib.loads(source)
        reader = _Reader(read.pop("sets"))
        version = read.pop("version")
        # What is no event comes first, so that it wins over what is no more exact.
        acts = sorted(read.items(), key=lambda act: act[0] != "NONE")
        verbs = list(reader.patterns(acts, "verbs"))
        verb_of = forms_of({pattern.lemma for pattern in verbs})
        forms_of_verb: dict[str, list[str]] = defaultdict(list)
        for form, verb in verb_of.items():
            forms_of_verb[verb].append(form)
        return cls(
            version,
            _by_form(verbs, lambda verb: forms_of_verb[verb]),
            _by_form(reader.patterns(acts, "nouns"), _numbers),
            _by_form(reader.patterns(acts, "adjectives"), lambda adjective: [adjective]),
            {name: reader.choice("$" + name) for name in reader.sets},
        )


class _Reader:
    """Reads patterns; it knows the sets of words that they name."""

    def __init__(self, sets: dict[str, str]) -> None:
        self.sets = {name: words.split() for name, words in sets.items()}

    def patterns(self, acts: list[tuple[str, Any]], part: str) -> Iterator[Pattern]:
        """Yield the patterns of one part of speech."""
        for name, act in acts:
            type_, _, mode = name.partition("/")
            for line in act.get(part, "").splitlines():
                for written in filter(None, map(str.strip, line.split(","))):
                    yield self._pattern(type_, mode or None, written)

    def choice(self, written: str) -> Choice:
        """Read words that are joined by bars."""
        words: list[str] = []
        for word in filter(None, written.split("|")):
            words += self.sets[word[1:]] if word[0] == "$" else [word]
        names = frozenset(word[1:] for word in words if word[0] == "%")
        return Choice(
            frozenset(form for word in words if word[0] != "%" for form in _numbers(word)), names
        )

    def _pattern(self, type_: str, mode: str | None, written: str) -> Pattern:
        lemma, *conditions = written.split()
        beside: list[frozenset[str]] = []
        obliques: list[tuple[str, Choice]] = []
        roles: dict[str, Choice] = {}
        bare = False
        for condition in conditions:
            role = _ROLES.get(condition[0])
            first, mark, words = condition.partition("+" if "+" in condition else "=")
            if condition == "!":
                bare = True
            elif role:
                roles[role] = self.choice(condition[1:])
            elif mark == "+":
                roles["infinitive" if first == "to" else "clause"] = self.choice(words)
            elif mark:
                obliques.append((first, self.choice(words)))
            else:
                beside.append(frozenset(condition.split("|")))
        return Pattern(
            type_, mode, lemma, tuple(beside), obliques=tuple(obliques), bare=bare, **roles
        )


_ROLES = {"<": "subject", "=": "object", "~": "modifier"}


def _by_form(
    patterns: Iterable[Pattern], forms_of_lemma: Callable[[str], Iterable[str]]
) -> Patterns:
    found: dict[str, list[Pattern]] = defaultdict(list)
    for pattern in patterns:
        for form in forms_of_lemma(pattern.lemma):
            found[form].append(pattern)
    return {
        form: tuple(sorted(of, key=lambda pattern: -pattern.conditions))
        for form, of in found.items()
    }


def _numbers(noun: str) -> tuple[str, str]:
    """Give a noun and its plural."""
    return noun, plural(noun)


LEXICON: Final = Lexicon.of(
    resources.files(__package__).joinpath("lexicon.toml").read_text(encoding="utf-8")
)
